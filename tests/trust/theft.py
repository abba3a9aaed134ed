"""A term of sixty people, dumped as a thief would get it, and what a thief could try."""

import random
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from sqlalchemy import Engine, column, literal_column, select, text
from sqlalchemy.sql.elements import ColumnElement

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Press, Submission
from storage.engine import open_engine, vault_url
from storage.erasure import tables
from storage.kinds import Address, NativeId, Purpose, Role, Room, Seal
from storage.store import Store
from storage.vault import METADATA, Known, Vault
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY

WORDS = ("join", "rows", "double", "key", "table", "merge", "count", "group", "index", "type")
Dump = dict[str, list[dict[str, Any]]]


@dataclass
class Term:
    """What happened, as only those who were there know it.

    Attributes:
        author: native id by question id.
        dumps: a copy of both databases after each day, as a backup has it.
    """

    store: Store
    vault: Vault
    author: dict[str, NativeId] = field(default_factory=dict)
    dumps: list[Dump] = field(default_factory=list)

    @property
    def last(self) -> Dump:
        """The newest dump."""
        return self.dumps[-1]


def spend(
    url: str, *, people: int, questions: int, days: float, seed: int, post: bool = True
) -> Term:
    """People ask and post, at moments and in an order drawn by chance; each day there is a backup.

    Housekeeping runs after every question, as it does when little happens.
    """
    chance = random.Random(seed)  # noqa: S311  # a class to be repeated, no secret
    term = Term(Store(url, KEYS), Vault(open_engine(vault_url(url)), KEYS))
    with term.store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.CLASS, Address("local", "demo", "data-101"))
        work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
    accounts = [NativeId("local", "demo", f"U{number:06d}") for number in range(people)]
    moments = sorted(chance.uniform(0, days * 86_400) for _ in range(questions))
    day = 0
    for number, seconds in enumerate(moments):
        while seconds > (day + 1) * 86_400:
            term.dumps.append(dump(term.store, url))
            day += 1
        author = accounts[number] if questions == people else chance.choice(accounts)
        known = term.vault.used(author, COURSE)
        at = MONDAY + timedelta(seconds=seconds)
        question = _ask(term.store, known, at, chance)
        term.author[question] = author
        if post:
            _post(term.store, known, at, chance, question)
        with term.store.begin() as work:
            work.log.settle(at, secrets.token_hex)
            work.connection.execute(text("DELETE FROM inbox"))
    term.dumps.append(dump(term.store, url))
    return term


def _common(known: Known, at: datetime, chance: random.Random) -> dict[str, Any]:
    delivery = chance.randbytes(8).hex()
    return {
        "who": known.person,
        "role": Role.STUDENT,
        "course": COURSE,
        "courses": (COURSE,),
        "at": at,
        "seed": chance.randbytes(16),
        "delivery": delivery,
        "once": delivery[:12],
    }


def _ask(store: Store, known: Known, at: datetime, chance: random.Random) -> str:
    said = " ".join(chance.choices(WORDS, k=12))
    form = Submission(**_common(known, at, chance), name="ask", fields={"text": said})
    Dispatcher(store, ROUTES).handle(form)
    with store.read() as work:
        (question_id,) = work.connection.execute(
            text("SELECT id FROM question ORDER BY asked_at DESC LIMIT 1")
        ).scalars()
    return str(question_id)


def _post(store: Store, known: Known, at: datetime, chance: random.Random, question: str) -> None:
    press = Press(**_common(known, at, chance), name="post", args=(question,))
    Dispatcher(store, ROUTES).handle(press)


def dump(store: Store, url: str) -> Dump:
    """Both databases, with what the database itself shows of each row's place and time."""
    found: Dump = {}
    for table, _duties in tables():
        found[table.name] = _read(store.engine, table)
    engine = open_engine(vault_url(url))
    for name, table in METADATA.tables.items():
        found[f"vault.{name}"] = _read(engine, table)
    engine.dispose()
    return found


def _read(engine: Engine, table: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # a Core table
    hidden: list[ColumnElement[Any]] = []
    order: list[ColumnElement[Any]] = []
    if engine.dialect.name == "postgresql":
        order = [column("ctid")]
        hidden = [*order, literal_column("xmin::text::bigint").label("written")]
    elif table.dialect_options["sqlite"]["with_rowid"]:
        hidden = [column("rowid").label("place")]
    with engine.connect() as connection:
        statement = select(table, *hidden).order_by(*order)
        return [dict(row) for row in connection.execute(statement).mappings()]


# --- what a thief could try; each gives pairs of questions said to have one author


ROOMS = ("local/demo/staff", "local/demo/data-101")
SECRET = ("_tag", "_seal", "seal", "destination", "box", "person", "key", "delivery", "reply")


def by_equal_values(found: Dump) -> Iterator[tuple[str, str]]:
    """Questions with rows that share a tag, a seal, or any other value that is not common."""
    holders: defaultdict[object, set[str]] = defaultdict(set)
    for name, every in found.items():
        for row in every:
            question = row["id"] if name == "question" else row.get("question_id")
            for key, value in row.items():
                if question and key.endswith(SECRET) and value and value not in ROOMS:
                    holders[value].add(question)
    yield from _pairs(holders)


def by_equal_starts(found: Dump) -> Iterator[tuple[str, str]]:
    """Questions whose seals or tags start alike, beyond the key's id that they all have."""
    holders: defaultdict[object, set[str]] = defaultdict(set)
    for row in found["question"]:
        holders[row["author_seal"][3:9]].add(row["id"])
        holders[row["author_tag"][:6]].add(row["id"])
    yield from _pairs(holders)


def by_lengths(found: Dump) -> Iterator[tuple[str, str]]:
    """Questions whose seals have a length of their own."""
    holders: defaultdict[object, set[str]] = defaultdict(set)
    for row in found["question"]:
        holders[len(row["author_seal"]), len(row["author_tag"])].add(row["id"])
    if len(holders) > 1:
        yield from _pairs(holders)


def by_transaction(found: Dump) -> Iterator[tuple[str, str]]:
    """Questions whose events were written in one transaction with those of one person's tag."""
    question_of = {
        row["written"]: row["question_id"] for row in found["ticket_event"] if "written" in row
    }
    holders: defaultdict[object, set[str]] = defaultdict(set)
    for name in ("person_event", "unsettled_event"):
        for row in found[name]:
            if row.get("written") in question_of:
                holders[row["person_tag"]].add(question_of[row["written"]])
    yield from _pairs(holders)


def by_order(found: Dump) -> Iterator[tuple[str, str]]:
    """The n-th row about people belongs to the n-th question, window by window."""
    holders: defaultdict[object, set[str]] = defaultdict(set)
    for window in {row["window"] for row in found["person_event"]}:
        asked = sorted(
            (row["at"], row["question_id"])
            for row in found["ticket_event"]
            if row["what"] == "asked" and _week(row["at"]) == window
        )
        people = [
            row["person_tag"]
            for row in found["person_event"]
            if row["window"] == window and row["what"] == "asked"
        ]
        for (_at, question), tag in zip(asked, people, strict=True):
            holders[tag].add(question)
    yield from _pairs(holders)


def between_backups(dumps: list[Dump]) -> Iterator[tuple[str, str]]:
    """What is new about people since the last backup belongs to what was asked since then."""
    holders: defaultdict[object, set[str]] = defaultdict(set)
    for before, after in pairwise(dumps):
        known = {row["id"] for row in before["person_event"]}
        asked = {row["id"] for row in after["question"]} - {row["id"] for row in before["question"]}
        tags = [
            row["person_tag"]
            for row in after["person_event"]
            if row["what"] == "asked" and row["id"] not in known
        ]
        if len(tags) == len(asked) == 1:
            holders[tags[0]] |= asked
    yield from _pairs(holders)


def _week(at: datetime) -> str:
    year, week, _day = at.isocalendar()
    return f"{year}-W{week:02d}"


def _pairs(holders: dict[object, set[str]]) -> Iterator[tuple[str, str]]:
    for questions in holders.values():
        yield from combinations(sorted(questions), 2)


# --- what came of it


def right(pairs: set[tuple[str, str]], author: dict[str, NativeId]) -> int:
    """How many of the pairs do have one author."""
    return sum(author[one] == author[other] for one, other in pairs)


def by_chance(pairs: set[tuple[str, str]], author: dict[str, NativeId]) -> float:
    """How many of so many pairs would be right if they were drawn blindly."""
    counts = Counter(author.values())
    all_pairs = len(author) * (len(author) - 1) / 2
    same = sum(count * (count - 1) / 2 for count in counts.values())
    return len(pairs) * same / all_pairs


def with_the_keys(term: Term) -> dict[str, NativeId]:
    """Who asked each question, for somebody who has the databases and the keys."""
    found = {}
    for row in term.last["question"]:
        (native,) = term.vault.accounts(Seal(f"author:{row['id']}", row["author_seal"]))
        assert row["author_tag"] == term.vault.recognise(native).person.tag(
            Purpose.QUESTION, row["id"]
        )
        found[row["id"]] = native
    return found
