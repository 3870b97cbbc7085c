"""Write the lock files from pyproject.toml: exact versions with hashes, for every system, naming no host.

`requirements.lock` holds everything; `requirements-site.lock` only what building the site needs, at the same versions;
`requirements-engines.lock` the other engines that tests try. `python tools/lock.py engines` writes the last alone.
Needs the resolver `uv` on the path (`pip install uv`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ["--quiet", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header"]


def main() -> int:
    """Write the files and return the exit status."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        sys.stderr.write("tools/lock.py: cần chương trình uv; hãy chạy «pip install uv»\n")
        return 1
    engines = [uv, "pip", "compile", *OPTIONS, "--group", "pyproject.toml:engines", "-o", "requirements-engines.lock"]
    subprocess.run(engines, cwd=ROOT, check=True)
    if sys.argv[1:] == ["engines"]:
        return 0
    compile_ = [uv, "pip", "compile", *OPTIONS, "pyproject.toml"]
    subprocess.run([*compile_, "--extra", "dev", "-o", "requirements.lock"], cwd=ROOT, check=True)
    pins = re.findall(r"^[\w.-]+==[^\\\n]+", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write("\n".join(pins))
        pinned.flush()
        subprocess.run([*compile_, "-c", pinned.name, "-o", "requirements-site.lock"], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
