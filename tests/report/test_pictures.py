"""Marks and pictures: which pages, which parts of them, and what is drawn."""

import os
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from yusuan.report.figure_boxes import PageCharacter, figure_on_line
from yusuan.report.highlights import Highlight, HighlightedPage, choose_pages, spans
from yusuan.report.pictures import FRAMES, Frame, Pictures, density, framed, ink_of_rows, snapped
from yusuan.store.originals import Originals


def test_pages_with_the_first_kinds_of_marks_are_always_shown() -> None:
    many = HighlightedPage("a.pdf", 3, tuple(Highlight("right", (0, n, 1, n + 1)) for n in range(9)))
    few = HighlightedPage("a.pdf", 5, (Highlight("right", (0, 0, 1, 1)),))
    left = HighlightedPage("a.pdf", 7, (Highlight("left", (0, 0, 1, 1)),))
    assert [p.page for p in choose_pages([many, few, left], ("left",), 2)] == [3, 7]
    assert [p.page for p in choose_pages([many, few, left], (), 1)] == [3]


def test_a_picture_reaches_around_its_marks_and_not_off_the_page() -> None:
    upper, lower = Highlight("left", (0, 10, 5, 20)), Highlight("right", (0, 300, 5, 310))
    [span] = spans([lower], 842)
    assert 0 < span[0] < 300 < 310 < span[1] < 842
    assert spans([upper, lower], 320)[0][0] == 0
    assert spans([upper, lower], 320)[-1][1] == 320


def test_what_lies_far_between_marks_is_folded_away_and_headers_are_shown_too() -> None:
    near, far = Highlight("left", (0, 400, 5, 410)), Highlight("right", (0, 600, 5, 610))
    assert len(spans([near, Highlight("right", (0, 470, 5, 480))], 842)) == 1
    assert len(spans([near, far], 842)) == 2
    parts = spans([far], 842, [(60.0, 124.0)])
    assert parts[0] == (60.0, 124.0)
    assert len(parts) == 2


def test_pixels_are_bounded() -> None:
    assert density(2384) * 2384 == density(1190) * 1190 < 1200
    assert density(300) == 2


def test_frames_keep_their_colours_and_parts_are_put_below_each_other() -> None:
    picture = Image.linear_gradient("L")
    frames = [
        Frame("located", [50, 50, 90, 90]),
        Frame("candidate", [50, 120, 90, 160]),
        Frame("involved", [120, 120, 160, 160]),
    ]
    whole = framed(picture, [(0, 256)], frames).convert("RGB")
    assert whole.size == (256, 256)
    assert whole.getpixel((47, 60)) == FRAMES["located"]
    assert whole.getpixel((47, 130)) == FRAMES["candidate"]
    assert whole.getpixel((117, 130)) == FRAMES["involved"]
    assert len({FRAMES[frame.side] for frame in frames}) == 3

    lower = framed(picture, [(0, 10), (110, 200)], frames).convert("RGB")
    assert lower.height > 100
    shifted = 10 + (lower.height - 100) - 110  # below the first part and the fold
    assert [lower.getpixel((117, y + shifted)) for y in (122, 158)] == [FRAMES["involved"]] * 2
    assert lower.getpixel((200, 199 + shifted)) == whole.getpixel((200, 199)), "the part's own last row is its last"
    assert FRAMES["located"] not in {colour for _, colour in lower.getcolors(1 << 16)}


def test_what_is_in_doubt_lies_above_the_other_frames() -> None:
    same = [50, 50, 90, 90]
    picture = Image.linear_gradient("L")
    drawn = framed(picture, [(0, 256)], [Frame(side, same) for side in ("located", "candidate", "involved")])
    assert drawn.convert("RGB").getpixel((47, 60)) == FRAMES["located"]
    drawn = framed(picture, [(0, 256)], [Frame(side, same) for side in ("candidate", "involved")])
    assert drawn.convert("RGB").getpixel((47, 60)) == FRAMES["candidate"]


def test_of_a_whole_line_only_its_foot_is_drawn() -> None:
    drawn = framed(Image.linear_gradient("L"), [(0, 256)], [Frame("located", [50, 50, 90, 90], True)]).convert("RGB")
    assert drawn.getpixel((60, 93)) == FRAMES["located"]
    assert drawn.getpixel((47, 60)) != FRAMES["located"]


def test_a_cut_falls_between_lines() -> None:
    picture = Image.new("L", (100, 60), 255)
    for line in (0, 20, 40):
        picture.paste(0, (10, line, 60, line + 12))
    picture.paste(0, (98, 0, 100, 60))  # the rule down a table is in every row
    ink = ink_of_rows(picture)
    assert 12 <= snapped(ink, 26, -1, 14) < 20
    assert 32 <= snapped(ink, 26, 1, 14) < 40
    assert snapped(ink, 15, 1, 14) == 15
    assert snapped(ink, 60, 1, 14) == 59


def test_the_page_of_the_figure_in_dispute_is_always_shown() -> None:
    many = HighlightedPage("a.pdf", 3, tuple(Highlight("candidate", (0, n, 1, n + 1)) for n in range(9)))
    more = HighlightedPage("a.pdf", 4, (Highlight("candidate", (0, 0, 1, 1)), Highlight("involved", (0, 3, 1, 4))))
    face = HighlightedPage("a.pdf", 7, (Highlight("involved", (0, 0, 1, 1), None, True),))
    assert [p.page for p in choose_pages([many, more, face], ("candidate",), 2)] == [3, 7]


def test_a_figure_of_the_narrative_is_found_on_its_line() -> None:
    text = "共10万元,0万元和0万元"
    characters = [PageCharacter(char, (10 * n, 100, 10 * n + 8, 110)) for n, char in enumerate(text)]
    characters.append(PageCharacter("0", (0, 300, 8, 310)))
    line = (0, 99, 200, 111)
    assert figure_on_line(characters, line, "0万元", 1) == (60, 100, 88, 110)
    assert figure_on_line(characters, line, "0万元", 2) == (100, 100, 128, 110)
    assert figure_on_line(characters, line, "10万元", 1) == (10, 100, 48, 110)
    assert figure_on_line(characters, line, "0万元", 3) is None
    assert figure_on_line([], line, "0万元", 1) is None


def test_a_page_is_drawn_of_the_bytes_that_were_read_and_of_no_others(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=(400, 300))
    canvas.drawString(100, 200, "123.45")
    canvas.save()
    data = (tmp_path / "page.pdf").read_bytes()
    on_disk = "预算.pdf".encode("gbk")
    (tmp_path / os.fsdecode(on_disk)).write_bytes(data)
    (tmp_path / "other.pdf").write_bytes(data + b"\n")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-")
    os.mkfifo(tmp_path / "pipe.pdf")
    digest = sha256(data).hexdigest()
    files = {
        "预算.pdf": (digest, quote(on_disk)),
        "other.pdf": (digest, None),
        "gone.pdf": (digest, None),
        "pipe.pdf": (digest, None),
        "broken.pdf": (sha256(b"%PDF-").hexdigest(), None),
    }
    marks = [Highlight("located", (90, 80, 140, 110))]
    with Pictures(Originals(tmp_path, files)) as pictures:
        drawn = {name: pictures.cut(name, 1, marks) for name in [*files, "stranger.pdf"]}
        assert pictures.cut("预算.pdf", 2, marks) is None
    assert (drawn.pop("预算.pdf") or "").startswith("data:image/png;base64,")
    assert set(drawn.values()) == {None}
