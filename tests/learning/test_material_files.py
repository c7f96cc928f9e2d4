"""What a file is, its content says; whatever a browser might run is refused."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from learning import material_files as files
from peerlearn.common.errors import DomainError
from tests.accounts.test_picture import drawn


def packed(*names, first=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        for name in names:
            folder.writestr(name, first or b"words")
    return out.getvalue()


def broken(way):
    """Return a ZIP whose first file can't be unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as folder:
        folder.writestr("mimetype", bytes(range(256)))
    data, begins = bytearray(out.getvalue()), 30 + len("mimetype")
    data[begins : begins + 12] = b"\xff" * 12
    return bytes(data)


ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("notes.exe", b"%PDF-1.7 and so on", "pdf"),
        ("a.pdf", packed("a.txt"), "zip"),
        ("a.zip", packed("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a", packed("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a", packed("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        ("a", packed("mimetype", "content.xml", first=ODT), "odt"),
        ("ohne", "Grüße\n".encode(), "txt"),
        ("table.CSV", b"a,b\n1,2\n", "csv"),
        ("run.py", b"print(1)\n", "txt"),
        ("page.html", b"Only words.", "txt"),
    ],
)
def test_a_file_is_what_its_content_says(name, data, kind):
    assert files.kind_of(ContentFile(data, name=name)) == kind


def test_a_picture_is_a_picture():
    assert files.kind_of(ContentFile(drawn(), name="a.txt")) in ("png", "jpg", "webp")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg/>",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02",
        b"PK\x03\x04 and nothing after",
        packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        broken(zipfile.ZIP_DEFLATED),
        broken(zipfile.ZIP_BZIP2),
        broken(zipfile.ZIP_LZMA),
        b"words\x00words",
        b"\x1b[2J",
    ],
)
def test_what_is_none_of_these_is_refused_whatever_it_is_called(data):
    with pytest.raises(DomainError) as caught:
        files.kind_of(ContentFile(data, name="notes.pdf"))
    assert caught.value.fields["file"]


def test_a_file_too_large_is_refused_unread():
    large = ContentFile(b"%PDF-1.7", name="a.pdf")
    large.size = files.MOST_BYTES + 1
    with pytest.raises(DomainError) as caught:
        files.kind_of(large)
    assert caught.value.status == 413


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "//example.org/",
        "example.org",
        "https://bank.example@evil.example/",
        "https://evil.example\\@bank.example/",
        "https://example.org/a b",
        "https://example.org/" + "a" * 500,
        "https://[::1",
        "",
    ],
)
def test_only_whole_web_addresses_are_links(url):
    with pytest.raises(DomainError):
        files.checked_url(url)


def test_a_title_has_nothing_that_cannot_be_seen():
    assert files.tidy_title("  invoice\u202efdp.exe\x00\n two ") == "invoicefdp.exe two"
    assert files.title_of_file("C:\\Users\\me\\Notes.v2.pdf") == "Notes.v2"
    assert files.title_of_file(".pdf") == ".pdf"
