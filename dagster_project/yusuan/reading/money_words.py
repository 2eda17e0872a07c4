"""The words for units of money, as patterns look for them; what each is worth says the seed money_unit.

Belongs here: that alternative, and nothing else; a test holds it equal to the seed.
"""

from __future__ import annotations

MONEY_UNIT = "亿元|百万元|万元|千元|元"  # the longest before what ends like it
