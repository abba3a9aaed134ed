"""The commands of `askwell`, one file each."""
