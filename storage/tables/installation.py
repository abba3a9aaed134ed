"""Facts about the installation itself."""

from typing import ClassVar

from sqlmodel import Field

from storage.duties import Duty, Nobodys
from storage.tables.record import Record


class SettingTable(Record, table=True):
    """The few facts about the installation itself: the clock's offset."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True)
    value: str
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("about the installation"),)
