"""A marked person and a marked sentence go every way there is, and are then looked for everywhere.

They are found nowhere they must not be. Then each protection is taken out, one at a time, and they
are found: so each of them is needed, and the search can find.
"""

import asyncio
import io
import logging
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog
from PIL import Image, PngImagePlugin
from sqlalchemy import Engine, event, insert, text

from bot import delivery as delivery_module
from bot import door as door_module
from bot import logs
from bot.delivery import Delivery
from bot.files import Clean
from bot.platforms.local import adapter
from bot.platforms.local.classroom import Seat
from handlers import cards, mine, notices
from handlers.chat.incoming import Acted, Submission
from handlers.chat.outgoing import NAME, Message, NoticeKind, PersonName, Said
from handlers.course import author_seal
from storage import store as store_module
from storage.columns import table
from storage.engine import open_engine
from storage.keys import Keys
from storage.kinds import NativeId, Purpose, Room
from storage.outbox import Outbox
from storage.questions import Questions
from storage.store import Store, Work
from storage.tables import Parcel, Question, QuestionTable, Record
from storage.vault import Vault
from tests.trust.school import CLASS, SAY, STAFF, School, open_school, school

WHO, DISPLAY = "zq7lark-canary", "Quillon Zanderfisk"
SENTENCE = "Xylophonic marmalade unbinds my quaternion"
PERSON = (WHO, DISPLAY)
MAY_HOLD_WORDS = {"question", "showing", "entry", "answer", "follow_up"}
"""Tables that may hold what somebody wrote, while the question is there."""
PEOPLE = school(Seat(WHO, DISPLAY, "Student"), Seat("ben", "Ben Okafor", "Student"))


@dataclass
class Surfaces:
    """Everything that somebody who must not know could come to see.

    Attributes:
        log: what was logged, on every level.
        errors: the texts of the database's errors on their way to the log.
        prints: how everything that carries a person or their words prints.
        found: where a marked thing was found.
    """

    log: io.StringIO = field(default_factory=io.StringIO)
    errors: list[str] = field(default_factory=list)
    prints: list[str] = field(default_factory=list)
    found: set[str] = field(default_factory=set)

    def look(self, where: str, text: object, *marks: str) -> None:
        """Note where one of the marks stands in a text."""
        if any(mark.lower() in str(text).lower() for mark in marks):
            self.found.add(where)

    def look_into_databases(self, at: School) -> None:
        """The marked person anywhere; the marked sentence where it may not be."""
        for name, rows in at.rows().items():
            self.look(f"{name}: person", rows, *PERSON)
            if name not in MAY_HOLD_WORDS:
                self.look(f"{name}: sentence", rows, SENTENCE)
        self.look("files: person", at.raw().decode("latin-1"), *PERSON)

    def look_at_what_was_said(self, at: School) -> None:
        """To anybody but the marked person: not who it was, and to nobody content directly."""
        for seen in at.shown:
            if seen.person != WHO and seen.author is None:
                self.look("messages: person", seen.body, *PERSON)
            if seen.room is None and not seen.only_you and seen.author is None:
                self.look("notices: sentence", seen.body, SENTENCE)
        for message in at.shown:
            for file in message.body.files:
                content = at.chat.file(message.id, file.id).content
                self.look("files given out: person", content.decode("latin-1"), *PERSON)


def picture() -> adapter.AddedFile:
    """A picture whose author is written in it."""
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", DISPLAY)
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(made, "PNG", pnginfo=about)
    return adapter.AddedFile(f"{DISPLAY}.png", made.getvalue())


async def walk(at: School, surfaces: Surfaces, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way there is, looking into the databases after each leg."""

    def look() -> None:
        surfaces.look_into_databases(at)

    at.write_hints(
        "Which xylophonic keys unbind a quaternion in marmalade?",
        "Compare the marmalade before and after.",
        "Unbind one quaternion and count.",
    )
    await at.command(WHO, "ask", SENTENCE)
    await at.ask(WHO, SENTENCE, topic="joins")
    look()
    await at.press(WHO, "button-useful")
    await at.press(WHO, "button-next-hint")
    await at.press(WHO, "button-next-hint")
    if at.chat.form_of(WHO) is not None:
        await at.submit(WHO, {"tried": SENTENCE})
    await at.press(WHO, "button-add-files")
    await at.submit(WHO, files=[picture()])
    await at.press(WHO, "button-ask-people")
    await at.press(WHO, "button-change")
    await at.submit(WHO, {"audience": "class", "label": "everyone"})
    await at.press(WHO, "button-post")
    look()
    await at.platform.again(WHO)
    await at.wait(5)
    look()
    await at.press("ben", "button-me-too")
    await at.press("tim", "button-claim")
    await at.press("tim", "button-ask-back")
    await at.submit("tim", {"text": "Which marmalade?"})
    await at.press(WHO, "button-read-it")
    await at.press(WHO, "button-follow-up")
    await at.submit(WHO, {"text": SENTENCE})
    look()
    await at.press("tim", "button-answer")
    await at.submit("tim", {"text": "Bind it again.", "form": "full"})
    await at.press(WHO, "button-read-it")
    await at.press(WHO, "button-open-answer")
    await at.press(WHO, "button-not-yet")
    await at.press("eva", "button-claim")
    await at.press("eva", "button-answer")
    await at.submit("eva", {"text": "Count the keys.", "form": "hint"})
    await at.press(WHO, "button-read-it")
    await at.press(WHO, "button-solved")
    await help_ben(at)
    look()
    await look_after(at)
    look()
    await break_things(at, surfaces, monkeypatch)
    look()
    await at.command(WHO, "my")
    await at.press(WHO, "button-open")
    await at.platform.direct(WHO, SENTENCE)
    await at.ask(WHO, f"{SENTENCE} once more")
    await at.command(WHO, "my")
    await at.press(WHO, "button-open")
    await at.press(WHO, "button-unlink")
    await at.submit(WHO)
    look()
    await at.wait(60 * 24 * 8)
    look()
    surfaces.look_at_what_was_said(at)
    await delete(at, surfaces)


async def look_after(at: School) -> None:
    """Drafts, distress, edits, flags, measures, and asking to look again."""
    await at.ask(WHO, f"{SENTENCE}, again")
    await at.post(WHO)
    await at.wait(5)
    await at.command(WHO, "my")
    await at.press(WHO, "button-open")
    await at.press(WHO, "button-more")
    await at.press(WHO, "button-edit")
    await at.submit(WHO, {"text": f"{SENTENCE}! Write to me@example.org"})
    await at.press(WHO, "button-as-it-is")
    await at.wait(5)
    await at.press("tim", "button-worried")
    await at.press(WHO, "button-care")
    await at.press("tim", "button-moderate")
    await at.press("tim", "button-mute")
    await at.press(WHO, "button-read-it")
    await at.press(WHO, "button-look-again")
    await at.submit(WHO, {"text": SENTENCE})
    await at.press("tim", "button-moderate")
    await at.press("tim", "button-lift")
    await at.press(WHO, "button-ask")
    await at.submit(WHO, {"text": f"{SENTENCE}. I want to die."})
    assert at.chat.newest_with(WHO, SAY("button-coursework")) is not None
    await at.press(WHO, "button-talk")
    await at.submit(WHO, {"text": "Please write to me."})


async def help_ben(at: School) -> None:
    """The marked person answers as a classmate, follows, and is endorsed."""
    await at.ask("ben", "My join doubles the rows.", topic="")
    await at.post("ben")
    await at.wait(5)
    await at.press(WHO, "button-me-too")
    await at.press(WHO, "button-answer")
    await at.submit(WHO, {"text": SENTENCE, "form": "hint"})
    await at.press("tim", "button-endorse")
    await at.press("ben", "button-read-it")
    await at.press("ben", "button-follow-up")
    await at.submit("ben", {"text": "Thank you!"})
    await at.press(WHO, "button-read-it")


async def break_things(at: School, surfaces: Surfaces, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler, the database, a platform and a library break, each quoting all they know."""
    quote = f"{SENTENCE} {WHO} {DISPLAY}"

    def breaks(*_args: object) -> None:
        raise RuntimeError(quote)

    def twice(self: Questions, question: Question) -> None:
        surfaces.prints.append(f"{question!r} {question}")
        for _ in range(2):
            self._connection.execute(insert(table(QuestionTable)), question.model_dump())

    with monkeypatch.context() as broken:
        broken.setattr(Questions, "add", breaks)
        assert not (await at.ask(WHO, SENTENCE)).through
    with monkeypatch.context() as broken:
        broken.setattr(Questions, "add", twice)
        assert not (await at.submit(WHO, {"text": SENTENCE})).through
    with monkeypatch.context() as broken:
        broken.setattr(at.platform, "post", breaks)
        broken.setattr(at.platform, "edit", breaks)
        await at.submit(WHO, {"text": SENTENCE})
        await at.post(WHO)
    with at.app.store.begin() as work:  # the time between two tries goes by
        work.connection.exec_driver_sql("UPDATE outbox SET not_before = 0")
    await at.app.delivery.drain()
    await at.wait(5)
    logging.getLogger("slack_sdk").error("payload: %s", quote)
    try:
        raise RuntimeError(quote)
    except RuntimeError:
        logging.getLogger("discord.http").exception("payload: %s", quote)


async def delete(at: School, surfaces: Surfaces) -> None:
    """Nothing is left: in tables, in files, in the vault, in rooms. What was unlinked stays."""
    course = at.app.store.read
    with course() as work:
        kept = [row for row in at.rows()["question"] if row["author_tag"] is None]
        assert len(kept) == 1
        work.connection.rollback()
    with at.app.store.begin() as work:  # so that one word of the mark can be looked for in files
        work.connection.exec_driver_sql("DELETE FROM question WHERE author_tag IS NULL")
    await at.command(WHO, "my")
    await at.press(WHO, "button-my-delete")
    await at.submit(WHO)
    for name, rows in at.rows().items():
        surfaces.look(f"{name}: left", rows, SENTENCE, *PERSON)
    surfaces.look("files: left", at.raw().decode("latin-1"), SENTENCE, *PERSON)
    native = NativeId("local", at.chat.workspace, WHO)
    key = at.app.store.keys.tag(Purpose.ACCOUNT, "account", native.to_bytes())
    surfaces.look("vault: left", at.rows()["vault.account"], key)
    for room in (CLASS, STAFF):
        for seen in at.chat.history("tim", room, most=1000):
            surfaces.look("rooms: left", seen.body, SENTENCE, *PERSON)


@pytest.fixture
def spied(monkeypatch: pytest.MonkeyPatch) -> Iterator[Surfaces]:
    """Surfaces, with everything on its way to them noted."""
    surfaces = Surfaces()
    logs.configure("debug", "json", surfaces.log)
    failure, enter = logs.Log.failure, door_module.Door.enter

    def note_failure(self: logs.Log, event: str, problem: BaseException, **keys: object) -> None:
        if "sqlalchemy" in type(problem).__module__:
            surfaces.errors.append(str(problem))
        failure(self, event, problem, **keys)

    async def note_event(self: door_module.Door, action: Any, *rest: Any) -> Acted:  # noqa: ANN401  # passed on
        found = await enter(self, action, *rest)
        surfaces.prints.append(f"{action!r} {action} {found!r} {found}")
        return found

    monkeypatch.setattr(logs.Log, "failure", note_failure)
    monkeypatch.setattr(door_module.Door, "enter", note_event)
    yield surfaces
    logs.configure()


def let_loose(url: str, spied: Surfaces, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Where the canary is found."""

    async def run() -> None:
        keys = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
        async with open_school(url, keys, PEOPLE) as at:
            await walk(at, spied, monkeypatch)

    asyncio.run(run())
    spied.look("log", spied.log.getvalue(), SENTENCE, *PERSON)
    spied.look("errors", spied.errors, SENTENCE)
    spied.look("prints", spied.prints, SENTENCE, *PERSON)
    return spied.found


@pytest.mark.parametrize("form", ["json", "console"])
def test_it_is_found_nowhere(
    stored_url: str,
    spied: Surfaces,
    form: logs.Form,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    logs.configure("debug", form, spied.log)
    assert let_loose(stored_url, spied, monkeypatch) == set()
    assert capfd.readouterr() == ("", "")
    told = spied.log.getvalue()
    assert all(event in told for event in ("handler failed", "not committed", "not delivered"))
    assert told.count("library spoke") == 2
    assert spied.errors


Removal = Callable[[pytest.MonkeyPatch], None]


def no_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    def plain(self: Keys, purpose: Purpose, scope: str, content: bytes) -> str:
        assert self is not None
        return f"{purpose} {scope} {content.decode('latin-1')}"

    monkeypatch.setattr(Keys, "tag", plain)


def no_locks(*purposes: Purpose) -> Removal:
    def remove(monkeypatch: pytest.MonkeyPatch) -> None:
        lock, unlock = Keys.lock, Keys.unlock

        def plain(self: Keys, purpose: Purpose, scope: str, content: bytes) -> str:
            if purpose in purposes:
                return content.decode("latin-1")
            return lock(self, purpose, scope, content)

        def open_(self: Keys, purpose: Purpose, scope: str, box: str) -> bytes:
            if purpose in purposes:
                return box.encode("latin-1")
            return unlock(self, purpose, scope, box)

        monkeypatch.setattr(Keys, "lock", plain)
        monkeypatch.setattr(Keys, "unlock", open_)

    return remove


def engines(change: Callable[[Engine], None]) -> Removal:
    def remove(monkeypatch: pytest.MonkeyPatch) -> None:
        def changed(url: str, *, pool: int = 8, reading: bool = False) -> Engine:
            engine = open_engine(url, pool=pool, reading=reading)
            change(engine)
            return engine

        monkeypatch.setattr(store_module, "open_engine", changed)

    return remove


def shown_parameters(engine: Engine) -> None:
    engine.hide_parameters = False


def careless_deletion(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401  # a driver's
        connection.execute("PRAGMA secure_delete = OFF")


def replaced(where: object, name: str, what: object) -> Removal:
    return lambda monkeypatch: monkeypatch.setattr(where, name, what)


def talkative_log(monkeypatch: pytest.MonkeyPatch) -> None:
    reduced = logs.reduced
    monkeypatch.setattr(
        logs, "reduced", lambda problem: {**reduced(problem), "text": [str(problem)]}
    )


def talkative_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    def emit(_self: logging.Handler, record: logging.LogRecord) -> None:
        structlog.get_config()["logger_factory"]._file.write(record.getMessage())

    monkeypatch.setattr(logs._Reducing, "emit", emit)


def printing(kind: type, *fields: str) -> Removal:
    def text(self: object) -> str:
        return " ".join(str(getattr(self, name)) for name in fields)

    return replaced(kind, "__repr__", text)


DELIVERED: ContextVar[tuple[Delivery, Parcel]] = ContextVar("delivered")
NOTIFY = Delivery._notify


def content_in_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    async def notify(self: Delivery, parcel: Parcel, number: int) -> None:
        DELIVERED.set((self, parcel))
        await NOTIFY(self, parcel, number)

    def message(work: Work, course: str, kind: NoticeKind, args: tuple[str, ...]) -> Message:
        _delivery, parcel = DELIVERED.get()
        found = work.questions.some([parcel.question_id or ""])
        plain = notices.composed(work, course, kind, args)
        return Message((*plain.parts, *(Said(one.text) for one in found)), plain.buttons)

    monkeypatch.setattr(Delivery, "_notify", notify)
    monkeypatch.setattr(delivery_module, "composed", message)


def by_name(question: Question, _room: Room) -> tuple[str, tuple[PersonName, ...]]:
    seal = author_seal(question)
    return (NAME, (PersonName(seal),)) if seal else (question.alias, ())


def not_cleaned(_name: str, data: bytes, *, number: int = 1) -> Clean:
    return Clean(f"file-{number}.png", "image/png", data)


def keep_what_was_sent(self: Outbox, parcel_id: int) -> None:
    self._connection.execute(
        text(
            "UPDATE outbox SET destination = 'sent' || id, coalesce = 'sent' || id,"
            " not_before = 1e12 WHERE id = :sent"
        ),
        {"sent": parcel_id},
    )


def nothing(*_args: object) -> None:
    return None


def no_cards(*_args: object) -> Iterator[object]:
    return iter(())


PROTECTIONS: dict[str, tuple[Removal, str]] = {
    "accounts are looked up by a keyed hash": (no_tags, "vault.account: person"),
    "the vault is locked": (no_locks(Purpose.VAULT), "vault.account: person"),
    "replies to be said again are locked": (no_locks(Purpose.REPLY), "inbox: sentence"),
    "drafts are locked": (no_locks(Purpose.DRAFT), "draft: sentence"),
    "database errors hide their parameters": (engines(shown_parameters), "errors"),
    "the log leaves out what exceptions say": (talkative_log, "log"),
    "the log leaves out what libraries say": (talkative_libraries, "log"),
    "a native id does not print": (printing(NativeId, "user"), "prints"),
    "a record does not print": (printing(Record, "__dict__"), "prints"),
    "a form's fields do not print": (printing(Submission, "fields"), "prints"),
    "a direct message is one of a catalogue": (
        content_in_notices,
        "notices: sentence",
    ),
    "cards show an alias": (replaced(cards, "asker", by_name), "messages: person"),
    "files are cleaned": (replaced(adapter, "clean", not_cleaned), "files given out: person"),
    "what was sent is deleted": (replaced(Outbox, "sent", keep_what_was_sent), "outbox: sentence"),
    "deleted words are overwritten": (engines(careless_deletion), "files: left"),
    "the journal is emptied": (replaced(Store, "tidy", nothing), "files: left"),
    "questions are erased": (replaced(QuestionTable, "duties", ()), "question: left"),
    "the person is forgotten": (replaced(Vault, "forget", nothing), "vault: left"),
    "cards are taken back": (replaced(mine, "_gone_question", no_cards), "rooms: left"),
}


@pytest.mark.parametrize("name", PROTECTIONS)
def test_it_is_found_without(
    name: str, sqlite_url: str, spied: Surfaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove, where = PROTECTIONS[name]
    remove(monkeypatch)
    assert where in let_loose(sqlite_url, spied, monkeypatch)
