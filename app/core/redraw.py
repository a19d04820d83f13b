"""A program of its own: reads a picture, writes it anew. Run by `pictures.py`, never imported.

Standard input: the bytes as they came. Standard output: a line of JSON, then the new bytes. The
line is ``{"content_type", "width", "height"}`` or ``{"refused": reason}`` with one of ``format``,
``pixels``, ``damaged``. Nothing of the former file is kept but its points: no EXIF (a photograph
says where it was taken), no comments, no profile, no bytes after the end.
"""

import io
import json
import resource
import sys
import warnings

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: E402  the limits come first

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2000
PORTRAIT = 320
HEAVY_PNG = 600_000
QUALITY = 85

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def main() -> None:
    """Redraw standard input on standard output."""
    try:
        described, content = redraw(sys.stdin.buffer.read(), square=sys.argv[1:] == ["square"])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        described, content = {"refused": "pixels"}, b""
    except UnidentifiedImageError:
        described, content = {"refused": "format"}, b""
    except Exception:  # Pillow's readers raise many kinds on damaged files
        described, content = {"refused": "damaged"}, b""
    sys.stdout.buffer.write(json.dumps(described).encode() + b"\n" + content)


def redraw(source: bytes, *, square: bool) -> tuple[dict[str, object], bytes]:
    """The description and the bytes of the picture made anew; its first image if it moves."""
    with Image.open(io.BytesIO(source), formats=FORMATS) as picture:
        is_photograph = picture.format in {"JPEG", "MPO"}  # MPO: what many telephones write
        upright = ImageOps.exif_transpose(picture)
        if upright.mode.startswith("I"):  # sixteen bits of grey: Pillow would cut, not scale
            upright = upright.point(lambda value: value / 256).convert("L")
        flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if square:
        flat = ImageOps.fit(flat, (PORTRAIT, PORTRAIT), Image.Resampling.LANCZOS)
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    flat.info.clear()
    content_type, content = "image/jpeg", b""
    if is_photograph:
        content = _written(flat.convert("RGB"), "JPEG", quality=QUALITY, progressive=True)
    else:
        content_type, content = "image/png", _written(flat, "PNG", optimize=True)
        if len(content) > HEAVY_PNG:
            content_type, content = "image/webp", _written(flat, "WEBP", quality=QUALITY)
    return {"content_type": content_type, "width": flat.width, "height": flat.height}, content


def _written(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


if __name__ == "__main__":
    main()
