"""Rows for tests: somebody's question, its ticket, an answer; with ids that read well."""

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.keys import Keys, Somebody
from storage.kinds import (
    Audience,
    By,
    Flagged,
    Form,
    Kind,
    Label,
    Measured,
    PulseState,
    Purpose,
    QuestionState,
    RequestState,
    Role,
    Room,
    Sharing,
    TicketState,
    Wish,
)
from storage.store import Work
from storage.tables import (
    Accommodation,
    Answer,
    Card,
    Confirmation,
    Confirmer,
    Course,
    Draft,
    Flag,
    Follower,
    FollowUp,
    HelperSeat,
    Measure,
    Member,
    Parcel,
    Partner,
    PersonEvent,
    Proposal,
    PulseMember,
    PulseSlot,
    PulseTerm,
    Question,
    RevealRequest,
    RevealRule,
    RosterLine,
    Seat,
    Showing,
    Staff,
    StaffNote,
    StoredFile,
    Ticket,
    TicketEvent,
)

MONDAY = datetime(2026, 9, 7, 10, 15, tzinfo=UTC)
COURSE = "data-101"
KEYS = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
ANA = Somebody(KEYS, b"a" * 16)
BEN = Somebody(KEYS, b"b" * 16)
TIM = Somebody(KEYS, b"t" * 16)


def course(course_id: str = COURSE, **changed: object) -> Course:
    fields: dict[str, Any] = {
        "id": course_id,
        "name": "Data 101",
        "contacts": "112",
        "created_at": MONDAY,
    }
    return Course(**{**fields, **changed})


def question(question_id: str, who: Somebody = ANA, **changed: object) -> Question:
    fields: dict[str, Any] = {
        "id": question_id,
        "course_id": COURSE,
        "state": QuestionState.PRIVATE,
        "author_tag": who.tag(Purpose.QUESTION, question_id),
        "author_seal": who.sealed(f"author:{question_id}").box,
        "alias": "Curious Otter",
        "label": Label.EVERYONE,
        "audience": Audience.CLASS,
        "kind": Kind.LEARNING,
        "wish": Wish.POINTER,
        "text": f"text of {question_id}",
        "asked_at": MONDAY,
    }
    return Question(**{**fields, **changed})


def ticket(question_id: str, **changed: object) -> Ticket:
    fields: dict[str, Any] = {
        "question_id": question_id,
        "course_id": COURSE,
        "state": TicketState.WAITING,
        "due": MONDAY,
    }
    return Ticket(**{**fields, **changed})


def answer(answer_id: str, question_id: str, who: Somebody = TIM, **changed: object) -> Answer:
    fields: dict[str, Any] = {
        "id": answer_id,
        "question_id": question_id,
        "by": By.STAFF,
        "form": Form.FULL,
        "author_tag": who.tag(Purpose.QUESTION, question_id),
        "author_seal": who.sealed(f"helper:{answer_id}").box,
        "text": f"text of {answer_id}",
        "given_at": MONDAY,
    }
    return Answer(**{**fields, **changed})


def follow_up(line_id: str, question_id: str, who: Somebody, **changed: object) -> FollowUp:
    fields: dict[str, Any] = {
        "id": line_id,
        "question_id": question_id,
        "by": By.STAFF,
        "author_tag": who.tag(Purpose.QUESTION, question_id),
        "text": f"text of {line_id}",
        "said_at": MONDAY,
    }
    return FollowUp(**{**fields, **changed})


def follower(question_id: str, who: Somebody) -> Follower:
    return Follower(
        question_id=question_id,
        follower_tag=who.tag(Purpose.QUESTION, question_id),
        follower_seal=who.sealed(f"follower:{question_id}").box,
    )


def draft(draft_id: str, who: Somebody, **changed: object) -> Draft:
    scope = f"{COURSE}/2026-09-07"
    fields: dict[str, Any] = {
        "id": draft_id,
        "course_id": COURSE,
        "scope": scope,
        "person_tag": who.tag(Purpose.DAY, scope),
        "form": "ask",
        "box": "",
        "until": MONDAY + timedelta(days=1),
    }
    return Draft(**{**fields, **changed})


def flag(question_id: str, who: Somebody, why: Flagged = Flagged.HURTFUL) -> Flag:
    return Flag(
        question_id=question_id, flagger_tag=who.tag(Purpose.QUESTION, question_id), why=why
    )


def measure(question_id: str, who: Somebody, **changed: object) -> Measure:
    fields: dict[str, Any] = {
        "question_id": question_id,
        "person_tag": who.tag(Purpose.QUESTION, question_id),
        "what": Measured.MUTED,
        "taken_at": MONDAY,
        "until": MONDAY + timedelta(days=1),
    }
    return Measure(**{**fields, **changed})


def showing(showing_id: str, question_id: str, **changed: object) -> Showing:
    fields: dict[str, Any] = {
        "id": showing_id,
        "question_id": question_id,
        "rung": 1,
        "source": "hint:h1",
        "text": f"text of {showing_id}",
        "shown_at": MONDAY,
    }
    return Showing(**{**fields, **changed})


def stored_file(file_id: str, question_id: str) -> StoredFile:
    return StoredFile(
        id=file_id,
        question_id=question_id,
        name="picture-1.png",
        media_type="image/png",
        content=b"bytes of " + file_id.encode(),
    )


def staff_note(note_id: str, question_id: str, who: Somebody, **changed: object) -> StaffNote:
    fields: dict[str, Any] = {
        "id": note_id,
        "question_id": question_id,
        "author_tag": who.tag(Purpose.QUESTION, question_id),
        "author_seal": who.sealed(f"note:{note_id}").box,
        "text": f"text of {note_id}",
        "at": MONDAY,
    }
    return StaffNote(**{**fields, **changed})


def proposal(question_id: str, **changed: object) -> Proposal:
    fields: dict[str, Any] = {
        "question_id": question_id,
        "answer_id": "a1",
        "state": Sharing.ASKED,
        "text": "",
    }
    return Proposal(**{**fields, **changed})


def ticket_event(event_id: str, question_id: str, **changed: object) -> TicketEvent:
    fields: dict[str, Any] = {
        "id": event_id,
        "course_id": COURSE,
        "question_id": question_id,
        "what": "asked",
        "at": MONDAY,
    }
    return TicketEvent(**{**fields, **changed})


def note(work: Work, event_id: str, who: Somebody, window: str = "2026-W37") -> None:
    """Note that somebody did something in a window, as a handler does."""
    scope = f"{COURSE}/{window}"
    event = PersonEvent(
        id=event_id,
        course_id=COURSE,
        window=window,
        window_scope=scope,
        person_tag=who.tag(Purpose.WINDOW, scope),
        what="asked",
    )
    work.log.about_person(event, who.tag(Purpose.WINDOW, event_id))


def staff(who: Somebody, role: Role) -> Staff:
    return Staff(
        course_id=COURSE,
        member_tag=who.tag(Purpose.MEMBER, COURSE),
        role=role,
        member_seal=who.sealed(f"staff:{COURSE}").box if role is Role.INSTRUCTOR else None,
    )


def card(key: str, *, ref: str, message: str, platform: str = "local") -> Card:
    """A posted card of the question that its key ends with."""
    return Card(
        course_id=COURSE,
        key=key,
        platform=platform,
        room=Room.STAFF,
        question_id=key.rpartition(":")[2],
        ref=ref,
        message=message,
        posted_at=MONDAY,
    )


def pulse_term(term_id: str = "t1", **changed: object) -> PulseTerm:
    fields: dict[str, Any] = {
        "id": term_id,
        "course_id": COURSE,
        "starts": MONDAY.date(),
        "enrolment": 120,
        "state": PulseState.RUNNING,
    }
    return PulseTerm(**{**fields, **changed})


def pulse_member(who: Somebody, term_id: str = "t1", **changed: object) -> PulseMember:
    tag = who.tag(Purpose.PULSE, term_id)
    fields: dict[str, Any] = {
        "term_id": term_id,
        "person_tag": tag,
        "person_seal": who.sealed(f"pulse:{tag}").box,
        "consent": 1,
        "direct": "local",
    }
    return PulseMember(**{**fields, **changed})


def pulse_slot(who: Somebody, week: int = 1, term_id: str = "t1") -> PulseSlot:
    tag = who.tag(Purpose.PULSE, term_id)
    return PulseSlot(term_id=term_id, week=week, person_tag=tag, codes="B1 S1")


def parcel(coalesce: str, destination: str = "local/demo/staff", **changed: object) -> Parcel:
    fields: dict[str, Any] = {
        "course_id": COURSE,
        "destination": destination,
        "coalesce": coalesce,
        "kind": "post",
        "card_key": coalesce,
        "room": Room.STAFF,
        "body": f"body of {coalesce}",
        "made_at": MONDAY,
    }
    return Parcel(**{**fields, **changed})


def accommodation(period_id: str, who: Somebody) -> Accommodation:
    return Accommodation(
        period_id=period_id,
        course_id=COURSE,
        member_tag=who.tag(Purpose.MEMBER, COURSE),
        member_seal=who.sealed(f"accommodation:{period_id}").box,
    )


def member(who: Somebody, section_id: str | None = None) -> Member:
    tag = who.tag(Purpose.MEMBER, COURSE)
    return Member(course_id=COURSE, member_tag=tag, section_id=section_id)


def seat(seat_id: str, who: Somebody = TIM, **changed: object) -> Seat:
    fields: dict[str, Any] = {
        "id": seat_id,
        "course_id": COURSE,
        "member_tag": who.tag(Purpose.MEMBER, COURSE),
        "member_seal": who.sealed(f"seat:{seat_id}").box,
    }
    return Seat(**{**fields, **changed})


def roster_line(batch: str, who: Somebody, line: int = 2) -> RosterLine:
    tag = who.tag(Purpose.MEMBER, COURSE)
    return RosterLine(batch=batch, line=line, course_id=COURSE, member_tag=tag, role=Role.STUDENT)


def helper_seat(seat: str, who: Somebody, **changed: object) -> HelperSeat:
    fields: dict[str, Any] = {
        "seat": seat,
        "course_id": COURSE,
        "member_tag": who.tag(Purpose.MEMBER, COURSE),
        "member_seal": who.sealed(f"seat:{seat}").box,
    }
    return HelperSeat(**{**fields, **changed})


def partner(partner_id: str, who: Somebody, **changed: object) -> Partner:
    fields: dict[str, Any] = {
        "id": partner_id,
        "course_id": COURSE,
        "member_tag": who.tag(Purpose.MEMBER, COURSE),
        "member_seal": who.sealed(f"partner:{partner_id}").box,
        "topic": "Joins",
        "size": 2,
    }
    return Partner(**{**fields, **changed})


def reveal_rule(course_id: str = COURSE) -> RevealRule:
    return RevealRule(course_id=course_id, office="student counselling", target=60, since=MONDAY)


def confirmer(number: int, who: Somebody, **changed: object) -> Confirmer:
    fields: dict[str, Any] = {
        "id": f"confirmer-{number}",
        "course_id": COURSE,
        "member_tag": who.tag(Purpose.MEMBER, COURSE),
        "member_seal": who.sealed(f"confirmer:confirmer-{number}").box,
        "number": number,
    }
    return Confirmer(**{**fields, **changed})


def reveal_request(
    request_id: str, question_id: str, who: Somebody = TIM, **changed: object
) -> RevealRequest:
    fields: dict[str, Any] = {
        "id": request_id,
        "course_id": COURSE,
        "question_id": question_id,
        "requester_tag": who.tag(Purpose.QUESTION, question_id),
        "requester_seal": who.sealed(f"requester:{request_id}").box,
        "reason": f"reason of {request_id}",
        "state": RequestState.OPEN,
        "asked_at": MONDAY,
        "expires_at": MONDAY + timedelta(hours=24),
    }
    return RevealRequest(**{**fields, **changed})


def confirmation(
    request_id: str, question_id: str, who: Somebody, danger: str = ""
) -> Confirmation:
    return Confirmation(
        request_id=request_id,
        confirmer_tag=who.tag(Purpose.MEMBER, COURSE),
        course_id=COURSE,
        question_id=question_id,
        danger=danger,
    )
