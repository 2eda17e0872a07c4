"""The bytes of a content stream → its operations, in order; those that nearly all content is made of in one, where they
come in a row: text that is shown, a rectangle that is filled or clips.

Belongs here: what is an operator and what its operands are. Does not: what an operation does (interpreter.py).
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT, PSEOF, PSKeyword

# An operator as bytes and its operands: a tuple where all are numbers, else a list, as pdfminer has them.
Operation = tuple[bytes, Sequence[Any]]
SHOWING, TEXT_OBJECT, FILLED, CLIPPED = b"Tj Td", b"q BT", b"q re f Q", b"q re W n"  # operations in a row

# What nearly all content is made of: numbers, names without escapes, strings without brackets inside, flat arrays and
# dictionaries. Quantifiers are possessive, so that nothing is tried twice.
_NAME = rb"/[^\s\0()<>\[\]{}/%#]*+"
_LITERAL = rb"\((?:[^()\\]++|\\[\s\S])*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_ARRAY = rb"\[(?:[-+.0-9\s]++|" + _LITERAL + rb"|" + _HEX + rb")*+\]"
_DICT = rb"<<(?:[^<>()]++|" + _LITERAL + rb"|" + _HEX + rb")*+>>"
_OPERAND = rb"|".join((_NAME, _LITERAL, _HEX, _ARRAY, _DICT, rb"[-+.0-9\s]++"))
# Most operations show text. They are cut out in a row: moves and strings, and those of a text object between q and Q
# behind settings, which end with it. Here numbers are counted, and every one is well formed.
_NUMBER = rb"[-+]?+(?:\d++\.?+\d*+|\.\d++)"
_NUMBERS = [rb"(?:" + _NUMBER + rb"\s++){%d}" % count for count in range(5)]
_STRING = rb"(?:<(?:[0-9A-Fa-f]{2})*+>|" + _LITERAL + rb")"
_SPACED = rb"\[(?:\s++|" + _NUMBER + rb"(?=[\s<(\]])|" + _STRING + rb")*+\]"
_END = rb"(?=[\s/\[(<])\s*+"  # of an operator
_MOVE = _NUMBERS[2] + rb"(?:T[dD]|" + _NUMBERS[4] + rb"Tm)" + _END
_SHOW = rb"(?:" + _STRING + rb"\s*+Tj|" + _SPACED + rb"\s*+TJ)" + _END
_OF_NUMBERS = _NUMBERS[1] + rb"(?:[gGwJjMi]|T[cwzLrs]|" + _NUMBERS[2] + rb"(?:rg|RG|" + _NUMBERS[1] + rb"[kK]))"
_SETTING = rb"(?:" + _OF_NUMBERS + rb"|" + _NAME + rb"\s++(?:gs|" + _NUMBERS[1] + rb"Tf))" + _END
_SHOWING = rb"(?:" + _MOVE + rb"|" + _SHOW + rb")"
_STEP = re.compile(
    rb"\s*+q\s++BT" + _END + rb"((?:" + _SETTING + rb")*+)(" + _SHOWING + rb"++)ET\s++Q(?=[\s/\[(<]|\Z)"
    rb"|\s*+q\s++((?:" + _SETTING + rb")*+)(" + _NUMBERS[4] + rb")re\s++(?:f\*?+\s++Q|(W\*?+\s++n))(?=[\s/\[(<]|\Z)"
    rb"|\s*+(" + _SHOWING + rb"{2,}+)"
    rb"|([-+.0-9\s]*+)((?:" + _OPERAND + rb")*+)(?:([A-Za-z][A-Za-z0-9*]*+)(?=[\s/\[(<]|\Z)|(['\"]))|(\S)"
)
_SHOWN = re.compile(
    rb"(?:((?:" + _NUMBER + rb"\s++)++)T([dDm])\s*+)?+(?:(" + _STRING + rb")\s*+Tj|(" + _SPACED + rb")\s*+TJ)?+\s*+"
)
_PARTS = re.compile(
    rb"(" + _NAME + rb")|(" + _LITERAL + rb")|(" + _HEX + rb")|(" + _ARRAY + rb")|(" + _DICT + rb")|([^\s/(<\[]++)"
)
_OF_ARRAY = re.compile(rb"([-+.0-9]++)|(" + _HEX + rb"|" + _LITERAL + rb")")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
_SHORT = 16  # bytes of operands that are worth keeping
_NOT_PLAIN = {b"true", b"false", b"BI"}  # what only pdfminer's parser knows: words that are values, pictures within


def operations(content: bytes) -> Iterator[Operation]:
    """The operations of a content stream. From where it is not plain, pdfminer's slower parser reads the rest.

    Those that come in a row are one: SHOWING and TEXT_OBJECT, whose last operand is what shows text as it is written;
    FILLED and CLIPPED, whose operands are settings as they are written and those of a rectangle.
    """
    for match in _STEP.finditer(content):
        text_settings, shown, settings, rectangle, clips, row, numbers, others, operator, quote, junk = match.groups()
        if shown:
            yield TEXT_OBJECT, (text_settings, shown)
            continue
        if rectangle:
            yield CLIPPED if clips else FILLED, (settings, *map(float, rectangle.split()))
            continue
        if row:
            yield SHOWING, (row,)
            continue
        if junk or operator in _NOT_PLAIN:
            yield from parsed_operations(content[match.start() :])
            return
        try:
            if not others:
                operands: Sequence[Any] = tuple(map(float, numbers.split()))
            else:
                operands = _operands(numbers, others) if len(others) > _SHORT else _short_operands(numbers, others)
        except ValueError:
            yield from parsed_operations(content[match.start() :])
            return
        yield operator or quote, operands


def showing_operations(written: bytes) -> list[tuple[bytes, bytes, bytes, bytes]]:
    """What SHOWING holds: numbers and last letter of a move, if any, then a string or the parts of one, if any."""
    return _SHOWN.findall(written)[:-1]  # behind the last there is nothing


def parsed_operations(content: bytes) -> Iterator[Operation]:
    """The operations of any content stream, by pdfminer's parser."""
    parser = PDFContentParser([PDFStream({}, content)])
    operands: list[Any] = []
    while True:
        try:
            _, token = parser.nextobject()
        except PSEOF:
            return
        if isinstance(token, PSKeyword):
            yield token.name if isinstance(token.name, bytes) else token.name.encode(), operands
            operands = []
        else:
            operands.append(token)


def _operands(numbers: bytes, others: bytes) -> list[Any]:
    found: list[Any] = list(map(float, numbers.split()))
    for name, literal, hexed, array, dictionary, number in _PARTS.findall(others):
        if hexed:
            found.append(string_of(hexed))
        elif literal:
            found.append(string_of(literal))
        elif name:
            found.append(LIT(name[1:].decode()))
        elif array:
            found.append(parts_of(array))
        elif dictionary:
            found.append(dictionary)
        else:
            found.append(float(number))
    return found


_short_operands = lru_cache(maxsize=1 << 14)(_operands)  # fonts, settings and single characters come again and again


def parts_of(array: bytes) -> list[float | bytes]:
    """The numbers and strings of an array as it is written."""
    return [float(number) if number else string_of(string) for number, string in _OF_ARRAY.findall(array)]


def string_of(written: bytes) -> bytes:
    """A string as it is written, between angle brackets or round ones."""
    return _from_hex(written) if written[:1] == b"<" else _from_literal(written)


def _from_hex(hexed: bytes) -> bytes:
    try:
        return unhexlify(hexed[1:-1])
    except ValueError:  # white space inside; an odd number of digits is not plain
        return unhexlify(b"".join(hexed[1:-1].split()))


def _from_literal(literal: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, literal[1:-1]) if b"\\" in literal else literal[1:-1]


def _unescaped(match: re.Match[bytes]) -> bytes:
    octal, other = match.groups()
    return bytes((int(octal, 8),)) if octal else _ESCAPED.get(other, b"")
