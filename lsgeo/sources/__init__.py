"""The readers: the only modules that open a user's file."""
