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
        (r"[Tt]he file is empty.*", "文件为空（0 字节）"),
        (r".*encrypted.*", "文件已加密，需要密码；请提供未加密的文件"),
        (
            r"(The file|The PDF|The .* document|The .* workbook|The web page) is damaged.*",
            "文件损坏或不完整，无法读到末尾",
        ),
        (r"The file is an old Office file.*", "旧版 Office 文件，与扩展名不符"),
        (r"The file is a ZIP archive but.*", "文件为压缩包，但不是所称的 Office 文件"),
        (r"The file is no text.*", "不是文本文件"),
        (r"The text is in no known encoding.*", "文本编码不明"),
        (r"The text says that it is UTF-16, and is not\.", "文本自称 UTF-16 编码，实则不是"),
        (r"The Word document has no text\.", "Word 文件无文字"),
        (r"The workbook has no visible worksheet.*", "工作簿无可见内容"),
        (r"not a document: neither.*", "不是文档：既非 PDF，也非可识别的其他文件"),
        (r"this kind of file is not read yet \((.*)\)", r"暂不读取此类文件（\1）"),
        (
            r"(.*) is not read: open it in Word, Excel or WPS and save it as (.*)",
            r"不读取 \1：请用 Word、Excel 或 WPS 打开，另存为 \2",
        ),
        (r"the name says PDF, but.*|The file is not a PDF.*", "扩展名为 PDF，内容却不是 PDF"),
        (r"a symbolic link is not followed.*", "不跟随符号链接；请把文件本身复制到此处"),
        (r"the folder could not be opened.*: (.*)", r"文件夹无法打开，其中文件均未读取：\1"),
        (r"the file could not be opened: (.*)", r"文件无法打开：\1"),
        (r"The PDF has no pages\.", "PDF 没有页面"),
        (r"None of the (.*) pages prints readable text.*", r"共 \1 页，均无可读文字，亦非文字图像"),
        (r"The text layer carries no readable characters.*", "文字层没有可读字符"),
        (r"(A stream|Object|Page) .*print the paper to a PDF anew\.", "PDF 结构异常，不予读取；请重新打印为 PDF"),
        (r"The .* (MB|cells|table cells).* read\.", "文件超出可读取的大小"),
        (r"The workbook merges more than .* cells.*", "合并单元格过多，不是供打印的文件"),
        (r"The file declares XML entities.*|The file's XML is not UTF-8.*", "文件的 XML 不合 Office 写法，不予打开"),
        (r"The web page has no text\.", "网页无文字"),
        (r"The web page nests its elements.*", "网页嵌套过深，不予读取"),
        (
            r"The web page only frames worksheets.*",
            "网页只引用其他文件中的工作表；请用 Excel 或 WPS 打开并另存为 .xlsx",
        ),
        (r"reading needs more than (.*) GB of memory", r"读取所需内存超过 \1 GB"),
        (r"what was read could not be written: (.*)", r"读出的内容无法写入：\1"),
        (r"reading took longer than (\d+) s", r"读取时间超过 \1 秒"),
        (
            r"reading took longer than (\d+) s, for most of which it had no core.*",
            r"读取时间超过 \1 秒，其间大多未得到处理器；下次构建会重新读取",
        ),
        (r"the reading process ended on this document.*", "读取进程在此文件上意外结束"),
    )
]


def reason(said: str | None) -> Markup:
    """A reason in both languages; one of several parts is told part by part."""
    parts = (said or "no reason given").split("; ")
    return both("; ".join(parts), "；".join(_in_chinese(part) for part in parts))


def _in_chinese(said: str) -> str:
    return next((form.sub(chinese, said) for form, chinese in _CHINESE if form.fullmatch(said)), said)
