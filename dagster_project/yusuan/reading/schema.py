"""The raw (bronze) tables: what reading emits, one polars schema each.

Belongs here: names and types of what is printed. Does not: anything a title, header or code *means* (dbt assigns that).

Conventions: positions are PDF points from the top left of the page as shown; pages and rows count from 1;
text is as printed except where a name says `normalised`; a missing value is NULL, never a default.
Keys come from the document's bytes and the place on the page: `document_key` is the first 16 hex digits of the
SHA-256, the others hash it with a page and rounded coordinates, so that they survive a new reader version.
"""

from __future__ import annotations

import polars as pl

Schema = dict[str, pl.DataType | type[pl.DataType]]

AMOUNT = pl.Decimal(24, 6)

DOCUMENT: Schema = {
    "document_key": pl.String,
    "sha256": pl.String,
    "extractor_version": pl.String,
    "reader": pl.String,  # pdf | ocr (a PDF of which a page with tables is a picture)
    "status": pl.String,  # read | rejected
    "status_reason": pl.String,
    "page_count": pl.Int32,
    "content_hash": pl.String,  # of the normalised text of all pages: equal for the same paper in other bytes
    "title": pl.String,
    "publisher_name": pl.String,
    "fiscal_year": pl.Int32,
    "stage": pl.String,  # budget | final
    "level": pl.String,  # department | unit
    "identity_evidence": pl.String,  # JSON: [{"field", "value", "page", "text"}, …]
}

PAGE: Schema = {
    "document_key": pl.String,
    "page_number": pl.Int32,
    "width": pl.Float64,
    "height": pl.Float64,
    "rotation": pl.Int32,
    "char_count": pl.Int32,
    "unreadable_char_count": pl.Int32,  # private use, U+FFFD, (cid:…)
    "picture_share": pl.Float64,  # of the page's area that pictures cover
}

# Text outside tables, line by line; `table_key` is set where the line captions or annotates a table.
LINE: Schema = {
    "document_key": pl.String,
    "page_number": pl.Int32,
    "line_number": pl.Int32,
    "text": pl.String,
    "plain_text": pl.String,  # normalised, without white space
    "role": pl.String,  # prose | caption | note | furniture (page numbers, running heads)
    "table_key": pl.String,
    "x0": pl.Float64,
    "top": pl.Float64,
    "x1": pl.Float64,
    "bottom": pl.Float64,
}

# One row per figure with a unit that the prose prints, and per amount of a form that was read as lines.
STATEMENT: Schema = {
    "statement_key": pl.String,
    "document_key": pl.String,
    "page_number": pl.Int32,
    "paragraph_number": pl.Int32,  # of the document; 0 for a form
    "sentence_number": pl.Int32,  # of the document; 0 for a form
    "figure_number": pl.Int32,  # of the sentence, 1…
    "heading": pl.String,  # normalised headings that it stands under, from the outermost, `/`
    "sentence": pl.String,  # normalised
    "lead": pl.String,  # normalised words of the paragraph back to the figure before, or to its beginning
    "phrase": pl.String,  # the end of `lead` back to a clause mark
    "tail": pl.String,  # normalised words of the paragraph up to the next figure, or to its end
    "depth": pl.Int32,  # brackets open around it: `104.79万元（其中运行费68.79万元），比上年…`
    "scope": pl.String,  # statement | reason | purpose (that a sentence gives for another figure) | form
    "direction": pl.String,  # the last word of growth or fall in `phrase`: 增加, 下降, 持平, …
    "figure_text": pl.String,  # normalised, with its unit
    "number": AMOUNT,
    "number_decimals": pl.Int32,  # decimals printed
    "unit": pl.String,  # 元 | 千元 | 万元 | 百万元 | 亿元 | % | 百分点
    "x0": pl.Float64,  # the box of the line that prints it
    "top": pl.Float64,
    "x1": pl.Float64,
    "bottom": pl.Float64,
}

# One row per table, its continuation pages joined.
TABLE: Schema = {
    "table_key": pl.String,
    "document_key": pl.String,
    "table_ordinal": pl.Int32,  # 1… in reading order
    "page_from": pl.Int32,
    "page_to": pl.Int32,
    "title_text": pl.String,  # normalised: white space removed, code points as ordinary characters
    "number_text": pl.String,  # normalised: 表5-1, 公开07表
    "unit_text": pl.String,  # normalised money unit as printed for this table: 万元, 元, or NULL
    "entity_text": pl.String,  # normalised: whose table it says it is (单位：…, 部门：…)
    "header_text": pl.String,  # normalised text of all header cells, joined by a blank: recognition by header
    "note_text": pl.String,  # normalised lines under the table, joined by a line feed
    "row_count": pl.Int32,
    "column_count": pl.Int32,
}

# One row per grid column of a table.
COLUMN: Schema = {
    "document_key": pl.String,
    "table_key": pl.String,
    "column_number": pl.Int32,
    "block_number": pl.Int32,  # side-by-side tables: 1… from the left; otherwise 1
    "block": pl.String,  # normalised: 收入, 支出, 人员经费 …; NULL where the table has one block
    "role": pl.String,  # label | code | index (行次, 序号) | year | value
    "index_number": pl.Int32,  # the number that the header gives the column (栏次), NULL where it gives none
    "header_path": pl.String,  # normalised header cells from outermost to innermost, `/`; begins with the block
    "x0": pl.Float64,
    "x1": pl.Float64,
}

# One row per printed row and block (in a side-by-side table a line of the page is several rows).
ROW: Schema = {
    "document_key": pl.String,
    "table_key": pl.String,
    "row_number": pl.Int32,  # of the line of the grid, header rows not counted
    "block_number": pl.Int32,
    "page_number": pl.Int32,
    "row_code": pl.String,  # digits (and letters) as printed, split 类/款/项 columns joined; NULL where there is none
    "row_second_code": pl.String,
    "row_label": pl.String,  # white space removed, code points normalised; "" where nothing is printed
    "row_text": pl.String,  # the label cell as printed
    "row_path": pl.String,  # labels from the outermost heading down, `/`
    # Further words of the row, `/`, where others of its table have its codes, label and path: what tells it apart.
    "telling_words": pl.String,
    "row_level": pl.Int32,  # 1 = outermost
    "parent_row_number": pl.Int32,  # the row above in the outline, NULL at the top
    "unit_label": pl.String,  # a second text column such as 项目单位, normalised; NULL where there is none
    "index_number": pl.Int32,  # the number that the line prints (行次, 序号), NULL where it prints none
    "is_repeat": pl.Boolean,  # printed again on a continuation page
    "repeat_of_row_number": pl.Int32,
}

# One row per term of an identity that a table states itself, by line or column numbers: 27行=(1+2+…+8)行.
DECLARED_TERM: Schema = {
    "document_key": pl.String,
    "table_key": pl.String,
    "declared_number": pl.Int32,  # of the identity in its table, 1… as read
    "page_number": pl.Int32,
    "declared_text": pl.String,  # the identity, normalised, white space removed
    "axis": pl.String,  # row | column: what its numbers count
    "term_number": pl.Int32,  # 1… in the identity
    "side": pl.String,  # left | right of the equals sign
    "sign": pl.Int32,  # how often the number counts there: 1, -1, rarely more
    "index_number": pl.Int32,  # the line or column meant
}

# One row per non-blank cell below the header in a column of values: everything printed there, nothing dropped.
CELL: Schema = {
    "cell_key": pl.String,
    "document_key": pl.String,
    "table_key": pl.String,
    "page_number": pl.Int32,
    "row_number": pl.Int32,
    "block_number": pl.Int32,
    "column_number": pl.Int32,
    "text": pl.String,  # as printed; a number broken over lines keeps its line feed
    "number": AMOUNT,  # what the text says, percent signs and separators removed; a printed dash is 0; NULL = no number
    "number_decimals": pl.Int32,  # decimals printed
    "is_percent": pl.Boolean,  # a percent sign is printed
    "reading": pl.String,  # exact | damaged | ambiguous
    "confidence": pl.Float64,  # NULL for a digital page
    "x0": pl.Float64,
    "top": pl.Float64,
    "x1": pl.Float64,
    "bottom": pl.Float64,
}

# One row per row of a table and cell of words in it: every non-blank cell below the header that prints no figure of a
# column of values. A cell that is drawn over several rows says its words of each of them.
ROW_TEXT: Schema = {
    "document_key": pl.String,
    "table_key": pl.String,
    "page_number": pl.Int32,
    "row_number": pl.Int32,
    "block_number": pl.Int32,
    "column_number": pl.Int32,  # where the cell begins, if it is drawn over several columns
    "text": pl.String,  # as printed; a text broken over lines keeps its line feeds
    "row_span": pl.Int32,  # rows that the cell is drawn over, 1 for one of its own
    "x0": pl.Float64,
    "top": pl.Float64,
    "x1": pl.Float64,
    "bottom": pl.Float64,
}

RAW_TABLES: dict[str, Schema] = {
    "document": DOCUMENT,
    "page": PAGE,
    "line": LINE,
    "statement": STATEMENT,
    "table": TABLE,
    "column": COLUMN,
    "row": ROW,
    "cell": CELL,
    "row_text": ROW_TEXT,
    "declared_term": DECLARED_TERM,
}
