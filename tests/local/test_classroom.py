import pytest

from bot.platforms.local.classroom import classroom, read_header


def test_a_header_names_everybody_with_a_role_and_makes_the_two_rooms() -> None:
    people = read_header(
        "course Data 101 · ana, ben: students · tim: TA · ines: instructor · @ Mon 10:15"
    )
    assert people.course == "Data 101"
    assert [(seat.id, seat.title) for seat in people.people] == [
        ("ana", "Student"),
        ("ben", "Student"),
        ("tim", "TA"),
        ("ines", "Instructor"),
    ]
    assert people.class_room == "data-101"
    assert people.staff_room == "staff"
    assert people.rooms[0].members == ("ana", "ben", "tim", "ines")
    assert people.rooms[1].members == ("tim", "ines")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Data 101 · ana: student", "begin with"),
        ("course Data 101 · ana", "write"),
        ("course Data 101 · ana: dean", "write"),
        ("course … · ana: student", "at least one letter"),
        ("course X · ana, ben: students · ana: TA", "ana: listed twice"),
    ],
)
def test_a_wrong_header_says_what_to_write(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_header(line)


def test_somebody_unknown_is_shown_by_the_id() -> None:
    assert classroom(students=("student-17",)).people[0].name == "Student 17"
