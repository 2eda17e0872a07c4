"""Marks and pictures: which pages, which parts of them, and what is drawn."""

from PIL import Image

from yusuan.report.marks import Mark, MarkedPage, choose_pages, spans
from yusuan.report.pictures import FRAMES, density, framed


def test_pages_with_the_first_kinds_of_marks_are_always_shown() -> None:
    many = MarkedPage("a.pdf", 3, tuple(Mark("right", (0, n, 1, n + 1)) for n in range(9)))
    few = MarkedPage("a.pdf", 5, (Mark("right", (0, 0, 1, 1)),))
    left = MarkedPage("a.pdf", 7, (Mark("left", (0, 0, 1, 1)),))
    assert [p.page for p in choose_pages([many, few, left], ("left",), 2)] == [3, 7]
    assert [p.page for p in choose_pages([many, few, left], (), 1)] == [3]


def test_a_picture_reaches_around_its_marks_and_not_off_the_page() -> None:
    upper, lower = Mark("left", (0, 10, 5, 20)), Mark("right", (0, 300, 5, 310))
    [span] = spans([lower], 842)
    assert 0 < span[0] < 300 < 310 < span[1] < 842
    assert spans([upper, lower], 320)[0][0] == 0
    assert spans([upper, lower], 320)[-1][1] == 320


def test_what_lies_far_between_marks_is_folded_away_and_headers_are_shown_too() -> None:
    near, far = Mark("left", (0, 400, 5, 410)), Mark("right", (0, 600, 5, 610))
    assert len(spans([near, Mark("right", (0, 470, 5, 480))], 842)) == 1
    assert len(spans([near, far], 842)) == 2
    parts = spans([far], 842, [(60.0, 124.0)])
    assert parts[0] == (60.0, 124.0)
    assert len(parts) == 2


def test_pixels_are_bounded() -> None:
    assert density(2384) * 2384 == density(1190) * 1190 < 1200
    assert density(300) == 2


def test_frames_keep_their_colours_and_parts_are_put_below_each_other() -> None:
    picture = Image.linear_gradient("L")
    frames = [("located", [50, 50, 90, 90]), ("candidate", [50, 120, 90, 160]), ("involved", [120, 120, 160, 160])]
    whole = framed(picture, [(0, 256)], frames).convert("RGB")
    assert whole.size == (256, 256)
    assert whole.getpixel((47, 60)) == FRAMES["located"]
    assert whole.getpixel((47, 130)) == FRAMES["candidate"]
    assert whole.getpixel((117, 130)) == FRAMES["involved"]
    assert len({FRAMES[kind] for kind, _ in frames}) == 3

    lower = framed(picture, [(0, 10), (110, 200)], frames).convert("RGB")
    assert lower.height > 100
    shifted = 10 + (lower.height - 100) - 110  # below the first part and the fold
    assert lower.getpixel((117, 130 + shifted)) == FRAMES["involved"]
    assert FRAMES["located"] not in {colour for _, colour in lower.getcolors(1 << 16)}
