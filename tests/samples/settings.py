"""The settings a sample document can be set in: paper, fonts, rules, draw order. Values only, no layout, no drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rules = Literal["full", "horizontal", "three_line", "frame"]
RULES = ("full", "horizontal", "three_line", "frame")


@dataclass(frozen=True)
class FontChoice:
    """A font: a face in a TrueType collection of a Debian package, or (no `file`) a CID font that is not embedded."""

    name: str
    file: str | None = None
    index: int = 0
    package: str | None = None

    @property
    def carries_radicals(self) -> bool:
        """Whether Kangxi and radical code points can be given to the font (embedded ones only)."""
        return self.file is not None


UMING = FontChoice("SampleSong", "arphic/uming.ttc", 0, "fonts-arphic-uming")
ZENHEI = FontChoice("SampleHei", "wqy/wqy-zenhei.ttc", 0, "fonts-wqy-zenhei")
MICROHEI = FontChoice("SampleMicroHei", "wqy/wqy-microhei.ttc", 0, "fonts-wqy-microhei")
SONG_CID = FontChoice("STSong-Light")

A4 = (595.28, 841.89)
A3 = (841.89, 1190.55)
K16 = (521.57, 737.01)  # 184 mm x 260 mm, the old 16-kai


@dataclass(frozen=True)
class Setting:
    """One way to set a document. Lengths are points; `paper` is width and height upright.

    `landscape`: `wide` turns the pages of wide tables (and of documents that say so), `always` every table page.
    `rotated`: such a page is upright in the file, its content drawn sideways, and it says /Rotate 90.
    `merged_headers`: False puts a header's text into the first row it covers, the others blank, no rule between.
    `fullwidth_indent`: a level is one full-width space; else no indentation.
    `rules`: how tables are ruled; `rules_of` names the exceptions by position in the document (1 = first table).
    `filled_rules`: rules are thin filled rectangles instead of lines.
    `title_last`: tables, by position, whose title, number and unit lines come after the body in the content stream.
    `flow`: a table that fits below the one before goes on the same page.
    `narrow_headers`: columns marked narrow get room for one character, so their header runs down the cell.
    `radicals`: documents that say so are set with Kangxi and radical code points, where the font carries them.
    """

    name: str
    paper: tuple[float, float]
    body: FontChoice
    heading: FontChoice
    size: float = 9.0
    title_size: float = 16.0
    prose_size: float = 14.0
    row_height: float = 17.0
    landscape_row_height: float = 25.0
    margin: float = 48.0
    landscape: Literal["wide", "always", "never"] = "wide"
    rotated: bool = False
    merged_headers: bool = True
    fullwidth_indent: bool = True
    rules: Rules = "full"
    rules_of: tuple[tuple[int, Rules], ...] = ()
    filled_rules: bool = False
    title_last: tuple[int, ...] = ()
    flow: bool = False
    narrow_headers: bool = False
    radicals: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for values that no page can be set with."""
        if min(self.paper) < 2 * self.margin + 200:
            raise ValueError(f"setting {self.name}: the paper leaves no room between the margins")
        if not 5 <= self.size <= 14 or self.row_height < self.size * 1.2:
            raise ValueError(f"setting {self.name}: text of {self.size} points in rows of {self.row_height}")
        for rules in (self.rules, *(rule for _, rule in self.rules_of)):
            if rules not in RULES:
                raise ValueError(f"setting {self.name}: unknown rules {rules!r}")

    def rules_for(self, position: int) -> Rules:
        """How the table at `position` (1 = first) is ruled."""
        return dict(self.rules_of).get(position, self.rules)


OFFICE = Setting("office", A4, UMING, ZENHEI)
ACCOUNTS = Setting(
    "accounts",
    K16,
    MICROHEI,
    MICROHEI,
    size=8.0,
    title_size=14.0,
    prose_size=12.0,
    row_height=15.0,
    margin=34.0,
    landscape="never",
    fullwidth_indent=False,
    rules_of=((3, "three_line"), (5, "three_line"), (6, "horizontal")),
    title_last=(4, 8),
    flow=True,
    narrow_headers=True,
    radicals=True,
)
PLAIN_CID = Setting(
    "plain_cid",
    A3,
    SONG_CID,
    SONG_CID,
    size=11.0,
    row_height=20.0,
    landscape_row_height=22.0,
    landscape="always",
    filled_rules=True,
)
ROTATED = Setting(
    "rotated",
    A4,
    SONG_CID,
    SONG_CID,
    size=8.5,
    landscape_row_height=18.0,
    landscape="always",
    rotated=True,
    merged_headers=False,
)
AIRY = Setting(
    "airy",
    A4,
    SONG_CID,
    SONG_CID,
    size=8.5,
    row_height=18.0,
    fullwidth_indent=False,
    rules="frame",
    narrow_headers=True,
)
SETTINGS = {setting.name: setting for setting in (OFFICE, ACCOUNTS, PLAIN_CID, ROTATED, AIRY)}
