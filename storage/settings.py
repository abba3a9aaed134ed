"""The few facts about the installation itself."""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.tables import SettingTable

_setting = table(SettingTable)
_FIND = select(_setting.c.value).where(_setting.c.name == bindparam("name"))
_OFFSET = "clock-offset-seconds"


class Settings:
    """Facts by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, name: str) -> str | None:
        """A fact."""
        found: str | None = self._connection.execute(_FIND, {"name": name}).scalar_one_or_none()
        return found

    def set(self, name: str, value: str) -> None:
        """Keep a fact."""
        self._connection.execute(delete(_setting).where(_setting.c.name == name))
        self._connection.execute(insert(_setting), {"name": name, "value": value})

    def clock_offset(self) -> timedelta:
        """How far the installation's time is ahead of real time; zero unless a demo moved it."""
        return timedelta(seconds=float(self.find(_OFFSET) or 0))

    def set_clock_offset(self, offset: timedelta) -> None:
        """Move the installation's time."""
        self.set(_OFFSET, str(offset.total_seconds()))
