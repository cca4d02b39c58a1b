from core.plain.plain import Plain

PLAIN = Plain("core.labs.architecture_search.program")
