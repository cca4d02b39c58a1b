from core.plain.plain import Plain

PLAIN = Plain("core.systems.memory.program")
