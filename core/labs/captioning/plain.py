from core.plain.plain import Plain
import io, json

def brings(task, seed=0, steps=50):
    import numpy as np
    out = io.BytesIO()
    arrays = {"pictures": task._pixels.numpy()}
    if task.own is None:
        arrays |= dict(zip(("crops", "colours", "shapes"), (v.numpy() for v in task._crops)))
    np.savez_compressed(out, **arrays)
    words = task.vocabulary.tokens
    captions = [c.tokens for c in task.training.captions]
    unk = "⟨unk⟩" 
    captions = [[t if t in task.vocabulary else unk for t in c] for c in captions]
    return {"SCHOOL": task.own is None, "SIDE": arrays["pictures"].shape[1]}, {"data/pictures.npz": out.getvalue(), "data/captions.json": json.dumps([words, captions], ensure_ascii=False).encode()}

PLAIN = Plain("core.labs.captioning.program", brings)
