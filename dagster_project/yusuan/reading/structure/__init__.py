"""What sheets and lines are: headers, outlines, captions, tables over pages, and whose paper it is.

Belongs here: the steps that every kind of file shares. Does not: files (pdf, office, ocr, text_input), meaning (dbt).
"""
