"""Files that come with a question: clean ones are kept, refused ones named with the reason."""

from collections.abc import Sequence

from handlers.chat.incoming import CleanFile, RefusedFile
from handlers.chat.outgoing import Line, Part
from handlers.course import Course
from storage.tables import Question, StoredFile

MOST = 10
"""Files a question takes at most."""


def files_of(course: Course, question: Question) -> list[StoredFile]:
    """A question's files, in the order in which they were added."""
    return sorted(course.attachments.of(question.id), key=lambda file: _number(file.name))


def _number(name: str) -> int:
    return int(name.rpartition(".")[0].rpartition("-")[2])


def _numbered(name: str, number: int) -> str:
    """The clean name with its place among the question's files: ``picture-2.png``."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem.rstrip('0123456789').rstrip('-')}-{number}{dot}{ending}"


def keep_files(
    course: Course, question: Question, files: Sequence[CleanFile | RefusedFile]
) -> list[Part]:
    """Keep what is clean, up to ten in all, and say what happened to each."""
    there = len(course.attachments.of(question.id))
    clean = [file for file in files if isinstance(file, CleanFile)]
    kept = clean[: max(MOST - there, 0)]
    for number, file in enumerate(kept, there + 1):
        course.attachments.add(
            StoredFile(
                id=course.chance.token(),
                question_id=question.id,
                name=_numbered(file.name, number),
                media_type=file.media_type,
                content=file.content,
            )
        )
    parts: list[Part] = []
    if kept:
        parts.append(Line(course.say("files-added", count=len(kept))))
    if len(kept) < len(clean):
        parts.append(Line(course.say("files-full")))
    refused = (file for file in files if isinstance(file, RefusedFile))
    return [*parts, *(Line(course.say(file.reason, **file.values)) for file in refused)]
