"""Install lsgeo beside its code and make the map of this repository: ``python3 scripts/demo.py``.

On Windows: ``py scripts\\demo.py``. Nothing is needed but Python 3.11 or newer.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (whoever has an older one is to read this line)
    sys.exit(
        "lsgeo needs Python 3.11 or newer (lsgeo cần Python 3.11 trở lên); this is "
        + sys.version.split()[0]
        + " at "
        + sys.executable
    )

import subprocess

from environment import ROOT, SCRIPTS, own_environment, prepare, say, speak_utf8


def main() -> None:
    """Install, build and say how to open what was made."""
    speak_utf8()
    python = prepare("run")
    folder = ROOT / "out"
    command = [str(python), "-m", "lsgeo", "build", "--workspace", str(ROOT), "--out", str(folder)]
    say("Building the map: lsgeo build", "Đang dựng bản đồ: lsgeo build")
    finished = subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env=own_environment())
    if finished.returncode:
        sys.exit(finished.returncode)
    page = folder / "index.html"
    say(
        f"\nOpen the map in a browser (no network needed): {page}\n  {page.as_uri()}\n"
        f"The command is {SCRIPTS / 'lsgeo'}; try it with --help.",
        f"\nMở bản đồ bằng trình duyệt (không cần mạng): {page}\n  {page.as_uri()}\n"
        f"Lệnh là {SCRIPTS / 'lsgeo'}; hãy thử với --help.",
    )


if __name__ == "__main__":
    main()
