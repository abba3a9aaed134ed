"""Pictures: only the pixels go through.

Each frame is decoded, turned upright, converted to sRGB and written into a new picture that has
never seen the old one's metadata: EXIF, XMP, IPTC, comments, colour profiles, thumbnails and bytes
after the end have no way in. What is hidden *in* the pixels (steganography) is not looked for.
"""

import io
from collections.abc import Callable, Iterator

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from bot.files.verdicts import LIMIT_BYTES, CannotCleanError, Reason, Rebuilt

MAX_PIXELS = 40_000_000
"""Of one still, and of all frames of an animation together: about 160 MB decoded."""

MAX_FRAMES = 1_000

FORMATS = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "GIF": ("gif", "image/gif"),
    "WEBP": ("webp", "image/webp"),
}

# The modes each format writes as they are; anything else becomes RGB, RGBA or L first.
_WRITTEN = {
    "PNG": {"1", "L", "LA", "RGB", "RGBA", "I;16"},
    "JPEG": {"L", "RGB"},
    "GIF": {"1", "L", "RGB", "RGBA"},
    "WEBP": {"RGB", "RGBA"},
}


def clean(content: bytes, spend: Callable[[int], None]) -> Rebuilt:
    """A picture with the same pixels and nothing else.

    Args:
        content: A PNG, JPEG, GIF or WebP file.
        spend: Told how many pixels are about to be decoded; may refuse by `CannotCleanError`.

    Returns:
        The rebuilt picture, in the format it came in.

    Raises:
        CannotCleanError: if it is cut off, in another format, or too large to open safely.
    """
    try:
        with Image.open(io.BytesIO(content), formats=list(FORMATS)) as picture:
            # A JPEG with several pictures in it (a phone's depth map) calls itself MPO.
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            frames = 1 if kind == "JPEG" else getattr(picture, "n_frames", 1)
            size = picture.width * picture.height * frames
            if frames > MAX_FRAMES or size > MAX_PIXELS:
                raise CannotCleanError(Reason.PICTURE_TOO_LARGE)
            spend(size)
            rebuilt = _animation(picture, kind) if frames > 1 else _still(picture, kind, content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise CannotCleanError(Reason.PICTURE_TOO_LARGE) from None
    except UnidentifiedImageError:
        raise CannotCleanError(Reason.BROKEN) from None
    extension, media_type = FORMATS[kind]
    return Rebuilt("picture", extension, media_type, rebuilt)


def _still(picture: Image.Image, kind: str, content: bytes) -> bytes:
    frame = pixels(picture, kind)
    out = io.BytesIO()
    if kind == "WEBP":
        lossless = b"VP8L" in content[:4096]
        frame.save(out, kind, lossless=lossless, quality=90)
    elif kind == "JPEG":
        # Full colour resolution, since most pictures here are of text. A file that was saved
        # smaller than this quality needs is saved again smaller.
        for quality in (92, 80, 65):
            out = io.BytesIO()
            frame.save(out, kind, quality=quality, subsampling=0)
            if out.tell() <= LIMIT_BYTES:
                break
    else:
        frame.save(out, kind)
    return out.getvalue()


def _animation(picture: Image.Image, kind: str) -> bytes:
    """All frames with their durations and how often they repeat."""
    durations: list[int] = []
    # APNG may start with a picture for programs that cannot animate, which is no frame.
    default_image = bool(picture.info.get("default_image", False))
    loop = picture.info.get("loop")

    def frames() -> Iterator[Image.Image]:
        for frame in ImageSequence.Iterator(picture):
            if not default_image or durations or frame.tell() > 0:
                duration = frame.info.get("duration", 0)
                durations.append(int(duration) if isinstance(duration, int | float) else 0)
            whole = frame.convert("RGBA")
            if kind == "GIF" and whole.getchannel("A").getextrema() == (255, 255):
                # Without transparency GIF's 256 colours are chosen more finely.
                whole = whole.convert("RGB")
            yield pixels(whole, kind)

    first, *rest = frames()
    options: dict[str, object] = {"save_all": True, "append_images": rest, "duration": durations}
    if isinstance(loop, int):
        options["loop"] = loop
    if kind == "PNG":
        options["default_image"] = default_image
    if kind == "GIF":
        options["disposal"] = 2
    out = io.BytesIO()
    first.save(out, kind, **options)
    return out.getvalue()


def pixels(picture: Image.Image, kind: str) -> Image.Image:
    """A new picture of the same pixels: upright, in sRGB, with no metadata.

    Args:
        picture: An open picture.
        kind: A key of `FORMATS`: the format it is going to be written in.

    Returns:
        A picture made from raw pixels, so that no metadata can have come along. What lies under
        fully transparent pixels is cleared: an eraser in a drawing program often leaves it there.
    """
    upright = ImageOps.exif_transpose(picture)
    profile = upright.info.get("icc_profile")
    if upright.mode not in {"L", "LA", "RGB", "RGBA", "1", "CMYK"} and upright.mode != "I;16":
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    elif upright.has_transparency_data and upright.mode in {"1", "L", "RGB"}:
        upright = upright.convert("RGBA")
    if isinstance(profile, bytes) and profile:
        upright = _to_srgb(upright, profile)
    if upright.mode not in _WRITTEN[kind]:
        has_alpha = upright.mode in {"LA", "RGBA"} and "RGBA" in _WRITTEN[kind]
        upright = upright.convert("RGBA" if has_alpha else "RGB")
    if upright.mode in {"LA", "RGBA"}:
        visible = upright.getchannel("A").point(lambda alpha: 255 if alpha else 0)
        cleared = Image.new(upright.mode, upright.size)
        cleared.paste(upright, mask=visible)
        upright = cleared
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture's colours in sRGB, so that the profile is not needed to show them.

    A profile names its monitor or camera. One that cannot be used is ignored: slightly wrong
    colours are better than no picture.
    """
    target = "RGB" if picture.mode == "CMYK" else picture.mode
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if target in {"L", "1"} else target,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return converted or picture
