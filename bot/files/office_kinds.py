"""Which parts of an Office Open XML package are copied, by content type (ECMA-376, part 1)."""

from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document: how its copy is called, and its media type."""

    word: str
    extension: str
    media_type: str


DOCUMENTS = {
    f"{_OFFICE}.wordprocessingml.document.main+xml": Document(
        "document", "docx", f"{_OFFICE}.wordprocessingml.document"
    ),
    f"{_OFFICE}.spreadsheetml.sheet.main+xml": Document(
        "workbook", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"
    ),
    f"{_OFFICE}.presentationml.presentation.main+xml": Document(
        "slides", "pptx", f"{_OFFICE}.presentationml.presentation"
    ),
}

PACKAGES = frozenset(document.media_type for document in DOCUMENTS.values())
"""Documents within documents: the numbers behind a chart."""

PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

_WORD = (
    "document.main styles settings fontTable numbering header footer footnotes endnotes comments"
)
_SHEET = (
    "sheet.main worksheet chartsheet dialogsheet styles sharedStrings table comments externalLink "
    "pivotTable pivotCacheDefinition pivotCacheRecords sheetMetadata"
)
_SLIDES = (
    "presentation.main slide slideLayout slideMaster notesSlide notesMaster handoutMaster "
    "presProps tableStyles comments commentAuthors"
)
_DRAWING = "chart chartshapes diagramData diagramLayout diagramStyle diagramColors"

KEPT_PARTS = frozenset(
    {
        *(f"{_OFFICE}.wordprocessingml.{name}+xml" for name in _WORD.split()),
        *(f"{_OFFICE}.spreadsheetml.{name}+xml" for name in _SHEET.split()),
        *(f"{_OFFICE}.presentationml.{name}+xml" for name in _SLIDES.split()),
        *(f"{_OFFICE}.drawingml.{name}+xml" for name in _DRAWING.split()),
        f"{_OFFICE}.drawing+xml",
        f"{_OFFICE}.theme+xml",
        f"{_OFFICE}.themeOverride+xml",
        f"{_OFFICE}.vmlDrawing",
        "application/vnd.ms-office.chartstyle+xml",
        "application/vnd.ms-office.chartcolorstyle+xml",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    }
)

OBJECT_PARTS = frozenset(
    {
        f"{_OFFICE}.oleObject",
        "application/vnd.ms-office.activeX",
        "application/vnd.ms-office.activeX+xml",
        "application/vnd.ms-office.vbaProject",
    }
)
"""Parts that hold another program's file, or a program."""

OBJECT_RELATIONS = frozenset({"oleObject", "aFChunk", "control", "video", "audio", "media"})
"""The same, told by the last word of the relationship's type."""
