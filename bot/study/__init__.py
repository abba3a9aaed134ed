"""The study report: a CSV in, a report a lecturer can read out."""
