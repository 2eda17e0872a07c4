"""The errors a person reads: one line that says what happened, where, and what to do.

Belongs here: the one exception type that the command turns into its last line and its exit code.
Does not: handling of any kind. Anything else that escapes is a fault of the program and keeps its traceback.
"""

from __future__ import annotations

ASK_FOR_ROOM = "is there room, and may it be written?"  # what to do where a place takes nothing


class YusuanError(Exception):
    """Something a person can act on.

    `what` happened, `where` (a path, a line, a document) and what to `do` about it; the last two may be empty.
    `detail`: lines to show below it as they are, such as the place in a query that a caret points at.
    """

    def __init__(self, what: str, where: str = "", do: str = "", detail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do
        self.detail = detail

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"[{self.where}]")
        if self.do:
            parts.append(f"— {self.do}")
        return " ".join(" ".join(parts).split())
