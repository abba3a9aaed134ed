"""Small files for people in a transcript to add, with what a camera or an author leaves in them."""

import io
import re
from collections.abc import Callable

CREATOR = "Ana Lindqvist"
"""Hidden in each picture; a clean copy must not hold it."""


ROSTER = """\
person,role,section,name
{ana},student,Monday group,Ana Lindqvist
{ben},,FRIDAY group,Ben Okafor
{tim},TA,
{olga},instructor,
{ana},student,Friday group
{cleo},prefect,
,student,
no id!,student,
{cleo},student,Sunday group
{ines},ta,
"""
"""A roster with right rows and wrong ones; a name in braces stands for that member's id."""


def file_named(name: str, spell: Callable[[str], str] = str) -> bytes:
    """A file fit for its name: a picture, an SVG drawing, a program, a text or a roster.

    Args:
        name: with its ending.
        spell: how a member of the transcript is called by id on the platform.

    Raises:
        ValueError: there is none for this ending.
    """
    ending = name.rpartition(".")[2]
    match ending:
        case "png" | "jpg":
            return _picture("PNG" if ending == "png" else "JPEG")
        case "svg":
            return b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>'
        case "exe":
            return b"MZ" + bytes(200)
        case "csv":
            spelt = re.sub(r"\{(\w+)\}", lambda found: spell(found[1]), ROSTER)
            return spelt.encode()
        case "txt" | "py":
            return b"left = {1, 2}\nright = {2, 2, 3}\n"
        case _:
            raise ValueError(
                f"{name}: there are files ending in png, jpg, svg, exe, txt, py and csv"
            )


def _picture(format_: str) -> bytes:
    from PIL import Image  # noqa: PLC0415  # only where somebody adds a picture

    picture = Image.new("RGB", (24, 16), "steelblue")
    hidden = Image.Exif()
    hidden[0x013B] = CREATOR  # the EXIF tag for the artist
    written = io.BytesIO()
    picture.save(written, format_, exif=hidden)
    return written.getvalue()
