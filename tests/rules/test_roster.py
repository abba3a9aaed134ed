"""What a roster holds, against rows read by eye."""

import pytest

from handlers.rules.importing import roster as module
from handlers.rules.importing.roster import Listed, people, roster
from storage.kinds import Role

SECTIONS = {"monday group": "Monday group"}
S, T, I = Role.STUDENT, Role.TA, Role.INSTRUCTOR  # noqa: E741  # read as a table


def test_right_rows_are_listed_and_wrong_ones_named() -> None:
    text = (
        "Person;Role;Section\n"
        "U1;;monday GROUP\n"
        "U2;Teaching Assistant\n"
        "U3;teacher;\n"
        "\n"
        "U1;ta;\n"
        ";student;\n"
        "U4;prefect;\n"
        "U5;;Sunday\n"
        "U6;;;extra\n"
    )
    found = roster(text.encode(), SECTIONS)
    assert found.listed == (
        Listed(2, "U1", S, "Monday group"),
        Listed(3, "U2", T, ""),
        Listed(4, "U3", I, ""),
    )
    assert [(one.line, one.sentence.split(";")[0].split(".")[0]) for one in found.refused] == [
        (6, "This person is on line 2 already"),
        (7, "It names no person"),
        (8, "The role is none of student, ta, instructor"),
        (9, "The course has no section of that name"),
        (10, "It has 4 cells and the first line names 3 columns"),
    ]
    assert people(text.encode()) == {
        2: "U1",
        3: "U2",
        4: "U3",
        6: "U1",
        7: "",
        8: "U4",
        9: "U5",
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"name,role\nAna,ta\n", "There is no column 'person'; name it in the first line."),
        (b"person\n\xff\xfeU1", "It is not written in UTF-8; save the file as 'CSV UTF-8'."),
    ],
)
def test_what_is_no_roster_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    found = roster(data, SECTIONS)
    assert found.listed == ()
    assert [one.sentence for one in found.refused] == [sentence]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b'"U0BEN,ta\nU0CLEO,ta', "lines 3 to 4 are not read"),
        (b'"U0"BEN,ta', "quotation marks do not pair up"),
        (b"U0BEN,ta,,extra", "It has 4 cells"),
        (b"U0BEN,t\xe9a", "not written in UTF-8"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_not_touched(broken: bytes, said: str) -> None:
    end = b"" if b"CLEO" in broken else b"\nU0DAN,student"
    found = roster(b"person,role\nU0ANA,ta\n" + broken + end, {})
    (remark,) = found.refused
    assert remark.line == 3
    assert said in remark.sentence
    assert [one.person for one in found.listed] == ["U0ANA", "U0DAN"][: 1 + bool(end)]


def test_a_platform_s_own_list_is_taken() -> None:
    data = b"username,email,userid,role\nana,a@b.c,U1,\n"
    assert roster(data, {}).listed == (Listed(2, "U1", S, ""),)
    assert people(b"name\nAna\n") == {2: ""}


def test_a_roster_that_is_too_long_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    data = "person\n" + "\n".join(f"U{n}" for n in range(5))
    found = roster(data.encode(), {})
    assert [one.person for one in found.listed] == ["U0", "U1"]
    assert [(one.line, one.sentence) for one in found.refused] == [
        (4, "A roster takes 2 people; split it.")
    ]
    assert people(data.encode()) == {2: "U0", 3: "U1"}


def test_a_name_is_read_where_there_is_a_column_for_it() -> None:
    data = b"userid,Display Name,Full Name\nU1,ana,Ana Lindqvist\nU2,ben,\nU3\n"
    assert [one.name for one in roster(data, {}).listed] == ["Ana Lindqvist", "ben", ""]
    assert "Ana" not in repr(roster(data, {}))
    assert roster(b"id,name\nU1," + b"x" * 300, {}).listed[0].name == "x" * 200
