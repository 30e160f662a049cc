"""One file per indicator, each holding an ``INDICATOR``."""
