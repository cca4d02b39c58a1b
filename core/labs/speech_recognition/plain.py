from core.plain.plain import Plain
import io, json

def brings(task, seed=0, steps=50):
    import numpy as np
    samples = [task.training[n] for n in range(len(task.training))]
    out = io.BytesIO()
    np.savez_compressed(out, frames=np.concatenate([s.frames for s in samples]), lengths=[len(s.frames) for s in samples])
    u = [{"size": size, "tokens": list(s.utterance.tokens(task.config.target))} for size, s in zip(task.training.sizes, samples)]
    return {}, {"data/frames.npz": out.getvalue(), "data/utterances.json": json.dumps([task.vocabulary.tokens, u], ensure_ascii=False).encode()}

PLAIN = Plain("core.labs.speech_recognition.program", brings)
