"""Reading: a document's bytes → what is printed in it. Pure functions that know nothing of Dagster or databases.

A file's own reader makes a paper of it:

- pdf, with pages: characters and rules → lines, and grids of cells with text; pages that are pictures go through ocr
- office: Excel and Word files, cells as their formats show them
- text_input: text and Markdown, whose blank cells are lost, so columns are proven by arithmetic

Then all papers (paper) go the same way:

- structure: headers, outlines, captions, tables over pages, and whose paper it is
- emit: tables → the raw rows of schema
- document: these steps in order

text and numbers know the shapes of words and figures; lexicon holds the words from the dbt seeds.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yusuan.reading.document import read_document as read_document

from yusuan.reading.lexicon import Lexicon

__all__ = ["Lexicon", "read_document"]


def __getattr__(name: str) -> Any:
    """`read_document` with the libraries behind it, which cost a second: who asks for schema or words has no need."""
    if name != "read_document":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from yusuan.reading.document import read_document

    return read_document
