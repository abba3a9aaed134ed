import codecs
import csv
import io
import json
from dataclasses import astuple
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.rules.importing.files import read
from handlers.rules.importing.markdown import LONGEST_PASSAGE, parts
from handlers.rules.importing.records import (
    AnsweredQuestion,
    Contents,
    Passage,
    Remark,
    TopicName,
    WrittenHint,
)
from handlers.rules.importing.text import LONGEST_LINE
from storage.kinds import Kind

ANSWER = {"id": "a1", "section": "Joins", "question": "Why twice?", "answer": "The key repeats."}


def jsonl(*rows: object) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def markdown(text: str, name: str = "week3.md") -> list[tuple[str, str, str]]:
    found = read(name, text.encode())
    assert found.refused == found.said == ()
    return [(r.title, r.text, r.cite) for r in found.records if isinstance(r, Passage)]


def test_answered_questions_from_jsonl() -> None:
    found = read(
        "answers.jsonl",
        jsonl(
            ANSWER,
            {"id": 7, "section": None, "question": " Where\nis it? ", "answer": "B 12\r\n",
             "kind": "Logistics"},
        ),
    )  # fmt: skip
    assert found == Contents(
        (
            AnsweredQuestion(("a1",), "Joins", "Why twice?", "The key repeats.", Kind.LEARNING),
            AnsweredQuestion(("7",), "", "Where is it?", "B 12", Kind.LOGISTICS),
        )
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_as_spreadsheets_save_it(delimiter: str, encoding: str, newline: str) -> None:
    rows = (
        ("ID", "Section", "Question", "Answer"),
        ("a1", "Übung", f'Is "x{delimiter}y" a pair?', "Yes.\nIt is."),
        ("", "", "", ""),
        ("a2", "", "Ça va?", "Oui."),
    )
    text = newline.join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    found = read("faq.csv", text.encode(encoding))
    assert found == Contents(
        (
            AnsweredQuestion(
                ("a1",), "Übung", f'Is "x{delimiter.strip() or " "}y" a pair?', "Yes.\nIt is.",
                Kind.LEARNING,
            ),
            AnsweredQuestion(("a2",), "", "Ça va?", "Oui.", Kind.LEARNING),
        )
    )  # fmt: skip


def test_excel_may_name_the_separator_and_leave_out_empty_cells() -> None:
    found = read("t.csv", b"sep=;\r\ntopic;rung;text;problem;cite\r\nSQL, joins;1;Look;\r\n")
    assert found == Contents(
        (WrittenHint(("SQL, joins", "", "1", "0"), "SQL, joins", "", 1, "Look", ""),)
    )
    assert read("t.csv", b"sep=;").refused == (
        Remark(None, "The file names columns, but there is no line under them."),
    )


@pytest.mark.parametrize(
    ("written", "rung"),
    [("0", 0), ("3", 3), (2, 2), ("Reflect", 0), ("pointer", 1), ("hint", 2), ("example", 3)],
)
def test_rungs_by_number_or_name(written: object, rung: int) -> None:
    found = read("h.jsonl", jsonl({"topic": "SQL", "problem": "3b", "rung": written, "text": "T"}))
    assert found.records == (
        WrittenHint(("SQL", "3b", str(rung), "0"), "SQL", "3b", rung, "T", ""),
    )


def test_two_hints_of_a_rung_are_two_and_the_same_twice_is_one() -> None:
    row = {"topic": "SQL", "rung": 1, "text": "See week 3.", "cite": "Week 3"}
    found = read("h.jsonl", jsonl(row, {**row, "text": "See week 4."}, row, {**row, "id": "x"}))
    assert [r.key for r in found.records if isinstance(r, WrittenHint)] == [
        ("SQL", "", "1", "0"),
        ("SQL", "", "1", "1"),
        ("x",),
    ]
    assert found.said == (Remark(3, "It takes the place of line 1."),)


def test_topics_differ_by_more_than_their_case() -> None:
    found = read("topics.csv", b"name\nJoins\nSQL\njoins\n" + b"x" * 76)
    assert found.records == (TopicName(("joins",), "joins"), TopicName(("sql",), "SQL"))
    assert found.said == (Remark(4, "It takes the place of line 2."),)
    assert found.refused == (Remark(5, "Its name is longer than 75 characters; shorten it."),)


def test_material_from_jsonl() -> None:
    long = "\n\n".join(f"{letter} " + "word " * 150 for letter in "ABC")
    found = read(
        "m.jsonl",
        jsonl({"title": "Joins", "text": "A join.", "cite": "Week 3, slide 2"},
              {"title": "Joins", "text": "Another."},
              {"title": "Long", "text": long, "id": "l"},
              {"title": "Line", "text": "---"}),
    )  # fmt: skip
    assert found.records[:2] == (
        Passage(("Joins", "Week 3, slide 2", "0", "0"), "Joins", "A join.", "Week 3, slide 2"),
        Passage(("Joins", "", "0", "0"), "Joins", "Another.", "Joins"),
    )
    split = [r for r in found.records[2:] if isinstance(r, Passage)]
    # Three paragraphs of 752 characters: no two fit into 1 500.
    assert [(r.key, r.text[0]) for r in split] == [
        (("l", "0"), "A"),
        (("l", "1"), "B"),
        (("l", "2"), "C"),
    ]
    assert found.refused == (Remark(4, "It holds no words; write some."),)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({**ANSWER, "answer": " \n"}, "Its answer is empty; fill it in."),
        ({"question": "Why?"}, "Its answer is empty; fill it in."),
        (
            {**ANSWER, "kind": "exam"},
            "Its kind is 'exam'; write learning, logistics, set-up or nothing.",
        ),
        (
            {**ANSWER, "answer": ["no"]},
            "Its answer is neither text nor a number; write it in quotation marks.",
        ),
        (
            {**ANSWER, "id": True},
            "Its id is neither text nor a number; write it in quotation marks.",
        ),
        (
            {**ANSWER, "answer": "half \ud800"},
            "Its answer is not UTF-8 text; save the file as UTF-8 ('CSV UTF-8').",
        ),
        (
            {**ANSWER, "question": "q" * 2_001},
            "Its question is longer than 2,000 characters; shorten it.",
        ),
        ([1], 'It is no JSON object; write it as {"column": "text", …} on one line.'),
    ],
)
def test_a_wrong_row_is_refused_alone(row: object, sentence: str) -> None:
    found = read("a.jsonl", jsonl(row, {**ANSWER, "id": "good"}))
    assert found.refused == (Remark(1, sentence),)
    assert [r.key for r in found.records if isinstance(r, AnsweredQuestion)] == [("good",)]


@pytest.mark.parametrize("rung", ["4", "-1", "answer", "²"])
def test_another_rung_is_refused(rung: str) -> None:
    found = read("h.jsonl", jsonl({"topic": "SQL", "rung": rung, "text": "T"}))
    sentence = f"Its rung is '{rung}'; write 0 to 3, or reflect, pointer, hint or example."
    assert found == Contents(refused=(Remark(1, sentence),))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b'{"id": 1,}', "It is not JSON from character 10 on; correct it."),
        (b"[" * 90_000, "It is not JSON that can be read; correct it."),
        (b'{"id": ' + b"1" * 5_000 + b"}", "It is not JSON that can be read; correct it."),
        (b" " * 9 + b"x" * LONGEST_LINE, "It is longer than 100,000 characters; split it."),
        (
            b'{"question": "\xe4", "answer": "b"}',
            "Its question is not UTF-8 text; save the file as UTF-8 ('CSV UTF-8').",
        ),
    ],
)
def test_a_line_that_is_no_json_is_refused_alone(line: bytes, sentence: str) -> None:
    found = read("a.ndjson", b"\n".join((jsonl(ANSWER), b"", line, jsonl({**ANSWER, "id": "b"}))))
    assert found.refused == (Remark(3, sentence),)
    assert len(found.records) == 2


def test_wrong_lines_of_csv_are_refused_alone() -> None:
    lines = (
        "id,question,answer",
        "1,Why?,Because",
        '2,Why,"a"b',
        "3,Why?,Because,of,this",
        f"4,Why?,{'x' * (LONGEST_LINE + 1)}",
        '5,Why?,"two',
        'lines"',
        "6,Why?,",
        '7,Why?,"never',
        "8,Why?,swallowed",
    )
    found = read("a.csv", "\n".join(lines).encode())
    assert [r.key for r in found.records if isinstance(r, AnsweredQuestion)] == [("1",), ("5",)]
    assert found.refused == (
        Remark(
            3,
            "Its quotation marks do not pair up, or a cell is longer than 100,000 characters; "
            "write a quotation mark inside quotation marks twice.",
        ),
        Remark(
            4,
            "It has 5 cells and the first line names 3 columns; put a text that holds ',' in "
            "quotation marks.",
        ),
        Remark(5, "It is longer than 100,000 characters; split it."),
        Remark(8, "Its answer is empty; fill it in."),
        Remark(
            9,
            "A quotation mark is opened and not closed in time, so lines 9 to 10 are not read; "
            "close it.",
        ),
    )


def test_a_line_of_ten_megabytes_is_refused_and_the_rest_taken() -> None:
    huge = b"x" * 10_000_000
    rest = jsonl({**ANSWER, "id": "b"})
    assert len(read("a.jsonl", jsonl(ANSWER) + b"\n" + huge + b"\n" + rest).records) == 2
    found = read("a.csv", b"question,answer\na,b\nc," + huge + b"\nd,e\n")
    assert len(found.records) == 2
    assert [remark.line for remark in found.refused] == [3]
    found = read("a.md", b"Before.\n\n" + huge + b"\n\nAfter.")
    assert [r.text for r in found.records if isinstance(r, Passage)] == ["Before.\n\n\n\nAfter."]
    assert found.refused == (Remark(3, "It is longer than 100,000 characters and left out."),)


def test_many_cells_that_are_too_long_together() -> None:
    row = {**ANSWER, "answer": "x" * 99_500, "question": "q" * 1_000}
    cells = ",".join(str(row[column]) for column in ("question", "answer"))
    found = read("a.csv", f"question,answer\n{cells}".encode())
    assert found.refused == (Remark(2, "It is longer than 100,000 characters; split it."),)


def test_of_rows_with_one_id_the_last_counts() -> None:
    found = read("a.jsonl", jsonl(ANSWER, {**ANSWER, "id": "b"}, {**ANSWER, "answer": "Later."}))
    assert [(r.key, r.answer) for r in found.records if isinstance(r, AnsweredQuestion)] == [
        (("a1",), "Later."),
        (("b",), "The key repeats."),
    ]
    assert found.said == (Remark(3, "It takes the place of line 1."),)


def test_without_an_id_section_and_question_make_the_key() -> None:
    found = read("a.csv", b"section,question,answer,kind\nA,Why?,x,Set up\nB,Why?,y,setup\n")
    assert found.records == (
        AnsweredQuestion(("A", "Why?"), "A", "Why?", "x", Kind.SET_UP),
        AnsweredQuestion(("B", "Why?"), "B", "Why?", "y", Kind.SET_UP),
    )


def test_columns_that_mean_nothing_are_named() -> None:
    found = read("a.csv", "question,answer,auther,,b,c,d,e,é".encode("latin-1") + b"\nq,a,x\n")
    assert found.said == (
        Remark(None, "Columns not used: 'auther', 'b', 'c', 'd', 'e' and 1 more."),
    )
    assert len(found.records) == 1
    row = {**ANSWER, "x" * 41: 1}
    assert read("a.jsonl", jsonl(row)).said == (Remark(None, f"Columns not used: '{'x' * 39}…'."),)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"", "The file is empty."),
        ("a.md", codecs.BOM_UTF8 + b" \r\n", "The file is empty."),
        ("a.csv", b"question,answer\n", "The file names columns, but there is no line under them."),
        ("a.docx", b"x", "What it holds cannot be told; give it the ending .csv, .jsonl or .md."),
        (
            "a.csv",
            b"PK\x03\x04...",
            "It is a workbook or another archive; save a workbook as 'CSV UTF-8'.",
        ),
        (
            "a.xls",
            b"\xd0\xcf",
            "It is a workbook or another archive; save a workbook as 'CSV UTF-8'.",
        ),
        (
            "a.csv",
            b"topic,text\nx,y",
            "It looks like hints, but there is no column 'rung'; add what is missing.",
        ),
        (
            "a.jsonl",
            b'{"id": 1, "section": "x"}',
            (
                "It looks like answered questions, but there is no column 'question' and no column "
                "'answer'; add what is missing."
            ),
        ),
        (
            "a.csv",
            b"foo,bar\nx,y",
            (
                "Its columns are none that can be imported; name them in its first line (answered "
                "questions: question, answer; hints: topic, rung, text; material: title, text; "
                "topics: name)."
            ),
        ),
        (
            "a.md",
            b"# Only\n\n---\n",
            "The file holds no text under its headings; nothing is taken.",
        ),
    ],
)
def test_a_file_that_holds_nothing_says_why(name: str, data: bytes, sentence: str) -> None:
    assert read(name, data) == Contents(refused=(Remark(None, sentence),))


def test_lines_that_are_no_json_alone_are_listed() -> None:
    assert [remark.line for remark in read("a.jsonl", b"x\n{}\n").refused] == [None, 1]
    assert [remark.line for remark in read("a.jsonl", b"x\n").refused] == [1]


def test_sections_are_passages_cited_by_their_headings() -> None:
    text = """Before any heading.

# Joining tables

A join pairs rows.

Setext *heading* with `code` \\& more
------------------------------------

One.

### Deeper

Two.

## Empty

## Next ![alt](x.png)<br>

> # no heading

[link]: https://example.org
"""
    assert markdown(text) == [
        ("Joining tables", "Before any heading.", "Joining tables"),
        ("Joining tables", "A join pairs rows.", "Joining tables"),
        (
            "Setext heading with code & more",
            "One.",
            "Joining tables › Setext heading with code & more",
        ),
        ("Deeper", "Two.", "Joining tables › Setext heading with code & more › Deeper"),
        (
            "Next alt",
            "> # no heading\n\n[link]: https://example.org",
            "Joining tables › Next alt",
        ),
    ]


def test_several_first_headings_leave_the_title_to_the_file() -> None:
    assert markdown("# A\nx\n# B\ny\n## \nz", "week3.v2.md") == [
        ("A", "x", "week3.v2 › A"),
        ("B", "y", "week3.v2 › B"),
        ("B", "z", "week3.v2 › B"),
    ]
    assert markdown("x", ".md") == [("Material", "x", "Material")]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("---\ntitle: Week 3\n---\n", "Week 3"),
        ("---\nauthor: x\ntitle:  'Week: 3'  \n...\n", "Week: 3"),
        ("---\nauthor: x\n---\n", "week3"),
    ],
)
def test_front_matter_gives_a_title_and_is_no_text(front: str, title: str) -> None:
    assert markdown(front + "Text.") == [(title, "Text.", title)]


@pytest.mark.parametrize("text", ["---\n\nText.\n\n---", "---\nText."])
def test_a_line_across_the_page_is_no_front_matter(text: str) -> None:
    assert markdown(text) == [("week3", text, "week3")]


def test_equal_sections_keep_apart_and_their_places() -> None:
    found = read("w.md", b"# T\n## Example\na\n## Example\nb")
    assert [r.key for r in found.records if isinstance(r, Passage)] == [
        ("w.md", "T", "Example", "1", "0"),
        ("w.md", "T", "Example", "2", "0"),
    ]


def test_long_sections_part_between_blocks_and_code_stays_whole() -> None:
    code = (
        "```python\n"
        + "\n\n".join(f"x{i} = {i}  # not a place to cut" for i in range(100))
        + "\n```"
    )
    items = "\n".join(f"- item {i} " + "w" * 500 for i in range(4))
    assert len(code) > LONGEST_PASSAGE
    assert [
        passage for _title, passage, _cite in markdown(f"# T\n\nOne.\n\n{code}\n\nTwo.\n\n{items}")
    ] == [
        "One.",
        code,
        # Two items of 509 characters fit beside "Two.", and then two more.
        "Two.\n\n" + "\n".join(items.split("\n")[:2]),
        "\n".join(items.split("\n")[2:]),
    ]


def test_bytes_that_are_no_utf_8_are_shown_and_said_in_markdown() -> None:
    found = read("w.md", b"Caf\xe9\n\nok\n\n\xff\n")
    assert [r.text for r in found.records if isinstance(r, Passage)] == ["Caf�\n\nok\n\n�"]
    assert found.said == (
        Remark(
            1,
            "Here and on 1 more line something is not UTF-8 text and shown as �; save the file "
            "as UTF-8.",
        ),
    )
    assert (
        read("w.md", b"\xff x\n\n\xff\n\n\xff")
        .said[0]
        .sentence.startswith("Here and on 2 more lines")
    )
    assert read("w.md", b"\xff x").said[0].sentence.startswith("Here something")


def test_headings_within_a_text_are_text() -> None:
    assert parts("# A\ntext\n## B\nmore") == ["# A\ntext\n## B\nmore"]


# ---- whatever the file ----

ENDINGS = st.sampled_from(["csv", "tsv", "txt", "jsonl", "ndjson", "md", "markdown", "docx"])
PIECES = st.lists(
    st.sampled_from(
        [b"question,answer\n", b"title;text\n", b"topic\trung\ttext\n", b'"', b"\n", b"\r", b"# ",
         b"```\n", b"- ", b"---\n", b"title: ", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b",",
         b";", b'{"title": "a", "text": "', b'"}', b"\\ud800", b"> ", b"1", b"x", b"\xc2\xa0"]
    )
    | st.binary(max_size=5),
    max_size=40,
).map(b"".join)  # fmt: skip


@given(name=st.text(max_size=5), ending=ENDINGS, data=st.binary() | PIECES)
@example(name="\udc80", ending="md", data=b"x")
@example(name="\0", ending="md", data=b"x")
@settings(max_examples=500, deadline=None)
def test_any_bytes_give_clean_records_and_plain_sentences(
    name: str, ending: str, data: bytes
) -> None:
    found = read(f"{name}.{ending}", data)
    assert found.records or found.refused
    places = list(found.places())
    assert len(set(places)) == len(places)
    for record in found.records:
        for value in astuple(record):
            for text in value if isinstance(value, tuple) else (value,):
                str(text).encode()  # no lone surrogates, which no database takes
                assert "\0" not in str(text)
        if isinstance(record, Passage):
            assert record.title
            assert record.text
            assert record.cite
            assert "\n" not in record.title + record.cite
    for remark in (*found.refused, *found.said):
        remark.sentence.encode()
        assert remark.sentence.endswith((".", ")."))
        assert "\n" not in remark.sentence
        assert remark.line is None or remark.line >= 1


@given(data=st.binary() | PIECES, ending=ENDINGS)
@settings(deadline=None)
def test_the_same_file_gives_the_same_records(data: bytes, ending: str) -> None:
    assert read(f"a.{ending}", data) == read(f"a.{ending}", data)


CELL = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(' ,;"'), min_size=1)


@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(deadline=None)
def test_what_csv_writes_is_read_back(
    rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(("id", "question", "answer"))
    writer.writerows((i, *row) for i, row in enumerate(rows))
    found = read("a.csv", file.getvalue().encode(encoding))
    expected = {
        str(i): (" ".join(question.split()), answer.strip())
        for i, (question, answer) in enumerate(rows)
        if question.strip() and answer.strip()
    }
    assert {
        r.key[0]: (r.question, r.answer) for r in found.records if isinstance(r, AnsweredQuestion)
    } == expected
    assert len(found.refused) == len(rows) - len(expected)


@given(st.lists(st.text("abc ", min_size=1).map(lambda t: f"p{t.strip()}" * 20), min_size=1))
@settings(deadline=None)
def test_splitting_loses_nothing_and_cuts_no_paragraph(paragraphs: list[str]) -> None:
    found = parts("\n\n".join(paragraphs))
    assert "\n\n".join(found) == "\n\n".join(paragraphs)
    for part in found:
        assert len(part) <= LONGEST_PASSAGE or "\n\n" not in part
    for one, next_one in pairwise(found):
        assert len(one) + len("\n\n") + len(next_one.split("\n\n")[0]) > LONGEST_PASSAGE
