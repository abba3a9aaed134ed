"""What every record has in common."""

from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig


class Record(SQLModel):
    """What a repository gives out. It prints its kind only: what it holds may be somebody's."""

    # A table is never validated, and most records are not made in most processes.
    model_config = SQLModelConfig(defer_build=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__
