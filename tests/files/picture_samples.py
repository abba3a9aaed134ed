"""Pictures with a name planted in every place for metadata."""

import io
import zlib

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from tests.files.canary import marked

_GPS_IFD, _EXIF_IFD = 0x8825, 0x8769
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>{marked('xmp')}</dc:creator></x:xmpmeta>"


def pattern(mode: str = "RGB", size: tuple[int, int] = (24, 16)) -> Image.Image:
    """A picture with no symmetry, so that turning or mirroring shows."""
    picture = Image.new("RGB", size)
    for x in range(size[0]):
        for y in range(size[1]):
            picture.putpixel((x, y), (x * 9 % 256, y * 13 % 256, (x * y) % 256))
    return picture.convert(mode)


def quarters() -> Image.Image:
    """Four colours in whole JPEG blocks, which survive coding nearly unchanged."""
    picture = Image.new("RGB", (64, 32), (200, 40, 40))
    picture.paste((40, 200, 40), (32, 0, 64, 16))
    picture.paste((40, 40, 200), (0, 16, 32, 32))
    picture.paste((220, 220, 220), (32, 16, 64, 32))
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """EXIF as a telephone writes it: who, where, with what."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x013B] = marked("artist")
    tags[0x8298] = marked("copyright")
    tags[0x9C9D] = marked("xpauthor").encode("utf-16-le")
    tags.get_ifd(_EXIF_IFD)[0x927C] = marked("makernote").encode()
    tags.get_ifd(_EXIF_IFD)[0xA430] = marked("owner")
    position = tags.get_ifd(_GPS_IFD)
    position[1], position[3] = "N", "E"
    position[2] = tuple(TiffImagePlugin.IFDRational(n, 1) for n in (47, 22, 36))
    position[29] = marked("gps")
    return tags


EXIF_PLACES = {"artist", "copyright", "xpauthor", "makernote", "owner", "gps"}


def profile() -> bytes:
    """An sRGB profile whose description names its owner, as a calibrated monitor's does."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    at = srgb.find("sRGB".encode("utf-16-be"))
    name = f"{marked('icc')} ".encode("utf-16-be")
    return srgb[:at] + name + srgb[at + len(name) :]


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + check


def png(picture: Image.Image | None = None, *, icc: bool = False) -> bytes:
    """A PNG with text chunks of all kinds, EXIF, XMP, a private chunk and something at the end."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", marked("text"))
    notes.add_text("Author", marked("ztext"), zip=True)
    notes.add_itxt("Author", marked("itext"))
    notes.add_itxt("XML:com.adobe.xmp", XMP)
    notes.add(b"prVt", marked("private").encode())
    out = io.BytesIO()
    extra = {"icc_profile": profile()} if icc else {}
    (picture or pattern()).save(out, "PNG", pnginfo=notes, exif=exif().tobytes(), **extra)
    late = _chunk(b"tIME", b"\x07\xe9\x01\x01\x00\x00\x00") + _chunk(
        b"tEXt", b"Late\0" + marked("late").encode()
    )
    whole = out.getvalue()
    return whole[:-12] + late + whole[-12:] + marked("trailing").encode()


PNG_PLACES = EXIF_PLACES | {"text", "ztext", "itext", "xmp", "private", "late", "trailing"}


def jpeg(picture: Image.Image | None = None, *, orientation: int = 1, icc: bool = True) -> bytes:
    """A JPEG with EXIF, XMP, IPTC, a comment, a profile and something at the end."""
    out = io.BytesIO()
    extra = {"icc_profile": profile()} if icc else {}
    (picture or pattern()).save(
        out,
        "JPEG",
        quality=95,
        subsampling=0,
        exif=exif(orientation).tobytes(),
        comment=marked("comment"),
        xmp=XMP.encode(),
        **extra,
    )
    name = marked("iptc").encode()
    record = b"\x1c\x02\x50" + len(name).to_bytes(2, "big") + name
    block = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record
    body = b"Photoshop 3.0\0" + block
    segment = b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body
    whole = out.getvalue()
    return whole[:2] + segment + whole[2:] + marked("trailing").encode()


JPEG_PLACES = EXIF_PLACES | {"comment", "xmp", "iptc", "icc", "trailing"}


def gif(frames: int = 3) -> bytes:
    """An animated GIF with a comment, XMP and something at the end."""
    shades = [Image.new("L", (12, 8), 60 * n) for n in range(frames)]
    out = io.BytesIO()
    shades[0].save(
        out,
        "GIF",
        save_all=True,
        append_images=shades[1:],
        duration=[100 * (n + 1) for n in range(frames)],
        loop=0,
        comment=marked("comment").encode(),
    )
    body = XMP.encode()
    # The body of the XMP block of a GIF is not cut into blocks; a ramp of 258 bytes ends it.
    ramp = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    xmp = b"\x21\xff\x0bXMP DataXMP" + body + ramp
    whole = out.getvalue()
    return whole[:-1] + xmp + whole[-1:] + marked("trailing").encode()


GIF_PLACES = {"comment", "xmp", "trailing"}


def webp(*, frames: int = 1) -> bytes:
    """A WebP with EXIF, XMP and a profile."""
    out = io.BytesIO()
    first, *rest = [pattern().rotate(90 * n) for n in range(frames)]
    first.save(
        out,
        "WEBP",
        lossless=True,
        save_all=frames > 1,
        append_images=rest,
        duration=150,
        exif=exif().tobytes(),
        xmp=XMP.encode(),
        icc_profile=profile(),
    )
    return out.getvalue()


WEBP_PLACES = EXIF_PLACES | {"xmp", "icc"}
