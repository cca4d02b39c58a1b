from core.plain.plain import Plain
import json

def brings(task, seed=0, steps=50):
    import torch
    generator = torch.Generator().manual_seed(seed)
    task.model(generator)
    lines = []
    tokens = task.vocabulary.tokens
    for _ in range(steps):
        batch = task.batch(generator)
        for side in batch:
            if task.config.dropout:
                torch.empty(*side.tokens.shape, task.config.embedding_size).bernoulli_(generator=generator)
        for p, m, a, k in zip(*batch.prompt, *batch.answer):
            lines.append(json.dumps([[tokens[n] for n in p[m].tolist()], [tokens[n] for n in a[k].tolist()[:-1]]], ensure_ascii=False))
    return {"SOFTMAX": True}, {"data/dialogues.jsonl": "\n".join(lines).encode(), "data/tokens.json": json.dumps(tokens, ensure_ascii=False).encode()}

PLAIN = Plain("core.labs.chatbot.program", brings)
