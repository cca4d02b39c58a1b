from core.plain.plain import Plain
import json

def brings(task):
    tokens = task.vocabulary.tokens
    texts = [[tokens[n] for n in numbers[1:-1].tolist()] for numbers in task.training.numbers.split(task.training.lengths.tolist())]
    if task.config.unit_of_text == "character" and "⟨unk⟩" not in tokens:
        texts = ["".join(t) for t in texts]
    return {}, {"data/documents.json": json.dumps(texts, ensure_ascii=False).encode(), "data/tokens.json": json.dumps(tokens, ensure_ascii=False).encode()}

PLAIN = Plain("core.labs.text_generation.program", brings)
