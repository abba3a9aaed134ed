"""Everything the bot says, per language, in Project Fluent files (one folder a language)."""

from functools import lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Resource, Term

FALLBACK = "en"


class Words:
    """The texts of one language. A missing text or value is a bug and raises."""

    def __init__(self, language: str) -> None:
        """Read the language's files.

        Raises:
            ValueError: a file cannot be understood.
        """
        self.language = language
        # Isolation marks would stand around every value, also where the platform shows them.
        self._bundle = FluentBundle([language], use_isolating=False)
        self._plain: dict[str, str] = {}
        for file in sorted(files("handlers.words").joinpath(language).iterdir(), key=str):
            if file.name.endswith(".ftl"):
                self._bundle.add_resource(_read(file.read_text("utf-8")))

    def __call__(self, key: str, **values: str | int) -> str:
        """The text of a key with its values filled in.

        Raises:
            KeyError: there is no such text, or it needs a value that was not given.
        """
        if not values and (known := self._plain.get(key)) is not None:
            return known
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        text, problems = self._bundle.format_pattern(message.value, values)
        if problems:
            raise KeyError(f"{key}: {', '.join(type(problem).__name__ for problem in problems)}")
        if not values:
            self._plain[key] = str(text)
        return str(text)


def _read(text: str) -> Resource:
    """A file of texts, without what only an editor needs: where each stands, and comments."""
    resource = FluentParser(with_spans=False).parse(text)
    for entry in resource.body:
        if isinstance(entry, Message | Term):
            entry.comment = None
    return resource


@lru_cache
def words(language: str) -> Words:
    """The texts of a language, English where it has none."""
    folder = files("handlers.words").joinpath(language)
    return Words(language if folder.is_dir() else FALLBACK)
