"""R13: what is said of how staff help is about a team, and about nobody in it."""

from handlers.rules.release.thresholds import RULES, Rules


def of_a_team(members: int, rules: Rules = RULES) -> bool:
    """Whether a figure about how staff answered may be shown.

    From three members on: one of them who subtracts what is their own is left with two.

    Args:
        members: how many of staff answered in what the figure counts.
        rules: the thresholds.
    """
    return members >= rules.team
