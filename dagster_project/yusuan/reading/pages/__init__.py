"""Pages: characters and rules → lines, and grids of cells with text.

Belongs here: content of PDF pages, and the geometry of rules, gaps and text. Does not: what a table is.
"""
