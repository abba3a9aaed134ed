"""R9, R11, R13: how much one person may weigh, and what is said of few."""

from collections.abc import Mapping

from handlers.rules.release.thresholds import RULES, Rules


def capped(events: int, rules: Rules = RULES) -> int:
    """R11: how many of one person's events count in a window."""
    return min(events, rules.events)


def may_name_theme(authors: int, rules: Rules = RULES) -> bool:
    """R9: whether a theme has enough authors to be named (paraphrased, never quoted if hidden)."""
    return authors >= rules.authors


def roles_shown(members: Mapping[str, int], rules: Rules = RULES) -> tuple[str, ...]:
    """R13: which roles of a team an instructor sees apart from each other.

    A figure about one member goes to that member only, so no role of one is shown, nor any other
    from which it could be subtracted.

    Args:
        members: how many there are of each role.
        rules: the thresholds.
    """
    some = {role: count for role, count in members.items() if count}
    if sum(some.values()) < rules.staff or any(count < 2 for count in some.values()):
        return ()
    return tuple(sorted(some))
