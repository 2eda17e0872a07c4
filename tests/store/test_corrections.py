"""corrections.csv: what a person decided is read exactly; a line that cannot be understood stops the build."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from yusuan.errors import YusuanError
from yusuan.store.corrections import CORRECTIONS, read_corrections

HEAD = "file,amount_key,printed,corrected,reason,decided_by,decided_on\n"
LINE = 'a.pdf,0123456789abcdef,"3,7",3.00,the vehicles add up to 3,李审计,2026-11-20\n'


def write(folder: Path, text: str) -> Path:
    file = folder / "corrections.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_decision_is_read_with_its_line(tmp_path: Path) -> None:
    frame = read_corrections(write(tmp_path, "\ufeff" + HEAD + LINE))
    assert frame.schema == CORRECTIONS
    assert frame.row(0) == (
        2,
        "a.pdf",
        "0123456789abcdef",
        "3,7",
        Decimal("3"),
        "the vehicles add up to 3",
        "李审计",
        date(2026, 11, 20),
    )


def test_no_list_corrects_nothing(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.csv").is_empty()
    assert read_corrections(write(tmp_path, HEAD + "\n,,,,,,\n")).is_empty()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,amount_key\n", "line 1: the columns must be file,amount_key,printed"),
        (HEAD + LINE.replace("3.00", "three"), "line 2: `corrected` is 'three', not an amount"),
        (HEAD + LINE.replace("3.00", "30%"), "line 2: `corrected` is '30%', not an amount"),
        (HEAD + LINE.replace("2026-11-20", "20.11.2026"), "line 2: `decided_on` is '20.11.2026'"),
        (HEAD + LINE.replace("李审计", " "), "line 2: decided_by is empty"),
        (HEAD + LINE.replace('"3,7"', "3,7"), "line 2: there are more fields than columns"),
        (HEAD + LINE + LINE, "line 3: 0123456789abcdef is corrected on an earlier line already"),
    ],
)
def test_a_line_that_cannot_be_understood_stops_the_build(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(YusuanError) as error:
        read_corrections(write(tmp_path, text))
    assert words in str(error.value)


def test_a_file_that_is_no_such_list(tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    file.write_bytes("更正".encode("gbk"))
    with pytest.raises(YusuanError, match="save it as UTF-8"):
        read_corrections(file)
