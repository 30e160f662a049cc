"""The commands of ``lsgeo``, a file for each: its arguments, the job it calls, what it prints."""
