"""Every table of the main database, by topic. None of them holds a person.

Each thing has a record (what the repositories give out) and a table made from it. People appear
only as tags and seals (``storage/keys.py``); rooms are no people and appear as they are. Ids are
random, so that nothing can be counted or ordered by them.
"""

from storage.tables.allowances import AllowanceTable
from storage.tables.care import Flag, FlagTable, Measure, MeasureTable
from storage.tables.courses import (
    Course,
    CourseTable,
    Hint,
    HintTable,
    Member,
    MemberTable,
    Place,
    PlaceTable,
    Section,
    SectionTable,
    Staff,
    StaffGroup,
    StaffGroupTable,
    StaffTable,
    Topic,
    TopicTable,
)
from storage.tables.delivery import Card, CardTable, InboxTable, Job, JobTable, OutboxTable, Parcel
from storage.tables.digests import (
    OnceLink,
    OnceLinkTable,
    Published,
    PublishedTable,
    Told,
    ToldTable,
)
from storage.tables.drafts import Draft, DraftTable
from storage.tables.exams import (
    Accommodation,
    AccommodationTable,
    ExamPeriod,
    ExamPeriodTable,
    Release,
    ReleaseTable,
)
from storage.tables.installation import SettingTable
from storage.tables.log import (
    PersonEvent,
    PersonEventTable,
    TicketEvent,
    TicketEventTable,
    UnsettledEventTable,
)
from storage.tables.pulse import (
    PulseAnswer,
    PulseAnswerTable,
    PulseBank,
    PulseBankTable,
    PulseMember,
    PulseMemberTable,
    PulseSlot,
    PulseSlotTable,
    PulseTerm,
    PulseTermTable,
)
from storage.tables.questions import (
    Follower,
    FollowerTable,
    Question,
    QuestionTable,
    Showing,
    ShowingTable,
    StoredFile,
    StoredFileTable,
)
from storage.tables.record import Record
from storage.tables.rosters import RosterLine, RosterLineTable
from storage.tables.seats import Seat, SeatTable
from storage.tables.tickets import Answer, AnswerTable, FollowUp, FollowUpTable, Ticket, TicketTable

__all__ = [
    "Accommodation",
    "AccommodationTable",
    "AllowanceTable",
    "Answer",
    "AnswerTable",
    "Card",
    "CardTable",
    "Course",
    "CourseTable",
    "Draft",
    "DraftTable",
    "ExamPeriod",
    "ExamPeriodTable",
    "Flag",
    "FlagTable",
    "FollowUp",
    "FollowUpTable",
    "Follower",
    "FollowerTable",
    "Hint",
    "HintTable",
    "InboxTable",
    "Job",
    "JobTable",
    "Measure",
    "MeasureTable",
    "Member",
    "MemberTable",
    "OnceLink",
    "OnceLinkTable",
    "OutboxTable",
    "Parcel",
    "PersonEvent",
    "PersonEventTable",
    "Place",
    "PlaceTable",
    "Published",
    "PublishedTable",
    "PulseAnswer",
    "PulseAnswerTable",
    "PulseBank",
    "PulseBankTable",
    "PulseMember",
    "PulseMemberTable",
    "PulseSlot",
    "PulseSlotTable",
    "PulseTerm",
    "PulseTermTable",
    "Question",
    "QuestionTable",
    "Record",
    "Release",
    "ReleaseTable",
    "RosterLine",
    "RosterLineTable",
    "Seat",
    "SeatTable",
    "Section",
    "SectionTable",
    "SettingTable",
    "Showing",
    "ShowingTable",
    "Staff",
    "StaffGroup",
    "StaffGroupTable",
    "StaffTable",
    "StoredFile",
    "StoredFileTable",
    "Ticket",
    "TicketEvent",
    "TicketEventTable",
    "TicketTable",
    "Told",
    "ToldTable",
    "Topic",
    "TopicTable",
    "UnsettledEventTable",
]
