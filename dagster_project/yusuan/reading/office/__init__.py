"""Excel and Word files: cells as shown by their formats, at made-up places that the shared steps can use.

Belongs here: all that knows workbooks and Word documents. Does not: what a table is (structure).
"""
