"""A stored number or date and its number format → the text that a spreadsheet shows.

Belongs here: number formats of Excel (sections, digits, separators, percent, literals, dates). Does not: files, cells.
Column widths play no part: what a narrow column shows as #### is given in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<skip>[_*]).|\[(?P<bracket>[^\]]*)\]|(?P<exponent>[eE][+-])'
    r"|(?P<general>[Gg][Ee][Nn][Ee][Rr][Aa][Ll])|(?P<digit>[0#?])|(?P<sign>[.,%])|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|[_*].|\[[^\]]*\]|(y{4}|y{2}|m{1,2}|d{1,2}|h{1,2}|s{1,2})(?![ymdhs])|(.)', re.I
)
_GENERAL_CHARS = 11  # what the format General has room for, the decimal point included


@dataclass(frozen=True)
class _FormatToken:
    kind: str  # a named group of _TOKEN
    text: str


def show_number(value: float, number_format: str) -> str:
    """The text of a number: rounded half up from its 15 significant digits, as spreadsheets do."""
    section, magnitude = _section(exact_number(value), number_format or "General")
    tokens = _tokens(section)
    if any(t.kind == "general" or t.text == "@" for t in tokens):
        text = "".join(
            _general(abs(magnitude)) if t.kind == "general" or t.text == "@" else _literal(t) for t in tokens
        )
    elif any(t.kind == "exponent" for t in tokens):
        text = _scientific(abs(magnitude), tokens)
    elif any(t.kind == "digit" for t in tokens):
        text = _digits(abs(magnitude), tokens)
    else:
        return "".join(_literal(t) for t in tokens).strip()
    return ("-" if magnitude < 0 else "") + text.strip()


def exact_number(value: float) -> Decimal:
    """The number by the 15 significant digits that a spreadsheet keeps."""
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)


def applied_section(value: float, number_format: str) -> str:
    """The section of a format by which a number is shown, its colour included."""
    return _section(exact_number(value), number_format or "General")[0]


def show_text(text: str, number_format: str) -> str:
    """What a format shows of a text: nothing where its fourth section has no place for it (`;;;`)."""
    sections = _split(number_format or "General")
    if len(sections) < 4 or "@" in sections[3]:
        return text
    return "".join(_literal(t) for t in _tokens(sections[3])).strip()


def show_date(value: datetime | date | time, number_format: str) -> str:
    """The text of a date: year, month, day, hour, minute, second in the format's order; else ISO 8601."""
    parts: list[str] = []
    hours_before = False
    for quoted, escaped, part, other in _DATE_TOKEN.findall(number_format.split(";")[0]):
        name = part.lower()
        if name.startswith("m") and (hours_before or re.search(r"^[^ymdh]*s", number_format.split(part, 1)[-1], re.I)):
            name = "M" * len(name)
        hours_before = name.startswith("h") or (hours_before and not name)
        if name:
            parts.append(_date_part(value, name))
        elif other.isascii() and other.isalpha():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        else:
            parts.append(quoted or escaped or other)
    return "".join(parts).strip()


def _date_part(value: datetime | date | time, name: str) -> str:
    field = {"y": "year", "m": "month", "d": "day", "h": "hour", "M": "minute", "s": "second"}[name[0]]
    number = int(getattr(value, field, 0))
    if name == "yy":
        number %= 100
    return f"{number:0{2 if len(name) == 2 else 1}d}"


def _section(value: Decimal, number_format: str) -> tuple[str, Decimal]:
    """The section that applies, and the number to show by it: a section for negative numbers shows no sign."""
    sections = _split(number_format)
    conditions = [_CONDITION.search(b) for s in sections for b in [next(iter(re.findall(r"\[([<>=][^\]]*)\]", s)), "")]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(value, condition[1], Decimal(condition[2])):
                only_negative = condition is not None and condition[1] in ("<", "<=") and Decimal(condition[2]) <= 0
                return section, abs(value) if only_negative else value
        return "General", value
    if value < 0 and len(sections) > 1:
        return sections[1], abs(value)
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(value: Decimal, operator: str, limit: Decimal) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[operator]


@lru_cache(maxsize=256)
def _split(number_format: str) -> list[str]:
    """The sections between semicolons that stand outside quotation marks and are not escaped."""
    sections = [""]
    for match in _TOKEN.finditer(number_format):
        if match["other"] == ";":
            sections.append("")
        else:
            sections[-1] += match[0]
    return sections


@lru_cache(maxsize=256)
def _tokens(section: str) -> list[_FormatToken]:
    return [_FormatToken(str(m.lastgroup), str(m[str(m.lastgroup)])) for m in _TOKEN.finditer(section)]


def _literal(token: _FormatToken) -> str:
    if token.kind == "bracket":  # [$¥-804] shows its sign; colours, conditions and locales show nothing
        return token.text[1:].partition("-")[0] if token.text.startswith("$") else ""
    return " " if token.kind == "skip" else token.text


def _general(value: Decimal) -> str:
    """As many decimals as have room; whole numbers in full, also where a spreadsheet would turn to powers of ten."""
    whole = len(str(int(value)))
    rounded = value.quantize(Decimal(1).scaleb(-max(0, _GENERAL_CHARS - 1 - whole)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific(value: Decimal, tokens: list[_FormatToken]) -> str:
    signs = [t.kind if t.kind != "sign" else t.text for t in tokens]
    mantissa = signs[: signs.index("exponent")]
    decimals = mantissa[mantissa.index(".") :].count("digit") if "." in mantissa else 0
    return f"{float(value):.{decimals}E}"


def _digits(value: Decimal, tokens: list[_FormatToken]) -> str:
    """The number laid into the digit places of a section, its literals where they stand."""
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    point = next((i for i, t in enumerate(tokens) if t == _FormatToken("sign", ".")), len(tokens))
    whole, broken = [i for i in places if i < point], [i for i in places if i > point]
    commas = [i for i, t in enumerate(tokens) if t == _FormatToken("sign", ",")]
    grouped = any(whole and whole[0] < i < whole[-1] for i in commas)
    scale = 3 * sum(1 for i in commas if whole and i > whole[-1])
    percent = 2 * sum(1 for t in tokens if t == _FormatToken("sign", "%"))
    number = value.scaleb(percent - scale).quantize(Decimal(1).scaleb(-len(broken)), ROUND_HALF_UP)
    integer, _, fraction = f"{number:f}".partition(".")
    out = {i: _literal(t) for i, t in enumerate(tokens) if t.kind != "digit" and t != _FormatToken("sign", ",")}
    out |= _whole_part(integer.lstrip("0"), whole, tokens, grouped)
    out |= _broken_part(fraction, broken, tokens)
    if not any(out.get(i) for i in broken):
        out.pop(point, None)  # `3.` is how 0.## shows 3, but would read as a numbering
    return "".join(out.get(i, "") for i in range(len(tokens)))


def _whole_part(digits: str, places: list[int], tokens: list[_FormatToken], grouped: bool) -> dict[int, str]:
    """The integer digits from the right; the first place takes all that are left."""
    out: dict[int, str] = {}
    taken = 0
    needed = False
    required = {i for i in places if (needed := needed or tokens[i].text == "0")}
    for i in reversed(places):
        count = 1 if i != places[0] else max(1, len(digits) - taken)
        text = ""
        for _ in range(count):
            digit = digits[-1 - taken] if taken < len(digits) else ("0" if i in required else "")
            comma = "," if grouped and digit and taken and taken % 3 == 0 else ""
            text = digit + comma + text
            taken += 1
        out[i] = text
    return out


def _broken_part(fraction: str, places: list[int], tokens: list[_FormatToken]) -> dict[int, str]:
    """The decimals; # drops zeros at the end, ? leaves them blank."""
    out = dict(zip(places, fraction, strict=True))
    for i in reversed(places):
        if tokens[i].text == "0" or out[i] != "0":
            break
        out[i] = "" if tokens[i].text == "#" else " "
    return out
