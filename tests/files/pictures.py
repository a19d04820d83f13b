"""Pictures to send."""

import io
import struct
import zlib

from PIL import Image

CANARY = "canari-exif-7261"


def picture(form="PNG", size=(60, 40), mode="RGB", **options):
    """The bytes of a plain picture."""
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "RGBA" else (0, 90, 90, 120)).save(out, form, **options)
    return out.getvalue()


def photograph():
    """A photograph taken sideways that says where; 60 points high as stored, upright 60 wide."""
    exif = Image.Exif()
    exif[0x010E] = CANARY  # ImageDescription
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    return picture("JPEG", (40, 60), exif=exif, comment=CANARY.encode())


def bomb(side=20_000):
    """A PNG of side × side points in a few bytes."""

    def chunk(kind, content):
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = zlib.compress(b"\0" * 1000, 9)
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
