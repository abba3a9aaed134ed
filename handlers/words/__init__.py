"""Everything the bot says, per language, in Project Fluent files (one folder a language)."""

from functools import lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

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
        for file in sorted(files("handlers.words").joinpath(language).iterdir(), key=str):
            if file.name.endswith(".ftl"):
                self._bundle.add_resource(FluentResource(file.read_text("utf-8")))

    def __call__(self, key: str, **values: str | int) -> str:
        """The text of a key with its values filled in.

        Raises:
            KeyError: there is no such text, or it needs a value that was not given.
        """
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        text, problems = self._bundle.format_pattern(message.value, values)
        if problems:
            raise KeyError(f"{key}: {', '.join(type(problem).__name__ for problem in problems)}")
        return str(text)


@lru_cache
def words(language: str) -> Words:
    """The texts of a language, English where it has none."""
    folder = files("handlers.words").joinpath(language)
    return Words(language if folder.is_dir() else FALLBACK)
