"""What every record has in common."""

from sqlmodel import SQLModel


class Record(SQLModel):
    """What a repository gives out. It prints its kind only: what it holds may be somebody's."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__
