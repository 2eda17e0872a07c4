"""Why documents are turned away, said in Chinese too.

Belongs here: the sentences that reading, the store and dbt give as reasons, in Chinese. Does not: reasons of its own.
A sentence that is not here is shown as it is.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from yusuan.serving.code_names import both

_CHINESE = [
    (re.compile(form), chinese)
    for form, chinese in (
        (r"No disclosure of a budget or final accounts.*", "不是预算或决算公开文件：既无此类标题，也无所属表格"),
        (r"no money table could be read", "未能读出任何金额表"),
        (r"publisher unknown", "公布单位不明"),
        (r"year unknown", "年度不明"),
        (r"stage unknown", "预算或决算不明"),
        (
            r"no other file tells it by its figures: documents.csv may declare it",
            "其他文件的数字亦不能印证；可在 documents.csv 中申报",
        ),
        (r"its tables are not loaded: (.*)", r"其表格未入库：\1"),
        (r"no disclosure", "不是公开文件"),
        (r"nothing was read from this file", "未从该文件读出内容"),
        (r"no reason given", "未说明原因"),
        (r"the same bytes as (.*)", r"与 \1 逐字节相同"),
        (r"the file changed while it was read", "读取过程中文件发生变化"),
        (r"the reader failed: (.*)", r"读取器出错：\1"),
        (r"The file is empty.*", "文件为空（0 字节）"),
        (r".*encrypted.*", "文件已加密，需要密码；请提供未加密的文件"),
        (r"The file is damaged.*", "文件损坏或不完整，无法打开"),
        (r"The file is an old Office file.*", "旧版 Office 文件，与扩展名不符"),
        (r"The file is a ZIP archive but.*", "文件为压缩包，但不是所称的 Office 文件"),
        (r"The file is no text.*", "不是文本文件"),
        (r"The text is in no known encoding.*", "文本编码不明"),
        (r"The Word document has no text\.", "Word 文件无文字"),
        (r"The workbook has no visible worksheet.*", "工作簿无可见内容"),
    )
]


def reason(said: str | None) -> Markup:
    """A reason in both languages; one of several parts is told part by part."""
    parts = (said or "no reason given").split("; ")
    return both("; ".join(parts), "；".join(_in_chinese(part) for part in parts))


def _in_chinese(said: str) -> str:
    return next((form.sub(chinese, said) for form, chinese in _CHINESE if form.fullmatch(said)), said)
