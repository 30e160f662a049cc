"""The commands, one file each: the only modules that know every room."""
