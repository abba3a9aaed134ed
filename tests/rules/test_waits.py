"""The expected wait, by hand; and that it holds for four of five, whatever the waits are like."""

from random import Random

from handlers.rules.waits import LEAST, Past, expected


def past(*minutes: int, ahead: int = 0) -> list[Past]:
    return [Past(ahead, wait) for wait in minutes]


def test_too_little_is_not_known() -> None:
    assert expected([], 0) is None
    assert expected(past(*range(LEAST - 1)), 0) is None


def test_the_rank_by_hand() -> None:
    # .8 * 21 = 16.8: the 17th smallest of 20.
    assert expected(past(*range(1, 21)), 0) == 17
    assert expected(past(*range(20, 0, -1)), 5) == 17


def test_like_lines_count() -> None:
    short, long = past(*[10] * 60), past(*[200] * 60, ahead=30)
    assert expected(short + long, 0) == 10
    assert expected(short + long, 25) == 200
    # With few that are near, the next nearest are looked at: 30 short and 60 long ones tie at most.
    assert expected(past(*[10] * 30) + long, 0) == 200


def test_four_of_five() -> None:
    """Waits far from normal, in lines of every length: between 75 and 85 % are within."""
    chance = Random(4)  # noqa: S311  # a test's own

    def draw() -> Past:
        ahead = int(chance.expovariate(0.2))
        return Past(ahead, int(chance.lognormvariate(2.5 + ahead / 10, 1)))

    history = [draw() for _ in range(400)]
    coming = [draw() for _ in range(2000)]
    within = sum(one.minutes <= (expected(history, one.ahead) or 0) for one in coming)
    assert 0.75 <= within / len(coming) <= 0.85
