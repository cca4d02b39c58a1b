from core.plain.plain import Plain

PLAIN = Plain("core.labs.generation_tips.program")
