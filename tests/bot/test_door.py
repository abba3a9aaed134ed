"""The door: which person, course and role; and who is behind a seal."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.door import Door, NotUnderstood
from bot.platform import Action, UsedOn
from handlers.chat.incoming import Acted, Command, Direct, Press, Shortcut, Submission
from handlers.chat.outgoing import NAME, Attachment, Line, Message, PersonName, identify
from storage.engine import open_engine, vault_url
from storage.keys import KeyProblem, Keys, Somebody
from storage.kinds import Address, NativeId, Purpose, Role, Room, Seal
from storage.store import Store
from storage.tables import Staff, StaffGroup
from storage.vault import Vault
from tests.bot.platform import Stage
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS, MONDAY

HERE, STAFF_ROOM = Address("local", "demo", "data-101"), Address("local", "demo", "staff")
SEED = b"s" * 16


def account(user: str) -> NativeId:
    return NativeId("local", "demo", user)


def action(user: str = "ana", where: Address | None = HERE, **changed: object) -> Action:
    return Action(account=account(user), where=where, delivery="d1", **changed)  # type: ignore[arg-type]  # as named


class At:
    """A door with a course behind it."""

    def __init__(self, url: str) -> None:
        self.store = Store(url, KEYS)
        self.vault = Vault(open_engine(vault_url(url)), KEYS)
        self.stage = Stage(members={("tim", "staff"), ("ana", "data-101")})
        self.door = Door(self.store, self.vault, {"local": self.stage})
        with self.store.begin() as work:
            work.courses.add(rows.course())
            work.courses.give_room(COURSE, Room.CLASS, HERE)
            work.courses.give_room(COURSE, Room.STAFF, STAFF_ROOM)

    def enter(self, heard: Action) -> Acted:
        return asyncio.run(self.door.enter(heard, MONDAY, SEED))


@pytest.fixture
def at(stored_url: str) -> Iterator[At]:
    opened = At(stored_url)
    yield opened
    opened.store.close()
    opened.vault.close()


def test_due_work_meets_those_in_a_pulse_and_nobody_else(at: At) -> None:
    known = at.vault.recognise(account("ana")).person
    met = at.door.meet(known.sealed("pulse:x"))
    assert met.tag(Purpose.QUESTION, "q1") == known.tag(Purpose.QUESTION, "q1")
    with pytest.raises(ValueError, match="something else"):
        at.door.meet(known.sealed("author:q1"))
    moved = Seal("pulse:x", known.sealed("author:q1").box)
    with pytest.raises(KeyProblem):
        at.door.meet(moved)


def test_an_account_becomes_a_person_and_stays_outside(at: At) -> None:
    event = at.enter(action(command="ask"))
    assert isinstance(event.who, Somebody)
    assert event.who.tag(Purpose.DAY, "d") == at.enter(action(command="ask")).who.tag(
        Purpose.DAY, "d"
    )
    assert "ana" not in repr(event)
    assert (event.at, event.seed) == (MONDAY, SEED)
    assert event.delivery == "local:d1"


@pytest.mark.parametrize(
    ("user", "role"), [("ana", Role.STUDENT), ("tim", Role.TA), ("nobody", Role.STUDENT)]
)
def test_who_is_in_the_staff_room_is_staff(at: At, user: str, role: Role) -> None:
    assert at.enter(action(user, command="ask")).role == role


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.TA, Role.STUDENT])
def test_what_somebody_was_named_counts_before_where_they_are(at: At, role: Role) -> None:
    who = at.vault.recognise(account("tim")).person
    with at.store.begin() as work:
        tag = who.tag(Purpose.MEMBER, COURSE)
        work.courses.name_staff(Staff(course_id=COURSE, member_tag=tag, role=role))
    assert at.enter(action("tim", command="ask")).role == role


def test_the_course_is_the_room_s_else_the_last_one_used(at: At) -> None:
    assert at.enter(action(where=None, command="my")).course is None
    assert at.enter(action(command="ask")).course == COURSE
    direct = at.enter(action(where=None, direct=True))
    assert isinstance(direct, Direct)
    assert direct.course == COURSE
    assert direct.courses == (COURSE,)
    elsewhere = at.enter(action("ben", Address("local", "demo", "random"), command="ask"))
    assert (elsewhere.course, elsewhere.courses, elsewhere.role) == (None, (), Role.STUDENT)


def test_the_room_s_course_counts_before_the_last_one_used(at: At) -> None:
    other = Address("local", "demo", "other")
    with at.store.begin() as work:
        work.courses.add(rows.course("other"))
        work.courses.give_room("other", Room.CLASS, other)
    at.enter(action(command="ask"))
    event = at.enter(action(where=other, command="ask"))
    assert (event.course, event.courses) == ("other", ("other", COURSE))
    assert at.enter(action(command="ask")).courses == (COURSE, "other")


@pytest.mark.parametrize(
    ("command", "text", "name", "rest"),
    [
        ("ask", " why? ", "ask", "why?"),
        ("askwell", "", "help", ""),
        ("askwell", " course ", "course", ""),
        ("askwell", "COURSE now", "course", "now"),
        ("my", "", "my", ""),
    ],
)
def test_commands(at: At, command: str, text: str, name: str, rest: str) -> None:
    event = at.enter(action(command=command, text=text))
    assert isinstance(event, Command)
    assert (event.name, event.text) == (name, rest)


def test_a_button_and_a_form_carry_what_they_are(at: At) -> None:
    press = at.enter(action(press=identify("claim", ("q1",), "token")))
    assert isinstance(press, Press)
    assert (press.name, press.args, press.once) == ("claim", ("q1",), "token")
    form = at.enter(action(submission=identify("ask", (), "t"), fields={"text": "why?"}))
    assert isinstance(form, Submission)
    assert (form.name, form.text("text"), form.once) == ("ask", "why?", "t")


@pytest.mark.parametrize("id_", ["nonsense", ":x", "another bot's"])
def test_a_button_of_somebody_else_s_is_not_understood(at: At, id_: str) -> None:
    with pytest.raises(NotUnderstood):
        at.enter(action(press=id_))


def test_a_shortcut_brings_its_message_and_the_card_whose_thread_it_is_in(at: At) -> None:
    with at.store.begin() as work:
        for key, ref in (("staff:q1", "staff/m7 files"), ("staff:q2", "staff/m70")):
            work.cards.posted(rows.card(key, ref=ref, message=ref.split()[0]))
    on = UsedOn(" Look at\x00 `how`. ", own=True, thread="staff/m7")
    event = at.enter(action("tim", STAFF_ROOM, shortcut="send", used_on=on))
    assert isinstance(event, Shortcut)
    assert (event.name, event.text, event.own) == ("send", "Look at `how`.", True)
    assert (event.card, event.about) == ("staff:q1", "q1")
    for elsewhere in ("", "staff/m8", "staff/m"):
        event = at.enter(
            action("tim", STAFF_ROOM, shortcut="send", used_on=UsedOn("x", thread=elsewhere))
        )
        assert isinstance(event, Shortcut)
        assert (event.card, event.about, event.own) == ("", None, False)
    nowhere = at.enter(action("new", None, shortcut="ask", used_on=on))
    assert isinstance(nowhere, Shortcut)
    assert (nowhere.course, nowhere.card) == (None, "")


def test_only_rooms_that_somebody_is_in_can_be_picked(at: At) -> None:
    form = action(
        "tim",
        submission=identify("course", (), "t"),
        places={"staff": STAFF_ROOM, "other": HERE},
    )
    event = at.enter(form)
    assert isinstance(event, Submission)
    assert event.places == {"staff": STAFF_ROOM}


@pytest.mark.parametrize(
    ("groups", "user", "role"),
    [
        ({"tas": Role.TA}, "ana", Role.TA),
        ({"tas": Role.TA, "profs": Role.INSTRUCTOR}, "ana", Role.INSTRUCTOR),
        ({"profs": Role.INSTRUCTOR}, "tim", Role.INSTRUCTOR),  # in the staff room besides
        ({"tas": Role.TA}, "ben", Role.STUDENT),
        ({"others": Role.INSTRUCTOR}, "ana", Role.STUDENT),
    ],
)
def test_groups_make_staff(at: At, groups: dict[str, Role], user: str, role: Role) -> None:
    at.stage.grouped = {("ana", "tas"), ("ana", "profs"), ("tim", "profs")}
    with at.store.begin() as work:
        for name, given in groups.items():
            place = {"platform": "local", "workspace": "demo", "group_id": name}
            work.courses.name_group(StaffGroup(course_id=COURSE, **place, role=given))
            elsewhere = place | {"platform": "slack"}
            work.courses.name_group(StaffGroup(course_id=COURSE, **elsewhere, role=Role.INSTRUCTOR))
    assert at.enter(action(user, command="ask")).role == role


def test_what_somebody_was_named_counts_before_groups(at: At) -> None:
    at.stage.grouped = {("ana", "profs")}
    tag = at.vault.recognise(account("ana")).person.tag(Purpose.MEMBER, COURSE)
    place = {"platform": "local", "workspace": "demo", "group_id": "profs"}
    with at.store.begin() as work:
        work.courses.name_group(StaffGroup(course_id=COURSE, **place, role=Role.INSTRUCTOR))
        work.courses.name_staff(Staff(course_id=COURSE, member_tag=tag, role=Role.TA))
    assert at.enter(action(command="ask")).role == Role.TA
    with at.store.begin() as work:
        work.courses.unname_staff(COURSE, tag)
    assert at.enter(action(command="ask")).role == Role.INSTRUCTOR


def test_people_who_were_picked_are_persons_with_roles(at: At) -> None:
    ines = at.vault.recognise(account("ines")).person
    with at.store.begin() as work:
        tag = ines.tag(Purpose.MEMBER, COURSE)
        work.courses.name_staff(Staff(course_id=COURSE, member_tag=tag, role=Role.INSTRUCTOR))
    several = tuple(map(account, ("tim", "ben", "tim", "ines")))
    event = at.enter(action("tim", submission="staff:t", people={"who": several, "nobody": ()}))
    assert isinstance(event, Submission)
    tim, ben, again = event.people["who"]
    tags = [person.tag(Purpose.MEMBER, COURSE) for person in (tim, ben, again)]
    assert tags == [
        event.who.tag(Purpose.MEMBER, COURSE),
        at.vault.recognise(account("ben")).person.tag(Purpose.MEMBER, COURSE),
        tag,
    ]
    assert event.roles == {"who": (Role.TA, Role.STUDENT, Role.INSTRUCTOR), "nobody": ()}
    assert event.people["nobody"] == ()
    assert not {"tim", "ben", "ines"} & set(repr(event).split("'"))


def test_colleagues_who_were_picked_are_in_the_course_before_they_press_anything(at: At) -> None:
    at.stage.members.add(("eva", "staff"))
    at.vault.used(account("eva"), "another")
    picked = {"who": (account("eva"), account("ben"))}
    for _twice in range(2):
        at.enter(action("tim", submission="hand-over:q1:t", people=picked))
        assert at.vault.recognise(account("eva")).courses == ("another", COURSE)
    assert at.vault.recognise(account("ben")).courses == ()


def test_people_picked_outside_any_course_are_students(at: At) -> None:
    elsewhere = Address("local", "demo", "random")
    event = at.enter(
        action("new", elsewhere, submission="course:t", people={"who": (account("tim"),)})
    )
    assert isinstance(event, Submission)
    assert event.roles == {"who": (Role.STUDENT,)}


def test_what_goes_with_messages(at: At) -> None:
    tim = at.vault.recognise(account("tim")).person.sealed("holder:q1")
    gone = at.vault.recognise(account("gone")).person.sealed("holder:q2")
    at.vault.forget(account("gone"))
    elsewhere = NativeId("slack", "T04", "U1")
    other = at.vault.recognise(elsewhere).person.sealed("holder:q3")
    with at.store.begin() as work:
        work.attachments.add(rows.stored_file("f1", "q1"))
    names = tuple(PersonName(seal) for seal in (tim, gone, other))
    files = tuple(Attachment(name, name, "image/png") for name in ("f1", "f2"))
    message = Message((Line(NAME * 3, names),), files=files)
    enclosed = at.door.enclose([message], "local")
    assert enclosed.accounts == {tim: account("tim")}
    assert enclosed.elsewhere == {other: "slack"}
    assert [enclosed.nameless(seal) for seal in (gone, other)] == [
        "somebody who has left",
        "somebody on Slack",
    ]
    assert enclosed.contents == {"f1": b"bytes of f1"}
    assert at.door.enclose([message], "slack").accounts == {other: elsewhere}


def test_a_seal_that_was_not_made_here_is_nobody_s(at: At) -> None:
    stranger = Somebody(Keys(b"x" * 32, {"k1": b"y" * 32}, "k1"), b"a" * 16).sealed("s")
    moved = Seal("another", at.vault.recognise(account("ana")).person.sealed("s").box)
    assert at.door.accounts([stranger, moved]) == {stranger: (), moved: ()}


def test_of_several_courses_the_thing_decides_then_the_room_then_the_last_used(at: At) -> None:
    other = Address("local", "demo", "stats-1")
    with at.store.begin() as work:
        work.courses.add(rows.course("stats-1", join_code="x2ft-eebb"))
        work.courses.give_room("stats-1", Room.CLASS, other)
        for course in (COURSE, "stats-1", "elsewhere"):
            question = rows.question(f"q-{course}", course_id=course)
            work.questions.add(question)
        work.answers.add(rows.answer("a-stats", "q-stats-1", rows.BEN))
    assert at.enter(action(where=None, command="ask")).course is None
    assert at.enter(action(command="my")).course == COURSE
    # A question of a course that somebody is not in decides nothing, nor does a wrong code.
    press = identify("my-question", ("q-stats-1",), "0" * 12)
    assert at.enter(action(press=press)).course == COURSE
    wrong = action(command="askwell", text="join aaaa-bbbb")
    assert at.enter(wrong).course == COURSE
    joined = at.enter(action(command="askwell", text="JOIN X2FT eebb"))
    assert (joined.course, joined.courses) == ("stats-1", ("stats-1", COURSE))
    assert at.enter(action(where=None, command="my")).course == "stats-1"
    assert at.enter(action(command="my")).course == COURSE
    for name, args in (("my-question", ("q-stats-1",)), ("solved", ("a-stats",))):
        assert at.enter(action(press=identify(name, args, "0" * 12))).course == "stats-1"
        assert at.enter(action(command="my")).course == COURSE
    assert at.enter(action(press=identify("exams", ("stats-1",), ""))).course == "stats-1"
    form = action(submission=identify("ask", (), "0" * 12), fields={"course": COURSE})
    assert at.enter(form).course == COURSE
    code = action(submission=identify("join", (), ""), fields={"code": "x2ft-eebb"})
    assert at.enter(code).course == "stats-1"
    gone = identify("my-question", ("q-elsewhere",), "0" * 12)
    assert at.enter(action(press=gone)).course == COURSE
