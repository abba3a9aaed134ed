"""Office documents keep what a reader sees; parts and attributes about people stay behind."""

import io
import re
import zipfile

import pytest
from lxml import etree

from bot.files import Clean, Reason, Refused, clean, office, office_kinds, office_xml
from tests.files import office_samples as samples
from tests.files.canary import marked, places

_SAMPLES = {
    "docx": (samples.docx(), samples.DOCX_PLACES, "document"),
    "xlsx": (samples.xlsx(), samples.XLSX_PLACES, "workbook"),
    "pptx": (samples.pptx(), samples.PPTX_PLACES, "slides"),
}


def cleaned(content: bytes) -> zipfile.ZipFile:
    result = clean("Jane Doe.docx", content, number=1)
    assert isinstance(result, Clean), result
    return zipfile.ZipFile(io.BytesIO(result.content))


def refused(content: bytes) -> Reason:
    result = clean("Jane Doe.docx", content, number=1)
    assert isinstance(result, Refused)
    return result.reason


@pytest.mark.parametrize("kind", _SAMPLES)
def test_nothing_planted_survives(kind: str) -> None:
    content, planted, word = _SAMPLES[kind]
    assert places(content) == planted
    result = clean("x", content, number=2)
    assert isinstance(result, Clean)
    assert places(result.content) == set()
    assert result.name == f"{word}-2.{kind}"
    with zipfile.ZipFile(io.BytesIO(result.content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11" not in b"".join(map(package.read, package.namelist()))


@pytest.mark.parametrize("kind", _SAMPLES)
def test_every_part_is_typed_and_every_relationship_leads_somewhere(kind: str) -> None:
    package = cleaned(_SAMPLES[kind][0])
    names = set(package.namelist())
    types = etree.fromstring(package.read("[Content_Types].xml"))
    typed = {entry.get("PartName", "/").lstrip("/") for entry in types} - {""}
    assert typed == {n for n in names if not n.endswith(".rels")} - {"[Content_Types].xml"}
    for name in (n for n in names if n.endswith(".rels")):
        for relation in etree.fromstring(package.read(name)):
            target = relation.get("Target", "")
            external = relation.get("TargetMode") == "External"
            assert external or target.lstrip("/") in names
            source = name.replace("_rels/", "").removesuffix(".rels")
            assert source == "" or source in names
    for name in (n for n in names if n.endswith(".xml") and not n.startswith("[")):
        folder, _, base = name.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        known = re.findall(rb'Id="(\w+)"', package.read(rels)) if rels in names else []
        assert set(re.findall(rb'r:\w+="(\w+)"', package.read(name))) <= set(known)


def test_a_word_document_says_the_same() -> None:
    document = cleaned(samples.docx()).read("word/document.xml").decode()
    for word in samples.WORDS:
        assert word in document
    assert "in a folder: /home/user/x.py" in document
    assert 'mc:Ignorable="w14"' in document
    assert "xmlns:w14=" in document


def test_people_are_numbered_so_that_a_discussion_can_be_followed() -> None:
    package = cleaned(samples.docx())
    document = package.read("word/document.xml").decode()
    comments = package.read("word/comments.xml").decode()
    named = re.findall(r'w:author="([^"]*)"', document + comments)
    assert all(re.fullmatch(r"Author \d", name) for name in named)
    assert len(set(named)) == 4
    assert "Is this right?" in comments


def test_links_to_the_web_stay_and_links_to_disks_lead_nowhere() -> None:
    relations = cleaned(samples.docx()).read("word/_rels/document.xml.rels").decode()
    assert 'Target="https://example.org/"' in relations
    assert 'Target="about:blank"' in relations
    assert "file:" not in relations


def test_a_picture_is_cleaned_and_still_linked() -> None:
    package = cleaned(samples.docx())
    pictures = [name for name in package.namelist() if "/media/" in name]
    assert len(pictures) == 1
    assert re.fullmatch(r"word/media/picture-\d+\.png", pictures[0])
    assert 'r:embed="rId6"' in package.read("word/document.xml").decode()
    assert f'Target="/{pictures[0]}"' in package.read("word/_rels/document.xml.rels").decode()


def test_a_workbook_keeps_values_formulas_and_comments() -> None:
    package = cleaned(samples.xlsx())
    sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>A1+1</f>" in sheet
    assert "<v>42</v>" in sheet
    assert '<pageSetup orientation="portrait"/>' in sheet
    comments = package.read("xl/comments1.xml").decode()
    assert "<t>Author 1:</t>" in comments
    assert "why 41?" in comments


def test_slides_keep_text_comments_and_the_workbook_behind_a_chart() -> None:
    package = cleaned(samples.pptx())
    assert "A join" in package.read("ppt/slides/slide1.xml").decode()
    assert "too fast?" in package.read("ppt/comments/comment1.xml").decode()
    [book] = [name for name in package.namelist() if name.endswith(".xlsx")]
    with zipfile.ZipFile(io.BytesIO(package.read(book))) as inner:
        assert "xl/workbook.xml" in inner.namelist()


def test_parts_left_unscrubbed_let_the_names_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_xml, "scrub", lambda *_: None)
    for kind, expected in {
        "docx": {
            "inserter",
            "commenter",
            "initials",
            "rsid",
            "docvar",
            "picname",
            "alttext",
            "home",
        },
        "xlsx": {"abspath", "revision", "sharing", "view", "uid", "cellauthor"},
        "pptx": {"cmauthor", "cminitials"},
    }.items():
        result = clean("x", _SAMPLES[kind][0], number=1)
        assert isinstance(result, Clean)
        assert expected <= places(result.content)


@pytest.mark.parametrize(
    ("kind", "setting", "without", "place"),
    [
        ("docx", "_AUTHOR_ATTRIBUTES", {"author"}, "inserter"),
        ("docx", "_AUTHOR_ATTRIBUTES", {"initials"}, "initials"),
        ("docx", "_REMOVED_ATTRIBUTES", {"paraId"}, "paraid"),
        ("docx", "_REMOVED_ELEMENTS", {"rsid", "rsids"}, "rsids"),
        ("docx", "_REMOVED_ELEMENTS", {"docVars"}, "docvar"),
        ("docx", "_REMOVED_ELEMENTS", {"permStart"}, "editor"),
        ("docx", "_PICTURE_WORDS", {"name"}, "picname"),
        ("docx", "_PICTURE_WORDS", {"descr"}, "alttext"),
        ("xlsx", "_REMOVED_ELEMENTS", {"revisionPtr"}, "revision"),
        ("xlsx", "_REMOVED_ELEMENTS", {"customWorkbookViews"}, "view"),
    ],
)
def test_each_rule_stops_its_own_leak(
    kind: str, setting: str, without: set[str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_xml, setting, set(getattr(office_xml, setting)) - without)
    monkeypatch.setattr(office_xml, "without_accounts", lambda text: text)
    result = clean("x", _SAMPLES[kind][0], number=1)
    assert isinstance(result, Clean)
    assert place in places(result.content)


@pytest.mark.parametrize(
    ("kind", "part", "place"),
    [
        (
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml",
            "people",
        ),
        ("xlsx", "application/vnd.ms-excel.person+xml", "person"),
        ("pptx", "application/vnd.ms-powerpoint.changesinfo+xml", "changes"),
    ],
)
def test_a_part_more_on_the_list_lets_the_name_through(
    kind: str, part: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "KEPT_PARTS", office_kinds.KEPT_PARTS | {part})
    monkeypatch.setattr(office_xml, "_REMOVED_ATTRIBUTES", set())
    result = clean("x", _SAMPLES[kind][0], number=1)
    assert isinstance(result, Clean)
    assert place in places(result.content)


def test_macros_are_refused() -> None:
    content = samples.package(
        {"word/document.xml": "<d/>"},
        {"word/document.xml": "application/vnd.ms-word.document.macroEnabled.main+xml"},
        {"": ["rId1 officeDocument word/document.xml"]},
    )
    assert refused(content) == Reason.MACROS


def test_an_object_of_another_program_is_refused() -> None:
    assert refused(samples.docx({"word/object1.bin": b"\xd0\xcf\x11\xe0"})) == Reason.OFFICE_OBJECT


def test_a_picture_that_stays_unknown_is_refused_by_its_kind() -> None:
    result = clean("Jane.docx", samples.docx({"word/image2.emf": b"\1\0\0\0"}), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.OFFICE_PICTURE
    assert result.values["format"] == "emf"


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><d>&b;</d>",
        "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><d>&a;</d>",
        "<d>" * 5_000 + "</d>" * 5_000,
        "<d><e></d>",
        "",
    ],
)
def test_xml_that_asks_for_more_than_it_says_is_refused(document: str) -> None:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content = samples.package(
        {"word/document.xml": document},
        {"word/document.xml": main},
        {"": ["rId1 officeDocument word/document.xml"]},
    )
    assert refused(content) == Reason.BROKEN


def test_a_part_of_the_same_name_twice_is_refused() -> None:
    out = io.BytesIO(samples.docx())
    with (
        zipfile.ZipFile(out, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        archive.writestr("word/document.xml", marked("second"))
    assert refused(out.getvalue()) == Reason.BROKEN
