"""The words for units of money, as patterns look for them; what each is worth says the seed money_unit.

Belongs here: that alternative, and the short forms behind a figure; a test holds it equal to the seed.
"""

from __future__ import annotations

MONEY_UNIT = "亿元|百万元|万元|千元|元"  # the longest before what ends like it


def shown_unit(text: str) -> str | None:
    """The unit that stands behind a figure, by its full name: 万 is 万元. None for no text."""
    return (text if text.endswith("元") else f"{text}元") if text else None
