"""What columns and rows are, by the seeds that also give the warehouse its meaning.

Belongs here: the terms of header cells and row labels. Does not: rules (identities.py), words of structure (lexicon).
"""

from __future__ import annotations

import re
from functools import cache

from yusuan.catalogue.money_units import money_units
from yusuan.reading.lexicon import Seeds
from yusuan.reading.structure.labels import without_marker
from yusuan.reading.text_input.layouts import Layout, layouts_of

_RIGHT_ROLES = {"carry_over_closing", "surplus_distribution"}


class Meaning:
    """The catalogue of terms. Values are those of the seeds; None or an absent kind where nothing is said."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.layouts: tuple[Layout, ...] = layouts_of(seeds["table_layout"])
        self._header = [
            (r["kind"], int(r["priority"]), re.compile(r["pattern"]), r["value"]) for r in seeds["header_term"]
        ]
        self._row = [(r["kind"], int(r["priority"]), re.compile(r["pattern"]), r["value"]) for r in seeds["row_term"]]
        self._titles = sorted(seeds["table_title"], key=lambda r: int(r["priority"]))
        self.kinds = {r["table_kind"]: r for r in seeds["table_kind"]}
        self._classes = {
            name: r["code"]
            for r in seeds["functional_class"]
            for name in [r["name"], *(r["aliases"].split("|") if r["aliases"] else [])]
        }
        self.items = {r["code"]: r["item"] for r in seeds["economic_item"]}
        self.natures = {r["code"]: r["nature_in_finals"] for r in seeds["economic_class"]}
        self._words = {r["kind"]: re.compile(r["pattern"]) for r in seeds["table_word"]}
        self.item_names = {r["concept"]: r["pattern"] for r in seeds["prose_concept"]}
        self.money_units = money_units(seeds["money_unit"])
        self.row_terms = cache(self._row_terms)
        self.cell_terms = cache(self._cell_terms)

    def kind_of(self, title: str) -> str:
        """The kind that a title leads to, `other` where it leads to none."""
        for rule in self._titles:
            if title and re.search(rule["title_pattern"], title):
                return rule["table_kind"]
        return "other"

    def column_terms(self, path: tuple[str, ...], kind: str) -> dict[str, str]:
        """The terms of a column by its header path: the innermost cell speaks first, a block from the outside."""
        out: dict[str, str] = {}
        for depth, cell in enumerate(reversed(path)):
            for term, (_, value) in self.cell_terms(cell).items():
                if term == "sum_role" and depth and value != "of_which":
                    continue
                if term == "block" or term not in out:
                    out[term] = value
        defaults = self.kinds[kind]
        summary = kind in ("revenue_expenditure_summary", "fiscal_appropriation_summary")
        fund = out.get("fund")
        if fund in (None, "fiscal_appropriation"):
            fund = defaults["default_fund"] or (fund if kind != "fiscal_appropriation_summary" else None)
        result = {**out, "fund": fund or "", "nature": out.get("nature") or defaults["default_nature"]}
        result["sum_role"] = out.get("sum_role", "part")
        result["measure"] = out.get("measure", defaults["default_measure"])
        if summary:
            result["period"] = ""
        return {k: v for k, v in result.items() if v}

    def year_of(self, path: tuple[str, ...]) -> str:
        """The year that a header path says: the innermost, `last` for the year before, else empty for the paper's."""
        header = "/".join(path)
        years = self._words["header_year"].findall(header)
        return str(years[-1]) if years else "last" if self._words["header_last_year"].search(header) else ""

    def excludes_carry_over(self, title: str) -> bool:
        """Whether a table leaves out what is carried over, by its title."""
        return bool(self._words["without_carry_over"].search(title))

    def _cell_terms(self, cell: str) -> dict[str, tuple[int, str]]:
        out: dict[str, tuple[int, str]] = {}
        for kind, priority, pattern, value in self._header:
            if pattern.search(cell) and (kind not in out or priority < out[kind][0]):
                out[kind] = (priority, value)
        return out

    def _row_terms(self, label: str) -> dict[str, str]:
        plain = without_marker(label)
        best: dict[str, tuple[int, str]] = {}
        for kind, priority, pattern, value in self._row:
            if pattern.search(plain) and (kind not in best or priority < best[kind][0]):
                best[kind] = (priority, value)
        out = {k: v for k, (_, v) in best.items()}
        if plain in self._classes:
            out["class_code"] = self._classes[plain]
        return out

    def row_role(self, label: str) -> str | None:
        """The role of a row by its label."""
        return self.row_terms(label).get("role")

    def side_of(self, label: str) -> int:
        """1 for a label of the revenue side, 2 for one of the expenditure side."""
        terms = self.row_terms(label)
        if terms.get("role") in _RIGHT_ROLES or "class_code" in terms or "支出" in label:
            return 2
        return 1
