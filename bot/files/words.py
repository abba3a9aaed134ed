"""Word lists, written as words."""


def words(text: str) -> frozenset[str]:
    """The words of a text that is separated by spaces."""
    return frozenset(text.split())
