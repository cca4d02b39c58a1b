from core.plain.plain import Plain
import io

def brings(task, seed=0, steps=50):
    import numpy as np
    if task.config.data == "digits" and not hasattr(task, "report"):
        return {"SOURCE": "digits"}, {}
    out = io.BytesIO(); np.savez_compressed(out, pictures=task.training.numpy())
    return {"SOURCE": "file"}, {"data/pictures.npz": out.getvalue()}

PLAIN = Plain("core.labs.autoencoders.program", brings)
