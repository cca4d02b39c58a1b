from core.plain.plain import Plain
import io

def brings(task, seed=0, steps=50):
    import numpy as np
    from core.labs.image_generation.architectures.family import kind_of
    c, p = task.config, task.pictures
    kind = kind_of(c.architecture)
    own = hasattr(task, "report") or c.data != "digits"
    s = {"SOURCE": "file" if own else "digits", "HEIGHT": p.height, "WIDTH": p.width, "LEVELS": p.levels, "CLASSES": len(p.classes),
         "CONDITIONAL": c.conditional and len(p.classes) > 1, "HIDDEN_SIZE": c.hidden_size or kind.hidden_size, "LAYERS": c.layers or kind.layers}
    if not own: return s, {}
    out = io.BytesIO(); np.savez_compressed(out, pictures=p.train, classes=p.train_classes.astype(np.uint8))
    return s, {"data/pictures.npz": out.getvalue()}

PLAIN = Plain("core.labs.image_generation.program", brings)
