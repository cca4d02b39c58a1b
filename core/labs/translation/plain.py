from core.plain.plain import Plain
import json

def brings(task, seed=0, steps=50):
    import torch
    generator = torch.Generator().manual_seed(seed)
    task.model(generator)
    lines = []
    for _ in range(steps):
        numbers, state = [], None
        drawn = []
        original = task.pairs.training_pair
        from dataclasses import replace
        pairs = task.pairs
        task.pairs = replace(pairs, training_pair=lambda n: drawn.append(original(n)) or drawn[-1])
        batch = task.batch(generator)
        task.pairs = pairs
        for side in batch:
            if task.config.dropout:
                torch.empty(*side.tokens.shape, task.config.embedding_size).bernoulli_(generator=generator)
        known = [set(v.tokens) for v in (task.source_vocabulary, task.target_vocabulary)]
        for pair in drawn:
            lines.append(json.dumps([[t if t in k else "⟨unk⟩" for t in tokens] for tokens,k in zip((pair.source_tokens, pair.target_tokens),known)], ensure_ascii=False))
    tokens = [task.source_vocabulary.tokens, task.target_vocabulary.tokens]
    return {}, {"data/pairs.jsonl": "\n".join(lines).encode(), "data/tokens.json": json.dumps(tokens, ensure_ascii=False).encode()}

PLAIN = Plain("core.labs.translation.program", brings)
