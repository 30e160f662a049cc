"""lsgeo: a province's boundaries, forest, new-rural status and border gates against its plan."""

__version__ = "0.1.0"
