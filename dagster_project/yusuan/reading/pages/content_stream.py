"""The bytes of a content stream → its operations, in order.

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

# What nearly all content is made of: numbers, names without escapes, strings without brackets inside, flat arrays and
# dictionaries. Quantifiers are possessive, so that nothing is tried twice.
_NAME = rb"/[^\s\0()<>\[\]{}/%#]*+"
_LITERAL = rb"\((?:[^()\\]++|\\[\s\S])*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_ARRAY = rb"\[(?:[-+.0-9\s]++|" + _LITERAL + rb"|" + _HEX + rb")*+\]"
_DICT = rb"<<(?:[^<>()]++|" + _LITERAL + rb"|" + _HEX + rb")*+>>"
_OPERAND = rb"|".join((_NAME, _LITERAL, _HEX, _ARRAY, _DICT, rb"[-+.0-9\s]++"))
_OPERATION = re.compile(
    rb"([-+.0-9\s]*+)((?:" + _OPERAND + rb")*+)(?:([A-Za-z][A-Za-z0-9*]*+)(?=[\s/\[(<]|\Z)|(['\"]))|(\S)"
)
_PARTS = re.compile(
    rb"(" + _NAME + rb")|(" + _LITERAL + rb")|(" + _HEX + rb")|(" + _ARRAY + rb")|(" + _DICT + rb")|([^\s/(<\[]++)"
)
_OF_ARRAY = re.compile(rb"([-+.0-9]++)|(" + _HEX + rb")|(" + _LITERAL + rb")")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
_SHORT = 16  # bytes of operands that are worth keeping
_NOT_PLAIN = {b"true", b"false", b"BI"}  # what only pdfminer's parser knows: words that are values, pictures within


def operations(content: bytes) -> Iterator[Operation]:
    """The operations of a content stream. From where it is not plain, pdfminer's slower parser reads the rest."""
    for match in _OPERATION.finditer(content):
        numbers, others, operator, quote, junk = match.groups()
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
            found.append(_from_hex(hexed))
        elif literal:
            found.append(_from_literal(literal))
        elif name:
            found.append(LIT(name[1:].decode()))
        elif array:
            found.append([_of_array(*part) for part in _OF_ARRAY.findall(array)])
        elif dictionary:
            found.append(dictionary)
        else:
            found.append(float(number))
    return found


_short_operands = lru_cache(maxsize=1 << 14)(_operands)  # fonts, settings and single characters come again and again


def _of_array(number: bytes, hexed: bytes, literal: bytes) -> float | bytes:
    return float(number) if number else _from_hex(hexed) if hexed else _from_literal(literal)


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
