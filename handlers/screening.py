"""The phrases of a language for the screen of distress, read once."""

from functools import lru_cache
from importlib.resources import files

from handlers.rules.screening import Phrases, read_phrases
from handlers.words import FALLBACK


@lru_cache
def phrases(language: str) -> Phrases:
    """The phrases of a language, English where it has none."""
    folder = files("handlers.words").joinpath(language)
    if not folder.joinpath("screening.txt").is_file():
        folder = files("handlers.words").joinpath(FALLBACK)
    return read_phrases(folder.joinpath("screening.txt").read_text("utf-8"))
