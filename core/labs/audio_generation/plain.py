from core.plain.plain import Plain
import io

def brings(task, seed=0, steps=50):
    import numpy as np
    out = io.BytesIO()
    np.savez_compressed(out, levels=np.concatenate(task.training).astype(np.uint8), lengths=[len(s) for s in task.training],
        kinds=task.sounds.training_kinds, told=task.told)
    return {}, {"data/sounds.npz": out.getvalue()}

PLAIN = Plain("core.labs.audio_generation.program", brings)
