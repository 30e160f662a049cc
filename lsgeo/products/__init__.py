"""One file per raster product, each holding a ``PRODUCT``."""
