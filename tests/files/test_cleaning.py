"""The one door: every kind has a verdict, every refusal a sentence, and nothing ever escapes."""

import base64
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

import handlers
from bot.files import LIMIT_BYTES, Clean, Reason, Refused, clean
from tests.files import office_samples, pdf_samples, picture_samples, test_notebook
from tests.files.canary import places
from tests.files.test_archive import SAMPLE as ARCHIVE

_WORDS = Path(handlers.__file__).parent / "words" / "en" / "files.ftl"
VALID = {
    "png": picture_samples.png(),
    "jpeg": picture_samples.jpeg(),
    "gif": picture_samples.gif(),
    "webp": picture_samples.webp(),
    "pdf": pdf_samples.pdf(),
    "docx": office_samples.docx(),
    "xlsx": office_samples.xlsx(),
    "pptx": office_samples.pptx(),
    "ipynb": test_notebook.coded(test_notebook.sample()),
    "zip": ARCHIVE,
}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"x" * (LIMIT_BYTES + 1), Reason.TOO_BIG),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Reason.HEIC),
        (b"\0\0\0\x1cftypavif\0\0\0\0", Reason.HEIC),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", Reason.VIDEO),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", Reason.VIDEO),
        (b"\x1a\x45\xdf\xa3\x9f", Reason.VIDEO),
        (b"\0\0\0\x20ftypM4A \0\0\0\0", Reason.AUDIO),
        (b"ID3\x04\0\0\0\0\0\0", Reason.AUDIO),
        (b"RIFF\x24\0\0\0WAVEfmt ", Reason.AUDIO),
        (b"MZ\x90\0\x03\0\0\0", Reason.EXECUTABLE),
        (b"\x7fELF\2\1\1\0", Reason.EXECUTABLE),
        (b"\xca\xfe\xba\xbe\0\0\0\x41", Reason.EXECUTABLE),
        (b"II*\0\x08\0\0\0", Reason.PICTURE_FORMAT),
        (b"BM\x46\0\0\0\0\0\0\0\x36", Reason.PICTURE_FORMAT),
        (b"7z\xbc\xaf\x27\x1c\0\4", Reason.ARCHIVE_FORMAT),
        (b"\x1f\x8b\x08\0", Reason.ARCHIVE_FORMAT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), Reason.OFFICE_OLD),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Reason.ENCRYPTED_OFFICE,
        ),
        (b"{\\rtf1\\ansi{\\info{\\author Jane}}}", Reason.OTHER_DOCUMENT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.SVG),
        (b"<?xml version='1.0'?>\n<!-- Jane -->\n<!DOCTYPE svg>\n<svg:svg/>", Reason.SVG),
        ("<svg/>".encode("utf-16"), Reason.SVG),
        (bytes(range(256)), Reason.UNKNOWN),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_its_reason(content: bytes, reason: Reason) -> None:
    result = clean("jane's file", content, number=1)
    assert result == Refused("jane's file", reason, {"file": "jane's file"})


def test_an_opendocument_file_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("meta.xml", "<creator>Jane</creator>")
    result = clean("x.odt", out.getvalue(), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.OTHER_DOCUMENT


@pytest.mark.parametrize(
    "words", [b"MZ is a prefix", b"BZh? no idea", b"ID3 trees in R", b"BMI <- 3"]
)
def test_words_that_look_like_a_mark_are_words(words: bytes) -> None:
    assert clean("x.R", words, number=1) == Clean("code-1.r", "text/plain", words)


def test_content_decides_and_not_the_name() -> None:
    result = clean("selfie.png", picture_samples.jpeg(), number=7)
    assert isinstance(result, Clean)
    assert (result.name, result.media_type) == ("picture-7.jpg", "image/jpeg")


@pytest.mark.parametrize("name", ["x.png", "x.pdf", "x.docx"])
def test_text_under_a_picture_s_name_is_asked_about_kindly(name: str) -> None:
    result = clean(name, b"<html>You must log in to download this file</html>", number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.NOT_WHAT_IT_SAYS


def test_the_shown_name_fits_on_a_line() -> None:
    result = clean("a\nb\u202e" + "c" * 300, b"", number=1)
    assert isinstance(result, Refused)
    assert result.values["file"] == "ab" + "c" * 78


@pytest.mark.parametrize("kind", VALID)
def test_the_same_file_gives_the_same_copy(kind: str) -> None:
    """A clock or a random identifier in the copy would tell when and where it was made."""
    assert clean("x", VALID[kind], number=1) == clean("y.bin", VALID[kind], number=1)


@pytest.mark.parametrize("kind", VALID)
def test_a_copy_can_be_cleaned_again(kind: str) -> None:
    once = clean("x", VALID[kind], number=1)
    assert isinstance(once, Clean)
    twice = clean("x", once.content, number=1)
    assert isinstance(twice, Clean)
    assert twice.name == once.name


def test_many_small_bombs_count_together() -> None:
    """Each picture is allowed alone; a thousand of them would keep the machine busy for minutes."""
    out = io.BytesIO()
    Image.new("1", (6_000, 6_000)).save(out, "PNG")
    assert isinstance(clean("x.png", out.getvalue(), number=1), Clean)
    picture = base64.b64encode(out.getvalue()).decode()
    cell = {"cell_type": "code", "source": "", "outputs": [
        {"output_type": "display_data", "data": {"image/png": picture}}
    ]}  # fmt: skip
    book = json.dumps({"nbformat": 4, "cells": [cell] * 4}).encode()
    page = f'<img src="data:image/png;base64,{picture}">'.encode() * 4
    for name, content in {"x.ipynb": book, "x.html": page}.items():
        result = clean(name, content, number=1)
        assert isinstance(result, Refused)
        assert result.reason == Reason.TOO_MUCH_INSIDE


# --- hostile input: only a verdict comes back, and never with the planted name


@given(st.binary(max_size=300), st.sampled_from(["", "x.png", "x.pdf", "x.zip", "x.ipynb", "x.py"]))
def test_random_bytes_get_a_verdict(content: bytes, name: str) -> None:
    assert isinstance(clean(name, content, number=1), Clean | Refused)


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"%PDF-1.7\n", b"PK\3\4",
                     b"RIFF\0\0\0\0WEBP", b'{"nbformat": 4, "cells": [', b"<svg"]),
    st.binary(max_size=200),
)  # fmt: skip
def test_a_good_start_and_rubbish_get_a_verdict(start: bytes, rest: bytes) -> None:
    assert isinstance(clean("x", start + rest, number=1), Clean | Refused)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(VALID)),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
)
@example(kind="pdf", cut=0.5, flips=[])
@example(kind="docx", cut=1.0, flips=[(0.5, 0)])
def test_damaged_files_get_a_verdict_and_leak_nothing(
    kind: str, cut: float, flips: list[tuple[float, int]]
) -> None:
    content = bytearray(VALID[kind])
    for where, value in flips:
        content[int(where * len(content))] = value
    del content[max(1, int(cut * len(content))) :]
    result = clean("x", bytes(content), number=1)
    assert isinstance(result, Clean | Refused)
    # Damaged beyond recognition, a file can be nothing but words, and words are posted as such.
    if isinstance(result, Clean) and not result.name.startswith("text"):
        # And a PDF cut just behind an earlier version is that version.
        assert places(result.content) <= {"oldrevision"}


# --- the sentences


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - fluent's
        self.names.add(node.id.name)


def sentences() -> dict[str, ast.Message]:
    resource = FluentParser().parse(_WORDS.read_text(encoding="utf-8"))
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    return {entry.id.name: entry for entry in resource.body if isinstance(entry, ast.Message)}


def test_every_reason_has_its_sentence_and_no_sentence_is_left_over() -> None:
    # One more for the caller, who counts the files.
    assert set(sentences()) == {str(reason) for reason in Reason} | {"files-too-many"}


@pytest.mark.parametrize("reason", Reason)
def test_a_sentence_uses_only_the_values_that_come_with_it(reason: Reason) -> None:
    found = _Variables()
    found.visit(sentences()[reason])
    more = {Reason.ARCHIVE_MEMBER: {"member"}, Reason.OFFICE_PICTURE: {"format"}}
    assert found.names == {"file"} | more.get(reason, set())


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_can_come_up(reason: Reason) -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(str(sys.modules["bot.files"].__path__[0])).glob("*.py")
    )
    assert re.search(rf"Reason\.{reason.name}\b", source)


def test_the_libraries_are_loaded_when_a_file_comes_and_not_before() -> None:
    heavy = "{m for m in ('PIL', 'pypdf', 'lxml') if m in sys.modules}"
    code = f"import sys, bot.files; print({heavy} or 'none')"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "none"
