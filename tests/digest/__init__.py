"""The weekly digest, from a week in the log to what is read."""
