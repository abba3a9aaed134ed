"""The XML of office documents without authors, dates, edit identifiers and file paths."""

import re

from lxml import etree

from bot.files.text import without_accounts
from bot.files.verdicts import CannotCleanError, Reason
from bot.files.words import words

_WORD = ("http://schemas.openxmlformats.org/wordprocessingml/", "http://purl.oclc.org/ooxml/word")
_MICROSOFT = "http://schemas.microsoft.com/office/"
_VML_OFFICE = "urn:schemas-microsoft-com:office:office"

# By local name, in any namespace: extensions repeat the same idea under many addresses.
_REMOVED_ELEMENTS = words(
    "rsid rsids docId docVars attachedTemplate mailMerge writeProtection fileSharing revisionPtr "
    "absPath customWorkbookViews customSheetViews customProperties dataBinding presenceInfo "
    "saveThroughXslt custDataLst modifyVerifier creationId webPublishing permStart permEnd "
    "svgBlip alternateUrls docParts oleObjects controls"
)
_AUTHOR_ATTRIBUTES = frozenset({"author", "initials", "refreshedBy", "lastModifiedBy", "userName"})
_REMOVED_ATTRIBUTES = words(
    "userId providerId paraId paraIdParent textId durableId dateUtc dT "
    "refreshedDate refreshedDateIso"
)
_EMPTY_IF_CHILDLESS = frozenset({"externalReferences"})
_FILE_NAME = re.compile(r"(?i)\.(?:png|jpe?g|gif|webp|bmp|tiff?|svg|[ew]mf|heic|pdf)\b|[\\/]")
_PICTURE_WORDS = {"name", "descr", "title"}


class Authors:
    """People in one document, numbered as they come, so that a discussion can still be followed."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def neutral(self, name: str) -> str:
        """`Author 1` for the first name met, and so on; the same for the same name."""
        return f"Author {self._numbers.setdefault(name, len(self._numbers) + 1)}"

    def without_signature(self, text: str) -> str:
        """A comment's text without the writer's name, which Excel puts before it."""
        for name in self._numbers:
            if name and text.startswith(f"{name}:"):
                return self.neutral(name) + text[len(name) :]
        return text


def parse(content: bytes) -> "etree._Element":
    """The root of an XML part; comments and processing instructions are left out.

    Args:
        content: XML from anybody.

    Returns:
        Its root element.

    Raises:
        CannotCleanError: if it is not well formed, or declares a document type, as no part may:
            that is how a small file asks for endless memory or for other files.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise CannotCleanError(Reason.BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotCleanError(Reason.BROKEN)
    return root


def serialised(root: "etree._Element") -> bytes:
    """XML in UTF-8 with its declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def scrub(root: "etree._Element", gone: set[str], authors: Authors) -> None:
    """Take out of one part what tells about people and places.

    Args:
        root: The part, changed in place.
        gone: Identifiers of relationships that are not copied; what uses them goes too.
        authors: The document's people so far; new ones are added.
    """
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element).localname
        parent = element.getparent()
        if name in _REMOVED_ELEMENTS or _uses(element, gone, optional=name == "pageSetup"):
            if parent is None:
                raise CannotCleanError(Reason.BROKEN)
            parent.remove(element)
            continue
        _scrub_attributes(element, name, authors)
        if name == "author" and len(element) == 0:
            element.text = authors.neutral(element.text or "")
        elif element.text and not element.text.isspace():
            element.text = authors.without_signature(without_accounts(element.text))
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        childless = len(element) == 0 and etree.QName(element).localname in _EMPTY_IF_CHILDLESS
        if childless and parent is not None:
            parent.remove(element)


def _uses(element: "etree._Element", gone: set[str], *, optional: bool) -> bool:
    """Whether an element needs a relationship that is gone; an optional use is just taken out."""
    for key in list(element.keys()):
        space = etree.QName(key).namespace or ""
        if space.endswith("/relationships") and element.get(key) in gone:
            if not optional:
                return True
            del element.attrib[key]
    return False


def _scrub_attributes(element: "etree._Element", name: str, authors: Authors) -> None:
    for key, value in ((str(key), str(value)) for key, value in list(element.items())):
        attribute = etree.QName(key)
        local, space = attribute.localname, attribute.namespace or ""
        if local in _AUTHOR_ATTRIBUTES or (name == "cmAuthor" and local == "name"):
            initial = local == "initials"
            element.set(key, "A" if initial else authors.neutral(value))
        elif (
            local in _REMOVED_ATTRIBUTES
            or local.startswith("rsid")
            or (local == "date" and space.startswith(_WORD))
            or (local == "dt" and name == "cm")
            or (local == "uid" and space.startswith(_MICROSOFT))
            or (local == "title" and space == _VML_OFFICE)
        ):
            del element.attrib[key]
        elif (name in {"docPr", "cNvPr"} and local in _PICTURE_WORDS) or local == "alt":
            # Programs put the picture's file name here, folders and all.
            element.set(key, "Picture" if _FILE_NAME.search(value) else value)
        else:
            element.set(key, without_accounts(value))
