"""A PDF written by hand, with a name planted in every place for metadata."""

import zlib

from tests.files import picture_samples
from tests.files.canary import marked

TEXT = "My join doubles the rows"

PDF_PLACES = {
    "info", "xmp", "pieceinfo", "pageextra", "annotation", "attachment", "filename", "script",
    "outline", "structure", "artist", "jpegcomment", "ptex", "alt", "comment", "layer", "creator",
    "icc", "oldrevision", "id", "thumbnail", "widget", "mail", "inlinedict", "point", "imagemeta",
    "afterend", "header", "orphan", "subject",
}  # fmt: skip


def stream(keys: str, body: bytes, *, packed: bool = True) -> bytes:
    """A stream object; `packed` with the filter every writer uses."""
    if packed:
        body, keys = zlib.compress(body), f"{keys} /Filter /FlateDecode"
    return f"<< {keys} /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"


def written(objects: dict[int, bytes], trailer: str) -> bytes:
    """A PDF file from its numbered objects (ISO 32000-2, 7.5)."""
    out = bytearray(b"%PDF-1.7\n%" + marked("header").encode() + b"\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    return bytes(out) + _table(offsets, len(out), trailer)


def _table(offsets: dict[int, int], at: int, trailer: str) -> bytes:
    lines = ["xref", "0 1", "0000000000 65535 f "]
    for number, offset in offsets.items():
        lines += [f"{number} 1", f"{offset:010} 00000 n "]
    size = max(offsets) + 1
    lines += ["trailer", f"<< /Size {size} {trailer} >>", "startxref", str(at), "%%EOF\n"]
    return "\n".join(lines).encode()


def updated(before: bytes, objects: dict[int, bytes], trailer: str) -> bytes:
    """The file with a later version appended, the old one left as it was (7.5.6)."""
    previous = int(before.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    out = bytearray(before)
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    return bytes(out) + _table(offsets, len(out), f"{trailer} /Prev {previous}")


def drawing(text: str = TEXT) -> bytes:
    """One line of text and one picture, with notes to other programs in between."""
    return (
        f"% {marked('comment')}\n"
        f"/Span << /ActualText (x) /Alt ({marked('alt')}) >> BDC\n"
        f"BT /F1 18 Tf 72 700 Td ({text}) Tj ET EMC\n"
        f"/Note << /By ({marked('point')}) >> DP\n"
        "/OC /Hidden BDC BT /F1 18 Tf 72 600 Td (switched off) Tj ET EMC\n"
        "q 100 0 0 60 72 500 cm /Im1 Do Q q 30 0 0 30 72 300 cm /Fm1 Do Q\n"
        f"q 10 0 0 10 72 200 cm BI /W 2 /H 1 /CS /G /BPC 8 /By ({marked('inlinedict')}) ID "
    ).encode() + b"\x10\xf0 EI Q\n"


def objects() -> dict[int, bytes]:
    """The document's objects; 4 is the page's text, and 9 the picture."""
    photograph = picture_samples.jpeg(icc=False)
    photograph = photograph.replace(b"Quillfeathercomment", b"Quillfeatherjpegcomment")
    at = photograph.index(b"\xff\xfe")
    length = int.from_bytes(photograph[at + 2 : at + 4], "big") + 4
    photograph = photograph[: at + 2] + length.to_bytes(2, "big") + photograph[at + 4 :]
    old = f"<< /Type /Annot /Rect [72 690 300 720] /T ({marked('annotation')}) /M (D:2026)"
    return {
        1: f"""<< /Type /Catalog /Pages 2 0 R /Metadata 10 0 R /OpenAction 11 0 R
            /Names << /EmbeddedFiles << /Names [(f) 12 0 R] >> >> /Outlines 14 0 R
            /StructTreeRoot 16 0 R /AcroForm << /Fields [21 0 R] >>
            /OCProperties << /OCGs [18 0 R] /D << /OFF [18 0 R]
            /Creator ({marked("creator")}) >> >> >>""".encode(),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>",
        3: f"""<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >>
            /XObject << /Im1 9 0 R /Fm1 8 0 R >> /Properties << /Hidden 18 0 R >> >>
            /Annots [6 0 R 7 0 R 20 0 R 21 0 R] /PieceInfo << /X << /Private ({marked("pieceinfo")})
            >> >> /Secret ({marked("pageextra")}) /Thumb 19 0 R >>""".encode(),
        4: stream("", drawing()),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: f"{old} /Subtype /Highlight /QuadPoints [72 720 300 720 72 690 300 690] "
        f"/Contents (why here?) /Subj ({marked('subject')}) >>".encode(),
        7: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
        b"/A << /S /URI /URI (https://example.org/join) >> >>",
        8: stream(
            f"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /PTEX.FileName ({marked('ptex')})",
            b"0 0 1 1 re f",
        ),
        9: stream(
            "/Type /XObject /Subtype /Image /Width 24 /Height 16 /BitsPerComponent 8 "
            "/ColorSpace [/ICCBased 17 0 R] /Metadata 22 0 R /Filter /DCTDecode",
            photograph,
            packed=False,
        ),
        10: stream("/Type /Metadata /Subtype /XML", picture_samples.XMP.encode()),
        11: f"<< /S /JavaScript /JS (app.alert\\('{marked('script')}'\\)) >>".encode(),
        12: f"<< /Type /Filespec /F (n {marked('filename')}) /EF << /F 13 0 R >> >>".encode(),
        13: stream("/Type /EmbeddedFile", marked("attachment").encode()),
        14: b"<< /Type /Outlines /First 15 0 R /Last 15 0 R /Count 1 >>",
        15: f"<< /Title (For {marked('outline')}) /Parent 14 0 R /Dest [3 0 R /Fit] >>".encode(),
        16: f"<< /Type /StructTreeRoot /K << /Alt ({marked('structure')}) >> >>".encode(),
        17: stream("/N 3 /Alternate /DeviceRGB", picture_samples.profile()),
        18: f"<< /Type /OCG /Name (Notes for {marked('layer')}) >>".encode(),
        19: stream(
            "/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"\0" + marked("thumbnail").encode(),
        ),
        20: f"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI "
        f"/URI (mailto:{marked('mail')}@example.org) >> >>".encode(),
        21: f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V ({marked('widget')}) "
        f"/Rect [72 100 200 120] /AP << /N 8 0 R >> >>".encode(),
        22: stream("/Type /Metadata", marked("imagemeta").encode()),
        23: f"({marked('orphan')})".encode(),
        24: f"<< /Author ({marked('info')}) /CreationDate (D:20260101) >>".encode(),
    }


def pdf() -> bytes:
    """A document with everything planted, and an older version whose page said something else."""
    now = objects()
    trailer = f"/Root 1 0 R /Info 24 0 R /ID [({marked('id')}) ({marked('id')})]"
    before = written(now | {4: stream("", drawing(marked("oldrevision")))}, trailer)
    return updated(before, {4: now[4]}, trailer) + marked("afterend").encode()
