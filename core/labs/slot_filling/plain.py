from core.plain.plain import Plain
from core.labs.slot_filling.data import corpus

def brings(task):
    lines = ["\t".join(cell for word in sentence for cell in (word.text, word.slot)) for sentence in corpus().training]
    return {}, {"data/sentences.tsv": "\n".join(lines).encode(), "data/words.txt": "\n".join(corpus().words).encode()}

PLAIN = Plain("core.labs.slot_filling.program", brings)
