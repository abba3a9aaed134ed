"""The vault: the only place that knows which account is which person.

A database of its own (a second file beside SQLite's, a schema on PostgreSQL) with encrypted rows,
looked up by keyed hash. It is written before the event that needed it, idempotently: a person
without any event is harmless.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Insert,
    MetaData,
    String,
    Table,
    Update,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from storage.columns import Moment
from storage.engine import truncate_journal
from storage.erased import PERSON as PERSON_ERASED
from storage.erased import QUESTION as QUESTION_ERASED
from storage.erased import Erased
from storage.keys import Keys, Somebody
from storage.kinds import NativeId, Purpose, Seal
from storage.upsert import upsert

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

MOVED = Table(
    "moved",
    METADATA,
    Column("old", String, primary_key=True),
    Column("person", String, nullable=False, index=True),
)
"""Seals of somebody who became one with somebody else: both as the keyed hash of the person."""

CODE = Table(
    "code",
    METADATA,
    Column("key", String, primary_key=True),
    Column("person", String, nullable=False, index=True),
    Column("box", String, nullable=False),
    Column("until", Moment, nullable=False),
    Column("taken", String, nullable=False),
)
"""One row a code that links an account: keyed hash of the code and of whom it leads to, that person
locked, until when it holds, and the keyed hash of the account that typed it first."""

WRONG = Table(
    "wrong_code",
    METADATA,
    Column("account", String, primary_key=True),
    Column("at", Moment, primary_key=True),
)
"""One row a wrong code that was typed, by the keyed hash of the account, for an hour."""

TRIES, KEPT = 5, timedelta(hours=1)
"""Wrong codes that an account may type within so long."""

_FIND = select(ACCOUNT.c.box).where(ACCOUNT.c.key == bindparam("key"))
_ACCOUNTS = (
    select(ACCOUNT.c.box).where(ACCOUNT.c.person == bindparam("person")).order_by(ACCOUNT.c.key)
)
_MOVED = select(MOVED.c.person).where(MOVED.c.old == bindparam("old"))
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

    def __init__(self, engine: Engine, keys: Keys, erased: Erased | None = None) -> None:
        """Take what it needs.

        Args:
            engine: its database holds the vault's tables.
            keys: the installation's.
            erased: where it is kept, apart from the databases, what was erased.
        """
        self._engine = engine
        self._erased = erased
        self._keys = keys
        self._seen: dict[str, Known] = {}
        self._forgotten = 0

    def recognise(self, native: NativeId) -> Known:
        """The person behind an account, made when new."""
        key = self._account_key(native)
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

    def belongs(self, native: NativeId, course_id: str) -> None:
        """Note a course as the person's, behind those they used: they may never have been there."""
        known = self.recognise(native)
        if course_id not in known.courses:
            self._note(
                known.secret,
                lambda courses, untold: ((*dict.fromkeys([*courses, course_id]),), untold),
            )

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
        while True:
            with self._engine.begin() as connection:
                key = self._now(connection, secret)
                old = connection.execute(_NOTED, {"key": key}).scalar_one_or_none()
                courses, untold = change(*self._noted(key, old))
                text = json.dumps({"courses": courses, "untold": untold})
                box = self._keys.lock(Purpose.VAULT, key, text.encode())
                statement: Insert | Update = (
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
        secret = self._keys.unlock(Purpose.SEAL, seal.scope, seal.box)
        with self._engine.connect() as connection:
            now = self._now(connection, secret)
            if now != self._person_key(secret):  # became one with somebody else meanwhile
                box = connection.execute(_ACCOUNTS, {"person": now}).scalars().first()
                secret = secret if box is None else bytes.fromhex(self._open(box)[0])
        return Somebody(self._keys, secret)

    def accounts(self, seal: Seal) -> tuple[NativeId, ...]:
        """Open a seal: the accounts of the person, to deliver to. For the door alone.

        Raises:
            storage.keys.KeyProblem: the seal was not made with these keys for its scope.
        """
        secret = self._keys.unlock(Purpose.SEAL, seal.scope, seal.box)
        with self._engine.connect() as connection:
            boxes = connection.execute(
                _ACCOUNTS, {"person": self._now(connection, secret)}
            ).scalars()
            return tuple(NativeId(*self._open(box)[1:]) for box in boxes)

    def forget(self, native: NativeId) -> None:
        """Delete the person and all their accounts; seals of theirs lead nowhere from then on."""
        self._forget(self._person_key(self.recognise(native).secret), self._erased)

    def _forget(self, key: str, erased: Erased | None = None) -> None:
        with self._engine.begin() as connection:
            if erased is not None:
                former = connection.execute(select(MOVED.c.old).where(MOVED.c.person == key))
                for one in (key, *former.scalars()):
                    erased.note(PERSON_ERASED, one)
            connection.execute(ACCOUNT.delete().where(ACCOUNT.c.person == key))
            connection.execute(PERSON.delete().where(PERSON.c.key == key))
            connection.execute(MOVED.delete().where(MOVED.c.person == key))
            connection.execute(CODE.delete().where(CODE.c.person == key))
        self._forgotten += 1
        self._seen.clear()
        truncate_journal(self._engine)

    # --- what was erased before an old database was restored

    def unlinked(self, question_id: str) -> None:
        """Keep that a question was cut from its author."""
        if self._erased is not None:
            self._erased.note(QUESTION_ERASED, self._question_key(question_id))

    def unlinked_before(self) -> Callable[[str], bool] | None:
        """Whether a question was cut from its author; ``None`` where none ever was."""
        noted = set() if self._erased is None else self._erased.noted(QUESTION_ERASED)
        return (lambda question_id: self._question_key(question_id) in noted) if noted else None

    def erased_before(self) -> Iterator[Somebody]:
        """Everybody here who deleted everything once: somebody who has come back is not.

        Each is forgotten when the next is asked for.
        """
        noted = set() if self._erased is None else self._erased.noted(PERSON_ERASED)
        if not noted:
            return
        with self._engine.connect() as connection:
            rows = connection.execute(select(ACCOUNT.c.person, ACCOUNT.c.box)).all()
        back = {row.person: row.box for row in rows if row.person in noted}
        for key, box in back.items():
            yield Somebody(self._keys, bytes.fromhex(self._open(box)[0]))
            self._forget(key)

    def _question_key(self, question_id: str) -> str:
        return self._keys.tag(Purpose.ACCOUNT, "unlinked", question_id.encode())

    # --- two accounts of one person

    def offer(self, native: NativeId, code: str, at: datetime, until: datetime) -> None:
        """Let a code lead to this person, in the place of an earlier one of theirs."""
        known = self.recognise(native)
        key = self._code_key(code)
        row = {
            "key": key,
            "person": self._person_key(known.secret),
            "box": self._keys.lock(Purpose.VAULT, key, known.secret),
            "until": until,
            "taken": "",
        }
        with self._engine.begin() as connection:
            old = or_(CODE.c.until <= at, CODE.c.person == row["person"], CODE.c.key == key)
            connection.execute(CODE.delete().where(old))
            connection.execute(insert(CODE), row)

    def typed(self, native: NativeId, code: str, at: datetime) -> Somebody | None:
        """Whom a code leads to that this account types; from then on it leads no other account.

        Nobody, where it is wrong, over, or another account's, or where this account has typed too
        many wrong ones; which of these it is nobody is told.
        """
        account, key = self._account_key(native), self._code_key(code)
        with self._engine.begin() as connection:
            connection.execute(WRONG.delete().where(WRONG.c.at <= at - KEPT))
            tries = connection.execute(
                select(func.count()).select_from(WRONG).where(WRONG.c.account == account)
            ).scalar_one()
            if tries >= TRIES:
                return None
            free = CODE.c.taken.in_(("", account))
            box = connection.execute(
                update(CODE)
                .where(CODE.c.key == key, CODE.c.until > at, free)
                .values(taken=account)
                .returning(CODE.c.box)
            ).scalar_one_or_none()
            if box is None:
                wrong = {"account": account, "at": at + timedelta(microseconds=tries)}
                connection.execute(self._insert_wrong(), wrong)
                return None
        return Somebody(self._keys, self._keys.unlock(Purpose.VAULT, key, box))

    def join(self, native: NativeId, code: str) -> None:
        """Make this account's person the one whose code it has typed; the code is used up."""
        known, key = self.recognise(native), self._code_key(code)
        old = self._person_key(known.secret)
        with self._engine.begin() as connection:
            mine = CODE.c.taken == self._account_key(native)
            box = connection.execute(
                CODE.delete().where(CODE.c.key == key, mine).returning(CODE.c.box)
            ).scalar_one_or_none()
            secret = known.secret if box is None else self._keys.unlock(Purpose.VAULT, key, box)
            person = self._person_key(secret)
            if person == old:
                return
            for row in connection.execute(select(ACCOUNT).where(ACCOUNT.c.person == old)).all():
                content = [secret.hex(), *self._open(row.box)[1:]]
                locked = self._keys.lock(Purpose.VAULT, _SCOPE, json.dumps(content).encode())
                change = update(ACCOUNT).where(ACCOUNT.c.key == row.key)
                connection.execute(change.values(person=person, box=locked))
            connection.execute(update(MOVED).where(MOVED.c.person == old).values(person=person))
            connection.execute(insert(MOVED), {"old": old, "person": person})
            noted = connection.execute(_NOTED, {"key": old}).scalar_one_or_none()
            courses, untold = self._noted(old, noted)
            connection.execute(PERSON.delete().where(PERSON.c.key == old))
        self._forgotten += 1
        self._seen.clear()
        self._note(
            secret,
            lambda theirs, owed: (
                (*dict.fromkeys([*courses, *theirs]),),
                (*dict.fromkeys([*owed, *untold]),),
            ),
        )

    def separate(self, native: NativeId) -> None:
        """Leave this account alone with everything; the person's others begin anew."""
        person = self._person_key(self.recognise(native).secret)
        with self._engine.begin() as connection:
            others = ACCOUNT.c.key != self._account_key(native)
            connection.execute(ACCOUNT.delete().where(ACCOUNT.c.person == person, others))
        self._forgotten += 1
        self._seen.clear()

    def _now(self, connection: Connection, secret: bytes) -> str:
        """The key of who somebody is now, who may have become one with somebody else."""
        key = self._person_key(secret)
        moved: str | None = connection.execute(_MOVED, {"old": key}).scalar_one_or_none()
        return moved or key

    def _account_key(self, native: NativeId) -> str:
        return self._keys.tag(Purpose.ACCOUNT, _SCOPE, native.to_bytes())

    def _code_key(self, code: str) -> str:
        return self._keys.tag(Purpose.ACCOUNT, "code", code.encode())

    def _insert_wrong(self) -> Insert:
        return upsert(WRONG, self._engine.dialect.name).on_conflict_do_nothing()

    def close(self) -> None:
        """Close every connection."""
        truncate_journal(self._engine)
        self._engine.dispose()

    def check(self) -> None:
        """Do nothing, as a write.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: nothing can be written now.
        """
        with self._engine.begin() as connection:
            connection.execute(CODE.delete().where(false()))

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

    def _insert_person(self) -> Insert:
        return upsert(PERSON, self._engine.dialect.name).on_conflict_do_nothing()

    def _remember(self, key: str, known: Known) -> None:
        # SQLite has one process, so nobody else can forget a person behind this one's back.
        if self._engine.dialect.name != "sqlite":
            return
        if len(self._seen) > 10_000:
            self._seen.clear()
        self._seen[key] = known
