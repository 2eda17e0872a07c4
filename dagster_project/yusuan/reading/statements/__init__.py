"""Lines of prose → the figures that the narrative prints, one row each with the words around it.

Belongs here: paragraphs, headings, sentences, figures and the words beside them: all that grammar and printing say.
Does not: which money a phrase names and which relation a word makes (dbt, with the seeds prose_term and prose_place).
"""

from __future__ import annotations

from yusuan.reading.statements.statement_rows import read_statements

__all__ = ["read_statements"]
