"""Codes of the warehouse as words for people, in English and in Chinese.

Belongs here: names of codes that the contract fixes. Does not: names of rules and kinds of tables (seeds), sentences
(templates).
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

_WORDS = {
    "within_table": ("Within a table", "表内"),
    "between_tables": ("Between tables", "表间"),
    "declared": ("Declared in a note", "表注声明"),
    "prose": ("Prose against tables", "文字与表格"),
    "between_documents": ("Between documents", "文件之间"),
    "exact": ("exact", "完全相符"),
    "rounding": ("within rounding", "尾差"),
    "break": ("break", "不符"),
    "not_evaluable": ("not evaluable", "无法核对"),
    "publisher_error": ("publisher’s error", "公布方差错"),
    "reading_error": ("reading error", "读取差错"),
    "undetermined": ("undetermined", "原因未定"),
    "layout_in_doubt": ("layout in doubt", "版式存疑"),
    "notice": ("notice", "提示"),
    "budget": ("budget", "预算"),
    "final": ("final accounts", "决算"),
    "original_budget": ("original budget", "年初预算"),
    "adjusted_budget": ("adjusted budget", "调整预算"),
    "department": ("department", "部门"),
    "unit": ("unit", "单位"),
    "published": ("published", "已公开"),
    "declared_empty": ("declared empty", "空表"),
    "not_read": ("announced, not read", "提及而未读到"),
    "not_published": ("not published", "未公开"),
    "not_usual": ("not there, nor in most such papers", "无，同类文件多数亦无"),
    "document": ("document", "文件"),
    "table": ("table", "表"),
    "figure": ("figure", "数字"),
    "identity": ("identity", "勾稽关系"),
    "analysis": ("analysis", "分析"),
    "loaded": ("loaded", "已入库"),
    "quarantined": ("quarantined", "待定"),
    "rejected": ("rejected", "退回"),
    "general_public_budget": ("general public budget", "一般公共预算"),
    "government_fund": ("government funds", "政府性基金"),
    "state_capital": ("state capital", "国有资本经营预算"),
    "special_fiscal_account": ("special fiscal accounts", "财政专户管理资金"),
    "unit_funds": ("unit funds", "单位资金"),
    "other_funds": ("other funds", "其他资金"),
    "overseas_travel": ("overseas travel", "因公出国（境）费"),
    "vehicle_purchase": ("vehicles, purchase", "公务用车购置费"),
    "vehicle_running": ("vehicles, running", "公务用车运行维护费"),
    "conference": ("conferences", "会议费"),
    "training": ("training", "培训费"),
    "hospitality": ("hospitality", "公务接待费"),
    "damaged": ("damaged", "残损"),
    "ambiguous": ("column not proven", "栏位未定"),
    "repaired": ("repaired", "已修复"),
    "verified": ("vouched for", "有勾稽佐证"),
    "disputed": ("in a break", "涉及不符"),
    "bounded": ("only in trivial or ≤ identities", "仅有平凡或“不大于”关系"),
    "untouched": ("in no identity", "无勾稽关系"),
    "a term could not be read": ("a term could not be read", "有数字未能读出"),
    "a term has no known unit": ("a term has no known unit", "有数字的金额单位不明"),
    "personnel": ("personnel", "人员经费"),
    "operating": ("operating", "公用经费"),
    "basic": ("basic expenditure", "基本支出"),
    "project": ("project expenditure", "项目支出"),
    "business": ("business expenditure", "经营支出"),
    "remitted_upward": ("remitted upward", "上缴上级支出"),
    "subsidy_to_subordinate": ("subsidies to subordinates", "对附属单位补助支出"),
    "unit_reserve": ("unit reserve", "单位预留"),
    "not_stated": ("not stated", "未注明"),
    "all": ("in all", "合计"),
    "expenditure": ("expenditure", "支出"),
    "revenue": ("revenue", "收入"),
    "vehicles": ("vehicles", "公务用车购置及运行费"),
    "three_public": ("三公 expenses", "“三公”经费"),
    "several figures fit one term": ("several figures fit one term", "有多个数字对应同一项"),
    "not printed on the other side": ("not printed on the other side", "另一侧未印出"),
    "total not printed": ("total not printed", "未印合计"),
    "parts not printed": ("parts not printed", "未印分项"),
}


def word(code: str | None, language: str | None = None) -> Markup | str:
    """A code in words: of one language (`en`, `zh`), else of both, of which the page shows one."""
    english, chinese = _WORDS.get(code or "", (code or "", code or ""))
    if language:
        return english if language == "en" else chinese
    return both(english, chinese)


def scope(said: str, names: Mapping[str, str], language: str) -> str:
    """What an identity is of, its codes in words: `2026 · original_budget · 206 project`; `names` of subjects."""
    parts = [[_of_scope(token, names, language) for token in part.split(" ")] for part in said.split(" · ")]
    return " · ".join(" ".join(tokens) for tokens in parts)


def _of_scope(token: str, names: Mapping[str, str], language: str) -> str:
    # A label of one of these words would be Chinese: what is a code here is one.
    return f"{token} {names[token]}" if token in names else str(word(token, language)) if token.isascii() else token


def plural(n: int, one: str, many: str = "") -> str:
    """`1 finding`, `2 findings`, `1,200 identities`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def kind_of(n: int, kind: str) -> Markup:
    """How many findings of a kind: `9 publisher’s errors`."""
    english, chinese = _WORDS.get(kind, (kind, kind))
    counted = f"{n:,} {english}" if kind == "undetermined" else plural(n, english)
    return both(counted, f"{n:,} 项{chinese}")


def both(english: object, chinese: object) -> Markup:
    """The same said in both languages; the page shows the one that its reader chose."""
    return Markup('<span class="en" lang="en">{}</span><span class="zh" lang="zh">{}</span>').format(
        escape(english), escape(chinese)
    )
