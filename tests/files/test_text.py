"""Text keeps its words; account names, embedded metadata and unseen characters go."""

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.files import Clean, Reason, Refused, clean, text
from bot.files.text import without_accounts
from tests.files import picture_samples
from tests.files.canary import marked, places

JANE = marked("jane")


def cleaned(name: str, content: bytes) -> Clean:
    result = clean(name, content, number=4)
    assert isinstance(result, Clean), result
    return result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('File "/home/{}/hw3.py", line 3', 'File "/home/user/hw3.py", line 3'),
        ("cd /Users/{}", "cd /Users/user"),
        ("C:\\Users\\{}\\hw3.py", "C:\\Users\\user\\hw3.py"),
        ("C:\\Users\\{} Doe\\hw3.py", "C:\\Users\\user\\hw3.py"),
        ('"C:\\\\Users\\\\{}\\\\hw3.py"', '"C:\\\\Users\\\\user\\\\hw3.py"'),
        ("c:/users/{}/hw3.py", "c:/users/user/hw3.py"),
        ("C:\\Documents and Settings\\{}\\x", "C:\\Documents and Settings\\user\\x"),
        ("file:///home/{}/x", "file:///home/user/x"),
        ("file:///C:/Users/{}/x", "file:///C:/Users/user/x"),
        ("C:%5CUsers%5C{}%5Cx", "C:%5CUsers%5Cuser%5Cx"),
        ("%2Fhome%2F{}%2Fx", "%2Fhome%2Fuser%2Fx"),
        ("/mnt/c/Users/{} Doe/x", "/mnt/c/Users/user/x"),
        ("/c/Users/{}/x", "/c/Users/user/x"),
        ("PATH=/usr/bin:/home/{}/bin", "PATH=/usr/bin:/home/user/bin"),
        ("gcc -I/home/{}/include", "gcc -I/home/user/include"),
        ("/cluster/home/{}/x", "/cluster/home/user/x"),
        ("/home/user-{}/x", "/home/user/x"),
        ("\x1b[0;32m/home/{}\x1b[0m/x", "\x1b[0;32m/home/user\x1b[0m/x"),
        ('"a\\n/home/{}/x"', '"a\\n/home/user/x"'),
        ('"\\/home\\/{}\\/x"', '"\\/home\\/user\\/x"'),
        ("\\\\server\\users\\{}\\x", "\\\\server\\users\\user\\x"),
        ("{}@laptop:~/hw$ ls", "user@host:~/hw$ ls"),
        ("(base) {}@Janes-MBP ~ % ls", "(base) user@host ~ % ls"),
        ("[{}@node01 hw]$ ls", "[user@host hw]$ ls"),
        ("/var/folders/ab/{}0000gn/T/x", "/var/folders/xx/user/T/x"),
    ],
)
def test_an_account_name_becomes_user(before: str, after: str) -> None:
    assert without_accounts(before.format(JANE)) == after


@pytest.mark.parametrize(
    "same",
    [
        "https://example.org/home/about",
        "from app.home.views import index  # app/home/views.py",
        "Ask anna@example.org when you are stuck",
        "SELECT * FROM users -- all users",
        "@dataclass\nclass Home: ...",
    ],
)
def test_what_is_no_account_stays(same: str) -> None:
    assert without_accounts(same) == same


@given(st.text())
def test_done_twice_changes_nothing_more(before: str) -> None:
    once = without_accounts(before)
    assert without_accounts(once) == once


def test_without_the_rule_the_name_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"File '/home/{JANE}/x.py'".encode()
    assert places(content) == {"jane"}
    assert places(cleaned("x.py", content).content) == set()
    monkeypatch.setattr(text, "without_accounts", lambda value: value)
    assert places(cleaned("x.py", content).content) == {"jane"}


@pytest.mark.parametrize(
    ("coded", "plain"),
    [
        ("Zürich\r\nx".encode(), "Zürich\r\nx"),
        ("Zürich".encode("utf-8-sig"), "Zürich"),
        ("Zürich".encode("utf-16"), "Zürich"),
        ("Zürich hw".encode("utf-16-le"), "Zürich hw"),
        ("Zürich hw".encode("utf-16-be"), "Zürich hw"),
        ("Zürich".encode("cp1252"), "Zürich"),
    ],
)
def test_text_of_any_usual_coding_comes_out_as_utf_8(coded: bytes, plain: str) -> None:
    assert cleaned("x.txt", coded).content == plain.encode()


def test_joiners_stay_and_tag_characters_go() -> None:
    """A zero-width space can be the mistake asked about; tags can only hide something."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "jane")
    result = cleaned("x.py", f"a\u200bb \u200d \u200c{hidden}c".encode())
    assert result.content.decode() == "a\u200bb \u200d \u200cc"


@pytest.mark.parametrize(
    ("name", "neutral", "media_type"),
    [
        ("jane_doe.py", "code-4.py", "text/plain"),
        ("Jane.Doe", "text-4.txt", "text/plain"),
        ("marks.CSV", "table-4.csv", "text/csv"),
        ("notes.md", "text-4.md", "text/markdown"),
        ("data.json", "text-4.json", "application/json"),
        ("page.html", "text-4.txt", "text/plain"),
        ("run.bat", "text-4.txt", "text/plain"),
        ("", "text-4.txt", "text/plain"),
    ],
)
def test_names_are_neutral(name: str, neutral: str, media_type: str) -> None:
    result = cleaned(name, b"x = 1\n")
    assert (result.name, result.media_type) == (neutral, media_type)


@pytest.mark.parametrize("line", [76, 1 << 20])
def test_a_picture_inside_text_is_cleaned(line: int) -> None:
    coded = base64.b64encode(picture_samples.png()).decode()
    coded = "\n".join(coded[at : at + line] for at in range(0, len(coded), line))
    content = f'<p>see <img src="data:image/png;base64,{coded}"> here</p>'.encode()
    assert "artist" in places(content)
    result = cleaned("x.html", content)
    assert places(result.content) == set()
    head, _, rest = result.content.partition(b"data:image/png;base64,")
    picture, _, tail = rest.partition(b'"')
    assert (head, tail) == (b'<p>see <img src="', b"> here</p>")
    with Image.open(io.BytesIO(base64.b64decode(picture))) as after:
        assert after.tobytes() == picture_samples.pattern().tobytes()


def test_what_cannot_be_cleaned_inside_text_is_cut_out() -> None:
    svg = base64.b64encode(f"<svg><metadata>{JANE}</metadata></svg>".encode()).decode()
    result = cleaned("x.md", f"![a](data:image/svg+xml;base64,{svg}) and text".encode())
    assert result.content == b"![a](data:,) and text"


def test_binary_rubbish_is_no_text() -> None:
    result = clean("x.txt", bytes(range(1, 256)), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.UNKNOWN
