"""What has been heard, what waits to be said, where it was said, what falls due."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, Nobodys, OfQuestion
from storage.kinds import Room
from storage.tables.record import Record


class InboxTable(Record, table=True):
    """Events already handled, by keyed hash, with what was answered, locked, for an hour."""

    __tablename__ = "inbox"
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
    reply: str
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("a keyed hash of the delivery and a locked reply, both gone after an hour"),
    )


class Parcel(Record):
    """Something waiting to be delivered.

    ``destination`` orders parcels (a room, or a keyed hash of a seal); ``coalesce`` names what a
    later parcel replaces while this one is unsent. ``held_until`` is by the installation's time,
    everything else by real seconds.
    """

    id: int | None = Field(default=None, primary_key=True)
    course_id: str
    question_id: str | None = Field(default=None, index=True)
    destination: str
    coalesce: str
    kind: str
    card_key: str = ""
    room: Room | None = Field(default=None, sa_type=one_of(Room))
    platform: str = ""
    workspace: str = ""
    room_id: str = ""
    scope: str = ""
    seal: str = ""
    notice: str = ""
    args: str = ""
    until: datetime | None = Field(default=None, sa_type=Moment)
    body: str = Field(default="", sa_type=Text)
    pin: bool = False
    last: bool = False
    made_at: datetime = Field(sa_type=Moment)
    attempts: int = 0
    not_before: float = 0.0
    held_until: datetime | None = Field(default=None, sa_type=Moment)
    leased_until: float = 0.0


class OutboxTable(Parcel, table=True):
    """The outbox: rows are deleted when they are delivered, bodies with them."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_line", "destination", "id"),
        Index(
            "outbox_one_unsent",
            "coalesce",
            unique=True,
            sqlite_where=text("leased_until = 0"),
            postgresql_where=text("leased_until = 0"),
        ),
        {"sqlite_autoincrement": True},
    )
    # A parcel on its way is left: were it deleted, the card's last edit could overtake it.
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(unless="leased_until"),)


class Card(Record):
    """Where a card was posted, so that it can be edited in place, and taken back.

    ``message`` is the first word of ``ref``: what the platform calls the message, by which a thread
    of it is recognised. ``posted_at`` stays what it is however often the card is edited.
    """

    course_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    platform: str = Field(primary_key=True)
    room: Room = Field(sa_type=one_of(Room))
    question_id: str | None = Field(default=None, index=True)
    ref: str
    message: str = ""
    posted_at: datetime = Field(sa_type=Moment)


class CardTable(Card, table=True):
    """Posted cards."""

    __tablename__ = "card"
    __table_args__ = (Index("card_message", "platform", "message"),)
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("the platform's id of the bot's own public message"),
    )


class Job(Record):
    """Work that falls due."""

    id: str = Field(primary_key=True)
    course_id: str | None = None
    question_id: str | None = Field(default=None, index=True)
    name: str
    args: str = ""
    due: datetime = Field(sa_type=Moment, index=True)
    leased_until: float = 0.0


class JobTable(Job, table=True):
    """Due work."""

    __tablename__ = "job"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)
