"""Where the province stands on each target of its plan, in words for every form."""

from lsgeo.compose.standing.listing import HEADLINES, headlines, targets

__all__ = ["HEADLINES", "headlines", "targets"]
