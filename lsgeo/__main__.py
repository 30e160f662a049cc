"""``python -m lsgeo`` is the same as the command ``lsgeo``."""

from lsgeo.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
