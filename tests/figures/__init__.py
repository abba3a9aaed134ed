"""Indicators I-1 to I-16, each against a case by hand and a computation by somebody else."""
