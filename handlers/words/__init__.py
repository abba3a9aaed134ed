"""Everything the bot says, per language, in Project Fluent files (one folder a language)."""

from functools import cached_property, lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Resource, Term, TextElement

FALLBACK = "en"


class Words:
    """The texts of one language. A missing text or value is a bug and raises."""

    def __init__(self, language: str) -> None:
        """Read the language's files.

        Raises:
            ValueError: a file cannot be understood.
        """
        self.language = language
        self._resources = [
            _read(file.read_text("utf-8"))
            for file in sorted(files("handlers.words").joinpath(language).iterdir(), key=str)
            if file.name.endswith(".ftl")
        ]
        self._plain: dict[str, str] = {}
        for resource in self._resources:
            for entry in resource.body:
                if isinstance(entry, Message) and (plain := _plain(entry)) is not None:
                    self._plain.setdefault(entry.id.name, plain)

    def __call__(self, key: str, **values: str | int) -> str:
        """The text of a key with its values filled in.

        Raises:
            KeyError: there is no such text, or it needs a value that was not given.
        """
        if (plain := self._plain.get(key)) is not None:
            return plain
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        text, problems = self._bundle.format_pattern(message.value, values)
        if problems:
            raise KeyError(f"{key}: {', '.join(type(problem).__name__ for problem in problems)}")
        return str(text)

    @cached_property
    def _bundle(self) -> FluentBundle:
        """Fluent's own, which knows plurals and numbers: 4 MB, so not before one is wanted."""
        # Isolation marks would stand around every value, also where the platform shows them.
        bundle = FluentBundle([self.language], use_isolating=False)
        for resource in self._resources:
            bundle.add_resource(resource)
        return bundle


def _read(text: str) -> Resource:
    """A file of texts, without what only an editor needs: where each stands, and comments."""
    resource = FluentParser(with_spans=False).parse(text)
    for entry in resource.body:
        if isinstance(entry, Message | Term):
            entry.comment = None
    return resource


def _plain(message: Message) -> str | None:
    """The text of a message that nothing is filled into."""
    elements = [] if message.value is None else message.value.elements
    words = [one.value for one in elements if isinstance(one, TextElement)]
    return "".join(words) if words and len(words) == len(elements) else None


@lru_cache
def words(language: str) -> Words:
    """The texts of a language, English where it has none."""
    folder = files("handlers.words").joinpath(language)
    return Words(language if folder.is_dir() else FALLBACK)
