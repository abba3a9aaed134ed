from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.keys import Somebody
from storage.kinds import PulseState, Purpose
from storage.pulses import PER, Sums
from storage.store import Store
from storage.tables import PulseAnswer, PulseSlot
from storage.tables.pulse import PAUSED_FOR_GOOD
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, KEYS, MONDAY

ANA_TAG, BEN_TAG = (who.tag(Purpose.PULSE, "t1") for who in (ANA, BEN))
WINDOW = "2026-W37"


@pytest.fixture
def term(store: Store) -> Store:
    with store.begin() as work:
        work.pulses.add_term(rows.pulse_term())
        work.pulses.join(rows.pulse_member(ANA))
    return store


def tried_at_once(act: Callable[[], bool]) -> int:
    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(lambda _n: act(), range(8)))


def test_a_week_opens_once(term: Store) -> None:
    def opened() -> bool:
        with term.begin() as work:
            return work.pulses.opened("t1", 1, MONDAY)

    assert tried_at_once(opened) == 1
    with term.begin() as work:
        work.pulses.set("t1", state=PulseState.PAUSED)
        assert not work.pulses.opened("t1", 2, MONDAY)
        found = work.pulses.current(COURSE)
        assert found is not None
        assert (found.week, found.opened_at) == (1, MONDAY)


def test_a_slot_is_claimed_once_and_each_item_passed_once(term: Store) -> None:
    def claimed() -> bool:
        with term.begin() as work:
            return work.pulses.claim(rows.pulse_slot(ANA))

    def passed() -> bool:
        with term.begin() as work:
            return work.pulses.step("t1", 1, ANA_TAG, 0) is not None

    assert tried_at_once(claimed) == 1
    assert tried_at_once(passed) == 1
    with term.begin() as work:
        slot = work.pulses.slot("t1", 1, ANA_TAG)
        assert slot is not None
        assert slot.place == 1
        assert not work.pulses.remind("t1", 1, ANA_TAG)
        assert work.pulses.untouched("t1", 1, "", 10) == []


def test_a_reminder_goes_once_to_those_who_did_nothing(term: Store) -> None:
    with term.begin() as work:
        work.pulses.join(rows.pulse_member(BEN, direct=""))
        for who in (ANA, BEN):
            work.pulses.claim(rows.pulse_slot(who))
        # Ben is asked on the card, where nobody is reminded.
        assert [one.person_tag for one in work.pulses.untouched("t1", 1, "", 10)] == [ANA_TAG]
        assert work.pulses.untouched("t1", 1, ANA_TAG, 10) == []
        assert work.pulses.remind("t1", 1, ANA_TAG)
        assert not work.pulses.remind("t1", 1, ANA_TAG)


def test_pages_hold_everybody_awake_once(term: Store) -> None:
    people = [Somebody(KEYS, n.to_bytes(16)) for n in range(23)]
    with term.begin() as work:
        for who in people:
            work.pulses.join(rows.pulse_member(who))
        work.pulses.change("t1", ANA_TAG, paused_until=5)
        seen: list[str] = []
        while page := work.pulses.awake("t1", 4, seen[-1] if seen else "", 5):
            seen += [member.person_tag for member in page]
        assert len(seen) == len(set(seen)) == 23
        assert ANA_TAG not in seen
        assert ANA_TAG in [one.person_tag for one in work.pulses.awake("t1", 5, "", 100)]


def test_without_consent_nothing_is_kept(term: Store) -> None:
    with term.begin() as work:
        slot = PulseSlot(term_id="t1", week=1, person_tag=BEN_TAG, codes="B1 S1")
        given = ("a1", slot, WINDOW, "belonging", "B1", 4)
        assert not work.pulses.answered(*given, consent=1)
        assert work.pulses.people("t1", WINDOW) == 0
        work.pulses.join(rows.pulse_member(BEN, consent=3, section="mon"))
        assert not work.pulses.answered(*given, consent=4)  # to other words
        assert work.pulses.answered(*given, consent=3)
        (kept,) = work.pulses.answers("t1", BEN_TAG)
        assert (kept.consent, kept.section, kept.value) == (3, "mon", 4)


def test_an_answer_has_no_time_finer_than_its_window() -> None:
    fields = set(PulseAnswer.model_fields)
    assert fields == {
        "id", "term_id", "window", "person_tag", "section", "scale", "item", "value", "consent"
    }  # fmt: skip


def test_three_silent_weeks_pause_and_a_press_begins_anew(term: Store) -> None:
    with term.begin() as work:
        for week, presses in enumerate([False, True, False, False, False], 1):
            work.pulses.claim(rows.pulse_slot(ANA, week))
            if presses:
                work.pulses.step("t1", week, ANA_TAG, 0)
            paused = work.pulses.close("t1", week, 3)
            assert [one.person_tag for one in paused] == ([ANA_TAG] if week == 5 else [])
            assert work.pulses.slot("t1", week, ANA_TAG) is None
        member = work.pulses.member("t1", ANA_TAG)
        assert member is not None
        assert (member.silent, member.paused_until) == (0, PAUSED_FOR_GOOD)
        # A week in which nobody was asked is no silent one.
        assert work.pulses.close("t1", 6, 1) == []


def test_leaving_takes_the_week_along(term: Store) -> None:
    with term.begin() as work:
        work.pulses.claim(rows.pulse_slot(ANA))
        assert work.pulses.leave("t1", ANA_TAG)
        assert not work.pulses.leave("t1", ANA_TAG)
        assert work.pulses.slot("t1", 1, ANA_TAG) is None


def test_joining_twice_changes_nothing(term: Store) -> None:
    with term.begin() as work:
        assert not work.pulses.join(rows.pulse_member(ANA, direct="slack"))
        member = work.pulses.member("t1", ANA_TAG)
        assert member is not None
        assert member.direct == "local"


def test_sums_by_hand(term: Store) -> None:
    given = {ANA: [("B1", 5), ("B5", 4), ("B7", 4)], BEN: [("B1", 2)]}
    with term.begin() as work:
        work.pulses.join(rows.pulse_member(BEN, section="mon"))
        for who, answers in given.items():
            for item, value in answers:
                slot = rows.pulse_slot(who)
                name = f"{slot.person_tag[:4]}-{item}"
                work.pulses.answered(name, slot, WINDOW, "belonging", item, value, consent=1)
        # Ana's mean is 13/3, Ben's 2; in twelfths 52 and 24.
        assert PER == 12
        assert work.pulses.sums("t1", WINDOW) == [
            Sums("belonging", "", 2, 76, 24, 52, 52**2 + 24**2)
        ]
        assert work.pulses.sums("t1", WINDOW, by_section=True) == [
            Sums("belonging", "", 1, 52, 52, 52, 52**2),
            Sums("belonging", "mon", 1, 24, 24, 24, 24**2),
        ]
        # B1 turned round: Ana's 1, 4, 4 are 3, Ben's 4.
        assert work.pulses.sums("t1", WINDOW, ["B1"]) == [
            Sums("belonging", "", 2, 84, 36, 48, 36**2 + 48**2)
        ]
        assert work.pulses.people("t1", WINDOW) == 2
        assert work.pulses.windows("t1") == [WINDOW]
        work.pulses.forget("t1")
        assert work.pulses.windows("t1") == []
        assert work.pulses.current(COURSE) is None


def test_a_state_changes_from_the_one_it_is_in(term: Store) -> None:
    with term.begin() as work:
        assert work.pulses.moved("t1", PulseState.RUNNING, PulseState.STOPPED)
        assert not work.pulses.moved("t1", PulseState.RUNNING, PulseState.PAUSED)


def test_a_bank_takes_the_place_of_the_other(store: Store) -> None:
    with store.begin() as work:
        assert work.pulses.bank(COURSE) is None
        work.pulses.set_bank(COURSE, "{}")
        work.pulses.set_bank(COURSE, "[]")
        assert work.pulses.bank(COURSE) == "[]"


def test_the_latest_term_is_the_course_s(term: Store) -> None:
    with term.begin() as work:
        later = MONDAY.date() + timedelta(days=180)
        work.pulses.add_term(rows.pulse_term("t2", starts=later))
        found = work.pulses.current(COURSE)
        assert found is not None
        assert found.id == "t2"
