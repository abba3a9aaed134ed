"""Delivery: in order, once, again after what fails; whoever is slow holds up nobody else."""

import asyncio
import io
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import delivery as delivery_module
from bot import logs
from bot.delivery import LEASE, Delivery
from bot.door import Door
from bot.platform import TryLater, Unreachable
from handlers.chat.codec import message_to_json
from handlers.chat.outgoing import Line, Message, NoticeKind
from handlers.notices import notice
from storage.engine import open_engine, vault_url
from storage.kinds import NativeId, Room
from storage.outbox import MOST, Outbox
from storage.store import Store
from storage.tables import Parcel
from storage.vault import Vault
from tests.bot.platform import Renewing, Stage
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY

ANA = NativeId("local", "demo", "ana")


class Time:
    """Real time, as the test has it."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


class Post:
    """A sender over a stage, and everything around it."""

    def __init__(self, url: str, time: Time) -> None:
        self.time = time
        self.store = Store(url, KEYS)
        self.vault = Vault(open_engine(vault_url(url)), KEYS)
        self.stage = Stage()
        self.restart()
        with self.store.begin() as work:
            work.courses.add(rows.course())

    def restart(self) -> None:
        """Another process with the same database and platform."""
        self.door = Door(self.store, self.vault, {"local": self.stage})
        self.delivery = Delivery(self.store, self.door, {"local": self.stage}, lambda: MONDAY)

    def card(
        self,
        key: str,
        text: str,
        room: str = "staff",
        *,
        last: bool = False,
        kind: str = "post",
        after: timedelta = timedelta(),
    ) -> None:
        """A handler posts a card, some time after Monday's beginning."""
        body = message_to_json(Message((Line(text),))).decode()
        with self.store.begin() as work:
            work.outbox.put(
                Parcel(
                    course_id=COURSE,
                    destination=f"local/demo/{room}",
                    coalesce=f"{COURSE}:{key}:local",
                    kind=kind,
                    card_key=key,
                    room=Room.STAFF,
                    platform="local",
                    workspace="demo",
                    room_id=room,
                    body=body,
                    last=last,
                    made_at=MONDAY + after,
                )
            )

    def notice(self, account: NativeId, scope: str = "author:q1", **changed: object) -> None:
        """A handler notifies a person."""
        seal = self.vault.recognise(account).person.sealed(scope)
        with self.store.begin() as work:
            destination = work.outbox.destination(seal)
            fields: dict[str, Any] = {
                "course_id": COURSE,
                "destination": destination,
                "coalesce": f"{destination}:news",
                "kind": "notice",
                "scope": seal.scope,
                "seal": seal.box,
                "notice": "news",
                "made_at": MONDAY,
            }
            work.outbox.put(Parcel(**{**fields, **changed}))

    def drain(self) -> None:
        """Send what can be sent now."""
        asyncio.run(self.delivery.drain())

    def waiting(self) -> int:
        """How many parcels wait."""
        with self.store.read() as work:
            return work.outbox.count()

    def close(self) -> None:
        """Close everything."""
        self.store.close()
        self.vault.close()


@pytest.fixture
def post(stored_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    time = Time()
    monkeypatch.setattr(delivery_module, "time", time)
    opened = Post(stored_url, time)
    yield opened
    opened.close()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    yield stream
    logs.configure()


def failing(*problems: Exception | None) -> Callable[[str, str], Awaitable[None]]:
    """Raise these, one a call; None lets one through, as do all after the last."""
    left = list(problems)

    async def raise_next(_what: str, _where: str) -> None:
        problem = left.pop(0) if left else None
        if problem is not None:
            raise problem

    return raise_next


def test_a_card_is_posted_and_from_then_on_edited(post: Post) -> None:
    post.card("ticket", "waiting")
    post.drain()
    post.card("ticket", "claimed")
    post.drain()
    assert post.stage.done == [("post", "staff"), ("edit", "m0")]
    assert post.stage.texts == {"m0": "claimed"}
    assert post.waiting() == 0


def test_a_last_edit_is_the_last(post: Post) -> None:
    post.card("ticket", "waiting")
    post.drain()
    post.card("ticket", "deleted", last=True)
    post.drain()
    assert post.stage.texts == {"m0": "deleted"}
    with post.store.read() as work:
        assert work.cards.ref(COURSE, "ticket", "local") is None


def test_a_card_that_was_never_posted_is_not_posted_to_say_that_it_is_gone(post: Post) -> None:
    post.card("ticket", "somebody's words")
    post.card("ticket", "deleted", last=True)
    post.drain()
    assert post.stage.done == []
    assert post.waiting() == 0


def test_a_card_that_somebody_deleted_is_posted_anew(post: Post) -> None:
    post.card("ticket", "waiting")
    post.drain()
    post.stage.before = failing(Unreachable())
    post.card("ticket", "claimed")
    post.drain()
    assert post.stage.texts == {"m0": "waiting", "m1": "claimed"}
    with post.store.read() as work:
        assert work.cards.ref(COURSE, "ticket", "local") == "m1"


def test_a_deleted_card_is_not_posted_anew_to_say_that_it_is_gone(post: Post) -> None:
    post.card("ticket", "waiting")
    post.drain()
    post.stage.before = failing(Unreachable())
    post.card("ticket", "deleted", last=True)
    post.drain()
    assert post.stage.texts == {"m0": "waiting"}
    assert post.waiting() == 0
    with post.store.read() as work:
        assert work.cards.ref(COURSE, "ticket", "local") is None


def renewing(post: Post) -> Renewing:
    """A platform on which an old board is posted anew, in the place of the other."""
    stage = Renewing()
    post.delivery = Delivery(post.store, post.door, {"local": stage}, lambda: MONDAY)
    return stage


def test_an_old_board_is_taken_back_and_posted_anew(post: Post) -> None:
    stage = renewing(post)
    minutes = [0, 30, 49, 50, 60, 99, 100]
    for minute in minutes:
        post.card("board", f"{minute}", after=timedelta(minutes=minute))
        post.drain()
    done = [what for what, _where in stage.done]
    # An edit does not make it any younger; a message of its own does.
    assert done == ["post", "edit", "edit", "gone", "post", "edit", "edit", "gone", "post"]
    assert stage.texts == {"m2": "100"}


def test_other_cards_are_edited_however_old(post: Post) -> None:
    stage = renewing(post)
    for hour in (0, 100):
        post.card("ticket", f"{hour}", after=timedelta(hours=hour))
        post.drain()
    assert stage.done == [("post", "staff"), ("edit", "m0")]


def test_the_last_words_of_an_old_card_are_not_posted_anew(post: Post) -> None:
    stage = renewing(post)
    post.card("board", "here")
    post.drain()
    post.card("board", "gone", last=True, after=timedelta(hours=2))
    post.drain()
    assert stage.done == [("post", "staff"), ("edit", "m0")]


@pytest.mark.parametrize(
    ("hours", "done"), [(0.5, ["post"]), (1, ["post", "gone", "post"])], ids=["young", "old"]
)
def test_what_shows_nothing_new_is_posted_anew_or_left(
    post: Post, hours: float, done: list[str]
) -> None:
    stage = renewing(post)
    post.card("board", "the same")
    post.drain()
    post.card("board", "the same", kind="renew", after=timedelta(hours=hours))
    post.drain()
    assert [what for what, _where in stage.done] == done
    assert post.waiting() == 0


def test_what_shows_nothing_new_is_no_edit_where_nothing_is_renewed(post: Post) -> None:
    post.card("board", "the same")
    post.drain()
    post.card("board", "the same", kind="renew", after=timedelta(weeks=1))
    post.drain()
    assert post.stage.done == [("post", "staff")]
    assert post.waiting() == 0


def test_killed_between_taking_back_and_posting_it_is_there_once(post: Post) -> None:
    stage = renewing(post)
    post.card("board", "old")
    post.drain()
    stage.before = failing(None, TryLater(1))
    post.card("board", "new", after=timedelta(hours=1))
    post.drain()
    assert stage.texts == {}
    post.time.now += 5
    post.drain()
    assert stage.texts == {"m1": "new"}


def test_try_later_is_tried_when_it_said(post: Post) -> None:
    post.stage.before = failing(TryLater(30))
    post.card("ticket", "waiting")
    post.drain()
    post.time.now += 29
    post.drain()
    assert post.stage.done == []
    post.time.now += 1
    post.drain()
    assert post.stage.texts == {"m0": "waiting"}


def test_what_was_overtaken_while_it_could_not_be_sent_is_sent_once(post: Post) -> None:
    post.stage.before = failing(TryLater(30))
    post.card("ticket", "waiting")
    post.drain()
    post.card("ticket", "claimed")
    post.time.now += 30
    post.drain()
    assert post.stage.done == [("post", "staff")]
    assert post.stage.texts == {"m0": "claimed"}


def test_who_cannot_be_reached_is_given_up(post: Post, log: io.StringIO) -> None:
    post.stage.before = failing(Unreachable())
    post.card("ticket", "waiting")
    post.card("other", "waits behind it")
    post.drain()
    assert post.stage.texts == {"m0": "waits behind it"}
    assert post.waiting() == 0
    assert "given up" in log.getvalue()


def test_an_unknown_outcome_is_sent_again_under_the_same_nonce(
    post: Post, log: io.StringIO
) -> None:
    post.stage.after = failing(ConnectionError("somebody's own words"))
    post.card("ticket", "waiting")
    post.drain()
    post.card("ticket", "claimed")
    assert post.waiting() == 2
    post.time.now += 2
    post.drain()
    assert post.stage.texts == {"m0": "claimed"}
    assert len(post.stage.nonces) == 1
    assert post.waiting() == 0
    assert "not delivered" in log.getvalue()
    assert "own words" not in log.getvalue()


def test_try_later_after_an_unknown_outcome_keeps_the_number(post: Post) -> None:
    post.stage.after = failing(ConnectionError())
    post.card("ticket", "waiting")
    post.drain()
    post.time.now += 2
    post.stage.before = failing(TryLater(5))
    post.drain()
    post.card("ticket", "claimed")
    post.time.now += 5
    post.drain()
    assert post.stage.texts == {"m0": "claimed"}


def test_waits_grow_up_to_a_minute(post: Post) -> None:
    post.stage.before = failing(*[ConnectionError()] * 8)
    post.card("ticket", "waiting")
    waits = []
    for _ in range(8):
        post.drain()
        with post.store.read() as work:
            (parcel,) = work.outbox.waiting()
        waits.append(parcel.not_before - post.time.now)
        post.time.now = parcel.not_before
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    post.drain()
    assert post.stage.texts == {"m0": "waiting"}


def test_a_crash_between_posting_and_keeping_that_it_was_posts_nothing_twice(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, posted = Outbox.sent, []

    def crash(_self: Outbox, _number: int) -> None:
        posted.append(1)
        raise SystemExit

    monkeypatch.setattr(Outbox, "sent", crash)
    post.card("ticket", "waiting")
    with pytest.raises(SystemExit):
        post.drain()
    assert posted
    monkeypatch.setattr(Outbox, "sent", sent)
    post.restart()
    post.drain()
    assert post.stage.done == [("post", "staff")]
    assert post.waiting() == 1
    post.time.now += LEASE + 1
    post.drain()
    assert post.stage.texts == {"m0": "waiting"}
    assert post.stage.done == [("post", "staff")] * 2  # known by its nonce
    assert post.waiting() == 0
    post.card("ticket", "claimed")
    post.drain()
    assert post.stage.texts == {"m0": "claimed"}


def test_where_the_database_will_not_take_that_it_was_sent_it_is_sent_again(
    post: Post, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def lost(*_args: object) -> None:
        raise OperationalError("DELETE", {}, Exception("gone"), hide_parameters=True)

    with monkeypatch.context() as broken:
        broken.setattr(Outbox, "sent", lost)
        broken.setattr(Outbox, "unsure", lost)
        post.card("ticket", "waiting")
        post.drain()
    assert "OperationalError" in log.getvalue()
    post.time.now += LEASE + 1
    post.drain()
    assert post.stage.texts == {"m0": "waiting"}
    assert post.waiting() == 0


def test_one_destination_is_served_in_order(post: Post) -> None:
    for number in range(5):
        post.card(f"card {number}", f"{number}")
    post.drain()
    assert [post.stage.texts[f"m{number}"] for number in range(5)] == list("01234")


def test_draining_waits_for_what_the_loop_has_just_taken(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, taken, go_on = post.delivery._take, threading.Event(), threading.Event()

    def take_slowly(most: int) -> list[Parcel]:
        parcels = take(most)
        if parcels:
            taken.set()
            go_on.wait()
        return parcels

    async def play() -> None:
        loop = asyncio.create_task(post.delivery.run())
        await asyncio.to_thread(taken.wait)
        draining = asyncio.create_task(post.delivery.drain())
        # Without waiting for the loop it would look into the outbox by itself and be done.
        await asyncio.wait({draining}, timeout=0.2)
        early = draining.done()
        go_on.set()
        await draining
        assert (early, post.stage.texts) == (False, {"m0": "waiting"})
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop

    monkeypatch.setattr(post.delivery, "_take", take_slowly)
    post.card("ticket", "waiting")
    asyncio.run(play())


def test_a_slow_destination_holds_up_no_other(post: Post) -> None:
    async def play() -> None:
        free = asyncio.Event()
        seen: asyncio.Queue[str] = asyncio.Queue()

        async def slow(_what: str, where: str) -> None:
            if where == "slow":
                await free.wait()

        async def tell(_what: str, where: str) -> None:
            seen.put_nowait(where)

        post.stage.before, post.stage.after = slow, tell
        running = asyncio.create_task(post.delivery.run())
        post.card("first", "x", "slow")
        for number in range(3):
            post.card(f"card {number}", f"{number}", "quick")
            post.delivery.wake()
            assert await asyncio.wait_for(seen.get(), 30) == "quick"
        free.set()
        assert await asyncio.wait_for(seen.get(), 30) == "slow"
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(play())
    assert post.waiting() == 0


def test_stopping_finishes_what_is_being_sent(post: Post) -> None:
    async def play() -> None:
        begun, free = asyncio.Event(), asyncio.Event()

        async def slow(_what: str, _where: str) -> None:
            begun.set()
            await free.wait()

        post.stage.before = slow
        post.card("ticket", "waiting")
        running = asyncio.create_task(post.delivery.run())
        await begun.wait()
        running.cancel()
        free.set()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(play())
    assert post.stage.texts == {"m0": "waiting"}
    assert post.waiting() == 0


def test_a_notice_goes_to_the_person_behind_the_seal_and_is_always_the_same(post: Post) -> None:
    post.notice(ANA)
    post.notice(NativeId("local", "demo", "ben"), "follower:q1")
    post.drain()
    assert sorted(post.stage.notices) == ["ana", "ben"]
    told = notice(NoticeKind.NEWS, "en").parts[0].text
    assert set(post.stage.texts.values()) == {told}


@pytest.mark.parametrize(("late", "told"), [(0, []), (1, ["ana"])])
def test_what_has_its_time_is_not_sent_after_it(post: Post, late: int, told: list[str]) -> None:
    post.notice(ANA, "pulse:a", until=MONDAY + timedelta(seconds=late))
    post.drain()
    assert post.stage.notices == told
    assert post.waiting() == 0


@pytest.mark.parametrize(("on", "told"), [("local", ["ana"]), ("discord", []), ("", ["ana"])])
def test_a_notice_goes_to_the_platform_it_was_asked_for_on(
    post: Post, on: str, told: list[str]
) -> None:
    until = MONDAY + timedelta(hours=1)
    post.notice(ANA, "pulse:a", platform=on, until=until)
    post.drain()
    assert post.stage.notices == told
    assert post.waiting() == 0
    # Whoever was not reached is not told of it another day: a week's questions are over by then.
    assert post.vault.recognise(ANA).untold == ()


def test_only_so_many_are_under_way_and_nobody_starves(post: Post) -> None:
    for number in range(MOST + 5):
        post.card(f"ticket-{number}", "waiting", room=f"room-{number}")
    with post.store.begin() as work:
        held = work.outbox.waiting()[:MOST]
        for parcel in held:  # the oldest wait for their platform
            work.outbox.unsure(parcel.id or 0, time.time() + 3600)
    most = 0

    async def slow(_what: str, _where: str) -> None:
        nonlocal most
        most = max(most, len(post.delivery._sending))

    post.stage.before = slow
    post.drain()
    assert len(post.stage.texts) == 5
    assert most <= MOST


def test_somebody_who_was_forgotten_is_not_told(post: Post) -> None:
    post.notice(ANA)
    post.vault.forget(ANA)
    post.drain()
    assert post.stage.notices == []
    assert post.waiting() == 0


def test_an_account_that_cannot_be_reached_does_not_hide_the_other(post: Post) -> None:
    post.notice(ANA)
    found = post.door.accounts

    def two(seals: object) -> dict[object, tuple[NativeId, ...]]:
        return {
            seal: (NativeId("local", "demo", "ana-closed"), *natives)
            for seal, natives in found(seals).items()  # type: ignore[arg-type]  # passed on
        }

    async def closed(_what: str, where: str) -> None:
        if where == "ana-closed":
            raise Unreachable

    post.door.accounts = two  # type: ignore[method-assign,assignment]  # the test's own
    post.stage.before = closed
    post.drain()
    assert post.stage.notices == ["ana"]
    assert post.waiting() == 0
    assert post.vault.recognise(ANA).untold == ()


def test_whoever_could_not_be_reached_is_told_when_they_come_by(post: Post) -> None:
    post.stage.before = failing(Unreachable(), Unreachable())
    for _ in range(2):
        post.notice(ANA)
        post.drain()
    assert post.waiting() == 0
    assert post.vault.recognise(ANA).untold == ("news",)
    post.door.told(ANA)
    assert post.vault.recognise(ANA).untold == ()


def test_nothing_is_owed_to_somebody_who_was_forgotten(post: Post) -> None:
    post.notice(ANA)
    post.vault.forget(ANA)
    post.drain()
    assert post.vault.recognise(ANA).untold == ()


def test_what_is_the_matter_with_a_room_is_told_once_and_to_its_course(post: Post) -> None:
    post.stage.before = failing(Unreachable("x", advice="The {room} channel is archived."))
    post.card("ticket", "waiting")
    post.drain()
    assert post.delivery.advice("another") == ()
    assert post.delivery.advice(COURSE) == ("The staff channel is archived.",)
    assert post.delivery.advice(COURSE) == ()


def test_what_is_for_a_platform_that_is_not_there_waits(post: Post) -> None:
    post.card("ticket", "waiting")
    post.delivery = Delivery(post.store, post.door, {})
    post.drain()
    assert post.waiting() == 1


def test_nobody_gets_more_than_six_notices_an_hour_and_one_stands_for_the_rest(post: Post) -> None:
    """About different questions, so that only the door knows that they are to the same person."""
    for number in range(9):
        post.notice(ANA, f"author:q{number}")
        post.drain()
    assert (len(post.stage.notices), post.waiting()) == (6, 3)
    post.notice(NativeId("local", "demo", "ben"), "author:q9")
    post.drain()
    assert (len(post.stage.notices), post.waiting()) == (7, 3)
    later = MONDAY.replace(minute=0) + timedelta(minutes=89, seconds=59)
    _at(post, later)
    assert (len(post.stage.notices), post.waiting()) == (7, 3)
    _at(post, later + timedelta(seconds=1))
    assert (len(post.stage.notices), post.waiting()) == (8, 0)


def _at(post: Post, moment: datetime) -> None:
    post.delivery = Delivery(post.store, post.door, {"local": post.stage}, lambda: moment)
    post.drain()
