"""Drafts: locked, one for each form of a person, gone after a day."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.keys import Keys
from storage.kinds import Purpose
from storage.reading import one
from storage.ready import Ready
from storage.tables import Draft, DraftTable

_draft = table(DraftTable)
_FIND = select(_draft).where(_draft.c.id == bindparam("id"))
_NEWEST = (
    select(_draft)
    .where(_draft.c.person_tag.in_(bindparam("tags", expanding=True)))
    .where(_draft.c.form == bindparam("form"))
    .order_by(_draft.c.until.desc(), _draft.c.id)
    .limit(1)
)
_DROP_OF = Ready(
    delete(_draft).where(
        _draft.c.person_tag.in_([bindparam("today"), bindparam("yesterday")]),
        _draft.c.form == bindparam("which"),
        _draft.c.args == bindparam("of"),
    )
)


class Drafts:
    """What people wrote and have not sent."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def keep(self, draft: Draft, fields: Mapping[str, str]) -> None:
        """Keep a draft, in place of an earlier one of the same form on the same day."""
        self._connection.execute(
            delete(_draft).where(
                _draft.c.person_tag == draft.person_tag,
                _draft.c.form == draft.form,
                _draft.c.args == draft.args,
            )
        )
        box = self._keys.lock(Purpose.DRAFT, draft.id, json.dumps(dict(fields)).encode())
        self._connection.execute(insert(_draft), {**draft.model_dump(), "box": box})

    def find(self, draft_id: str) -> Draft | None:
        """The draft with this id, whoever wrote it."""
        return one(Draft, self._connection.execute(_FIND, {"id": draft_id}).first())

    def newest(self, tags: list[str], form: str) -> Draft | None:
        """The newest draft of a form under one of a person's tags."""
        values = {"tags": tags, "form": form}
        return one(Draft, self._connection.execute(_NEWEST, values).first())

    def fields(self, draft: Draft) -> dict[str, str]:
        """What was written, by field."""
        found: dict[str, str] = json.loads(
            self._keys.unlock(Purpose.DRAFT, draft.id, draft.box).decode()
        )
        return found

    def drop(self, draft_id: str) -> bool:
        """Erase a draft; false if it is gone already."""
        result = self._connection.execute(delete(_draft).where(_draft.c.id == draft_id))
        return result.rowcount == 1

    def drop_of(self, tags: list[str], form: str, args: str) -> None:
        """Erase a person's drafts of a form that has been sent, by one tag or two."""
        days = {"today": tags[0], "yesterday": tags[-1]}
        _DROP_OF.run(self._connection, {**days, "which": form, "of": args})

    def sweep(self, now: datetime) -> None:
        """Erase what is older than a day."""
        self._connection.execute(delete(_draft).where(_draft.c.until <= now))
