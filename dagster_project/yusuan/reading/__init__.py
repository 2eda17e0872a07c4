"""Reading: a document's bytes → what is printed in it. Pure functions that know nothing of Dagster or databases.

- page, ink: pdfplumber's objects → characters that are seen, and rules
- grid, unruled (strips, groups, words): rules, and where they lack blank strips → grids of cells
- layout, filling: characters → text lines, and cells with text
- header, sections: header cells → column paths and roles; forms in pieces
- outline: label cells → codes, labels, row paths
- captions: the lines around a table → title, number, unit, notes
- tables: sheets of pages → tables over pages
- paper: what a file's own reader hands on; readers: pdf (ocr for pictures of pages), excel and word (placing, package,
  number_format), text_input
- identity: whose paper it is, of which year, stage and level
- emit: tables → the raw rows of schema
- document: these steps in order

text, numbers and labels know the shapes of words and figures; lexicon holds the words from the dbt seeds.
"""

from yusuan.reading.document import EXTRACTOR_VERSION, read_document
from yusuan.reading.lexicon import Lexicon

__all__ = ["EXTRACTOR_VERSION", "Lexicon", "read_document"]
