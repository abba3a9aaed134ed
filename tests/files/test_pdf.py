"""PDF pages keep what is drawn on them; the rest of the document stays behind."""

import io
import zlib

import pypdf
import pytest
from PIL import Image

from bot.files import Clean, Reason, Refused, clean, jpeg, pdf, pdf_keys
from tests.files import pdf_samples, picture_samples
from tests.files.canary import marked, places
from tests.files.pdf_samples import stream, written


def cleaned(content: bytes) -> bytes:
    result = clean("Jane Doe hw3.pdf", content, number=1)
    assert isinstance(result, Clean), result
    assert (result.name, result.media_type) == ("document-1.pdf", "application/pdf")
    return result.content


def page(contents: bytes, resources: str = "", **more: bytes) -> bytes:
    """A document of one page."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 200] >>",
        3: f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << {resources} >> >>".encode(),
        4: stream("", contents),
    }
    return written(objects | {int(k[1:]): v for k, v in more.items()}, "/Root 1 0 R")


def test_nothing_planted_survives() -> None:
    content = pdf_samples.pdf()
    planted = places(content)
    jpeg_places = picture_samples.JPEG_PLACES - {"icc", "comment", "trailing"}
    assert planted == pdf_samples.PDF_PLACES | jpeg_places | {"trailing"}
    assert places(cleaned(content)) == set()


def test_the_page_still_says_and_shows_the_same() -> None:
    before = pypdf.PdfReader(io.BytesIO(pdf_samples.pdf())).pages[0]
    reader = pypdf.PdfReader(io.BytesIO(cleaned(pdf_samples.pdf())))
    after = reader.pages[0]
    assert pdf_samples.TEXT in after.extract_text()
    assert after.extract_text() == before.extract_text()
    assert after.mediabox == before.mediabox
    old, new = before.images[0].image, after.images[0].image
    assert old is not None
    assert new is not None
    assert new.tobytes() == old.tobytes()
    assert reader.metadata is None
    assert set(reader.trailer) == {"/Size", "/Root"}


def test_marks_links_and_filled_fields_stay_without_their_author() -> None:
    after = pypdf.PdfReader(io.BytesIO(cleaned(pdf_samples.pdf()))).pages[0]
    marks = [mark.get_object() for mark in after["/Annots"]]  # type: ignore[attr-defined]
    assert [mark["/Subtype"] for mark in marks] == ["/Highlight", "/Link", "/Stamp"]
    assert marks[0]["/Contents"] == "why here?"
    assert marks[1]["/A"]["/URI"] == "https://example.org/join"
    assert marks[2]["/AP"]["/N"].get_data().split() == b"0 0 1 1 re f".split()


def test_a_hidden_layer_stays_hidden() -> None:
    root = pypdf.PdfReader(io.BytesIO(cleaned(pdf_samples.pdf()))).root_object
    layers = root["/OCProperties"]
    assert isinstance(layers, pypdf.generic.DictionaryObject)
    off = layers["/D"]["/OFF"]  # type: ignore[index]
    assert [layer.get_object()["/Name"] for layer in off] == ["Layer"]
    assert b"/OC /Hidden BDC" in zlib_text(cleaned(pdf_samples.pdf()))


def zlib_text(content: bytes) -> bytes:
    """All packed streams of a document, unpacked."""
    found = []
    for part in content.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return b"\n".join(found)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("/PieceInfo", "pieceinfo"),
        ("/Secret", "pageextra"),
        ("/Thumb", "thumbnail"),
    ],
)
def test_a_key_more_on_the_page_lets_the_name_through(
    key: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PAGE_KEYS", pdf_keys.PAGE_KEYS | {key})
    monkeypatch.setattr(pdf, "DRAWING_KEYS", pdf_keys.DRAWING_KEYS | {"/X", "/Private"})
    assert place in places(cleaned(pdf_samples.pdf()))


@pytest.mark.parametrize(("key", "place"), [("/PTEX.FileName", "ptex"), ("/Metadata", "imagemeta")])
def test_a_key_more_in_drawings_lets_the_name_through(
    key: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "DRAWING_KEYS", pdf_keys.DRAWING_KEYS | {key})
    assert place in places(cleaned(pdf_samples.pdf()))


@pytest.mark.parametrize(
    ("key", "place"), [("/T", "annotation"), ("/Subj", "subject"), ("/V", "widget")]
)
def test_a_key_more_in_marks_lets_the_name_through(
    key: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "ANNOTATION_KEYS", pdf_keys.ANNOTATION_KEYS | {key})
    assert place in places(cleaned(pdf_samples.pdf()))


def test_pictures_left_alone_let_the_name_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg, "without_metadata", lambda content: content)
    found = places(cleaned(pdf_samples.pdf()))
    assert {"artist", "gps", "iptc", "xmp", "jpegcomment", "trailing"} <= found


def test_drawings_left_alone_let_the_name_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def alone(copy: pdf._Copy, old: pypdf.generic.StreamObject) -> pypdf.generic.StreamObject:
        return copy._packed(old.get_data())

    monkeypatch.setattr(pdf._Copy, "_drawing", alone)
    found = places(cleaned(pdf_samples.pdf()))
    assert {"alt", "comment", "point", "inlinedict"} <= found


def test_a_plain_rewrite_is_not_enough() -> None:
    """What a writer that only clears Info and XMP would post: why a new document is built."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf_samples.pdf())))
    writer.metadata = None
    writer.xmp_metadata = None
    out = io.BytesIO()
    writer.write(out)
    assert {"annotation", "attachment", "pieceinfo", "artist", "ptex"} <= places(out.getvalue())


def test_an_encrypted_document_is_refused() -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf_samples.pdf())))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    result = clean("x.pdf", out.getvalue(), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.ENCRYPTED_PDF


def test_a_document_that_lost_its_head_is_not_taken_for_text() -> None:
    content = pdf_samples.pdf()
    body = content[content.index(b"1 0 obj") : content.index(b"4 0 obj")]
    assert "pageextra" in places(body)
    result = clean("x", body, number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.BROKEN


def test_a_document_cut_within_its_latest_version_is_not_read_as_an_earlier_one() -> None:
    content = pdf_samples.pdf()
    first_end = content.index(b"%%EOF") + 6
    before = pypdf.PdfReader(io.BytesIO(content[:first_end])).pages[0]
    assert marked("oldrevision") in before.extract_text()
    for end in range(first_end + 6, len(content.rpartition(b"%%EOF")[0]), 7):
        result = clean("x.pdf", content[:end], number=1)
        assert isinstance(result, Refused)
        assert result.reason == Reason.BROKEN


def test_an_inline_picture_keeps_its_pixels() -> None:
    after = pypdf.PdfReader(io.BytesIO(cleaned(pdf_samples.pdf()))).pages[0]
    contents = after.get_contents()
    assert contents is not None
    [(operands, _)] = [op for op in contents.operations if op[1] == b"INLINE IMAGE"]
    assert operands["data"].startswith(b"\x10\xf0")
    assert operands["settings"] == {"/W": 2, "/H": 1, "/CS": "/G", "/BPC": 8}


def test_an_inline_photograph_is_cleaned() -> None:
    photograph = picture_samples.jpeg(icc=False).removesuffix(marked("trailing").encode())
    drawn = b"q BI /W 24 /H 16 /CS /RGB /BPC 8 /F /DCT ID " + photograph + b"\nEI Q"
    content = page(drawn)
    assert "artist" in places(content)
    assert places(cleaned(content)) == set()


def test_a_jpeg_2000_picture_loses_its_boxes() -> None:
    out = io.BytesIO()
    picture_samples.pattern().save(out, "JPEG2000", irreversible=False, comment=marked("comment"))
    name = marked("box").encode()
    boxes = b"".join(
        (8 + len(name)).to_bytes(4, "big") + kind + name for kind in (b"xml ", b"uuid", b"jp2i")
    )
    keys = "/Type /XObject /Subtype /Image /Width 24 /Height 16 /Filter /JPXDecode"
    picture = stream(keys, out.getvalue() + boxes, packed=False)
    content = page(b"/Im1 Do", "/XObject << /Im1 5 0 R >>", o5=picture)
    assert places(content) == {"box", "comment", "header"}
    after = cleaned(content)
    assert places(after) == set()
    drawn = pypdf.PdfReader(io.BytesIO(after)).pages[0]["/Resources"]["/XObject"]["/Im1"]  # type: ignore[index]
    with Image.open(io.BytesIO(drawn._data)) as picture_after:
        assert picture_after.tobytes() == picture_samples.pattern().tobytes()


def test_what_lies_behind_the_end_of_a_packed_stream_is_left() -> None:
    body = zlib.compress(b"0 0 1 1 re f") + marked("slack").encode()
    form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Filter /FlateDecode", body, packed=False
    )
    content = page(b"/Fm1 Do", "/XObject << /Fm1 5 0 R >>", o5=form)
    assert places(content) == {"slack", "header"}
    assert places(cleaned(content)) == set()


def test_a_loop_of_references_ends() -> None:
    form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Fm1 5 0 R >> >>",
        b"0 0 1 1 re f",
    )
    assert cleaned(page(b"/Fm1 Do", "/XObject << /Fm1 5 0 R >>", o5=form))


def test_a_document_that_unpacks_to_too_much_is_refused() -> None:
    bomb = zlib.compress(bytes(30_000_000))
    forms = {
        f"o{n}": stream("/Type /XObject /Subtype /Image /Filter /FlateDecode", bomb, packed=False)
        for n in range(5, 11)
    }
    names = " ".join(f"/Im{n} {n} 0 R" for n in range(5, 11))
    result = clean("x.pdf", page(b"", f"/XObject << {names} >>", **forms), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.PDF_TOO_MUCH


def test_a_document_with_endless_drawing_is_refused() -> None:
    line = b"1 1 l\n"
    result = clean("x.pdf", page(b"0 0 m\n" + line * (pdf.MAX_DRAWN // len(line))), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.PDF_TOO_MUCH
