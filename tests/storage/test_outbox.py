"""The outbox: order for each destination, one unsent parcel a key, leases, overtaking."""

import threading
from concurrent.futures import ThreadPoolExecutor

from storage.kinds import Room
from storage.store import Store, Work
from storage.tables import Parcel
from tests.storage.rows import ANA, KEYS, parcel

NOW, LEASE = 1_000_000.0, 60.0


def taken(work: Work, now: float = NOW) -> list[Parcel]:
    return work.outbox.take(now, LEASE)


def bodies(parcels: list[Parcel]) -> list[str]:
    return [one.body for one in parcels]


def number(one: Parcel) -> int:
    assert one.id is not None
    return one.id


def test_one_parcel_of_each_destination_in_order(store: Store) -> None:
    with store.begin() as work:
        for key, place in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "x")):
            work.outbox.put(parcel(key, place))
        first = taken(work)
        assert bodies(first) == ["body of a", "body of b"]
        assert taken(work) == []
        work.outbox.sent(number(first[0]))
        assert bodies(taken(work)) == ["body of c"]
        assert work.outbox.count() == 3
        assert bodies(work.outbox.waiting()) == ["body of b", "body of c", "body of d"]


def test_what_is_put_together_is_delivered_in_its_own_order(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("b", body="older"))
        work.outbox.put(parcel("c"), parcel("b"), parcel("a"), parcel("c", body="newer"))
        assert bodies(work.outbox.waiting()) == ["body of b", "newer", "body of a"]
        (first,) = taken(work)
        assert first.body == "body of b"


def test_two_who_put_the_same_in_opposite_orders_do_not_wait_for_each_other(store: Store) -> None:
    parcels = [parcel(f"card {number}") for number in range(30)]
    barrier = threading.Barrier(2)

    def puts(mine: list[Parcel]) -> None:
        for _round in range(3):
            barrier.wait(60)
            with store.begin() as work:
                work.outbox.put(*mine)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(puts, (parcels, parcels[::-1])))
    with store.read() as work:
        assert work.outbox.count() == 30


def test_a_later_parcel_takes_the_place_of_an_unsent_one(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        work.outbox.put(parcel("b"))
        work.outbox.put(parcel("a", body="newer", last=True, question_id="q1"))
        (first,) = taken(work)
        assert (first.body, first.last, first.question_id) == ("newer", True, "q1")
        assert work.outbox.count() == 2


def test_what_is_on_its_way_is_not_changed_but_followed(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        (first,) = taken(work)
        work.outbox.put(parcel("a", body="newer"))
        work.outbox.put(parcel("a", body="newest"))
        assert bodies(work.outbox.waiting()) == ["body of a", "newest"]
        work.outbox.sent(number(first))
        assert bodies(taken(work)) == ["newest"]


def test_a_lease_that_has_run_out_is_taken_again(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        work.outbox.put(parcel("b"))
        taken(work)
        assert taken(work, NOW + LEASE) == []
        (again,) = taken(work, NOW + LEASE + 0.1)
        assert (again.body, again.attempts) == ("body of a", 2)


def test_what_was_not_sent_is_tried_again_at_its_time_and_holds_up_its_destination(
    store: Store,
) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        work.outbox.put(parcel("b"))
        (first,) = taken(work)
        work.outbox.again(number(first), NOW + 5)
        assert taken(work, NOW + 4.9) == []
        assert bodies(taken(work, NOW + 5)) == ["body of a"]


def test_what_was_not_sent_and_has_been_overtaken_goes(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        (first,) = taken(work)
        work.outbox.put(parcel("a", body="newer"))
        work.outbox.again(number(first), NOW + 5)
        assert bodies(work.outbox.waiting()) == ["newer"]
        assert bodies(taken(work)) == ["newer"]


def test_what_may_have_been_sent_stays_under_its_own_number(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        (first,) = taken(work)
        work.outbox.unsure(number(first), NOW + 5)
        work.outbox.put(parcel("a", body="newer"))
        assert bodies(work.outbox.waiting()) == ["body of a", "newer"]
        assert taken(work, NOW + 4) == []
        (again,) = taken(work, NOW + 5)
        assert (again.id, again.body) == (first.id, "body of a")
        work.outbox.sent(number(again))
        assert bodies(taken(work, NOW + 6)) == ["newer"]


def test_a_last_parcel_empties_what_may_have_been_sent_before_it(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a", body="somebody's words"))
        work.outbox.put(parcel("b", "y", body="another's words"))
        for one in taken(work):
            work.outbox.unsure(number(one), NOW)
        work.outbox.put(parcel("a", body="deleted", last=True))
        assert bodies(work.outbox.waiting()) == ["deleted", "another's words", "deleted"]


def test_what_a_dead_process_had_in_hand_can_be_sent_at_once(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        taken(work)
        work.outbox.put(parcel("a", body="newer"))
        work.outbox.free_leases()
        assert bodies(taken(work)) == ["body of a"]
        assert bodies(work.outbox.waiting()) == ["body of a", "newer"]


def test_what_a_dead_process_waited_for_is_tried_at_once(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        (one,) = taken(work)
        work.outbox.again(number(one), NOW + 60)
        assert bodies(taken(work)) == []
        work.outbox.free_leases()
        assert bodies(taken(work)) == ["body of a"]


def test_cards_in_hand(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("ticket:q1", question_id="q1"))
        assert work.outbox.in_hand("q1") == set()
        taken(work)
        assert work.outbox.in_hand("q1") == {("ticket:q1", Room.STAFF)}
        assert work.outbox.in_hand("q2") == set()


def test_notices_to_somebody_cut_off_from_a_question_go_with_their_seals(store: Store) -> None:
    with store.begin() as work:
        for scope in ("author:q1", "author:q2", "follower:q1"):
            work.outbox.put(parcel(scope, scope, kind="notice", scope=scope, seal="sealed"))
        work.outbox.put(parcel("ticket:q1"))
        taken(work)
        work.outbox.untell("author:q1")
        left = [one.coalesce for one in work.outbox.waiting()]
        assert left == ["author:q2", "follower:q1", "ticket:q1"]


def test_a_destination_tells_nothing_of_the_person_and_differs_between_questions(
    store: Store,
) -> None:
    with store.begin() as work:
        one, other = ANA.sealed("author:q1"), ANA.sealed("author:q2")
        assert work.outbox.destination(one) == work.outbox.destination(one)
        assert work.outbox.destination(one) != work.outbox.destination(other)
        assert work.keys is KEYS
