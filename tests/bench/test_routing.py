"""The made-up course and what is played with it: repeatable, complete, and within the rules."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.bench.routing.course import DEADLINE, MONDAY, SLOTS, TOPICS, made_up, rate
from bot.bench.routing.figures import judged, nearest_rank, routing_figures
from bot.bench.routing.playing import WEEK, Play, Replied
from bot.bench.routing.ways import ByChance, FirstCome, Rules, Way


def test_the_course_is_what_it_says() -> None:
    course = made_up(1, 2)
    assert course == made_up(1, 2)
    assert made_up(1, 1).asked == tuple(ask for ask in course.asked if ask.at < MONDAY + WEEK)
    assert made_up(2, 1) != made_up(1, 1)
    assert sorted(span for one in course.staff for span in one.hours.weekly) == sorted(SLOTS)
    assert {one.planned for one in course.staff} == {8 * 60}
    assert set(Counter(topic for one in course.staff for topic in one.topics)) == set(TOPICS)
    assert all(before.at < after.at for before, after in pairwise(course.asked))
    # Within the hour, the deadline triples what is asked.
    assert rate(MONDAY + DEADLINE - timedelta(hours=10)) == 3 * 4
    assert rate(MONDAY + timedelta(hours=14)) == 4


@pytest.mark.parametrize("way", [Rules(), FirstCome(), ByChance(1)], ids=lambda way: way.name)
def test_every_question_has_one_reply_from_somebody_who_may(way: Way) -> None:
    course = made_up(1, 1)
    played = Play(course, way, 1, 1).run()
    assert sorted(one.ask.id for one in played.replied) == sorted(ask.id for ask in course.asked)
    limits = {helper.seat: helper.limit for helper in course.helpers}
    for taken in played.taken.values():
        assert all(number <= limits[seat] for seat, number in taken.items())
    for one in played.replied:
        assert 0 <= one.minutes * 60 <= one.wait.total_seconds() + 1
        assert not one.by.startswith("helper") or one.ask.open


def test_the_same_seed_plays_the_same() -> None:
    course = made_up(1, 1)
    first, again = (Play(course, ByChance(1), 1, 1).run() for _ in range(2))
    assert first.replied == again.replied


def test_the_expected_wait_is_judged_on_what_comes_later() -> None:
    course = made_up(3, 4)
    played = Play(course, Rules(), 3, 4).run()
    told, within = judged(played, course)
    fourth = [one for one in played.replied if one.ask.at >= MONDAY + 3 * WEEK]
    assert told == len(within) == len(fourth)
    slow = [
        Replied(one.ask, one.ahead, one.wait, 10**6, one.by) if one in fourth else one
        for one in played.replied
    ]
    played.replied[:] = slow
    assert judged(played, course) == (told, [False] * told)


def test_the_report_has_a_line_for_each_aim() -> None:
    figures = routing_figures(1)
    assert [figure.aim for figure in figures if figure.aim] == [
        "< 5",
        "≤ 30",
        "below both",
        "≤ 1.3",
        "0",
        "75 to 85",
    ]
    assert nearest_rank([3, 1, 2, 5, 4], 0.8) == 4
