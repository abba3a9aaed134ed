"""The composition root: what a platform is answered when something outside a handler breaks."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.app import App, open_storage
from bot.door import Door
from bot.platform import Action, Answered, NotCommitted, TryLater
from handlers.chat.outgoing import NoticeKind, OpenForm, Reply
from handlers.words import words
from storage.keys import KeyProblem, make_keys
from storage.kinds import Address, NativeId, Purpose, Role, Room
from storage.store import Busy, Store
from storage.tables import Staff
from storage.trouble import Trouble
from storage.vault import Vault
from tests.bot.platform import Stage
from tests.storage import rows
from tests.storage.rows import COURSE

SAY = words("en")
HERE = Address("local", "demo", "data-101")


def action(**changed: object) -> Action:
    given = {"account": NativeId("local", "demo", "ana"), "where": HERE, "delivery": "d", **changed}
    return Action(**given)  # type: ignore[arg-type]  # as named


def play(
    url: str, folder: Path, scene: Callable[[App], Awaitable[None]], stage: Stage | None = None
) -> None:
    """A started app with a course, for one scene."""

    async def run() -> None:
        if not (folder / "keys.json").exists():
            make_keys(folder / "keys.json")
        store, vault = open_storage(url, folder / "keys.json")
        app = App(store=store, vault=vault, platforms=[stage or Stage()])
        with store.begin() as work:
            work.courses.add(rows.course())
            work.courses.give_room(COURSE, Room.CLASS, HERE)
            work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
        await app.start()
        try:
            await scene(app)
        finally:
            await app.stop()

    asyncio.run(run())


def lost(*_args: object) -> None:
    raise OperationalError("SELECT", {}, Exception("gone"), hide_parameters=True)


def busy(*_args: object) -> None:
    raise Busy


async def ask(app: App, delivery: str = "d1") -> Answered:
    opened = (await app.hear(action(command="ask"))).replies[0]
    assert isinstance(opened, OpenForm)
    id_ = f"ask:{opened.form.once}"
    return await app.hear(action(submission=id_, fields={"text": "why?"}, delivery=delivery))


def test_a_question_is_asked(stored_url: str, tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        answered = await ask(app)
        assert isinstance(answered.replies[0], Reply)
        assert app.trouble() is None

    play(stored_url, tmp_path, scene)


@pytest.mark.parametrize("problem", [lost, busy])
def test_who_cannot_be_recognised_now_may_try_again(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problem: Callable[..., None],
) -> None:
    async def scene(app: App) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(Vault, "recognise", problem)
            with pytest.raises(NotCommitted):
                await app.hear(action(command="ask"))
        assert (await app.hear(action(command="ask"))).replies

    play(sqlite_url, tmp_path, scene)


def test_a_platform_that_does_not_say_who_is_staff_may_be_asked_again(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def later(*_args: object) -> bool:
        raise TryLater

    async def scene(app: App) -> None:
        monkeypatch.setattr(Stage, "is_member", later)
        with pytest.raises(NotCommitted):
            await app.hear(action(command="ask"))

    play(sqlite_url, tmp_path, scene)


def test_what_was_committed_and_could_not_be_told_is_told_at_the_next_try(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(app: App) -> None:
        opened = (await app.hear(action(command="ask"))).replies[0]
        assert isinstance(opened, OpenForm)
        sent = action(submission=f"ask:{opened.form.once}", fields={"text": "why?"})
        with monkeypatch.context() as broken:
            broken.setattr("bot.app.encloses", lambda _message: True)
            broken.setattr(Door, "enclose", lost)
            with pytest.raises(NotCommitted):
                await app.hear(sent)
        assert isinstance((await app.hear(sent)).replies[0], Reply)
        with app.store.read() as work:
            assert len(work.questions.tags(COURSE)) == 1

    play(sqlite_url, tmp_path, scene)


def test_a_deletion_that_the_vault_could_not_take_is_carried_through_at_the_next_try(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(app: App) -> None:
        await ask(app)
        forms = await app.hear(action(press="my-delete:token", delivery="d2"))
        form = forms.replies[0]
        assert isinstance(form, OpenForm)
        sent = action(submission=f"delete:{form.form.once}", delivery="d3")
        before = app.door._vault.recognise(sent.account).secret
        with monkeypatch.context() as broken:
            broken.setattr(Vault, "forget", lost)
            with pytest.raises(NotCommitted):
                await app.hear(sent)
        assert app.door._vault.recognise(sent.account).secret == before
        assert (await app.hear(sent)).replies
        assert app.door._vault.recognise(sent.account).secret != before

    play(sqlite_url, tmp_path, scene)


def test_a_button_that_is_not_ours_is_answered(sqlite_url: str, tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        (reply,) = (await app.hear(action(press="nonsense"))).replies
        assert isinstance(reply, Reply)
        assert reply.message.parts[0].text == SAY("unknown")

    play(sqlite_url, tmp_path, scene)


def test_a_platform_that_ends_ends_the_app(sqlite_url: str, tmp_path: Path) -> None:
    class Broken(Stage):
        async def run(self, hear: object) -> None:
            del hear
            raise ConnectionError

    async def scene(app: App) -> None:
        with pytest.raises(ConnectionError):
            await app.wait()

    play(sqlite_url, tmp_path, scene, Broken())


def test_it_is_not_ready_without_its_database(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(app: App) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(Store, "read", busy)
            assert app.trouble() is Trouble.HELD
        assert app.trouble() is None

    play(sqlite_url, tmp_path, scene)


def test_without_its_keys_it_does_not_start(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(KeyProblem):
        open_storage(sqlite_url, tmp_path / "missing.json")


def told(answered: Answered) -> list[str]:
    """What an answer says, and its buttons."""
    return [
        f"{one.message.parts[0].text} {[button.name for button in one.message.buttons]}"
        for one in answered.replies
        if isinstance(one, Reply)
    ]


NEWS = f"{SAY('notice-news')} ['news']"


def owing(app: App) -> None:
    """Ana could not be told of something."""
    person = app.door._vault.recognise(action().account).person
    app.door.owe(person.sealed("s"), NoticeKind.NEWS)


def test_what_could_not_be_told_is_told_once_with_the_next_answer(
    stored_url: str, tmp_path: Path
) -> None:
    async def scene(app: App) -> None:
        owing(app)
        answered = await ask(app)  # a form first, which stands alone
        assert told(answered)[1:] == [NEWS]
        # Delivered again, it is said again; another time it is not.
        assert told(await app.hear(action(command="my", delivery="d2")))[1:] == []

    play(stored_url, tmp_path, scene)


def test_whoever_reads_the_news_need_not_be_told_of_them(stored_url: str, tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        owing(app)
        for delivery in ("d1", "d2"):
            answered = await app.hear(action(press="news:", delivery=delivery))
            assert told(answered) == [f"{SAY('news-none')} []"]
        assert told(await app.hear(action(command="my", delivery="d3")))[1:] == []

    play(stored_url, tmp_path, scene)


def test_an_instructor_is_told_what_is_the_matter_with_a_room(
    stored_url: str, tmp_path: Path
) -> None:
    async def scene(app: App) -> None:
        with app.store.begin() as work:
            tag = app.door._vault.recognise(action().account).person.tag(Purpose.MEMBER, COURSE)
            work.courses.name_staff(Staff(course_id=COURSE, member_tag=tag, role=Role.INSTRUCTOR))
        app.delivery._advise(COURSE, Room.CLASS, "The {room} channel is archived.")
        assert isinstance((await app.hear(action(command="ask"))).replies[0], OpenForm)
        answered = await app.hear(action(command="help", delivery="d2"))
        assert told(answered)[1:] == ["The class's channel is archived. []"]
        assert told(await app.hear(action(command="help", delivery="d3")))[1:] == []

    play(stored_url, tmp_path, scene)
