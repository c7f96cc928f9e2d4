"""What a mentor's file is, told by its content. Only what a browser downloads, never runs."""

import lzma
import struct
import unicodedata
import zipfile
import zlib
from typing import IO
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from peerlearn.common.errors import DomainError

MOST_MEGABYTES = 15
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
MOST_TITLE = 120
MOST_URL = 500
MOST_ENTRIES = 5000
HEAD = 1024
# Kinds by the ending a stored file gets; it is served as this type and no other.
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "zip": "application/zip",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
ACCEPTED = ",".join(f".{ending}" for ending in (*TYPES, "jpeg"))
_STARTS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN = {TYPES[ending].encode(): ending for ending in ("odt", "ods", "odp")}
# What reading a ZIP that is none raises, and what each way of packing does.
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
_WRITTEN = ("txt", "csv", "md")
_PAGES = ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe")


def kind_of(file: File) -> str:
    """Return the kind of a file, a key of TYPES.

    The name decides only how plain text is called. Raises DomainError: material_empty,
    material_too_large, not_a_material.
    """
    if not file.size:
        raise _refusal("material_empty", _("This file is empty."))
    if file.size > MOST_BYTES:
        text = _("This file is larger than %d MB.") % MOST_MEGABYTES
        raise _refusal("material_too_large", text, status=413)
    file.seek(0)
    head = file.read(HEAD)
    kind = next((kind for start, kind in _STARTS.items() if head.startswith(start)), "")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        kind = "webp"
    elif head.startswith(b"PK\x03\x04"):
        kind = _packed(file)
    kind = kind or _written(file)
    file.seek(0)
    if not kind:
        text = _("Send a PDF, a picture, an office document without macros, plain text or a ZIP.")
        raise _refusal("not_a_material", text)
    return kind


def _packed(file: IO[bytes]) -> str:
    """Return the kind of a ZIP, "" for what is none or carries macros. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as folder:
            names = folder.namelist()
            if len(names) > MOST_ENTRIES:
                return ""
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return ""
            if "[Content_Types].xml" in names:
                found = (kind for part, kind in _OFFICE.items() if _has(names, part))
                return next(found, "zip")
            if names and names[0] == "mimetype" and folder.getinfo("mimetype").file_size < HEAD:
                return _OPEN.get(folder.read("mimetype").strip(), "zip")
    except BROKEN:
        return ""
    return "zip"


def _has(names: list[str], part: str) -> bool:
    return any(name.startswith(part) for name in names)


def _written(file: File) -> str:
    """Return the kind of plain text, "" for anything else and for pages."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f" for letter in text):
        return ""
    if text.lstrip().lower().startswith(_PAGES):
        return ""
    ending = (file.name or "").rpartition(".")[2].lower()
    return ending if ending in _WRITTEN else "txt"


def tidy_title(text: str) -> str:
    """Return a title without what can't be seen: no control letters, none that turn it around."""
    seen = "".join(
        " " if letter in "\t\r\n" else letter
        for letter in text
        if letter in "\t\r\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(seen.split())[:MOST_TITLE].strip()


def title_of_file(name: str) -> str:
    """Return what a file is called without path and ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return tidy_title(last.rpartition(".")[0] or last) or _("File")


def checked_url(text: str) -> str:
    """Return a web address. Raises DomainError("not_a_link") for anything but http and https."""
    url = text.strip()
    try:
        if len(url) > MOST_URL:
            raise ValueError
        URLValidator(schemes=["http", "https"])(url)
        # What stands before an @ pretends to be the host.
        if urlsplit(url).username is not None or urlsplit(url).password is not None:
            raise ValueError
    except (ValidationError, ValueError) as error:
        text = _("Write a whole web address: https://…")
        raise DomainError("not_a_link", text, fields={"url": text}) from error
    return url


def _refusal(code: str, text: str, status: int = 400) -> DomainError:
    return DomainError(code, text, status=status, fields={"file": text})
