"""A file → what is in it, unpacked, and bytes → text, with what was guessed on the way."""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

LIMIT = 2 << 30  # bytes that one archive may unpack to
RATIO, HARMLESS = (
    200,
    64 << 20,
)  # text shrinks 3 to 20 times; far more, and more than 64 MB, is a bomb
CHUNK = 1 << 18

ZIP = b"PK\x03\x04"
HEADER = struct.Struct("<4s5H3I2H")  # of a member of a zip: APPNOTE.TXT, 4.3.7
MARKS = {
    b"\xef\xbb\xbf": ("UTF-8", "utf-8"),
    b"\xff\xfe\0\0": ("UTF-32 LE", "utf-32-le"),
    b"\0\0\xfe\xff": ("UTF-32 BE", "utf-32-be"),
    b"\xff\xfe": ("UTF-16 LE", "utf-16-le"),
    b"\xfe\xff": ("UTF-16 BE", "utf-16-be"),
}


def contents(file: Path, limit: int = LIMIT) -> Iterator[tuple[str, bytes, str]]:
    """Yield the files that a file holds: itself, or what a gzip or zip archive unpacks to.

    Each is a name ("refs.ris", "archive.zip/inner/refs.ris"), its bytes, and the reason why they are not the whole of
    it ("" where they are). Whether a file is an archive is seen from its first bytes. Of one that is cut off or damaged
    all that can be unpacked is given. Directories, hidden files and `__MACOSX` are left out; an archive inside an
    archive is not opened, save a gzip inside a zip. No more than `limit` bytes are unpacked of an archive in all.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        yield file.name, b"", f"cannot be read ({error.strerror})"
        return
    kind = _archive(data)
    if kind == "gzip":
        yield _opened(_bare(file.name), *_gunzip(data, limit))
    elif kind == "zip":
        yield from _unzipped(file.name, data, limit)
    elif kind == "tar":
        yield (
            file.name,
            b"",
            "a tar archive is not opened; unpack it and read its files",
        )
    else:
        yield file.name, data, ""


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Decode a text, and name the encoding it was read as; both are "" where it is empty or cannot be a text.

    In this order: what a byte order mark says; UTF-16, recognised by its zero bytes; UTF-8, also with a few broken
    bytes ("UTF-8, 3 bytes unreadable", each stretch of them a "�"); `encoding`; Windows-1252, where it has all of the
    bytes; Latin-1. Raises ValueError for an `encoding` that Python does not know.
    """
    wide = _known(encoding).replace("_", "-").startswith(("utf-16", "utf-32"))
    for mark, (said, codec) in MARKS.items():
        if data.startswith(mark):
            return _lossy(data[len(mark) :], codec, said)
    codec = encoding if wide and b"\0" in data else _utf16(data[:4096])
    if codec:
        return _lossy(
            data,
            codec,
            encoding if codec == encoding else codec.upper().replace("16-", "16 "),
        )
    start = data[:4096]
    if (
        not data.strip()
        or sum(byte < 9 or 13 < byte < 32 for byte in start) > len(start) / 50
    ):
        return "", ""
    try:
        return data.decode().replace("\0", "\ufffd"), "UTF-8"
    except UnicodeDecodeError as error:
        if _nearly_utf8(data, error):
            return _lossy(data, "utf-8", "UTF-8")
    for codec in [encoding, "cp1252"] if encoding and not wide else ["cp1252"]:
        try:
            return data.decode(codec).replace(
                "\0", "\ufffd"
            ), encoding if codec == encoding else "Windows-1252"
        except UnicodeError:
            continue
    return data.decode("latin-1").replace("\0", "\ufffd"), "Latin-1"


def _known(encoding: str) -> str:
    try:
        "a".encode(encoding or "utf-8").decode(encoding or "utf-8")
    except (LookupError, ValueError):
        raise ValueError(
            f"encoding: {encoding!r} is not known; try cp1252, latin-1 or utf-16"
        ) from None
    return encoding.lower()


def _lossy(data: bytes, codec: str, said: str) -> tuple[str, str]:
    text = data.decode(codec, "replace")
    kept = (
        len(data.decode(codec, "ignore").encode(codec)) - len("".encode(codec))
        if "\ufffd" in text
        else len(data)
    )
    lost = len(data) - kept
    unreadable = (
        f", {lost:,} byte{'' if lost == 1 else 's'} unreadable" if lost > 0 else ""
    )
    return text.replace("\0", "\ufffd"), said + unreadable


def _utf16(start: bytes) -> str:
    """Recognise UTF-16 without a mark: in Latin letters every second byte is zero, and hardly one of the others."""
    half = len(start) // 2
    even, odd = start[::2].count(0), start[1::2].count(0)
    if half >= 4 and min(even, odd) <= half / 10 and max(even, odd) > 0.6 * half:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Say whether all but one byte in a thousand is UTF-8, and not just because nearly all letters are plain."""
    broken = len(data) - len(data.decode("utf-8", "ignore").encode())
    letters = len(data) - len(data.translate(None, bytes(range(128, 256)))) - broken
    cut = error.reason == "unexpected end of data" and (
        letters or error.end - error.start > 1
    )
    return bool(cut or (letters > 2 * broken and 1000 * broken <= len(data)))


def _archive(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith((ZIP, b"PK\x05\x06")):
        return "" if _office(data) else "zip"
    return "tar" if data[257:262] == b"ustar" and b"\0" in data[:257] else ""


def _office(data: bytes) -> bool:
    """Say whether a zip is a document, such as a spreadsheet: then it is no archive of files."""
    members, whole = _members(data)
    if whole:
        return any(
            listed.filename in ("[Content_Types].xml", "mimetype")
            for _, listed in members
        )
    return data[HEADER.size :].startswith(
        (b"[Content_Types].xml", b"mimetype", b"_rels/", b"docProps/")
    )


def _bare(name: str) -> str:
    return re.sub(r"(?<=.)\.gz(?:ip)?$", "", name, flags=re.IGNORECASE)


def _opened(name: str, data: bytes, reason: str) -> tuple[str, bytes, str]:
    if kind := _archive(data):
        return (
            name,
            b"",
            f"a {kind} archive inside an archive is not opened; unpack it and read its files",
        )
    return name, data, reason


def _gunzip(data: bytes, limit: int) -> tuple[bytes, str]:
    parts, reason, at = [], "", 0
    while at < len(data) and not reason:
        if not data.startswith(b"\x1f\x8b", at):
            rest = len(data[at:].strip(b"\0"))
            reason = (
                f"{rest:,} bytes after its end are no gzip and were not read"
                if rest
                else ""
            )
            break
        part, reason, at = _inflate(data, at, 31, limit - sum(map(len, parts)))
        parts.append(part)
    return b"".join(parts), reason


def _inflate(data: bytes, at: int, form: int, limit: int) -> tuple[bytes, str, int]:
    """Unpack one deflated stream: what could be unpacked, why not all, and where the stream ends."""
    stream, out, begin, pending, reason = (
        zlib.decompressobj(form),
        io.BytesIO(),
        at,
        b"",
        "",
    )
    while not stream.eof and not reason:
        if not pending:
            pending = data[at : at + CHUNK]
            at += len(pending)
            reason = "" if pending else "it is cut off"
        before = stream.copy()
        try:
            out.write(stream.decompress(pending, CHUNK) if pending else stream.flush())
            pending = stream.unconsumed_tail
        except zlib.error:
            out.write(_until_broken(before, pending))
            reason = "it is damaged"
        if out.tell() > limit:
            reason = f"it unpacks to more than {limit:,} bytes in all; unpack it and read the files that you need"
        elif out.tell() > max(HARMLESS, RATIO * (at - begin)):
            reason = f"it unpacks to more than {RATIO} times its size, which no collection of papers does"
    if stream.eof:
        reason = "" if out.tell() <= limit else reason
    found = out.getvalue()[: max(0, limit)]
    return (
        found,
        reason and f"{reason}; read as far as line {_lines(found):,}",
        at - len(pending + stream.unused_data),
    )


def _until_broken(stream, pending: bytes) -> bytes:
    out = io.BytesIO()
    for byte in pending:
        try:
            out.write(stream.decompress(bytes([byte])))
        except zlib.error:
            break
    return out.getvalue()


def _lines(data: bytes) -> int:
    return data.count(b"\n") + 1


def _unzipped(
    archive: str, data: bytes, limit: int
) -> Iterator[tuple[str, bytes, str]]:
    seen: Counter[str] = Counter()
    members, whole = _members(data)
    for at, listed in members:
        inner, found, reason = _member(data, at, listed, limit)
        inner = inner.replace("\\", "/")
        if inner.endswith("/") or any(
            part == "__MACOSX" or part.startswith(".") for part in inner.split("/")
        ):
            continue
        limit -= len(found)
        if not reason and _archive(found) == "gzip":
            inner, (found, reason) = _bare(inner), _gunzip(found, limit)
            limit -= len(found)
        seen[inner] += 1
        again = f" ({seen[inner]})" if seen[inner] > 1 else ""
        yield _opened(f"{archive}/{inner}{again}", found, reason)
    if not whole:
        yield (
            archive,
            b"",
            "the archive is cut off or damaged; the files that were found in it are read",
        )
    elif not seen:
        yield archive, b"", "a zip archive without files"


def _members(data: bytes) -> tuple[list[tuple[int, zipfile.ZipInfo | None]], bool]:
    """List where the members of a zip begin: by its directory, or one after the other where that is cut off."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(info.header_offset, info) for info in archive.infolist()], True
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        OverflowError,
        struct.error,
        EOFError,
        OSError,
    ):
        found, at = [], data.find(ZIP)
        while at >= 0:
            found.append((at, None))
            head = data[at : at + HEADER.size]
            packed = HEADER.unpack(head)[7] if len(head) == HEADER.size else 0
            at = data.find(
                ZIP, at + HEADER.size + (packed if packed < 0xFFFFFFFF else 0)
            )
        return found, False


def _member(
    data: bytes, at: int, listed: zipfile.ZipInfo | None, limit: int
) -> tuple[str, bytes, str]:
    """Unpack one member of a zip, also where the standard library would give none of it (a bad checksum, a cut)."""
    head = data[at : at + HEADER.size] if at >= 0 else b""
    if len(head) < HEADER.size or not head.startswith(ZIP):
        return listed.filename if listed else "a file", b"", "it is cut off or damaged"
    _, _, flags, method, _, _, crc, packed, _, named, more = HEADER.unpack(head)
    start = at + HEADER.size + named + more
    name = data[at + HEADER.size : at + HEADER.size + named].decode(
        "utf-8" if flags & 0x800 else "cp437", "replace"
    )
    if listed:
        name, crc, packed = listed.filename, listed.CRC, listed.compress_size
    if flags & 1:
        return name, b"", "it is protected by a password; unpack it and read its files"
    if method == 8:
        found, reason, _ = _inflate(data, start, -15, limit)
    elif method == 0:
        found = data[start : start + min(packed, max(0, limit))]
        reason = (
            ""
            if len(found) == packed
            else f"it is cut off; read as far as line {_lines(found):,}"
        )
    else:
        return (
            name,
            b"",
            f"it is packed in a way that is not read here (method {method}); unpack it and read its files",
        )
    known = listed or not flags & 8
    if known and not reason and zlib.crc32(found) != crc:
        reason = "its checksum does not match: some of it may be wrong"
    return name, found, reason
