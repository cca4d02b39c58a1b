from core.plain.plain import Plain

PLAIN = Plain("core.labs.self_attention.program")
