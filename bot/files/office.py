"""Word, Excel and PowerPoint: the parts a reader sees, copied into a new package.

From the main document every relationship is followed; a part that is not reached, or is not of a
kind on the list, is not copied: properties, persons, custom data, thumbnails, printer settings,
earlier versions, PowerPoint's and Excel's newer comments (Excel keeps their text in the old).
Parts go through `office_xml`, pictures through the cleaner of pictures, embedded workbooks through
this one again. What could run or cannot be looked into refuses the document.
"""

import posixpath
from collections import deque
from typing import cast
from urllib.parse import unquote

from lxml import etree

from bot.files import office_xml
from bot.files.archive import Member, write
from bot.files.office_kinds import (
    DOCUMENTS,
    KEPT_PARTS,
    OBJECT_PARTS,
    OBJECT_RELATIONS,
    PACKAGES,
    PICTURE_TYPES,
)
from bot.files.text import Inner
from bot.files.verdicts import CannotCleanError, Reason, Rebuilt

_TYPES = "[Content_Types].xml"
_TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_NOWHERE = "about:blank"

# The stubs do not know that lxml's default namespace is None.
_RELATIONS_MAP = cast("dict[str, str]", {None: _RELATIONS_SPACE})
_TYPES_MAP = cast("dict[str, str]", {None: _TYPES_SPACE})


def is_office(members: list[Member]) -> bool:
    """Whether a zip archive is a document in Office Open XML.

    Args:
        members: The files of the archive.

    Raises:
        CannotCleanError: if it is an OpenDocument file or an e-book, which are not taken.
    """
    if members and members[0].name == "mimetype":
        raise CannotCleanError(Reason.OTHER_DOCUMENT)
    return any(member.name == _TYPES for member in members)


def clean(members: list[Member], inner: Inner) -> Rebuilt:
    """A new package of the parts that are shown.

    Args:
        members: The files of the package.
        inner: Cleans pictures and embedded workbooks.

    Returns:
        The document, in the format it came in.

    Raises:
        CannotCleanError: if it is broken, holds macros or objects, or a picture that stays unknown.
    """
    package = _Package(members, inner)
    return package.rebuilt()


class _Package:
    """One document on its way from old parts to new ones."""

    def __init__(self, members: list[Member], inner: Inner) -> None:
        self._inner = inner
        self._parts = {member.name.lstrip("/"): member.content for member in members}
        if len(self._parts) != len(members):
            # Two parts of one name: readers disagree which counts.
            raise CannotCleanError(Reason.BROKEN)
        types = office_xml.parse(self._parts[_TYPES])
        self._by_name: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}
        for entry in types:
            kind = entry.get("ContentType", "")
            if "macroEnabled" in kind or "vbaProject" in kind:
                raise CannotCleanError(Reason.MACROS)
            if etree.QName(entry).localname == "Override":
                self._by_name[entry.get("PartName", "").lstrip("/").lower()] = kind
            else:
                self._by_ending[entry.get("Extension", "").lower()] = kind
        self._names: dict[str, str] = {}  # old part name → new
        self._new: dict[str, tuple[bytes, str]] = {}  # new part name → content, content type
        self._waiting: deque[str] = deque()
        self._authors = office_xml.Authors()

    def rebuilt(self) -> Rebuilt:
        """The whole document again."""
        main = self._main()
        document = DOCUMENTS.get(self._type(main))
        if document is None:
            raise CannotCleanError(Reason.OTHER_DOCUMENT)
        self._keep(main)
        root = etree.Element(f"{{{_RELATIONS_SPACE}}}Relationships", nsmap=_RELATIONS_MAP)
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        _relation(root, "rId1", kind, f"/{self._names[main]}")
        while self._waiting:
            self._copy(self._waiting.popleft())
        content = write(
            [
                Member(_TYPES, self._content_types()),
                Member("_rels/.rels", office_xml.serialised(root)),
                *(Member(name, part) for name, (part, _) in self._new.items()),
            ]
        )
        return Rebuilt(document.word, document.extension, document.media_type, content)

    def _main(self) -> str:
        for relation in self._relations(""):
            if relation.get("Type", "").endswith("/officeDocument"):
                name = _target("", relation.get("Target", ""))
                if name in self._parts:
                    return name
        raise CannotCleanError(Reason.BROKEN)

    def _type(self, name: str) -> str:
        ending = name.rpartition(".")[2].lower()
        return self._by_name.get(name.lower()) or self._by_ending.get(ending, "")

    def _relations(self, name: str) -> list["etree._Element"]:
        folder, base = posixpath.split(name)
        content = self._parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
        return [] if content is None else list(office_xml.parse(content))

    def _keep(self, name: str) -> None:
        """Give a part its new name and a place in the line, unless it has them."""
        if name in self._names:
            return
        folder, base = posixpath.split(name)
        kind = self._type(name)
        if kind.startswith("image/"):
            picture = self._picture(name)
            base = f"picture-{len(self._names)}.{picture.extension}"
            self._names[name] = posixpath.join(folder, base)
            self._new[self._names[name]] = (picture.content, picture.media_type)
        elif kind in PACKAGES:
            embedded = self._embedded(name)
            base = f"workbook-{len(self._names)}.{embedded.extension}"
            self._names[name] = posixpath.join(folder, base)
            self._new[self._names[name]] = (embedded.content, embedded.media_type)
        else:
            self._names[name] = name
            self._waiting.append(name)

    def _picture(self, name: str) -> Rebuilt:
        try:
            picture = self._inner(self._parts[name])
        except CannotCleanError:
            picture = None
        if picture is None or picture.media_type not in PICTURE_TYPES:
            ending = name.rpartition(".")[2].lower()
            raise CannotCleanError(Reason.OFFICE_PICTURE, format=ending[:8])
        return picture

    def _embedded(self, name: str) -> Rebuilt:
        try:
            return self._inner(self._parts[name])
        except CannotCleanError:
            raise CannotCleanError(Reason.OFFICE_OBJECT) from None

    def _copy(self, name: str) -> None:
        """Copy one XML part with its relationships."""
        gone: set[str] = set()
        kept = etree.Element(f"{{{_RELATIONS_SPACE}}}Relationships", nsmap=_RELATIONS_MAP)
        for relation in self._relations(name):
            identity, kind = relation.get("Id", ""), relation.get("Type", "")
            target = self._followed(name, kind, relation)
            if target is None:
                gone.add(identity)
            elif target.startswith("/"):
                _relation(kept, identity, kind, target)
            else:
                _relation(kept, identity, kind, target, external=True)
        root = office_xml.parse(self._parts[name])
        office_xml.scrub(root, gone, self._authors)
        new = self._names[name]
        self._new[new] = (office_xml.serialised(root), self._type(name))
        if len(kept):
            folder, base = posixpath.split(new)
            where = posixpath.join(folder, "_rels", f"{base}.rels")
            self._new[where] = (office_xml.serialised(kept), _RELATIONS_TYPE)

    def _followed(self, name: str, kind: str, relation: "etree._Element") -> str | None:
        """Where a relationship leads in the new package; None if it goes."""
        family = kind.rpartition("/")[2]
        if family in OBJECT_RELATIONS:
            raise CannotCleanError(Reason.OFFICE_OBJECT)
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            if family == "attachedTemplate":
                return None
            web = family == "hyperlink" and target.startswith(("http://", "https://"))
            return target if web else _NOWHERE
        part = _target(name, target)
        if part not in self._parts:
            # A link within the document ("#Sheet2!A1") leads to no part.
            return _NOWHERE if family == "hyperlink" else None
        content_type = self._type(part)
        if content_type in OBJECT_PARTS or content_type.startswith(("video/", "audio/")):
            raise CannotCleanError(Reason.OFFICE_OBJECT)
        drawn = content_type.startswith("image/") and content_type != "image/svg+xml"
        if not (drawn or content_type in KEPT_PARTS or content_type in PACKAGES):
            return None
        self._keep(part)
        return f"/{self._names[part]}"

    def _content_types(self) -> bytes:
        root = etree.Element(f"{{{_TYPES_SPACE}}}Types", nsmap=_TYPES_MAP)
        for ending, kind in {"rels": _RELATIONS_TYPE, "xml": "application/xml"}.items():
            etree.SubElement(
                root, f"{{{_TYPES_SPACE}}}Default", {"Extension": ending, "ContentType": kind}
            )
        for name, (_, kind) in self._new.items():
            if kind != _RELATIONS_TYPE:
                etree.SubElement(
                    root,
                    f"{{{_TYPES_SPACE}}}Override",
                    {"PartName": f"/{name}", "ContentType": kind},
                )
        return office_xml.serialised(root)


def _relation(
    parent: "etree._Element", identity: str, kind: str, target: str, *, external: bool = False
) -> None:
    values = {"Id": identity, "Type": kind, "Target": target}
    if external:
        values["TargetMode"] = "External"
    etree.SubElement(parent, f"{{{_RELATIONS_SPACE}}}Relationship", values)


def _target(source: str, target: str) -> str:
    """The part a relative or absolute address means, seen from another part."""
    path = unquote(target.partition("#")[0])
    if path.startswith("/"):
        return posixpath.normpath(path).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
