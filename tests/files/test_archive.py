"""Archives are rebuilt from clean copies under neutral names."""

import io
import zipfile

import pytest

from bot.files import Clean, Reason, Refused, archive, clean
from tests.files import office_samples, picture_samples
from tests.files.canary import marked, places

_JANE = marked("member")


def packed(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.comment = marked("comment").encode()
        for name, body in members:
            entry = zipfile.ZipInfo(name, date_time=(2026, 11, 2, 23, 59, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.comment = marked("entrycomment").encode()
            # Info-ZIP's field for owner and group: 0x7875, version, two numbers.
            owner = b"\x01\x04" + (4242).to_bytes(4, "little") + b"\x04" + bytes(4)
            text = marked("extra").encode()
            entry.extra = b"ux" + len(owner).to_bytes(2, "little") + owner
            entry.extra += b"uc" + len(text).to_bytes(2, "little") + text
            whole.writestr(entry, body)
    return out.getvalue()


def cleaned(content: bytes) -> zipfile.ZipFile:
    result = clean("Jane Doe hw3.zip", content, number=2)
    assert isinstance(result, Clean), result
    assert result.name == "archive-2.zip"
    return zipfile.ZipFile(io.BytesIO(result.content))


def refused(content: bytes) -> Refused:
    result = clean("Jane Doe hw3.zip", content, number=1)
    assert isinstance(result, Refused)
    return result


SAMPLE = packed(
    (f"{_JANE}/hw3.py", f"open('/home/{marked('home')}/x')".encode()),
    (f"{_JANE}/photo.jpg", picture_samples.jpeg()),
    (f"../../{_JANE}.csv", b"a,b\n1,2\n"),
    (f"{_JANE}/report.docx", office_samples.docx()),
    ("__MACOSX/._hw3.py", marked("mac").encode()),
    (".git/config", marked("git").encode()),
    ("src/.DS_Store", marked("dsstore").encode()),
    ("src/__pycache__/hw3.cpython-311.pyc", marked("compiled").encode()),
)
PLACES = picture_samples.JPEG_PLACES | office_samples.DOCX_PLACES | {
    "member", "home", "comment", "entrycomment", "extra", "mac", "git", "dsstore", "compiled",
}  # fmt: skip


def test_nothing_planted_survives() -> None:
    assert places(SAMPLE) == PLACES
    result = clean("x.zip", SAMPLE, number=1)
    assert isinstance(result, Clean)
    assert places(result.content) == set()


def test_files_keep_kind_order_and_content() -> None:
    whole = cleaned(SAMPLE)
    assert whole.namelist() == ["code-1.py", "picture-2.jpg", "table-3.csv", "document-4.docx"]
    assert whole.read("code-1.py") == b"open('/home/user/x')"
    assert whole.read("table-3.csv") == b"a,b\n1,2\n"


def test_entries_say_nothing_of_when_and_whose() -> None:
    whole = cleaned(SAMPLE)
    assert whole.comment == b""
    for entry in whole.infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert (entry.extra, entry.comment, entry.create_system) == (b"", b"", 0)
        assert entry.external_attr >> 16 == 0o600  # zipfile's own default, the same for everybody


@pytest.mark.parametrize(("folder", "place"), [("__MACOSX", "mac"), (".git", "git")])
def test_what_is_not_left_out_comes_along(
    folder: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = archive._LEFT_OUT_FOLDERS - {folder}
    monkeypatch.setattr(archive, "_LEFT_OUT_FOLDERS", kept)
    content = packed(("a.py", b"1"), (f"{folder}/x.txt", marked(place).encode()))
    result = clean("x.zip", content, number=1)
    assert isinstance(result, Clean)
    assert places(result.content) == {place}


def test_one_file_that_cannot_be_cleaned_refuses_all_and_is_named() -> None:
    result = refused(packed(("a.py", b"1"), ("src/film.mp4", b"\0\0\0\x18ftypmp42")))
    assert result.reason == Reason.ARCHIVE_MEMBER
    assert result.values["member"] == "film.mp4"


def test_archives_in_archives_are_refused() -> None:
    assert refused(packed(("in.zip", packed(("a.py", b"1"))))).reason == Reason.ARCHIVE_NESTED


@pytest.mark.parametrize("content", [packed(), packed((".DS_Store", b"x")), packed(("a/", b""))])
def test_nothing_meant_inside_is_refused(content: bytes) -> None:
    assert refused(content).reason == Reason.ARCHIVE_EMPTY


def test_too_many_files_are_refused() -> None:
    content = packed(*((f"{n}.py", b"1") for n in range(101)))
    assert refused(content).reason == Reason.ARCHIVE_TOO_MUCH


def test_a_bomb_is_refused() -> None:
    content = packed(*((f"{n}.txt", b" " * 7_000_000) for n in range(10)))
    assert len(content) < 100_000
    assert refused(content).reason == Reason.TOO_MUCH_INSIDE


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(packed(("a.txt", b" " * 70_000_000)))
    size = (70_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    content = content.replace(size, (10).to_bytes(4, "little"))
    assert refused(bytes(content)).reason in {Reason.BROKEN, Reason.TOO_MUCH_INSIDE}


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(packed(("a.txt", b"words")))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + offset] |= 1
    assert refused(bytes(content)).reason == Reason.ENCRYPTED_ARCHIVE


def test_a_link_is_left_out() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        whole.writestr(link, f"/home/{_JANE}/x")
        whole.writestr("b.txt", "words")
    assert cleaned(out.getvalue()).namelist() == ["text-1.txt"]


def test_a_damaged_archive_is_refused() -> None:
    content = bytearray(SAMPLE)
    start = len(content) // 2
    content[start : start + 50] = bytes(50)
    assert refused(bytes(content)).reason in {Reason.BROKEN, Reason.ARCHIVE_MEMBER}
