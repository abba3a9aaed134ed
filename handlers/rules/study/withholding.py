"""Which demographic cells may be shown."""

from __future__ import annotations

from collections.abc import Mapping

LEAST_CELL = 20


def shown(sizes: Mapping[str, int], least: int = LEAST_CELL) -> tuple[str, ...]:
    """The groups that may be shown, in order.

    A group under ``least`` is withheld. The total is public, so if the withheld groups together
    are under ``least`` subtraction would still tell them: then the smallest shown group is
    withheld too, until they are not.

    Args:
        sizes: Group to number of respondents.
        least: The smallest cell that may be shown.
    """
    open_groups = [group for group, size in sizes.items() if size >= least]
    while open_groups and 0 < sum(sizes.values()) - sum(sizes[g] for g in open_groups) < least:
        open_groups.remove(min(open_groups, key=lambda group: sizes[group]))
    return tuple(open_groups)
