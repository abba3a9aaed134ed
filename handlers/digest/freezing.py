"""A digest as bytes and back: what is stored is what was published."""

from pydantic import TypeAdapter

from handlers.digest.findings import About, Digest
from handlers.rules.release import thaw

_DIGEST: TypeAdapter[Digest] = TypeAdapter(Digest)


def freeze(digest: Digest) -> str:
    """The digest as JSON, the same bytes for the same digest."""
    return _DIGEST.dump_json(digest, indent=1).decode()


def thawed(content: str) -> Digest:
    """The digest that :func:`freeze` wrote.

    Raises:
        ValueError: it is something else, or a figure about people in it was never released.
    """
    digest = _DIGEST.validate_json(content)
    for line in (*digest.front, *digest.more):
        if line.about is About.PEOPLE:
            for value in line.values.values():
                thaw(str(value))
    return digest
