"""PDF: pages are copied into a new document, key by key from a list of what drawing needs.

Nothing is deleted from the old document: a new one is written, so that what nobody thought of stays
behind, and so do earlier versions that an editor left in the file. Not copied: who made it, XMP,
attachments, scripts, form data, bookmarks, alternative texts, private data of programs, comments
in page descriptions. Colour profiles give way to plain device colours. Notes and marks on pages
stay with their text but without author, date and name. Web links stay; other links go.

Font programs are copied as they are (their name tables tell the font's maker, not the writer's).
"""

import io
import logging
import re
from collections import deque

import pypdf
from pypdf.errors import LimitReachedError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from bot.files import jpeg, jpeg2000
from bot.files.pdf_keys import (
    ANNOTATION_KEYS,
    ANNOTATION_KINDS,
    DRAWING_KEYS,
    INLINE_KEYS,
    MAPS,
    PAGE_KEYS,
)
from bot.files.text import without_accounts
from bot.files.verdicts import CannotCleanError, Reason, Rebuilt

MAX_PAGES = 300
MAX_DECODED = 120 * 1024 * 1024
MAX_DRAWN = 16 * 1024 * 1024
"""Of all drawing instructions together, in bytes: each is read and written anew, about 1 MB/s."""

MAX_OBJECTS = 50_000
MAX_DEPTH = 60

_OBJECT = re.compile(rb"(?m)^\d{1,10} \d{1,5} o")

# pypdf's warnings can quote the document, and a document is a student's words.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


def clean(content: bytes) -> Rebuilt:
    """A new PDF that shows the same pages.

    Args:
        content: A PDF file.

    Returns:
        A document of the same pages, without anything a page does not need to be shown.

    Raises:
        CannotCleanError: if it is encrypted, broken, or too large to rebuild.
    """
    if _OBJECT.search(content, content.rfind(b"%%EOF")):
        # Cut off within its latest version, it would be read as an earlier one: with what its
        # writer has since taken out.
        raise CannotCleanError(Reason.BROKEN)
    try:
        return _rebuilt(pypdf.PdfReader(io.BytesIO(content), strict=False))
    except LimitReachedError:
        raise CannotCleanError(Reason.PDF_TOO_MUCH) from None


def _rebuilt(reader: pypdf.PdfReader) -> Rebuilt:
    if reader.is_encrypted:
        raise CannotCleanError(Reason.ENCRYPTED_PDF)
    if not 0 < len(reader.pages) <= MAX_PAGES:
        raise CannotCleanError(Reason.PDF_TOO_MUCH if reader.pages else Reason.BROKEN)
    writer = pypdf.PdfWriter()
    writer.metadata = None
    writer.pdf_header = "%PDF-1.7"  # whatever the old one was: pages may use any of it
    copying = _Copy(reader, writer)
    for page in reader.pages:
        new = writer.add_page(pypdf.PageObject.create_blank_page(writer, 1, 1))
        copying.page(page, new)
    copying.layers()
    copying.finish()
    # The entry pypdf made for its own name, which no trailer points to any more.
    writer._objects[0] = NullObject()  # noqa: SLF001 - no public way to leave it out
    out = io.BytesIO()
    writer.write(out)
    return Rebuilt("document", "pdf", "application/pdf", out.getvalue())


class _Copy:
    """Copies what is allowed from one document to another; shared objects are copied once."""

    def __init__(self, reader: pypdf.PdfReader, writer: pypdf.PdfWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._copied: dict[tuple[int, int], IndirectObject] = {}
        # Objects wait here for their turn, so that long chains do not become deep recursion.
        self._waiting: deque[tuple[IndirectObject, PdfObject, str]] = deque()
        self._decoded = 0
        self._drawn = 0

    def page(self, old: DictionaryObject, new: DictionaryObject) -> None:
        """Fill a new page from an old one."""
        for key in PAGE_KEYS:
            # Size, rotation and resources may be inherited from the tree of pages.
            value = _inherited(old, key)
            if value is not None:
                new[NameObject(key)] = self._value(value, key, 0)
        contents = old.get("/Contents")
        if contents is not None and not isinstance(contents.get_object(), NullObject):
            drawn = self._drawing(contents.get_object())
            new[NameObject("/Contents")] = self._add(drawn)
        else:
            new.pop(NameObject("/Contents"), None)
        marks = _resolved(old.get("/Annots"))
        if isinstance(marks, ArrayObject):
            kept = [self._annotation(mark) for mark in map(_resolved, marks)]
            new[NameObject("/Annots")] = ArrayObject([self._add(m) for m in kept if m is not None])

    def layers(self) -> None:
        """Copy which layers are switched off: else hidden ones would be shown."""
        root = _resolved(self._reader.trailer.get("/Root"))
        old = _resolved(root.get("/OCProperties")) if isinstance(root, DictionaryObject) else None
        if not isinstance(old, DictionaryObject):
            return
        default = _resolved(old.get("/D"))
        shown = DictionaryObject()
        if isinstance(default, DictionaryObject):
            for key in ("/BaseState", "/ON", "/OFF"):
                if key in default:
                    shown[NameObject(key)] = self._value(default.raw_get(key), key, 0)
        self._writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
            {
                NameObject("/OCGs"): self._value(old.get("/OCGs", ArrayObject()), "/OCGs", 0),
                NameObject("/D"): shown,
            }
        )

    def finish(self) -> None:
        """Copy what the pages refer to, and what that refers to, until nothing waits."""
        while self._waiting:
            target, old, key = self._waiting.popleft()
            self._writer._replace_object(target, self._value(old, key, 0))  # noqa: SLF001 - see _add

    def _add(self, value: PdfObject) -> IndirectObject:
        if len(self._writer._objects) > MAX_OBJECTS:  # noqa: SLF001 - pypdf has no public way
            raise CannotCleanError(Reason.PDF_TOO_MUCH)
        return self._writer._add_object(value)  # noqa: SLF001 - as its own manual tells to

    def _value(self, value: PdfObject, key: str, depth: int) -> PdfObject:
        """One value, copied as far as it is allowed."""
        if depth > MAX_DEPTH:
            raise CannotCleanError(Reason.BROKEN)
        if isinstance(value, IndirectObject):
            return self._reference(value, key)
        if isinstance(value, StreamObject):
            return self._stream(value, depth)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, key, depth)
        if isinstance(value, ArrayObject):
            family = _resolved(value[0]) if value else None
            if isinstance(family, NameObject) and family == "/ICCBased" and len(value) > 1:
                return _device_colours(_resolved(value[1]))
            return ArrayObject([self._value(item, key, depth + 1) for item in value])
        return value

    def _reference(self, reference: IndirectObject, key: str) -> PdfObject:
        identity = (reference.idnum, reference.generation)
        if identity not in self._copied:
            old = reference.get_object()
            if old is None or isinstance(old, NullObject | NumberObject | NameObject):
                return NullObject() if old is None else old
            if isinstance(old, DictionaryObject) and old.get("/Type") in {"/Page", "/Pages"}:
                return NullObject()
            self._copied[identity] = self._add(NullObject())
            self._waiting.append((self._copied[identity], old, key))
        return self._copied[identity]

    def _dictionary(self, old: DictionaryObject, key: str, depth: int) -> DictionaryObject:
        new = DictionaryObject()
        for name in old:
            if key in MAPS or name in DRAWING_KEYS:
                new[NameObject(name)] = self._value(old.raw_get(name), str(name), depth + 1)
        if old.get("/Type") == "/OCG":
            new[NameObject("/Name")] = TextStringObject("Layer")
        return new

    def _stream(self, old: StreamObject, depth: int) -> StreamObject:
        kept = self._dictionary(old, "", depth)
        if old.get("/Subtype") == "/Form" or "/PatternType" in old:
            new = self._drawing(old)
        else:
            new = self._coded(old, kept)
        for name, value in kept.items():
            if name not in {"/Filter", "/DecodeParms", "/Length"}:
                new[name] = value
        return new

    def _coded(self, old: StreamObject, kept: DictionaryObject) -> StreamObject:
        """A stream that is no drawing: decoded and coded anew where that loses nothing."""
        filters = _resolved(old.get("/Filter"))
        names = [
            str(_resolved(f)) for f in (filters if isinstance(filters, ArrayObject) else [filters])
        ]
        last = names[-1] if names else ""
        if last in {"/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}:
            # Black-and-white scans have no place for metadata, and their coding is kept.
            new: StreamObject = EncodedStreamObject()
            new._data = old._data  # noqa: SLF001 - pypdf offers no raw bytes
            for name in ("/Filter", "/DecodeParms"):
                if name in kept:
                    new[NameObject(name)] = kept[name]
            return new
        data = old.get_data()
        if last in {"/DCTDecode", "/DCT", "/JPXDecode"}:
            picture = jpeg2000 if last == "/JPXDecode" else jpeg
            new = EncodedStreamObject()
            new._data = self._counted(picture.without_metadata(data))  # noqa: SLF001 - as above
            new[NameObject("/Filter")] = NameObject(
                "/JPXDecode" if last == "/JPXDecode" else "/DCTDecode"
            )
            return new
        if "/Crypt" in names:
            raise CannotCleanError(Reason.ENCRYPTED_PDF)
        return self._packed(data)

    def _drawing(self, old: PdfObject) -> StreamObject:
        """Drawing instructions without comments and without notes to other programs."""
        parsed = ContentStream(old, self._reader)
        self._drawn += len(parsed.get_data())
        if self._drawn > MAX_DRAWN:
            raise CannotCleanError(Reason.PDF_TOO_MUCH)
        kept = []
        for operands, operator in parsed.operations:
            if operator in {b"MP", b"DP"}:
                continue
            if operator == b"BDC" and not (operands and operands[0] == "/OC"):
                # Tagging (alternative texts, language, numbers into the structure that is gone).
                kept.append((operands[:1], b"BMC"))
            elif operator == b"INLINE IMAGE":
                kept.append((_inline_picture(operands), operator))
            else:
                kept.append((operands, operator))
        rewritten = ContentStream(None, self._writer)
        rewritten.operations = kept
        return self._packed(rewritten.get_data() if kept else b"")

    def _packed(self, data: bytes) -> StreamObject:
        plain = DecodedStreamObject()
        plain.set_data(self._counted(data))
        return plain.flate_encode()

    def _counted(self, data: bytes) -> bytes:
        self._decoded += len(data)
        if self._decoded > MAX_DECODED:
            raise CannotCleanError(Reason.PDF_TOO_MUCH)
        return data

    def _annotation(self, old: PdfObject | None) -> DictionaryObject | None:
        """A mark on the page without who made it and when; None if it is not kept."""
        if not isinstance(old, DictionaryObject) or old.get("/Subtype") not in ANNOTATION_KINDS:
            return None
        new = DictionaryObject({NameObject("/Type"): NameObject("/Annot")})
        for key in ANNOTATION_KEYS:
            if key in old:
                new[NameObject(key)] = self._value(old.raw_get(key), key, 0)
        note = _resolved(old.get("/Contents"))
        if isinstance(note, TextStringObject | ByteStringObject):
            new[NameObject("/Contents")] = TextStringObject(without_accounts(str(note)))
        subtype = str(old["/Subtype"])
        # A form field is kept as the picture of what was filled in: the form's data is gone.
        new[NameObject("/Subtype")] = NameObject("/Stamp" if subtype == "/Widget" else subtype)
        action = _resolved(old.get("/A"))
        if subtype == "/Link":
            address = action.get("/URI") if isinstance(action, DictionaryObject) else None
            if not str(_resolved(address)).startswith(("http://", "https://")):
                return None
            new[NameObject("/A")] = DictionaryObject(
                {
                    NameObject("/S"): NameObject("/URI"),
                    NameObject("/URI"): TextStringObject(str(_resolved(address))),
                }
            )
        appearance = _resolved(old.get("/AP"))
        if isinstance(appearance, DictionaryObject) and "/N" in appearance:
            normal = self._value(appearance.raw_get("/N"), "/N", 0)
            new[NameObject("/AP")] = DictionaryObject({NameObject("/N"): normal})
        elif subtype == "/Widget":
            return None
        return new


def _resolved(value: object) -> PdfObject | None:
    """The object behind a reference."""
    resolved = value.get_object() if isinstance(value, PdfObject) else None
    return resolved if isinstance(resolved, PdfObject) else None


def _inherited(page: DictionaryObject, key: str) -> PdfObject | None:
    """A page's value or that of the nearest node above it."""
    node: PdfObject | None = page
    for _ in range(MAX_DEPTH):
        if not isinstance(node, DictionaryObject):
            break
        if key in node:
            found = node.raw_get(key)
            return found if isinstance(found, PdfObject) else None
        node = _resolved(node.get("/Parent"))
    return None


def _device_colours(profile: PdfObject | None) -> NameObject:
    """The plain colour space with as many components as a profile has.

    Raises:
        CannotCleanError: if it says none that exist.
    """
    count = _resolved(profile.get("/N")) if isinstance(profile, DictionaryObject) else None
    names = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
    if not isinstance(count, NumberObject) or int(count) not in names:
        raise CannotCleanError(Reason.BROKEN)
    return NameObject(names[int(count)])


def _inline_picture(operands: dict[str, object]) -> dict[str, object]:
    """A small picture inside the drawing, without metadata."""
    settings, data = operands["settings"], operands["data"]
    if not isinstance(settings, DictionaryObject) or not isinstance(data, bytes):
        raise CannotCleanError(Reason.BROKEN)
    kept = DictionaryObject(
        {NameObject(key): settings.raw_get(key) for key in settings if key in INLINE_KEYS}
    )
    coding = str(settings.get("/F", settings.get("/Filter", "")))
    if coding in {"/DCT", "/DCTDecode"}:
        data = jpeg.without_metadata(data) + b"\n"
    elif "DCT" in coding:
        raise CannotCleanError(Reason.PDF_TOO_MUCH)
    return {"settings": kept, "data": data}
