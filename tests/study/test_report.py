"""What a report says, and what it must not."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from bot.study.making import Order, make
from tests.study.conftest import DATA, Made, Row, Write

REPORTS = ["reproduced", "documented", "gappy"]


@pytest.fixture(scope="session")
def gappy(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Missing answers, a group of nineteen, repeated ids and a spare column."""
    random = np.random.default_rng(3)
    excellent = [row for row in rows if row["performance"] == "excellent"][19:]
    kept = [
        {k: "" if k[0] in "DQ" and random.random() < 0.05 else cell for k, cell in row.items()}
        | {"id": "x", "room": "B2"}
        for row in rows
        if row not in excellent
    ]
    folder = tmp_path_factory.mktemp("gappy")
    lines = [",".join(kept[0]), *(",".join(row.values()) for row in kept)]
    (folder / "gappy.csv").write_text("\n".join(lines), encoding="utf-8")
    return Made(folder / "out", make(Order(folder / "gappy.csv", folder / "out")))


@pytest.fixture(params=REPORTS)
def made(request: pytest.FixtureRequest) -> Made:
    found: Made = request.getfixturevalue(request.param)
    return found


class Page(HTMLParser):
    """What of a page the tests look at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._silent = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._silent = self._silent and tag != "style"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


FORBIDDEN = re.compile(
    r"effect|influenc|impact|\bcaus|predict(?:s|ed|ive)\b|leads? to|due to|validated|determin"
    r"|significan",
    re.IGNORECASE,
)


def test_the_wording_claims_association_and_no_more(made: Made) -> None:
    page = Page(made.text("report.html"))
    alternatives = [image["alt"] or "" for image in page.all("img")]
    for text in (made.text("report.md"), " ".join([*page.words, *alternatives])):
        assert "associated with" in text
        assert FORBIDDEN.findall(text) == []
    for table in (made.folder / "tables").iterdir():
        assert FORBIDDEN.findall(table.read_text(encoding="utf-8")) == []
    for line in made.said:
        assert FORBIDDEN.findall(line) == []


@pytest.mark.parametrize(
    "claim",
    [
        "Motivation has an effect on it.", "It influences help-seeking.", "This is caused by age.",
        "It predicts asking.", "Low scores lead to silence.", "A significant result.",
    ],
)  # fmt: skip
def test_the_wording_test_can_fail(claim: str) -> None:
    assert FORBIDDEN.search(claim)


def test_the_tables_stand_in_the_published_order(made: Made) -> None:
    titles = re.findall(r"^\*\*Table (\d)\.", made.text("report.md"), re.MULTILINE)
    assert titles == list("1234445" + "67")


def test_each_table_says_how_many_and_which_items(made: Made) -> None:
    text = made.text("report.md")
    for name in ("table-1", "reliability"):
        assert {"N", "Items", "Keying"} <= made.table(name)[0].keys()
    captions = re.findall(r"^\*\*(Table .*)\*\*$", text, re.MULTILINE)
    counted = [c for c in captions if not c.startswith("Table 1.")]
    assert counted
    assert all(re.search(r"\(\d+ items", caption) for caption in counted)


def test_every_total_names_its_keying_and_the_mixed_one_warns(made: Made) -> None:
    keying = {row["Scale"]: row["Keying"] for row in made.table("table-1")}
    assert keying["Academic help-seeking, unkeyed total"] == "mixed: none reversed"
    assert keying["Academic help-seeking, approach total"] == "Q6–Q10 reversed"
    assert keying["Learning motivation"] == "none reversed"
    for report in ("report.md", "report.html"):
        text = made.text(report)
        assert re.search(r"Mixed keying: in Academic help-seeking, unkeyed total .*below \.5", text)
        assert "approach total (14 items, Q6–Q10 reversed)" in text


def test_report_json_is_a_list_of_statistics(made: Made) -> None:
    entries = json.loads(made.text("report.json"))
    assert all(entry.keys() == {"stat", "value"} for entry in entries)
    assert all(isinstance(e["stat"], str) for e in entries)
    assert [e for e in entries if not isinstance(e["value"], float | None)] == []
    assert len({entry["stat"] for entry in entries}) == len(entries)


def test_the_csv_tables_hold_unrounded_numbers(documented: Made) -> None:
    row = next(r for r in documented.table("table-5") if r["Term"].startswith("Intrinsic"))
    numbers = documented.numbers()
    assert float(row["B"]) == numbers["T5.B.I"]
    assert float(row["95% interval of B, low"]) == numbers["T5.low.I"]


def test_figures_have_words_and_lie_beside_the_markdown(made: Made) -> None:
    page = Page(made.text("report.html"))
    images = page.all("img")
    assert len(images) == 3
    for image in images:
        assert len(image["alt"] or "") > 100
        assert (image["src"] or "").startswith("data:image/svg+xml;base64,")
    linked = re.findall(r"!\[([^\]]+)\]\((figures/\w+\.svg)\)", made.text("report.md"))
    assert [alternative for alternative, _ in linked] == [image["alt"] for image in images]
    assert all((made.folder / path).stat().st_size > 1000 for _, path in linked)


def test_the_page_stands_alone_and_can_be_read_aloud(made: Made) -> None:
    text = made.text("report.html")
    page = Page(text)
    assert page.all("html") == [{"lang": "en"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all(
        "meta"
    )
    assert not page.all("script")
    assert not page.all("link")
    assert not re.search(r"(src|href)=\"(?!#|data:)", text)
    assert all(cell["scope"] in {"col", "row"} for cell in page.all("th"))
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(names) == len(set(names))
    for _, attributes in page.tags:
        for reference in ("aria-labelledby", "href"):
            target = attributes.get(reference)
            assert target is None or target.removeprefix("#") in names


def test_what_is_missing_is_said(gappy: Made) -> None:
    text = gappy.text("report.md")
    assert re.search(r"\d+ of 339 respondents answered every item; \d+ of 8814 answers \(", text)
    assert "338 rows repeat an id" in text
    assert "Columns not used: room." in text
    assert all(int(row["Missing"]) > 0 for row in gappy.table("missing"))
    sizes = {row["Scale"]: int(row["N"]) for row in gappy.table("table-1")}
    assert sizes["Learning motivation"] <= 339


def test_a_group_of_nineteen_leaves_no_trace(gappy: Made) -> None:
    """The smallest shown group, Poor, goes with it, or subtraction would tell."""
    for name in ("table-2", "table-3"):
        cells = {row["Group"]: row for row in gappy.table(name)}
        for group in ("Excellent", "Poor"):
            row = cells[f"Academic performance: {group}"]
            assert (row["N"], row["Mean"], row["SD"]) == ("withheld", "", "")
        assert int(cells["Academic performance: Good"]["N"]) >= 20
    assert not [stat for stat in gappy.numbers() if "excellent" in stat or "poor" in stat]
    for name in ("table-2-pairs", "table-3-pairs"):
        assert not [r for r in gappy.table(name) if "Excellent" in r["Pair"] or "Poor" in r["Pair"]]
    assert "Withheld, and left out of the tests: Academic performance: Excellent and Poor." in (
        gappy.text("report.md")
    )


def test_other_peoples_answers_are_not_called_a_failure(gappy: Made) -> None:
    assert gappy.said == []
    assert "These are other people's answers (N = 339, there 363)" in gappy.text("report.md")


def test_the_same_answers_give_the_same_files(documented: Made, tmp_path: Path) -> None:
    make(Order(DATA / "synthetic_documented.csv", tmp_path))
    files = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert len(files) > 20
    for file in files:
        assert (tmp_path / file).read_bytes() == (documented.folder / file).read_bytes(), file


def test_without_any_demographic_question(write: Write, rows: list[Row], tmp_path: Path) -> None:
    columns = ("gender", "grade", "major", "performance", "origin", "first_gen")
    bare = [{k: v for k, v in row.items() if k not in columns} for row in rows]
    make(Order(write(bare), tmp_path / "out", without=columns))
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "by group" not in text
    assert "Table 4. Correlations" in text


OTHER = {
    "title": "Ease in the laboratory",
    "source": "Made up for a test",
    "licence": "MIT",
    "response": ["Never", "Seldom", "Often", "Always"],
    "items": {f"L{i}": {"key": "-" if i > 6 else "+", "text": f"Item {i}"} for i in range(1, 10)},
    "scales": [
        {"code": "C", "name": "calm", "title": "Calm", "items": ["L1", "L2", "L3"]},
        {"code": "P", "name": "practice", "title": "Practice", "items": ["L4", "L5", "L6"]},
        {
            "code": "W", "name": "worry", "title": "Lack of worry",
            "items": ["L7", "L8", "L9"], "reversed": ["L7", "L8", "L9"],
        },
    ],
    "plan": {
        "descriptives": ["C", "P", "W"],
        "groups": ["C"],
        "correlations": {"rows": ["P"], "columns": ["C", "W"]},
        "regressions": {"predictors": ["P"], "outcomes": ["C"]},
    },
}  # fmt: skip


def test_another_questionnaire_needs_no_code(write: Write, tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    trait = random.normal(size=90)
    rows = [
        {"bench": ("left", "right", "middle")[i % 3]}
        | {
            item: str(int(np.clip(round(2.5 + t * (-1) ** (n > 5) + random.normal()), 1, 4)))
            for n, item in enumerate(f"L{k}" for k in range(1, 10))
        }
        for i, t in enumerate(trait)
    ]
    instrument, demographics = tmp_path / "ease.json", tmp_path / "benches.json"
    instrument.write_text(json.dumps(OTHER), encoding="utf-8")
    factor = {"column": "bench", "title": "Bench", "groups": dict.fromkeys(
        ("left", "middle", "right"), "Side")}  # fmt: skip
    demographics.write_text(json.dumps({"factors": [factor]}), encoding="utf-8")
    folder = tmp_path / "out"
    said = make(Order(write(rows), folder, instrument=instrument, demographics=demographics))
    assert said == []
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "Table 2. Calm (3 items) by group" in text
    assert "Table 3. Correlations of Practice (3 items)" in text
    assert "Table 4. Calm (3 items) on practice" in text
    assert "published" not in text
    with pytest.raises(ValueError, match="Ease in the laboratory has no reproduction setting"):
        make(Order(write(rows), folder, reproduce=True, instrument=instrument))


def test_a_question_with_one_small_group_shows_no_cell_and_no_test(
    write: Write, rows: list[Row], tmp_path: Path
) -> None:
    """Nine men among all: their cell is withheld, the women's with it, and nothing is compared."""
    mostly = [
        {**row, "gender": "male" if number < 9 else "female"} for number, row in enumerate(rows)
    ]
    make(Order(write(mostly), tmp_path / "out"))
    found = Made(tmp_path / "out", [])
    assert not [stat for stat in found.numbers() if ".gender" in stat]
    cells = {row["Group"]: row["N"] for row in found.table("table-2")}
    assert (cells["Gender: Male"], cells["Gender: Female"]) == ("withheld", "withheld")
