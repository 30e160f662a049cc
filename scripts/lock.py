"""Write requirements/run.txt and requirements/test.txt anew: exact versions with their hashes.

Needs the program uv (``pip install uv``). One version serves every platform and every Python
from 3.11 on, so that all offices compute with the same libraries; ``scripts/test.py --full``
checks that each is there as a wheel. No index address is written: pip asks the one it is set to.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run.txt": (), "test.txt": ("test",)}

# What builds the project itself, installed beside it so that no second environment is needed.
BUILD = ("hatchling>=1.25", "babel>=2.14", "editables>=0.5")

# pip itself: older ones fetch whole wheels where the check asks only whether they are there.
TEST = ("pip>=25",)

# rasterio 1.4.4 has no wheel for a Mac with an Intel processor, 1.4.3 none for Linux on ARM. The
# last numba with one for such a Mac is 0.62, which wants a numpy below 2.4.
CONSTRAINTS = (
    "rasterio<1.4.4; sys_platform == 'darwin' and platform_machine == 'x86_64'",
    "rasterio>=1.4.4; sys_platform != 'darwin' or platform_machine != 'x86_64'",
    "numpy<2.4; sys_platform == 'darwin' and platform_machine == 'x86_64'",
    "numpy>=2.4; sys_platform != 'darwin' or platform_machine != 'x86_64'",
    "numba<0.63; sys_platform == 'darwin' and platform_machine == 'x86_64'",
    "numba>=0.63; sys_platform != 'darwin' or platform_machine != 'x86_64'",
)


def main() -> None:
    """Write both lock files and say where they are."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "constraints.txt"
        for name, extras in LOCKS.items():
            wanted = Path(folder) / "wanted.txt"
            wanted.write_text("\n".join((*BUILD, *(TEST if extras else ()))), encoding="utf-8")
            constraints.write_text("\n".join(CONSTRAINTS), encoding="utf-8")
            path = ROOT / "requirements" / name
            _compile(path, wanted=wanted, constraints=constraints, extras=extras)
            print(f"{path}: {path.read_text(encoding='utf-8').count('==')} packages")


def _compile(path: Path, *, wanted: Path, constraints: Path, extras: tuple[str, ...]) -> None:
    command = ["uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--fork-strategy", "fewest"]
    command += ["--only-binary", ":all:", "--no-header", "--no-annotate", "--no-emit-index-url"]
    command += [option for extra in extras for option in ("--extra", extra)]
    command += ["--constraint", str(constraints), "--output-file", str(path)]
    try:
        subprocess.run([*command, str(ROOT / "pyproject.toml"), str(wanted)], check=True)
    except FileNotFoundError:
        sys.exit("uv is missing. Install it (pip install uv) and run this again.")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


if __name__ == "__main__":
    main()
