"""The JavaScript of the components, asked by Python: it runs in the node of this environment."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from dashboard.components.assets import FOLDER

NODE = Path(sys.executable).with_name("node")


def said(module: str, expression: str, folder: Path | None = None) -> Any:
    """The value of an `expression` in which `module` (below assets/components) is ``it``, worked out in `folder`."""
    script = f"import * as it from '{(FOLDER / module).as_uri()}'\nconsole.log(JSON.stringify({expression}))"
    command = [NODE, "--input-type=module", "--eval", script]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout)
