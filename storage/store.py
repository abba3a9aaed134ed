"""The unit of work: one transaction, and one small repository for each thing remembered."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as NoConnection

from storage.allowances import Allowances
from storage.answers import Answers
from storage.attachments import Attachments
from storage.cards import Cards
from storage.care import Care
from storage.continuations import Continuations
from storage.courses import Courses
from storage.digests import Digests
from storage.drafts import Drafts
from storage.engine import BUSY_MS, OneProcess, open_engine, truncate_journal
from storage.exams import Exams
from storage.hints import Hints
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.keys import Keys
from storage.lane import Busy, Lane
from storage.links import Links
from storage.log import Log
from storage.notes import Notes
from storage.outbox import Outbox
from storage.oversight import Oversight
from storage.partners import Partners
from storage.peers import Peers
from storage.presence import Presence
from storage.proposals import Proposals
from storage.pulses import Pulses
from storage.questions import Questions
from storage.replies import Replies
from storage.rosters import Rosters
from storage.search import Search
from storage.seats import Seats
from storage.sent_notices import SentNotices
from storage.settings import Settings
from storage.tickets import Tickets

__all__ = ["Busy", "Store", "Work"]


class Work:
    """An open transaction and what can be done in it.

    On PostgreSQL it locks each row that it changes until its end. So that two of them do not wait
    for each other, rows are changed in one order: answers, the question, its ticket, what can be
    found of it, and last, by their keys, what goes to the outbox, which the dispatcher sees to.
    Where an event must change the rows of two questions, PostgreSQL may still have to let one of
    two such events fail; the dispatcher then begins it anew.
    """

    def __init__(self, connection: Connection, keys: Keys) -> None:
        """Take an open transaction and the keys."""
        self.connection = connection
        self.keys = keys

    @cached_property
    def courses(self) -> Courses:
        """Courses, their rooms and named staff."""
        return Courses(self.connection)

    @cached_property
    def continuations(self) -> Continuations:
        """Questions that go on with the same person."""
        return Continuations(self.connection)

    @cached_property
    def partners(self) -> Partners:
        """Studying together."""
        return Partners(self.connection, self.keys)

    @cached_property
    def peers(self) -> Peers:
        """Classmates who help."""
        return Peers(self.connection, self.keys)

    @cached_property
    def oversight(self) -> Oversight:
        """Finding who asked where a life is in danger, legal holds, and the log of both."""
        return Oversight(self.connection)

    @cached_property
    def rosters(self) -> Rosters:
        """Rosters that wait to be applied, and the names of those that were."""
        return Rosters(self.connection, self.keys)

    @cached_property
    def exams(self) -> Exams:
        """Exam periods and release times."""
        return Exams(self.connection)

    @cached_property
    def questions(self) -> Questions:
        """Questions, what the ladder showed, and who follows them."""
        return Questions(self.connection)

    @cached_property
    def tickets(self) -> Tickets:
        """The line."""
        return Tickets(self.connection)

    @cached_property
    def seats(self) -> Seats:
        """Who is at the desk."""
        return Seats(self.connection)

    @cached_property
    def answers(self) -> Answers:
        """Answers and follow-ups."""
        return Answers(self.connection)

    @cached_property
    def care(self) -> Care:
        """Flags, and what staff hide or mute."""
        return Care(self.connection)

    @cached_property
    def pulses(self) -> Pulses:
        """The weekly pulse."""
        return Pulses(self.connection)

    @cached_property
    def allowances(self) -> Allowances:
        """What people have used of a day."""
        return Allowances(self.connection)

    @cached_property
    def drafts(self) -> Drafts:
        """What people wrote and have not sent."""
        return Drafts(self.connection, self.keys)

    @cached_property
    def attachments(self) -> Attachments:
        """Cleaned files."""
        return Attachments(self.connection)

    @cached_property
    def hints(self) -> Hints:
        """Topics and hints that staff wrote."""
        return Hints(self.connection)

    @cached_property
    def search(self) -> Search:
        """What can be found."""
        return Search(self.connection)

    @cached_property
    def log(self) -> Log:
        """What happened, about tickets and, apart from it, about people."""
        return Log(self.connection, self.keys)

    @cached_property
    def digests(self) -> Digests:
        """What was published about weeks, and what staff told the class."""
        return Digests(self.connection)

    @cached_property
    def links(self) -> Links:
        """Links that open once."""
        return Links(self.connection)

    @cached_property
    def jobs(self) -> Jobs:
        """Work that falls due."""
        return Jobs(self.connection)

    @cached_property
    def inbox(self) -> Inbox:
        """Events already handled."""
        return Inbox(self.connection, self.keys)

    @cached_property
    def replies(self) -> Replies:
        """Replies that a course keeps."""
        return Replies(self.connection)

    @cached_property
    def proposals(self) -> Proposals:
        """What staff would like to show the class."""
        return Proposals(self.connection)

    @cached_property
    def notes(self) -> Notes:
        """Notes among staff."""
        return Notes(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """What waits to be delivered."""
        return Outbox(self.connection, self.keys)

    @cached_property
    def sent_notices(self) -> SentNotices:
        """How many notices somebody was sent lately."""
        return SentNotices(self.connection)

    @cached_property
    def cards(self) -> Cards:
        """Where cards were posted."""
        return Cards(self.connection)

    @cached_property
    def settings(self) -> Settings:
        """Facts about the installation."""
        return Settings(self.connection)


class Store:
    """An open database.

    On SQLite all writing goes through one lane (:mod:`storage.lane`), since a second writer would
    only wait for the file's lock and could time out there; PostgreSQL takes writers side by side.
    """

    def __init__(self, url: str, keys: Keys, *, alone: bool = True) -> None:
        """Open the database; its tables are made by :mod:`storage.migrate`.

        Args:
            url: an SQLAlchemy URL.
            keys: the installation's keys.
            alone: refuse a second process on the same SQLite file.

        Raises:
            DatabaseProblem: it cannot be used; the message says what to do.
        """
        self._lock = OneProcess(url) if alone else None
        self.engine: Engine = open_engine(url)
        self._reader = open_engine(url, reading=True)
        self.keys = keys
        self.one_lane = self.engine.dialect.name == "sqlite"
        self._lane = Lane(self.engine) if self.one_lane else None
        self._presence: Presence | None = None

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """A transaction that is committed at the end, or rolled back whole when something fails.

        Raises:
            Busy: the lane did not come free in time.
        """
        if self._lane is not None:
            with self._lane.turn(BUSY_MS / 1000) as connection:
                yield Work(connection, self.keys)
            return
        with self._connected(self.engine) as connection, connection.begin():
            yield Work(connection, self.keys)

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A transaction that only reads; it waits for no writer on either database.

        Raises:
            Busy: no connection came free in time.
        """
        with self._connected(self._reader) as connection, connection.begin():
            yield Work(connection, self.keys)

    @contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        try:
            connection = engine.connect()
        except NoConnection:
            raise Busy from None
        with connection:
            yield connection

    def take_over(self) -> None:
        """Take over what a process that died had begun, if no other process is there to do it.

        Call it once, when the process begins to send and to do due work. From then on others see
        that it is there, until it ends, however it ends.
        """
        if self.one_lane:
            if self._lock is not None:
                self._free_leases()
            return
        self._presence = Presence(self.engine)
        if self._presence.first:
            self._free_leases()
            self._presence.let_others_in()

    def stay(self) -> None:
        """Be seen by other processes still, also after the server was started again.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it does not answer.
        """
        if self._presence is not None:
            self._presence.stay()

    def _free_leases(self) -> None:
        with self.begin() as work:
            work.outbox.free_leases()
            work.jobs.free_leases()

    def tidy(self) -> None:
        """Empty SQLite's journal, where deleted words still stand; nothing on PostgreSQL."""
        truncate_journal(self.engine)

    def close(self) -> None:
        """Close every connection and let the next process in; empties SQLite's journal."""
        try:
            self.tidy()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close what is open, also where the database cannot be used."""
        if self._presence is not None:
            self._presence.end()
        self.engine.dispose()
        self._reader.dispose()
        if self._lock is not None:
            self._lock.release()
