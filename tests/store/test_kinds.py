"""What a file is, by its first bytes."""

import pytest

from yusuan.store.kinds import kind_of

SPREADSHEET = b'<?xml version="1.0"?>\r\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'


@pytest.mark.parametrize(
    ("head", "name", "reader", "word"),
    [
        (b"%PDF-1.4", "a.pdf", "pdf", ""),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "a.pdf", "pdf", ""),
        (b"%PDF-1.4", "named-otherwise.txt", "pdf", ""),
        (b"", "a.pdf", None, "empty"),
        (b"<html>", "a.pdf", None, "does not begin as one"),
        (b"PK\x03\x04", "a.docx", "docx", ""),
        (b"PK\x03\x04", "a.XLSX", "xlsx", ""),
        (b"PK\x03\x04", "a.xls", "xlsx", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "xls", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted.xlsx", "xls", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted.docx", "docx", ""),
        (b"PK\x03\x04", "a.xlsb", None, "save it as .xlsx"),
        (b"PK\x03\x04", "a.zip", None, "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", None, "save it as .docx or PDF"),
        (b"{\\rtf1\\ansi", "a.doc", None, "save it as .docx"),
        (b"{\\rtf1\\ansi", "a.rtf", None, "save it as .docx"),
        ("部门预算".encode(), "a.txt", "text", ""),
        (b"# budget", "a.MD", "markdown", ""),
        ("部门预算 2025".encode("utf-16"), "a.txt", "text", ""),
        (b"\xfe\xff" + "部门预算 2025".encode("utf-16-be"), "a.md", "markdown", ""),
        (b"\x00text", "a.txt", None, "not a document"),
        ("部门,预算".encode(), "a.csv", None, "not read yet (CSV)"),
        (b"<html>", "a.html", "html", ""),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "a.xls", "html", ""),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "a.doc", "html", ""),
        ("<html><head>".encode("utf-16"), "a.xls", "html", ""),
        (b'<meta charset="gbk"><table>', "a.XLS", "html", ""),
        (b"From: <Saved by Microsoft Excel>\nSubject: \nMIME-Version: 1.0\n", "a.mht", "html", ""),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "a.xls", "html", ""),
        (SPREADSHEET, "a.xls", "xlsx", ""),
        (SPREADSHEET, "a.xml", "xlsx", ""),
        (SPREADSHEET.decode().encode("utf-16"), "a.xml", "xlsx", ""),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "a.doc", None, "save it as .docx"),
        (b'<?xml version="1.0"?><config/>', "a.xml", None, "not a document"),
        (b"a,b\n1,2", "a.xls", None, "not a document"),
        (b"\x00\x01\x02", "a.bin", None, "not a document"),
    ],
)
def test_kind_comes_from_bytes(head: bytes, name: str, reader: str | None, word: str) -> None:
    kind = kind_of(head, name)
    assert kind.reader == reader
    assert word in kind.reason
