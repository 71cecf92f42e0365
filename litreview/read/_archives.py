"""A file → what is in it, unpacked, and bytes → text, with what was guessed."""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from litreview.text import count_of

LIMIT = 2 << 30  # bytes that one archive may unpack to
# Text shrinks 3 to 20 times; far more, and more than 64 MB, is a bomb.
RATIO = 200
HARMLESS = 64 << 20
CHUNK = 1 << 18

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
TAR = b"ustar"  # at 257
ENCRYPTED, SIZES_FOLLOW, UTF8_NAME = 1, 8, 0x800  # flags of a member
STORED, DEFLATED = 0, 8  # methods
GZIP_FORM, RAW_FORM = 31, -15  # of a deflated stream, as zlib calls them

CUT_OFF = "it is cut off"
DAMAGED = "it is damaged"
NOT_OPENED = "is not opened; unpack it and read its files"

# What begins an office document, which is a zip but no archive of files.
OFFICE_FIRST = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"docProps/")
OFFICE_NAMES = ("[Content_Types].xml", "mimetype")
# What the standard library raises for a zip that is cut off or damaged.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    struct.error,
    EOFError,
    OSError,
)

# Byte order marks: what the encoding is called, and by Python.
MARKS = {
    b"\xef\xbb\xbf": ("UTF-8", "utf-8"),
    b"\xff\xfe\0\0": ("UTF-32 LE", "utf-32-le"),
    b"\0\0\xfe\xff": ("UTF-32 BE", "utf-32-be"),
    b"\xff\xfe": ("UTF-16 LE", "utf-16-le"),
    b"\xfe\xff": ("UTF-16 BE", "utf-16-be"),
}
UTF16_NAMES = {"utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}
NOT_ASCII = bytes(range(128, 256))
START = 4096  # bytes that tell whether it is text


class _Unpacked(NamedTuple):
    """What was unpacked, and why it is not the whole ("" where it is)."""

    data: bytes
    reason: str


class _Head(NamedTuple):
    """What stands at the head of a member of a zip (APPNOTE.TXT, 4.3.7)."""

    signature: bytes
    version: int
    flags: int
    method: int
    time: int
    day: int
    checksum: int
    packed_size: int
    size: int
    name_length: int
    extra_length: int


HEAD = struct.Struct("<4s5H3I2H")
UNKNOWN_SIZE = 0xFFFFFFFF


class _Member(NamedTuple):
    """Where a member of a zip begins, and its entry in the directory, if any."""

    start: int
    entry: zipfile.ZipInfo | None


def contents(file: Path, limit: int = LIMIT) -> Iterator[tuple[str, bytes, str]]:
    """Yield the files that a file holds: itself, or what an archive unpacks to.

    Whether a file is a gzip or zip archive is seen from its first bytes. Of one that is
    cut off or damaged all that can be unpacked is given. Folders, hidden files and
    `__MACOSX` are left out; an archive inside an archive is not opened, save a gzip
    inside a zip.

    Parameters
    ----------
    file
        Any file; it need not be readable.
    limit
        No more bytes are unpacked of an archive in all.

    Yields
    ------
    name : str
        "refs.ris", or "archive.zip/inner/refs.ris".
    data : bytes
        What is in it.
    reason : str
        Why that is not the whole of it; "" where it is.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        yield file.name, b"", f"cannot be read ({error.strerror})"
        return

    kind = _archive_kind(data)
    if kind == "gzip":
        found = _unpack_gzip(data, limit)
        yield _refuse_inner_archive(_without_gz(file.name), found)
    elif kind == "zip":
        yield from _unpack_zip(file.name, data, limit)
    elif kind == "tar":
        yield file.name, b"", f"a tar archive {NOT_OPENED}"
    else:
        yield file.name, data, ""


# Bytes → text


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Decode a text, and name the encoding that it was read as.

    In this order: what a byte order mark says; UTF-16, recognised by its zero bytes;
    UTF-8, also with a few broken bytes, each stretch of them a "�"; `encoding`;
    Windows-1252, where it has all of the bytes; Latin-1.

    Parameters
    ----------
    data
        The bytes of a file.
    encoding
        That of text which is neither marked nor UTF-8.

    Returns
    -------
    text : str
        "" where it is empty, or cannot be a text.
    name : str
        Of the encoding, with the bytes that could not be read ("UTF-8, 3 bytes
        unreadable"); "" where there is no text.

    Raises
    ------
    ValueError
        For an `encoding` that Python does not know.
    """
    _check_encoding(encoding)
    normal = encoding.lower().replace("_", "-")
    is_wide = normal.startswith(("utf-16", "utf-32"))

    wide_text = _decode_wide(data, encoding if is_wide else "")
    if wide_text:
        return wide_text
    if not _may_be_text(data):
        return "", ""

    try:
        return _without_zeros(data.decode()), "UTF-8"
    except UnicodeDecodeError as error:
        if _nearly_utf8(data, error):
            return _decode_lossy(data, "utf-8", "UTF-8")
    return _decode_bytewise(data, "" if is_wide else encoding)


def _check_encoding(encoding: str) -> None:
    if not encoding:
        return
    try:
        "a".encode(encoding).decode(encoding)
    except (LookupError, ValueError):
        raise ValueError(
            f"encoding: {encoding!r} is not known; try cp1252, latin-1 or utf-16"
        ) from None


def _decode_wide(data: bytes, encoding: str) -> tuple[str, str] | None:
    """Decode what has a mark, or several bytes a letter; None for anything else."""
    for mark, (name, codec) in MARKS.items():
        if data.startswith(mark):
            marked = data[len(mark) :]
            return _decode_lossy(marked, codec, name)

    if encoding and b"\0" in data:
        return _decode_lossy(data, encoding, encoding)
    codec = _guess_utf16(data[:START])
    if codec:
        return _decode_lossy(data, codec, UTF16_NAMES[codec])
    return None


def _may_be_text(data: bytes) -> bool:
    """Say whether there is anything, and hardly a control sign at its beginning."""
    if not data.strip():
        return False
    start = data[:START]
    control = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return control <= len(start) / 50


def _decode_bytewise(data: bytes, encoding: str) -> tuple[str, str]:
    """Decode in an encoding of one byte a letter: the given one, or the likeliest."""
    candidates = [("cp1252", "Windows-1252")]
    if encoding:
        candidates.insert(0, (encoding, encoding))
    for codec, name in candidates:
        try:
            return _without_zeros(data.decode(codec)), name
        except UnicodeError:
            continue
    return _without_zeros(data.decode("latin-1")), "Latin-1"


def _without_zeros(text: str) -> str:
    return text.replace("\0", "\ufffd")


def _decode_lossy(data: bytes, codec: str, name: str) -> tuple[str, str]:
    """Decode what can be decoded, and say how many bytes could not."""
    text = data.decode(codec, "replace")
    lost = 0
    if "\ufffd" in text:
        readable = data.decode(codec, "ignore")
        mark = "".encode(codec)  # some codecs write one
        kept = len(readable.encode(codec)) - len(mark)
        lost = len(data) - kept
    if lost > 0:
        unreadable = count_of(lost, "byte")
        name += f", {unreadable} unreadable"
    return _without_zeros(text), name


def _guess_utf16(start: bytes) -> str:
    """Recognise UTF-16 without a mark.

    In Latin letters every second byte is zero, and hardly one of the others.
    """
    half = len(start) // 2
    even_zeros = start[::2].count(0)
    odd_zeros = start[1::2].count(0)
    few, many = sorted((even_zeros, odd_zeros))
    if half < 4:
        return ""
    if few > half / 10 or many <= 0.6 * half:
        return ""
    if odd_zeros > even_zeros:
        return "utf-16-le"
    return "utf-16-be"


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Say whether all but one byte in a thousand is UTF-8.

    And not just because nearly all letters are plain.
    """
    readable = data.decode("utf-8", "ignore").encode()
    broken = len(data) - len(readable)
    plain = len(data.translate(None, NOT_ASCII))
    accented = len(data) - plain - broken

    cut_off = error.reason == "unexpected end of data"
    within_letter = error.end - error.start > 1
    if cut_off and (accented or within_letter):
        return True
    few_broken = 1000 * broken <= len(data)
    return few_broken and accented > 2 * broken


# Archives


def _archive_kind(data: bytes) -> str:
    if data.startswith(GZIP):
        return "gzip"
    if data.startswith((ZIP, EMPTY_ZIP)):
        return "" if _is_office(data) else "zip"
    if data[257:262] == TAR and b"\0" in data[:257]:
        return "tar"
    return ""


def _is_office(data: bytes) -> bool:
    """Say whether a zip is a document, such as a spreadsheet."""
    members, is_whole = _find_members(data)
    if is_whole:
        return any(member.entry.filename in OFFICE_NAMES for member in members)
    return data[HEAD.size :].startswith(OFFICE_FIRST)


def _without_gz(name: str) -> str:
    return re.sub(r"(?<=.)\.gz(?:ip)?$", "", name, flags=re.IGNORECASE)


def _refuse_inner_archive(name: str, found: _Unpacked) -> tuple[str, bytes, str]:
    kind = _archive_kind(found.data)
    if kind:
        return name, b"", f"a {kind} archive inside an archive {NOT_OPENED}"
    return name, found.data, found.reason


def _unpack_gzip(data: bytes, limit: int) -> _Unpacked:
    """Unpack a gzip, of which there may be several one after the other."""
    out = io.BytesIO()
    position = 0
    reason = ""
    while position < len(data) and not reason:
        if not data.startswith(GZIP, position):
            rest = data[position:].strip(b"\0")
            if rest:
                count = f"{len(rest):,} bytes"
                reason = f"{count} after its end are no gzip and were not read"
            break
        left = limit - out.tell()
        part, position = _inflate(data, position, GZIP_FORM, left)
        out.write(part.data)
        reason = part.reason
    return _Unpacked(out.getvalue(), reason)


def _inflate(
    data: bytes,
    begin: int,
    form: int,
    limit: int,
) -> tuple[_Unpacked, int]:
    """Unpack one deflated stream, as far as it goes.

    Parameters
    ----------
    data
        The archive.
    begin
        Where in it the stream begins.
    form
        GZIP_FORM or RAW_FORM.
    limit
        How many bytes it may unpack to.

    Returns
    -------
    unpacked : _Unpacked
        What could be unpacked, and why not all.
    end : int
        Where in the archive the stream ends.
    """
    stream = zlib.decompressobj(form)
    out = io.BytesIO()
    position = begin
    pending = b""
    reason = ""
    while not stream.eof and not reason:
        if not pending:
            pending = data[position : position + CHUNK]
            position += len(pending)
        if not pending:
            reason = CUT_OFF

        before = stream.copy()
        try:
            part = stream.decompress(pending, CHUNK) if pending else stream.flush()
            out.write(part)
            pending = stream.unconsumed_tail
        except zlib.error:
            out.write(_inflate_until_broken(before, pending))
            reason = DAMAGED
        too_much = _too_much(out.tell(), position - begin, limit)
        reason = too_much or reason

    if stream.eof and out.tell() <= limit:
        reason = ""
    found = out.getvalue()
    found = found[: max(0, limit)]
    if reason:
        reason += _read_as_far_as(found)
    unused = len(pending) + len(stream.unused_data)
    return _Unpacked(found, reason), position - unused


def _too_much(unpacked: int, packed: int, limit: int) -> str:
    """Say why no more is unpacked, or "" where more may be."""
    if unpacked > limit:
        return (
            f"it unpacks to more than {limit:,} bytes in all; "
            "unpack it and read the files that you need"
        )
    if unpacked > max(HARMLESS, RATIO * packed):
        return (
            f"it unpacks to more than {RATIO} times its size, "
            "which no collection of papers does"
        )
    return ""


def _inflate_until_broken(stream, pending: bytes) -> bytes:
    out = io.BytesIO()
    for byte in pending:
        try:
            out.write(stream.decompress(bytes([byte])))
        except zlib.error:
            break
    return out.getvalue()


def _read_as_far_as(data: bytes) -> str:
    lines = data.count(b"\n") + 1
    return f"; read as far as line {lines:,}"


def _unpack_zip(
    archive: str, data: bytes, limit: int
) -> Iterator[tuple[str, bytes, str]]:
    times_used: Counter[str] = Counter()
    members, is_whole = _find_members(data)
    for member in members:
        name, found = _unpack_member(data, member, limit)
        name = name.replace("\\", "/")
        if _is_left_out(name):
            continue
        limit -= len(found.data)
        if not found.reason and _archive_kind(found.data) == "gzip":
            name = _without_gz(name)
            found = _unpack_gzip(found.data, limit)
            limit -= len(found.data)

        times_used[name] += 1
        inner = name
        if times_used[name] > 1:
            inner += f" ({times_used[name]})"
        yield _refuse_inner_archive(f"{archive}/{inner}", found)

    if not is_whole:
        reason = (
            "the archive is cut off or damaged; the files that were found in it are "
            "read"
        )
        yield archive, b"", reason
    elif not times_used:
        yield archive, b"", "a zip archive without files"


def _is_left_out(name: str) -> bool:
    """Tell folders, hidden files and what macOS adds."""
    if name.endswith("/"):
        return True
    return any(part == "__MACOSX" or part.startswith(".") for part in name.split("/"))


def _find_members(data: bytes) -> tuple[list[_Member], bool]:
    """Find the members of a zip, and say whether its directory is whole.

    Where it is cut off, they are found one after the other.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        return [_Member(entry.header_offset, entry) for entry in entries], True
    except ZIP_ERRORS:
        return _search_members(data), False


def _search_members(data: bytes) -> list[_Member]:
    """Find the members of a zip one after the other, each by its head."""
    members = []
    start = data.find(ZIP)
    while start >= 0:
        members.append(_Member(start, None))
        head = _read_head(data, start)
        end = start + HEAD.size
        if head and head.packed_size != UNKNOWN_SIZE:
            end += head.packed_size
        start = data.find(ZIP, end)
    return members


def _read_head(data: bytes, start: int) -> _Head | None:
    """Read the head of a member of a zip; None where it is cut off, or none."""
    if start < 0:
        return None
    head = data[start : start + HEAD.size]
    if len(head) < HEAD.size or not head.startswith(ZIP):
        return None
    return _Head._make(HEAD.unpack(head))


def _unpack_member(
    data: bytes,
    member: _Member,
    limit: int,
) -> tuple[str, _Unpacked]:
    """Unpack one member of a zip, and name it.

    Also where the standard library would give none of it: a bad checksum, a cut.

    Parameters
    ----------
    data
        The archive.
    member
        Which member.
    limit
        How many bytes it may unpack to.

    Returns
    -------
    name : str
        Its name in the archive.
    unpacked : _Unpacked
        What could be unpacked, and why not all.
    """
    entry = member.entry
    head = _read_head(data, member.start)
    if head is None:
        name = entry.filename if entry else "a file"
        return name, _Unpacked(b"", "it is cut off or damaged")

    name_start = member.start + HEAD.size
    name_end = name_start + head.name_length
    content_start = name_end + head.extra_length
    charset = "utf-8" if head.flags & UTF8_NAME else "cp437"
    name = data[name_start:name_end].decode(charset, "replace")
    checksum = head.checksum
    packed_size = head.packed_size
    checksum_known = not head.flags & SIZES_FOLLOW
    if entry:
        name = entry.filename
        checksum = entry.CRC
        packed_size = entry.compress_size
        checksum_known = True

    if head.flags & ENCRYPTED:
        reason = "it is protected by a password; unpack it and read its files"
        return name, _Unpacked(b"", reason)
    if head.method == DEFLATED:
        found, _ = _inflate(data, content_start, RAW_FORM, limit)
    elif head.method == STORED:
        found = _take_stored(data, content_start, packed_size, limit)
    else:
        reason = (
            f"it is packed in a way that is not read here (method {head.method}); "
            "unpack it and read its files"
        )
        return name, _Unpacked(b"", reason)

    if checksum_known and not found.reason:
        if zlib.crc32(found.data) != checksum:
            reason = "its checksum does not match: some of it may be wrong"
            found = _Unpacked(found.data, reason)
    return name, found


def _take_stored(
    data: bytes,
    start: int,
    size: int,
    limit: int,
) -> _Unpacked:
    """Take the bytes of a member that is not packed at all."""
    allowed = min(size, max(0, limit))
    found = data[start : start + allowed]
    if len(found) == size:
        return _Unpacked(found, "")
    return _Unpacked(found, CUT_OFF + _read_as_far_as(found))
