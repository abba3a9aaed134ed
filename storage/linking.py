"""What two accounts did becomes one person's: the tags that the one has left become the other's.

Rows are found as for erasing, by the duties that tables declare. Seals are left as they are: the
vault knows whose they are now.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    UniqueConstraint,
    and_,
    delete,
    select,
    update,
)

from storage.columns import table
from storage.duties import Tagged
from storage.erasure import tables
from storage.kinds import Purpose
from storage.tables import FollowerTable, QuestionTable

Tag = Callable[[Purpose, str], str]
_follower, _question = table(FollowerTable), table(QuestionTable)


def adopt(connection: Connection, old: Tag, new: Tag) -> None:
    """Put one person's tags in the place of another's, once or again.

    Where both have left the same row (both follow a question), the one that becomes one stays.

    Args:
        connection: the open work's.
        old: makes the tags that are there.
        new: makes those that take their place.
    """
    for place, duties in tables():
        for duty in duties:
            if isinstance(duty, Tagged):
                _adopt(connection, place, duty, old, new)
    # Nobody follows a question of their own.
    own = select(_question.c.id).where(
        _question.c.id == _follower.c.question_id,
        _question.c.author_tag == _follower.c.follower_tag,
    )
    connection.execute(delete(_follower).where(own.exists()))


def _adopt(connection: Connection, place: Table, duty: Tagged, old: Tag, new: Tag) -> None:
    column, scope = place.c[duty.tag], place.c[duty.scope]
    rows = connection.execute(select(column, scope).where(column.is_not(None)).distinct()).all()
    for stored, about in rows:
        if old(duty.purpose, about) != stored:
            continue
        tag = new(duty.purpose, about)
        for once in _uniques(place, duty.tag):
            connection.execute(delete(place).where(column == stored, _both(place, once, duty, tag)))
        connection.execute(
            update(place).where(column == stored, scope == about).values({duty.tag: tag})
        )


def _uniques(place: Table, name: str) -> Iterator[tuple[str, ...]]:
    """Each set of columns of which a row is the only one, if the tag is among them."""
    kinds = (
        place.primary_key.columns,
        *(index.columns for index in place.indexes if index.unique),
        *(one.columns for one in place.constraints if isinstance(one, UniqueConstraint)),
    )
    for kind in kinds:
        names = tuple(column.name for column in kind)
        if name in names:
            yield names


def _both(place: Table, once: tuple[str, ...], duty: Tagged, tag: str) -> ColumnElement[bool]:
    """Whether the other has left the same row."""
    other = place.alias()
    same = [other.c[name] == place.c[name] for name in once if name != duty.tag]
    return select(other.c[duty.tag]).where(and_(other.c[duty.tag] == tag, *same)).exists()
