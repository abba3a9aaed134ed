"""Pictures keep their pixels and lose everything else."""

import io

import pytest
from PIL import Image, ImageChops

from bot.files import Clean, Reason, Refused, clean, pictures
from tests.files import picture_samples as samples
from tests.files.canary import places

_SAMPLES = {
    "png": (samples.png(), samples.PNG_PLACES),
    "png-icc": (samples.png(icc=True), samples.PNG_PLACES | {"icc"}),
    "jpeg": (samples.jpeg(), samples.JPEG_PLACES),
    "gif": (samples.gif(), samples.GIF_PLACES),
    "webp": (samples.webp(), samples.WEBP_PLACES),
    "webp-animated": (samples.webp(frames=3), samples.WEBP_PLACES),
}


def cleaned(content: bytes) -> Image.Image:
    result = clean("IMG_0001 Jane Doe.PNG", content, number=1)
    assert isinstance(result, Clean)
    return Image.open(io.BytesIO(result.content))


def difference(a: Image.Image, b: Image.Image) -> int:
    """The largest difference of any channel of any pixel."""
    return max(ImageChops.difference(a.convert("RGB"), b.convert("RGB")).tobytes())


@pytest.mark.parametrize("kind", _SAMPLES)
def test_nothing_planted_survives(kind: str) -> None:
    content, planted = _SAMPLES[kind]
    assert places(content) == planted
    result = clean("x", content, number=3)
    assert isinstance(result, Clean)
    assert places(result.content) == set()
    extension = {"jpeg": "jpg"}.get(kind, kind.partition("-")[0])
    assert result.name == f"picture-3.{extension}"
    with Image.open(io.BytesIO(result.content)) as picture:
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
            "version", "background", "duration", "loop", "timestamp", "extension", "transparency",
        }  # fmt: skip


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_written_with_its_old_information_the_name_is_back(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copying `info` along, as most picture code does, is what `pixels` is there to prevent."""
    content, planted = _SAMPLES[kind]
    monkeypatch.setattr(pictures, "pixels", lambda picture, _kind: picture)
    monkeypatch.setattr(pictures, "_still", _carelessly)
    result = clean("x", content, number=1)
    assert isinstance(result, Clean)
    assert places(result.content) & planted


def _carelessly(picture: Image.Image, kind: str, _content: bytes) -> bytes:
    out = io.BytesIO()
    known = {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)
    picture.save(out, kind, **{key: picture.info[key] for key in known})
    return out.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB", "RGBA", "P", "I;16"])
def test_png_pixels_are_equal(mode: str) -> None:
    if mode == "I;16":
        before = Image.frombytes("I;16", (3, 2), bytes(range(12)))
    elif mode in {"LA", "RGBA"}:
        before = samples.pattern(mode)
        before.putalpha(Image.linear_gradient("L").resize(before.size).point(lambda v: v or 1))
    else:
        before = samples.pattern(mode)
    after = cleaned(samples.png(before))
    if mode == "P":
        assert after.tobytes() == before.convert("RGB").tobytes()
    else:
        assert (after.mode, after.size) == (before.mode, before.size)
        assert after.tobytes() == before.tobytes()


def test_transparent_palette_stays_transparent() -> None:
    before = Image.new("P", (2, 1))
    before.putpalette([255, 0, 0, 0, 0, 255])
    before.putpixel((1, 0), 1)
    out = io.BytesIO()
    before.save(out, "PNG", transparency=1)
    after = cleaned(out.getvalue())
    assert after.mode == "RGBA"
    assert [after.getpixel((x, 0)) for x in (0, 1)] == [(255, 0, 0, 255), (0, 0, 0, 0)]


def test_what_lies_under_an_erased_place_is_gone() -> None:
    before = Image.new("RGBA", (2, 1), (10, 20, 30, 255))
    before.putpixel((1, 0), (200, 100, 50, 0))
    out = io.BytesIO()
    before.save(out, "PNG")
    after = cleaned(out.getvalue())
    assert [after.getpixel((x, 0)) for x in (0, 1)] == [(10, 20, 30, 255), (0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (6, Image.Transpose.ROTATE_270),
        (8, Image.Transpose.ROTATE_90),
    ],
)
def test_a_photograph_is_turned_upright_before_it_forgets_which_way_is_up(
    orientation: int, turn: Image.Transpose
) -> None:
    """EXIF 2.32, table 6: 6 means the first row is the visual right-hand side."""
    content = samples.jpeg(samples.quarters(), orientation=orientation, icc=False)
    before = Image.open(io.BytesIO(content)).transpose(turn)
    after = cleaned(content)
    assert after.size == before.size
    assert difference(after, before) <= 4


def test_colours_of_another_space_come_out_as_srgb() -> None:
    """A profile with red and blue exchanged: what is stored as red is meant as blue."""
    from PIL import ImageCms  # noqa: PLC0415 - this test only

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(srgb)
    count = int.from_bytes(srgb[128:132], "big")
    entries = {srgb[132 + 12 * n : 136 + 12 * n]: 132 + 12 * n for n in range(count)}
    red, blue = entries[b"rXYZ"], entries[b"bXYZ"]
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (255, 0, 0)).save(out, "PNG", icc_profile=bytes(swapped))
    after = cleaned(out.getvalue())
    assert "icc_profile" not in after.info
    assert difference(after, Image.new("RGB", (4, 4), (0, 0, 255))) <= 3


def test_an_animation_keeps_frames_durations_and_repetition() -> None:
    before = Image.open(io.BytesIO(samples.gif()))
    after = cleaned(samples.gif())
    assert getattr(after, "n_frames", 1) == 3
    assert after.info["loop"] == 0
    for n in range(3):
        before.seek(n)
        after.seek(n)
        assert after.info["duration"] == 100 * (n + 1)
        assert difference(before, after) <= 2


def test_an_animation_keeps_its_colours() -> None:
    frames = [samples.quarters().rotate(180 * n) for n in range(2)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    after = cleaned(out.getvalue())
    for n, frame in enumerate(frames):
        after.seek(n)
        assert difference(after, frame) <= 2


@pytest.mark.parametrize("default_image", [False, True])
def test_an_animated_png_keeps_its_frames(*, default_image: bool) -> None:
    frames = [Image.new("RGB", (5, 4), (80 * n, 10, 10)) for n in range(3)]
    out = io.BytesIO()
    frames[0].save(
        out,
        "PNG",
        save_all=True,
        append_images=frames[1:],
        duration=[300] * (2 if default_image else 3),
        default_image=default_image,
    )
    after = cleaned(out.getvalue())
    assert getattr(after, "n_frames", 1) == 3
    for n, frame in enumerate(frames):
        after.seek(n)
        assert difference(after, frame) == 0


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    result = clean("x.png", out.getvalue(), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.PICTURE_TOO_LARGE


def test_many_frames_count_together() -> None:
    frames = [Image.new("1", (3_000, 3_000), n % 2) for n in range(5)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    result = clean("x.gif", out.getvalue(), number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.PICTURE_TOO_LARGE


@pytest.mark.parametrize("kind", _SAMPLES)
def test_a_cut_off_picture_is_refused(kind: str) -> None:
    content = _SAMPLES[kind][0]
    result = clean("x", content[: len(content) // 8], number=1)
    assert isinstance(result, Refused)
    assert result.reason == Reason.BROKEN
