"""How much memory this process uses, with nothing imported for it that a measurement would feel."""

import sys
from pathlib import Path


def memory_mb() -> float:
    """MiB in use now, by Linux's own count; elsewhere the most there has been."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = (line.split() for line in status.read_text("ascii").splitlines())
        return next(float(words[1]) for words in lines if words[0] == "VmRSS:") / 1024
    return peak_mb()


def peak_mb() -> float:
    """The most MiB that have been in use."""
    import resource  # noqa: PLC0415  # POSIX only

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if sys.platform == "darwin" else 1024)
