from core.plain.plain import Plain
import json

def brings(task):
    tokens = task.vocabulary.tokens
    strange = next(c for c in map(chr, range(0xFFFD, 0, -1)) if c not in tokens)
    text = "".join(strange if len(tokens[n]) > 1 else tokens[n] for n in task.text.tolist())
    return {}, {"data/text.txt": text.encode(), "data/characters.json": json.dumps(tokens, ensure_ascii=False).encode()}

PLAIN = Plain("core.labs.gates.program", brings)
