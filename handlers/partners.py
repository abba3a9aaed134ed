"""Study pairs and groups: both, or all, say yes before anybody is named; and asking one's group."""

from collections.abc import Iterator

from handlers.chat.incoming import Heard, Press, Submission
from handlers.chat.outgoing import (
    BUTTON,
    NAME,
    OPTIONS,
    Advice,
    Button,
    Choice,
    Field,
    Fine,
    Form,
    Line,
    Message,
    Notice,
    NoticeKind,
    OpenForm,
    Option,
    Outgoing,
    PersonName,
    Reply,
    Said,
    Style,
    TextField,
)
from handlers.course import Course, asked_by, author_seal
from handlers.exams import closed
from handlers.routes import Routes
from handlers.rules.pages import pages, title
from storage.kinds import Audience, Purpose, Seal
from storage.tables import Partner, Question, StudyGroup

routes = Routes()
SIZES = (2, 3, 4)


def _own(event: Heard, course: Course) -> list[Partner]:
    return course.work.partners.of(course.id, event.who.tag(Purpose.MEMBER, course.id))


def _seal(partner: Partner) -> Seal:
    return Seal(f"partner:{partner.id}", partner.member_seal)


def _told(partners: list[Partner]) -> Iterator[Notice]:
    """The notice that there is something new; what, is read behind its button."""
    for one in partners:
        yield Notice(_seal(one), NoticeKind.NEWS)


@routes.press("partners", reads=True)
def open_page(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Study together]**: everything of one's own, and looking for more."""
    for partner in _own(press, course):
        yield Reply(_card(press, course, partner))
    find = Button(course.say("button-find"), "find-partner", (course.id,), Style.PRIMARY)
    yield Reply(Message((Line(course.say("partners-what")),), (find,)))


def _card(event: Heard, course: Course, partner: Partner) -> Message:
    """How it stands; names only once everybody has said yes."""
    say, args = course.say, (course.id, partner.id)
    leave = Button(say("button-leave"), "leave-partners", args, Style.DANGER)
    group = course.work.partners.group(partner.group_id) if partner.group_id else None
    if group is None:
        return Message((Line(say("partner-looking", topic=partner.topic)),), (leave,))
    if not group.formed and partner.agrees:
        return Message((Line(say("partner-waiting", topic=group.topic)),), (leave,))
    if not group.formed:
        line = say("partner-proposed", topic=group.topic, others=partner.size - 1)
        yes = Button(say("button-partner-yes"), "agree-partners", args, Style.PRIMARY)
        no = Button(say("button-partner-no"), "leave-partners", args)
        return Message((Line(line), Fine(say("partner-fine"))), (yes, no))
    tag = event.who.tag(Purpose.MEMBER, course.id)
    others = [one for one in course.work.partners.members(group.id) if one.member_tag != tag]
    names = ", ".join(NAME for _one in others)
    line = say("partner-group", topic=group.topic, names=names)
    return Message((Line(line, tuple(PersonName(_seal(one)) for one in others)),), (leave,))


@routes.press("find-partner", reads=True)
def open_form(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Find company]**: one topic, and how many."""
    say = course.say
    topics = course.hints.topics(course.id)[:OPTIONS]
    topic: Field = TextField("topic", say("ask-topic"), required=True, most=BUTTON)
    if topics:
        options = tuple(Option(one.id, title(one.name, BUTTON)) for one in topics)
        topic = Choice("topic", say("ask-topic"), options, required=True)
    sizes = tuple(Option(str(one), say("partner-size", count=one)) for one in SIZES)
    fields = (
        Advice(say("partner-advice")),
        topic,
        Choice("size", say("partner-how-many"), sizes, "2", required=True),
    )
    form = Form(say("partner-title"), "find-partner", fields, say("partner-submit"), (course.id,))
    yield OpenForm(form)


@routes.submission("find-partner")
def seek(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Somebody looks; with enough who look for the same, a group is proposed to all of them."""
    names = {topic.id: topic.name for topic in course.hints.topics(course.id)}
    typed = " ".join(form.text("topic").split())
    topic = names.get(typed, "" if names else typed)
    size = int(form.text("size")) if form.text("size") in map(str, SIZES) else 2
    if not topic:
        raise course.refuse("partner-no-topic")
    if any(one.topic == topic for one in _own(form, course)):
        raise course.refuse("partner-already", topic=topic)
    partners, partner_id = course.work.partners, course.chance.token()
    me = Partner(
        id=partner_id,
        course_id=course.id,
        member_tag=form.who.tag(Purpose.MEMBER, course.id),
        member_seal=form.who.sealed(f"partner:{partner_id}").box,
        topic=topic,
        size=size,
    )
    partners.seek(me)
    others = partners.looking(me)[: size - 1]
    group = StudyGroup(id=course.chance.token(), course_id=course.id, topic=topic)
    if len(others) == size - 1 and partners.propose(group, [me, *others]):
        yield from _told(others)
        partners.told(me.id)
        me.group_id = group.id
    yield Reply(_card(form, course, me))


def _mine(press: Press, course: Course) -> Partner:
    for one in _own(press, course):
        if one.id == press.args[-1]:
            return one
    raise course.refuse("partner-gone")


@routes.press("agree-partners")
def agree(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Yes, tell my name]**: named once everybody has said so."""
    me, partners = _mine(press, course), course.work.partners
    if me.group_id is None or not partners.agree(me.id, me.group_id):
        raise course.refuse("partner-gone")
    me.agrees = True
    if partners.form(me.group_id):
        partners.tell(me.group_id)
        partners.told(me.id)
        others = [one for one in partners.members(me.group_id) if one.id != me.id]
        yield from _told(others)
    yield Reply(_card(press, course, me))


@routes.press("leave-partners")
def leave(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Not this time]** and **[Leave]**: nobody learns who it was; the others look on."""
    me, partners = _mine(press, course), course.work.partners
    group = partners.group(me.group_id) if me.group_id else None
    partners.leave(me.id)
    if group is not None:
        left = partners.members(group.id)
        if not group.formed or len(left) < SIZES[0]:
            partners.dissolve(group.id)
            yield from _told(left)
    yield Reply(course.line("partner-left"))


def partner_news(press: Press, course: Course) -> Iterator[Reply]:
    """What **[Read it]** tells of studying together, and of questions for one's groups."""
    for partner in _own(press, course):
        if partner.news:
            course.work.partners.told(partner.id)
            yield Reply(_card(press, course, partner))
        if partner.group_id is not None and partner.agrees:
            yield from _asked(press, course, partner.group_id)


def _asked(press: Press, course: Course, group_id: str) -> Iterator[Reply]:
    """Open questions that others of a group have for it; a group names its members anyway."""
    say = course.say
    for question in course.work.partners.questions(course.id, group_id):
        seal = author_seal(question)
        if asked_by(press.who, question) or question.hidden_at is not None or seal is None:
            continue
        lead = Line(say("group-asks", who=NAME, topic=question.topic), (PersonName(seal),))
        button = Button(say("button-answer"), "answer", (question.id,), Style.PRIMARY)
        for message in pages([lead, Said(question.text)], (button,)):
            yield Reply(message)


def groups_of(event: Heard, course: Course) -> list[StudyGroup]:
    """The groups somebody is in."""
    found = (
        course.work.partners.group(one.group_id)
        for one in _own(event, course)
        if one.group_id is not None
    )
    return [group for group in found if group is not None and group.formed]


def in_audience(event: Heard, course: Course, question: Question) -> bool:
    """Whether a question is for a group of somebody's."""
    return question.audience == Audience.GROUP and any(
        question.group_mark == course.work.partners.mark(question.id, group.id)
        for group in groups_of(event, course)
    )


def group_for(event: Heard, course: Course, question: Question) -> StudyGroup | None:
    """The group that would be asked: the one on the question's topic, else the first."""
    groups = groups_of(event, course)
    about = [one for one in groups if one.topic == question.topic]
    return next(iter([*about, *groups]), None) if closed(course, event) is None else None


def ask_group(press: Press, course: Course, question: Question) -> Iterator[Outgoing]:
    """A posted question reaches one's group by a notice to each of the others.

    Raises:
        Refused: the group is gone meanwhile.
    """
    group = group_for(press, course, question)
    if group is None:
        raise course.refuse("group-gone")
    course.work.partners.addressed(question.id, group.id)
    tag = press.who.tag(Purpose.MEMBER, course.id)
    members = course.work.partners.members(group.id)
    yield from _told([one for one in members if one.member_tag != tag])
