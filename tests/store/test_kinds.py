"""What a file is, by its first bytes."""

import pytest

from yusuan.store.kinds import kind_of


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
        (b"PK\x03\x04", "a.xlsb", None, "binary Excel"),
        (b"PK\x03\x04", "a.zip", None, "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", None, "Word 97"),
        ("部门预算".encode(), "a.txt", "text", ""),
        (b"# budget", "a.MD", "markdown", ""),
        ("部门预算 2025".encode("utf-16"), "a.txt", "text", ""),
        (b"\xfe\xff" + "部门预算 2025".encode("utf-16-be"), "a.md", "markdown", ""),
        (b"\x00text", "a.txt", None, "not a document"),
        ("部门,预算".encode(), "a.csv", None, "not read yet (CSV)"),
        (b"<html>", "a.html", None, "not read yet (web page)"),
        (b"\x00\x01\x02", "a.bin", None, "not a document"),
    ],
)
def test_kind_comes_from_bytes(head: bytes, name: str, reader: str | None, word: str) -> None:
    kind = kind_of(head, name)
    assert kind.reader == reader
    assert word in kind.reason
