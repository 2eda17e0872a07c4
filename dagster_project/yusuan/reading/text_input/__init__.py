"""Reading text → the common Paper: tables whose cells the text keeps apart are read by these columns; where blank cells
are lost (pdftotext) or cells are moved (the Markdown of OCR tools), arithmetic proves the columns.

- column_reader: tables with columns and the lines around them → pages
- blocks: lines, tables and ends of pages in a text
- pipe_tables, tab_tables: rows of cells between pipes; between tabs, or commas
- marks: marks of Markdown taken off
- merging, forms: merged cells that a text repeats or leaves blank
- written_table: a table as written, and the rows that do not fit its header

- source: bytes → lines and words; damage of tools taken off
- text_figures: words → figures, damaged ones included
- layouts: the standard headers of the forms (seed table_layout), found by exact cover of their characters
- printed: a header that is no known layout but stands whole on one line
- zones: lines → zones of tables with caption, header and body lines
- text_tables: what rows are, whatever layout they come from
- zone_tables: zones → tables
- body, sides, lists: body lines → rows, by the shape of the table
- markdown: tab-separated tables → rows
- meaning: what columns and rows are, by the same seeds as the warehouse
- table_views: every row × every money column of a table, with its meaning
- identities, between: the rule catalogue → sums and bounds over cells
- patterns: which columns a row's figures can stand in
- assignment: the columns that every solution gives a figure
- prose: figures of the 三公 items in the text
- sheets: tables → sheets of a Paper
- text_reader: these steps in order
"""

from yusuan.reading.text_input.text_reader import read_text

__all__ = ["read_text"]
