"""A made-up course to measure in, of whatever size, and people who ask in it.

Words are drawn as often as in real texts, so that common words make long postings and rare ones
short: the r-th commonest in proportion to 1 / (r + 2.7) (B. Mandelbrot, "An informational theory of
the statistical structure of language", 1953, with the constant usual for English).
"""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, islice, product
from pathlib import Path
from random import Random

from sqlalchemy import text

from bot.app import open_storage
from handlers.chat.incoming import Press, Submission
from handlers.chat.person import Person
from handlers.importing import keep
from handlers.rules.importing.records import AnsweredQuestion
from storage.keys import Somebody, make_keys
from storage.kinds import Address, Kind, Role, Room
from storage.store import Store
from storage.tables import Course

FAQ, LARGE = 433, 10_000
"""Answered questions in a real course of one term, and in the largest course the design names."""
_TITLE, _BODY, _ASKED = 8, 45, 8
"""Words that can be searched for: in a question, in an answer, and in what a student types."""
_SYLLABLES = ["".join(pair) for pair in product("bdfgklmnprstvz", "aeiou")]
_WORDS = ["".join(three) for three in islice(product(_SYLLABLES, repeat=3), 20_000)]
_WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(_WORDS) + 1)))


@dataclass(frozen=True, slots=True)
class Stage:
    """An open database, and where its SQLite file, its keys and everything else is."""

    store: Store
    folder: Path
    url: str


@contextmanager
def stage(database: str | None) -> Iterator[Stage]:
    """A database to measure in, migrated: a new SQLite file, or the one named.

    Raises:
        DatabaseProblem: it cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="askwell-bench-") as name:
        folder = Path(name)
        make_keys(folder / "keys.json")
        url = database or f"sqlite:///{folder / 'askwell.db'}"
        store, vault = open_storage(url, folder / "keys.json")
        try:
            yield Stage(store, folder, url)
        finally:
            store.close()
            vault.close()


@contextmanager
def beside(stage: Stage) -> Iterator[Stage]:
    """Another, empty database of the same kind: a second file, or a schema that goes afterwards."""
    engine = stage.store.engine
    if stage.store.one_lane:
        url = str(engine.url.set(database=str(stage.folder / "beside.db")))
    else:
        # The vault is where it was: its schema is named in its own URL.
        options = {**engine.url.query, "options": "-csearch_path=bench_beside"}
        url = engine.url.set(query=options).render_as_string(hide_password=False)
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA bench_beside"))
    store, vault = open_storage(url, stage.folder / "keys.json")
    try:
        yield Stage(store, stage.folder, url)
    finally:
        store.close()
        vault.close()
        if not stage.store.one_lane:
            with engine.begin() as connection:
                connection.execute(text("DROP SCHEMA bench_beside CASCADE"))


def settle(store: Store, *tables: str) -> None:
    """What PostgreSQL does by itself within a minute, so that it is measured as it goes on.

    Before, its plans are others, and of each row read in an index it looks up whether it is there.

    Args:
        store: where much has been written.
        tables: into which; all of them, if none is named.
    """
    if not store.one_lane:
        alone = store.engine.execution_options(isolation_level="AUTOCOMMIT")
        with alone.connect() as connection:
            connection.exec_driver_sql(f"VACUUM ANALYZE {', '.join(tables)}")


class Class:
    """A course with answered questions, and people in it.

    Attributes:
        course: the course.
    """

    def __init__(self, store: Store, entries: int, seed: int = 1) -> None:
        """Make the course.

        Args:
            store: where.
            entries: answered questions.
            seed: of the words; the same seed makes the same texts.
        """
        self._random = Random(seed)  # noqa: S311  # texts to measure with, no secrets
        self._store = store
        self._titles = [self._words(_TITLE) for _ in range(entries)]
        self.course = Course(
            id=secrets.token_hex(6), name="Bench", contacts="112", created_at=datetime.now(UTC)
        )
        self._people = [Somebody(store.keys, secrets.token_bytes(16)) for _ in range(200)]
        with store.begin() as work:
            work.courses.add(self.course)
            for room in Room:
                place = Address("nowhere", self.course.id, room.value)
                work.courses.give_room(self.course.id, room, place)
            keep(self._records(), self.course, work)
        settle(store)

    def _records(self) -> Iterator[AnsweredQuestion]:
        for number, title in enumerate(self._titles):
            yield AnsweredQuestion((str(number),), "", title, self._words(_BODY), Kind.LEARNING)

    def _words(self, number: int) -> str:
        return " ".join(self._random.choices(_WORDS, cum_weights=_WEIGHTS, k=number))

    def somebody(self) -> Person:
        """Anybody of the class."""
        return self._random.choice(self._people)

    def question(self) -> str:
        """Something a student types: part of what was asked before, in other company."""
        known = self._random.choice(self._titles).split()
        said = self._random.sample(known, _ASKED // 2)
        return " ".join([*said, self._words(_ASKED - len(said))])

    def ask(self) -> Submission:
        """A filled-in [Ask] form, sent off."""
        return Submission(
            who=self.somebody(),
            role=Role.STUDENT,
            course=self.course.id,
            at=datetime.now(UTC),
            seed=secrets.token_bytes(16),
            delivery=secrets.token_hex(8),
            once=secrets.token_hex(6),
            name="ask",
            fields={"text": self.question()},
        )

    def press(
        self, name: str, *args: str, who: Person | None = None, role: Role = Role.STUDENT
    ) -> Press:
        """A pressed button; by anybody, unless it is said by whom."""
        return Press(
            who=who or self.somebody(),
            role=role,
            course=self.course.id,
            at=datetime.now(UTC),
            seed=secrets.token_bytes(16),
            delivery=secrets.token_hex(8),
            once=secrets.token_hex(6),
            name=name,
            args=args,
        )
