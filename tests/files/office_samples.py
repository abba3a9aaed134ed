"""Office documents written by hand, with a name planted in every place for metadata."""

import io
import zipfile

from tests.files import picture_samples
from tests.files.canary import marked

_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"

Parts = dict[str, bytes | str]


def package(parts: Parts, types: dict[str, str], relations: dict[str, list[str]]) -> bytes:
    """A package of parts; `relations` are `id kind target [External]` by part name."""
    overrides = "".join(
        f"<Override PartName='/{name}' ContentType='{kind}'/>" for name, kind in types.items()
    )
    endings = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "jpeg": "image/jpeg",
        "emf": "image/x-emf",
        "bin": f"{_OFFICE}.oleObject",
    }
    defaults = "".join(
        f"<Default Extension='{ending}' ContentType='{kind}'/>" for ending, kind in endings.items()
    )
    whole: Parts = {
        "[Content_Types].xml": f"{_HEAD}<Types xmlns='{_PACKAGE}/content-types'>"
        f"{defaults}{overrides}</Types>"
    }
    whole |= parts
    for part, lines in relations.items():
        folder, _, base = part.rpartition("/")
        rows = "".join(_relation(*line.split(" ")) for line in lines)
        where = f"{folder}/_rels/{base}.rels".lstrip("/")
        whole[where] = (
            f"{_HEAD}<Relationships xmlns='{_PACKAGE}/relationships'>{rows}</Relationships>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = marked("zipcomment").encode()
        for name, body in whole.items():
            archive.writestr(name, body)
    return out.getvalue()


def _relation(identity: str, kind: str, target: str, mode: str = "") -> str:
    extra = f" TargetMode='{mode}'" if mode else ""
    return f"<Relationship Id='{identity}' Type='{_RELATIONS}/{kind}' Target='{target}'{extra}/>"


def _properties() -> Parts:
    return {
        "docProps/core.xml": f"""{_HEAD}<cp:coreProperties
            xmlns:cp='{_PACKAGE}/metadata/core-properties'
            xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>{marked("creator")}</dc:creator>
            <cp:lastModifiedBy>{marked("lastmodifiedby")}</cp:lastModifiedBy>
            </cp:coreProperties>""",
        "docProps/app.xml": f"<Properties><Company>{marked('company')}</Company></Properties>",
        "docProps/custom.xml": f"<Properties><p>{marked('custom')}</p></Properties>",
        "docProps/thumbnail.jpeg": marked("thumbnail"),
    }


_ROOT = [
    "rId2 metadata/core-properties docProps/core.xml",
    "rId3 extended-properties docProps/app.xml",
    "rId4 custom-properties docProps/custom.xml",
    "rId5 thumbnail docProps/thumbnail.jpeg",
]
PROPERTY_PLACES = {
    "creator", "lastmodifiedby", "company", "custom", "thumbnail", "zipcomment",
}  # fmt: skip

WORDS = ["Two rows become four.", "inserted", "struck out", "in a folder: /home/"]


def docx(parts: Parts | None = None) -> bytes:
    """A Word document: comment, tracked changes, telling names, template, persons."""
    body = f"""{_HEAD}<!-- {marked("xmlcomment")} -->
      <w:document xmlns:w='{W}' xmlns:r='{_RELATIONS}'
      xmlns:a='{A}' xmlns:pic='{PIC}' xmlns:wp='{WP}'
      xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'
      xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' mc:Ignorable='w14'>
      <w:body><w:p w:rsidR='{marked("rsid")}' w14:paraId='{marked("paraid")}'>
      <w:r><w:t>{WORDS[0]}</w:t></w:r>
      <w:ins w:id='1' w:author='{marked("inserter")}' w:date='2026-11-02T23:59:00Z'>
      <w:r><w:t>{WORDS[1]}</w:t></w:r></w:ins>
      <w:del w:id='2' w:author='{marked("deleter")}'>
      <w:r><w:delText>{WORDS[2]}</w:delText></w:r></w:del>
      <w:r><w:t>{WORDS[3]}{marked("home")}/x.py</w:t></w:r>
      <w:hyperlink r:id='rId7'><w:r><w:t>the notes</w:t></w:r></w:hyperlink>
      <w:permStart w:id='9' w:ed='{marked("editor")}'/><w:permEnd w:id='9'/>
      <w:r><w:drawing><wp:docPr id='1' name='p' descr='C:\\Users\\x\\{marked("alttext")}.png'/>
      <pic:cNvPr id='1' name='{marked("picname")}.jpg'/><a:blip r:embed='rId6'/></w:drawing></w:r>
      </w:p></w:body></w:document>"""
    settings = f"""<w:settings xmlns:w='{W}' xmlns:r='{_RELATIONS}'>
      <w:attachedTemplate r:id='rId1'/><w:zoom w:percent='90'/>
      <w:rsids><w:rsid w:val='{marked("rsids")}'/></w:rsids>
      <w:docVars><w:docVar w:name='a' w:val='{marked("docvar")}'/></w:docVars></w:settings>"""
    comments = f"""<w:comments xmlns:w='{W}'><w:comment w:id='0' w:author='{marked("commenter")}'
      w:initials='{marked("initials")}'><w:p><w:r><w:t>Is this right?</w:t></w:r></w:p></w:comment>
      <w:comment w:id='1' w:author='Other Person'/></w:comments>"""
    whole: Parts = {
        **_properties(),
        "word/document.xml": body,
        "word/settings.xml": settings,
        "word/comments.xml": comments,
        "word/people.xml": f"<p>{marked('people')}</p>",
        "customXml/item1.xml": f"<p>{marked('customxml')}</p>",
        f"word/media/{marked('medianame')}.png": picture_samples.png(),
        "word/media/unused.png": picture_samples.png() + b" " + marked("unused").encode(),
        **(parts or {}),
    }
    word = f"{_OFFICE}.wordprocessingml"
    types = {
        "word/document.xml": f"{word}.document.main+xml",
        "word/settings.xml": f"{word}.settings+xml",
        "word/comments.xml": f"{word}.comments+xml",
        "word/people.xml": f"{word}.people+xml",
    }
    relations = {
        "": ["rId1 officeDocument word/document.xml", *_ROOT],
        "word/document.xml": [
            "rId1 settings settings.xml",
            "rId2 comments comments.xml",
            "rId3 people people.xml",
            "rId4 customXml ../customXml/item1.xml",
            f"rId6 image media/{marked('medianame')}.png",
            f"rId7 hyperlink file:///C:/{marked('link')}/notes.docx External",
            "rId8 hyperlink https://example.org/ External",
            *(f"rId9{n} part {name.removeprefix('word/')}" for n, name in enumerate(parts or {})),
        ],
        "word/settings.xml": [
            f"rId1 attachedTemplate file:///C:/{marked('template')}/own.dotx External"
        ],
    }
    return package(whole, types, relations)


DOCX_PLACES = PROPERTY_PLACES | picture_samples.PNG_PLACES | {
    "xmlcomment", "rsid", "paraid", "inserter", "deleter", "home", "editor", "alttext", "picname",
    "rsids", "docvar", "commenter", "initials", "people", "customxml", "medianame", "link",
    "template", "unused",
}  # fmt: skip


def xlsx() -> bytes:
    """An Excel workbook: where it was saved, comments, persons, printer, revision mark, views."""
    sheet = f"{_OFFICE}.spreadsheetml"
    ac = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
    xr = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
    workbook = f"""<workbook xmlns='{S}' xmlns:r='{_RELATIONS}' xmlns:x15ac='{ac}' xmlns:xr='{xr}'>
      <x15ac:absPath url='C:\\Users\\{marked("abspath")}\\'/>
      <xr:revisionPtr documentId='{marked("revision")}'/>
      <fileSharing userName='{marked("sharing")}'/>
      <customWorkbookViews><customWorkbookView name='{marked("view")}'/></customWorkbookViews>
      <sheets><sheet name='Marks' sheetId='1' r:id='rId1'/></sheets>
      <externalReferences><externalReference r:id='rId3'/></externalReferences></workbook>"""
    cells = f"""<worksheet xmlns='{S}' xmlns:r='{_RELATIONS}' xmlns:xr='{xr}'
      xr:uid='{marked("uid")}'><sheetData><row r='1'><c r='A1'><v>41</v></c>
      <c r='B1' t='str'><f>A1+1</f><v>42</v></c></row></sheetData>
      <pageSetup orientation='portrait' r:id='rId2'/></worksheet>"""
    name = marked("cellauthor")
    comments = f"""<comments xmlns='{S}'><authors><author>{name}</author></authors><commentList>
      <comment ref='A1' authorId='0'><text><r><t>{name}:</t></r>
      <r><t>why 41?</t></r></text></comment>
      </commentList></comments>"""
    parts: Parts = {
        **_properties(),
        "xl/workbook.xml": workbook,
        "xl/worksheets/sheet1.xml": cells,
        "xl/comments1.xml": comments,
        "xl/printerSettings/printerSettings1.bin": marked("printer"),
        "xl/persons/person.xml": f"<l><person displayName='{marked('person')}'/></l>",
        "xl/threadedComments/threadedComment1.xml": f"<t personId='{marked('threaded')}'/>",
        "xl/externalLinks/externalLink1.xml": f"<externalLink xmlns='{S}' xmlns:r='{_RELATIONS}'>"
        "<externalBook r:id='rId1'/></externalLink>",
    }
    types = {
        "xl/workbook.xml": f"{sheet}.sheet.main+xml",
        "xl/worksheets/sheet1.xml": f"{sheet}.worksheet+xml",
        "xl/comments1.xml": f"{sheet}.comments+xml",
        "xl/printerSettings/printerSettings1.bin": f"{sheet}.printerSettings",
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "xl/externalLinks/externalLink1.xml": f"{sheet}.externalLink+xml",
    }
    relations = {
        "": ["rId1 officeDocument xl/workbook.xml", *_ROOT],
        "xl/workbook.xml": [
            "rId1 worksheet worksheets/sheet1.xml",
            "rId2 person persons/person.xml",
            "rId3 externalLink externalLinks/externalLink1.xml",
        ],
        "xl/worksheets/sheet1.xml": [
            "rId1 comments ../comments1.xml",
            "rId2 printerSettings ../printerSettings/printerSettings1.bin",
            "rId3 threadedComment ../threadedComments/threadedComment1.xml",
        ],
        "xl/externalLinks/externalLink1.xml": [
            f"rId1 externalLinkPath file:///C:/{marked('external')}/marks.xlsx External"
        ],
    }
    return package(parts, types, relations)


XLSX_PLACES = PROPERTY_PLACES | {
    "abspath", "revision", "sharing", "view", "uid", "cellauthor", "printer", "person", "threaded",
    "external",
}  # fmt: skip


def pptx() -> bytes:
    """A PowerPoint file: comment authors old and new, changes, a photograph, a chart's data."""
    show = f"{_OFFICE}.presentationml"
    parts: Parts = {
        **_properties(),
        "ppt/presentation.xml": f"<p:presentation xmlns:p='{P}' xmlns:r='{_RELATIONS}'><p:sldIdLst>"
        "<p:sldId id='256' r:id='rId1'/></p:sldIdLst></p:presentation>",
        "ppt/slides/slide1.xml": f"<p:sld xmlns:p='{P}' xmlns:a='{A}' xmlns:r='{_RELATIONS}'>"
        "<a:t>A join</a:t><a:blip r:embed='rId2'/></p:sld>",
        "ppt/commentAuthors.xml": f"<p:cmAuthorLst xmlns:p='{P}'><p:cmAuthor id='0' "
        f"name='{marked('cmauthor')}' initials='{marked('cminitials')}'/></p:cmAuthorLst>",
        "ppt/comments/comment1.xml": f"<p:cmLst xmlns:p='{P}'><p:cm authorId='0' "
        "dt='2026-11-02T23:59:00'><p:text>too fast?</p:text></p:cm></p:cmLst>",
        "ppt/authors.xml": f"<a><b name='{marked('modernauthor')}'/></a>",
        "ppt/changesInfos/changesInfo1.xml": f"<a><b name='{marked('changes')}'/></a>",
        "ppt/media/image1.jpeg": picture_samples.jpeg(),
        "ppt/charts/chart1.xml": f"<c xmlns:r='{_RELATIONS}'><externalData r:id='rId1'/></c>",
        "ppt/embeddings/book1.xlsx": xlsx(),
    }
    types = {
        "ppt/presentation.xml": f"{show}.presentation.main+xml",
        "ppt/slides/slide1.xml": f"{show}.slide+xml",
        "ppt/commentAuthors.xml": f"{show}.commentAuthors+xml",
        "ppt/comments/comment1.xml": f"{show}.comments+xml",
        "ppt/authors.xml": "application/vnd.ms-powerpoint.authors+xml",
        "ppt/changesInfos/changesInfo1.xml": "application/vnd.ms-powerpoint.changesinfo+xml",
        "ppt/charts/chart1.xml": f"{_OFFICE}.drawingml.chart+xml",
        "ppt/embeddings/book1.xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    }
    relations = {
        "": ["rId1 officeDocument ppt/presentation.xml", *_ROOT],
        "ppt/presentation.xml": [
            "rId1 slide slides/slide1.xml",
            "rId2 commentAuthors commentAuthors.xml",
            "rId3 authors authors.xml",
            "rId4 changesInfo changesInfos/changesInfo1.xml",
        ],
        "ppt/slides/slide1.xml": [
            "rId1 comments ../comments/comment1.xml",
            "rId2 image ../media/image1.jpeg",
            "rId3 chart ../charts/chart1.xml",
        ],
        "ppt/charts/chart1.xml": ["rId1 package ../embeddings/book1.xlsx"],
    }
    return package(parts, types, relations)


PPTX_PLACES = XLSX_PLACES | picture_samples.JPEG_PLACES | {
    "cmauthor", "cminitials", "modernauthor", "changes",
}  # fmt: skip
