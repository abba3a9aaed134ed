"""The vault: the only place that knows which account is which person.

A database of its own (a second file beside SQLite's, a schema on PostgreSQL) with encrypted rows,
looked up by keyed hash. It is written before the event that needed it, idempotently: a person
without any event is harmless.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy import (
    Column,
    Engine,
    MetaData,
    String,
    Table,
    Update,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from storage.engine import truncate_journal
from storage.keys import Keys, Somebody
from storage.kinds import NativeId, Purpose, Seal

METADATA = MetaData()
ACCOUNT = Table(
    "account",
    METADATA,
    Column("key", String, primary_key=True),
    Column("person", String, nullable=False, index=True),
    Column("box", String, nullable=False),
)
"""One row an account: keyed hash of the native id, keyed hash of the person, both locked up."""

PERSON = Table(
    "person",
    METADATA,
    Column("key", String, primary_key=True),
    Column("box", String, nullable=False),
)
"""One row a person: which courses they used last, and what could not be told to them, locked."""

_FIND = select(ACCOUNT.c.box).where(ACCOUNT.c.key == bindparam("key"))
_ACCOUNTS = select(ACCOUNT.c.box).where(ACCOUNT.c.person == bindparam("person"))
_NOTED = select(PERSON.c.box).where(PERSON.c.key == bindparam("key"))
_SCOPE = "account"
_Noted = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A recognised person.

    Attributes:
        person: who acts, nameless.
        courses: ids of the courses they used, the last one first.
        untold: kinds of notices that could not be delivered, to be told when they come by.
        secret: what they are recognised and sealed with.
    """

    person: Somebody
    courses: tuple[str, ...]
    secret: bytes = field(repr=False)
    untold: tuple[str, ...] = ()


class Vault:
    """Accounts and people, encrypted; imported by the door and the composition root only."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        """Take an engine whose database holds the vault's tables, and the keys."""
        self._engine = engine
        self._keys = keys
        self._seen: dict[str, Known] = {}
        self._forgotten = 0

    def recognise(self, native: NativeId) -> Known:
        """The person behind an account, made when new."""
        key = self._keys.tag(Purpose.ACCOUNT, _SCOPE, native.to_bytes())
        known = self._seen.get(key)
        if known is None:
            before = self._forgotten
            known = self._read(key) or self._make(key, native)
            if before == self._forgotten:  # else it may be somebody forgotten meanwhile
                self._remember(key, known)
        return known

    def used(self, native: NativeId, course_id: str) -> Known:
        """Note that the person has just used a course; costs a write only when it changes."""
        known = self.recognise(native)
        if known.courses[:1] == (course_id,):
            return known

        def first(courses: _Noted, untold: _Noted) -> tuple[_Noted, _Noted]:
            return (course_id, *(other for other in courses if other != course_id)), untold

        courses, untold = self._note(known.secret, first)
        return replace(known, courses=courses, untold=untold)

    def owe(self, seal: Seal, notice: str) -> None:
        """Note that a notice reached none of the person's accounts; somebody forgotten has none.

        Raises:
            storage.keys.KeyProblem: as for :meth:`accounts`.
        """
        if self.accounts(seal):
            secret = self._keys.unlock(Purpose.SEAL, seal.scope, seal.box)
            self._note(
                secret, lambda courses, untold: (courses, (*dict.fromkeys([*untold, notice]),))
            )

    def told(self, native: NativeId) -> None:
        """Nothing is untold any more."""
        self._note(self.recognise(native).secret, lambda courses, _untold: (courses, ()))

    def _note(
        self, secret: bytes, change: Callable[[_Noted, _Noted], tuple[_Noted, _Noted]]
    ) -> tuple[_Noted, _Noted]:
        """Change what is noted about a person, whoever else does so at the same moment."""
        key = self._person_key(secret)
        while True:
            with self._engine.begin() as connection:
                old = connection.execute(_NOTED, {"key": key}).scalar_one_or_none()
                courses, untold = change(*self._noted(key, old))
                text = json.dumps({"courses": courses, "untold": untold})
                box = self._keys.lock(Purpose.VAULT, key, text.encode())
                statement: postgresql.Insert | sqlite.Insert | Update = (
                    self._insert_person().values(key=key, box=box)
                    if old is None
                    else update(PERSON)
                    .where(PERSON.c.key == key, PERSON.c.box == old)
                    .values(box=box)
                )
                # What comes back and not how many: of an insert the drivers do not always say that.
                done = connection.execute(statement.returning(PERSON.c.key)).first()
            if done is not None:
                self._seen.clear()
                return courses, untold

    def _noted(self, key: str, box: str | None) -> tuple[_Noted, _Noted]:
        """Courses used and notices untold, out of a person's box."""
        if box is None:
            return (), ()
        noted = json.loads(self._keys.unlock(Purpose.VAULT, key, box))
        return tuple(noted["courses"]), tuple(noted["untold"])

    def person(self, seal: Seal) -> Somebody:
        """Open a seal: the person, without an account. For the door alone.

        Raises:
            storage.keys.KeyProblem: the seal was not made with these keys for its scope.
        """
        return Somebody(self._keys, self._keys.unlock(Purpose.SEAL, seal.scope, seal.box))

    def accounts(self, seal: Seal) -> tuple[NativeId, ...]:
        """Open a seal: the accounts of the person, to deliver to. For the door alone.

        Raises:
            storage.keys.KeyProblem: the seal was not made with these keys for its scope.
        """
        secret = self._keys.unlock(Purpose.SEAL, seal.scope, seal.box)
        with self._engine.connect() as connection:
            boxes = connection.execute(_ACCOUNTS, {"person": self._person_key(secret)}).scalars()
            return tuple(NativeId(*self._open(box)[1:]) for box in boxes)

    def forget(self, native: NativeId) -> None:
        """Delete the person and all their accounts; seals of theirs lead nowhere from then on."""
        key = self._person_key(self.recognise(native).secret)
        with self._engine.begin() as connection:
            connection.execute(ACCOUNT.delete().where(ACCOUNT.c.person == key))
            connection.execute(PERSON.delete().where(PERSON.c.key == key))
        self._forgotten += 1
        self._seen.clear()
        truncate_journal(self._engine)

    def close(self) -> None:
        """Close every connection."""
        truncate_journal(self._engine)
        self._engine.dispose()

    def _person_key(self, secret: bytes) -> str:
        return self._keys.tag(Purpose.ACCOUNT, "person", secret)

    def _open(self, box: str) -> list[str]:
        content = self._keys.unlock(Purpose.VAULT, _SCOPE, box)
        opened: list[str] = json.loads(content)
        return opened

    def _read(self, key: str) -> Known | None:
        with self._engine.connect() as connection:
            box = connection.execute(_FIND, {"key": key}).scalar_one_or_none()
            if box is None:
                return None
            secret = bytes.fromhex(self._open(box)[0])
            person_key = self._person_key(secret)
            box = connection.execute(_NOTED, {"key": person_key}).scalar_one_or_none()
        courses, untold = self._noted(person_key, box)
        return Known(Somebody(self._keys, secret), courses, secret, untold)

    def _make(self, key: str, native: NativeId) -> Known:
        # The person's own secret is key material, not a chance that any rule depends on.
        secret = os.urandom(16)
        content = [secret.hex(), native.platform, native.workspace, native.user]
        box = self._keys.lock(Purpose.VAULT, _SCOPE, json.dumps(content).encode())
        row = {"key": key, "person": self._person_key(secret), "box": box}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(ACCOUNT), row)
        except IntegrityError:
            known = self._read(key)
            if known is None:
                raise
            return known
        return Known(Somebody(self._keys, secret), (), secret)

    def _insert_person(self) -> postgresql.Insert | sqlite.Insert:
        if self._engine.dialect.name == "postgresql":
            return postgresql.insert(PERSON).on_conflict_do_nothing()
        return sqlite.insert(PERSON).on_conflict_do_nothing()

    def _remember(self, key: str, known: Known) -> None:
        # SQLite has one process, so nobody else can forget a person behind this one's back.
        if self._engine.dialect.name != "sqlite":
            return
        if len(self._seen) > 10_000:
            self._seen.clear()
        self._seen[key] = known
