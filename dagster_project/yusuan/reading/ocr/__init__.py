"""Pictures of pages → characters and rules, as page_content.py hands them on for digital pages.

- pages: which pages need it, and the picture of a page
- text_layer: fonts whose characters say something else than the page shows; figure_check: a figure looked at again;
  known_digits: pictures of digits that need not be read
- straighten: how far a picture is turned, and turning it back
- upright: pages on their side or head
- rules: the rules in a picture, and the picture without them
- ink_lines: what the detector found and what it missed → one rectangle per line of a cell
- engine: RapidOCR's detector and recogniser on the ONNX runtime (imported only when a page needs them)
- recognition: these steps in order, two readings for each figure → PageContent
- arithmetic: sums inside a table that a reading breaks

Nothing here knows titles, headers or meaning; lengths are pixels of the picture unless a name says points.
"""
