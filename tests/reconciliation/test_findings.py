"""Findings from frames: kinds, sentences, rates, statements about blanks, notices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from yusuan.reconciliation.finding_rows import PrintedTerms, fault_row
from yusuan.reconciliation.findings import findings
from yusuan.reconciliation.findings_between import all_findings
from yusuan.reconciliation.location import Fault


def term(result: str, side: str, key: str, text: str, yuan: int, residual: int, **more: Any) -> dict[str, Any]:
    """One term of the frame int_fault_term, in a table printed in yuan."""
    return {
        "result_key": result, "document_key": "d", "rule_name": "A total is its parts", "rule_name_zh": "合计等于各项",
        "relation": "=", "method": "row_total", "tolerance": "terms", "scope": f"scope {result}",
        "result_page_number": 3,
        "trivial": False, "verdict": "break" if residual else "exact", "is_notice": False,
        "residual_yuan": Decimal(residual), "tolerance_yuan": Decimal(2), "side": side, "sign": 1, "amount_key": key,
        "amount_document_key": "d", "table_key": None, "position": None, "column_number": None, "page_number": 3,
        "top": 1.0, "x0": 1.0, "row_label": key, "column_path": "金额",
        "amount_text": text, "amount_yuan": Decimal(yuan), "printed_unit": "元", "yuan_per_unit": Decimal(1),
        "half_unit_yuan": Decimal("0.5"),
        "source": "digital",
    } | more  # fmt: skip


def found(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return list(findings(pl.DataFrame(list(rows))).rows.iter_rows(named=True))


def broken(**more: Any) -> list[dict[str, Any]]:
    """T = a + b breaks by 90, a = c and t = u hold: b is wrong."""
    return [
        term("r1", "left", "t", "300", 300, 90, **more),
        term("r1", "right", "a", "100", 100, 90, **more),
        term("r1", "right", "b", "110", 110, 90, **more),
        term("r2", "left", "a", "100", 100, 0, **more),
        term("r2", "right", "c", "100", 100, 0, **more),
        term("r3", "left", "t", "300", 300, 0, **more),
        term("r3", "right", "u", "300", 300, 0, **more),
    ]


def test_a_clean_digital_figure_is_the_publishers_error() -> None:
    (row,) = found(*broken())
    assert row["kind"] == "publisher_error"
    assert row["amounts"] == [{"amount_key": "b", "role": "located", "shift_yuan": Decimal(90), "likelihood_rank": 1}]
    assert (row["severity_yuan"], row["severity_points"]) == (Decimal(90), None)
    assert (row["printed_yuan"], row["expected_yuan"]) == (Decimal(110), Decimal(200))
    assert row["result_keys"] == ["r1"]
    assert row["summary"] == "b · 金额 is printed as 110 元 where 200 元 would fit (90 元 too little): 300 ≠ 100 + 110."
    assert row["summary_zh"] == "b · 金额 印为 110 元，200 元 方可相符（少 90 元）：300 ≠ 100 + 110。"


def test_readings_of_pictures_are_reading_errors_and_of_text_undetermined() -> None:
    assert [row["kind"] for row in found(*broken(source="picture"))] == ["reading_error"]
    assert [row["kind"] for row in found(*broken(source="text"))] == ["undetermined"]


def test_of_a_rate_the_money_counts_by_its_share() -> None:
    """Spent 50 of 200 is said to be 20 %; another identity says that 200 should be 250."""
    rate = {"method": "rate"}
    rows = [
        term("r1", "left", "spent", "50", 50, 10, **rate),
        term("r1", "right", "budget", "200", 200, 10, **rate),
        term("r1", "right", "rate", "20%", 20, 10, **rate),
        term("r2", "left", "budget", "200", 200, -50),
        term("r2", "right", "again", "250", 250, -50),
        term("r3", "left", "again", "250", 250, 0),
        term("r3", "right", "x", "150", 150, 0),
        term("r3", "right", "y", "100", 100, 0),
    ]
    (row,) = found(*rows)
    assert row["amounts"] == [
        {"amount_key": "budget", "role": "located", "shift_yuan": Decimal(50), "likelihood_rank": 1}
    ]


def test_a_sum_said_of_a_blank_is_one_finding_without_a_culprit() -> None:
    rows = [term(f"r{n}", "right", f"a{n}", "5", 5, -5, scope=f"3行=1行 · {n}") for n in (1, 2)]
    (row,) = found(*rows)
    assert (row["amounts"], row["result_keys"], row["kind"]) == ([], ["r1", "r2"], "publisher_error")
    assert row["summary"] == "The note 3行=1行 sums 5 元 into a place that is blank, in 2 columns."


def test_a_rate_is_off_by_points_whatever_unit_its_table_has() -> None:
    """140000 of 140000 spent is printed as 1000 %, in a table of 万元: that is no 12,600,000,000 yuan."""
    table = {"method": "rate", "printed_unit": "万元", "yuan_per_unit": Decimal(10000), "half_unit_yuan": Decimal(50)}
    money = 140000 * 10000
    apart = -9 * money
    rows = [
        term("r1", "left", "spent", "140000", money, apart, **table),
        term("r1", "right", "budget", "140000", money, apart, **table),
        term("r1", "right", "rate", "1000%", 1000 * 10000, apart, **table),
        *(term(f"r{n}", "left", f"{key}", "140000", money, 0, **table) for n, key in ((2, "spent"), (3, "budget"))),
        *(term(f"r{n}", "right", f"again {n}", "140000", money, 0, **table) for n in (2, 3)),
    ]
    (row,) = found(*rows)
    assert row["amounts"] == [
        {"amount_key": "rate", "role": "located", "shift_yuan": Decimal(-900), "likelihood_rank": 1}
    ]
    assert row["summary"] == ("rate · 金额 prints 1000%; 140000 / 140000 = 100% (900 percentage points too much).")


def test_a_rate_of_the_narrative_is_told_with_what_it_is_made_of() -> None:
    prose = {"method": "prose", "printed_unit": "万元", "yuan_per_unit": Decimal(10000), "column_path": None, "sign": 0}
    figure = {"yuan_per_unit": Decimal(1), "row_label": ",增长", "sign": 1, "scope": "一、收支情况 · ,增长118.6%"}
    rows = [
        term("r1", "left", "rate", "118.6%", 0, 0, **prose | figure),
        term("r1", "right", "x", "613.86万元", 6138600, 0, **prose),
        term("r1", "right", "y", "571.56万元", 5715600, 0, **prose),
    ]
    said = {"amount_yuan": Decimal("118.6")}
    apart = {"residual_yuan": Decimal("11.2"), "tolerance_yuan": Decimal("0.05"), "verdict": "break"}
    (row,) = found(*({**each, **apart, **(said if each["amount_key"] == "rate" else {})} for each in rows))
    assert row["summary"] == (
        "一、收支情况 · 增长 is printed as 118.6% where 613.86 万元 and 571.56 万元 give 107.4% "
        "(11.2 percentage points too much)."
    )


def test_the_likelier_candidates_come_first() -> None:
    """What is one key away comes before what is not; what is printed elsewhere as it would fit before both."""
    rows = [
        term("r1", "left", "t", "900", 900, 200),
        term("r1", "right", "a", "317", 317, 200),
        term("r1", "right", "b", "383", 383, 200),
        term("r2", "left", "elsewhere", "583", 583, 0),
        term("r2", "right", "also", "583", 583, 0),
    ]
    (row,) = found(*rows)
    assert {each["amount_key"]: each["likelihood_rank"] for each in row["amounts"]} == {"b": 1, "a": 2, "t": 2}
    assert "One of these is wrong: 383 元 of b" in row["summary"]


def list_of_rows(total: int, *amounts: int, vouched: bool = True) -> list[dict[str, Any]]:
    """Rows of a list in two columns, of which the second repeats the first, under totals that are printed twice."""
    apart = total - sum(amounts)
    rows = []
    for x, column in ((1.0, "总计"), (2.0, "预算")):
        here = {"x0": x, "column_path": column}
        rows.append(term(f"sum {column}", "left", f"t {column}", str(total), total, apart, **here, row_label="合计"))
        for n, amount in enumerate(amounts):
            place = here | {"top": 10.0 * n, "row_label": f"局{n}"}
            rows.append(term(f"sum {column}", "right", f"{n} {column}", str(amount), amount, apart, **place))
        if vouched:
            rows.append(term(f"again {column}", "left", f"t {column}", str(total), total, 0, **here))
            rows.append(term(f"again {column}", "right", f"u {column}", str(total), total, 0, **here))
    for n, amount in enumerate(amounts):
        for side, column in (("left", "总计"), ("right", "预算")):
            rows.append(term(f"row {n}", side, f"{n} {column}", str(amount), amount, 0, top=10.0 * n))
    return rows


def test_a_row_that_is_not_printed_is_no_fault_of_the_others() -> None:
    (row,) = found(*list_of_rows(1000, 210, 330, 125, 75, 61))
    assert row["pattern"] == "row_missing"
    assert (row["severity_yuan"], row["printed_yuan"], row["expected_yuan"]) == (Decimal(199), None, None)
    assert "Rows that make 199 元 are not printed, or figures are wrong: nothing tells which." in row["summary"]
    assert "有合计 199 元 的行未印出，或有数字有误而无从判明。" in row["summary_zh"]
    assert row["amounts"] == []  # any of the rows could be made to fit


def test_a_finding_is_as_large_as_what_its_sentence_says_is_apart() -> None:
    """A column lacks 90 and the column of sums, of more rows, 990: the other 900 are another finding's."""
    parts = [100, 200, 300, 400]
    short = [term("r1", "left", "t1", "1090", 1090, 90), *(term("r1", "right", f"a{n}", str(n), n, 90) for n in parts)]
    long = [term("r2", "left", "t2", "2090", 2090, 990), *(term("r2", "right", f"b{n}", str(n), n, 990) for n in parts)]
    long.append(term("r2", "right", "b", "100", 100, 990))
    row = fault_row(Fault(("r1", "r2"), {}, {"a100": 900_000}), PrintedTerms.of({"r1": short, "r2": long}))
    assert "(90 元 apart); 2 identities break" in row["summary"]
    assert row["severity_yuan"] == Decimal(90)


def test_parts_in_another_unit_than_their_sum_have_it() -> None:
    ten_thousand = {"printed_unit": "万元", "yuan_per_unit": Decimal(10_000)}
    rows = [
        term("r", "left", "t", "300000", 300_000, 90_000),
        term("r", "right", "a", "10", 100_000, 90_000, **ten_thousand),
        term("r", "right", "b", "11", 110_000, 90_000, **ten_thousand),
    ]
    (row,) = found(*rows)
    assert "10 万元 + 11 万元" in row["summary"]
    assert "10 万元 + 11 万元" in row["summary_zh"]


def test_totals_of_several_columns_that_would_be_wrong_alike_may_lack_a_row() -> None:
    rows = list_of_rows(1000, 210, 330, 125, 75, 61, vouched=False)
    across = [
        term("across", side, f"t {column}", "1000", 1000, 0, column_path=column)
        for side, column in (("left", "总计"), ("right", "预算"))
    ]
    (row,) = found(*rows, *across)
    assert row["pattern"] == "row_missing"
    assert {each["role"] for each in row["amounts"]} == {"candidate"}
    assert {each["amount_key"] for each in row["amounts"]} >= {"t 总计", "t 预算"}


def test_a_total_of_one_column_is_wrong_itself_or_a_part_is() -> None:
    rows = [
        each for each in list_of_rows(1000, 210, 330, 125, 75, 61, vouched=False) if "预算" not in each["amount_key"]
    ]
    (row,) = found(*rows)
    assert row["pattern"] != "row_missing"
    assert "t 总计" in {each["amount_key"] for each in row["amounts"]}


def vouched_but_the_last(extra: int, *amounts: int) -> list[dict[str, Any]]:
    """A list in one column whose total is `extra` more; it and all rows but the last are printed again."""
    rows = [
        each
        for each in list_of_rows(sum(amounts) + extra, *amounts)
        if "预算" not in each["amount_key"] and not each["result_key"].startswith("row")
    ]
    for n, amount in enumerate(amounts[:-1]):
        again = {"top": 500.0 + n}
        rows.append(term(f"again {n}", "left", f"{n} 总计", str(amount), amount, 0, top=10.0 * n))
        rows.append(term(f"again {n}", "right", f"other {n}", str(amount), amount, 0, **again))
    return rows


def test_of_a_long_list_the_one_row_that_nothing_vouches_for_is_not_wrong_for_that() -> None:
    amounts = [100 * n + 31 for n in range(1, 13)]
    (row,) = found(*vouched_but_the_last(777, *amounts))
    assert row["pattern"] == "row_missing"
    assert [(each["amount_key"], each["role"]) for each in row["amounts"]] == [("11 总计", "candidate")]
    (slip,) = found(*vouched_but_the_last(500, *amounts))  # 1231 for 1731: one key
    assert slip["pattern"] == "digit"
    assert [(each["amount_key"], each["role"]) for each in slip["amounts"]] == [("11 总计", "located")]
    (short,) = found(*vouched_but_the_last(777, *amounts[:4]))
    assert [(each["amount_key"], each["role"]) for each in short["amounts"]] == [("3 总计", "located")]


def test_rows_that_add_up_to_too_much_lack_none() -> None:
    (row,) = found(*list_of_rows(700, 210, 330, 125, 75, 61))
    assert row["pattern"] != "row_missing"
    assert "not printed" not in row["summary"]


def total(parts: int, printed: str, **more: Any) -> list[dict[str, Any]]:
    """T is said to be `printed`, of parts of which each but the first two is zero."""
    rows = [term("r1", "left", "T", printed, 30000, 0, row_label="合计")]
    texts = ["1.00", "2.50", *["0.00"] * (parts - 2)]
    rows += [term("r1", "right", f"p{n}", text, 0, 0, row_label=f"项{n}") for n, text in enumerate(texts)]
    table = {
        "method": "row_total",
        "printed_unit": "万元",
        "yuan_per_unit": Decimal(10000),
        "half_unit_yuan": Decimal(50),
        "verdict": "break",
    }
    for row in rows:
        row.update(table | {"residual_yuan": Decimal(-5000), "amount_yuan": Decimal(row["amount_text"]) * 10000} | more)
    return rows


def test_zeros_are_not_told_and_candidates_are_named_by_what_differs() -> None:
    (row,) = found(*total(9, "3.00"))
    assert row["summary"] == (
        "合计 · 金额 is printed as 3.00 万元 where its parts 1.00 + 2.50 add up to 3.50 万元 (0.5 万元 apart). "
        "One of these is wrong: 3.00 万元 itself (3.50 would fit), 2.50 万元 of 项1 (2.00 would fit), "
        "1.00 万元 of 项0 (0.50 would fit)."
    )
    assert "分项 1.00 + 2.50 之和为 3.50 万元（相差 0.5 万元）" in row["summary_zh"]


def test_what_stands_alone_is_what_an_identity_is_told_from_whichever_its_side() -> None:
    swapped = {"left": "right", "right": "left"}
    rows = [{**row, "side": swapped[row["side"]], "residual_yuan": Decimal(5000)} for row in total(2, "3.00")]
    (row,) = found(*rows)
    assert row["summary"].startswith("合计 · 金额 is printed as 3.00 万元 where "), row["summary"]


def test_a_candidate_that_only_a_negative_amount_would_mend_is_dropped_where_others_remain() -> None:
    (row,) = found(*total(9, "3.00"))
    assert len(row["amounts"]) == 3
    assert all("-" not in part for part in row["summary"].split(": ")[1:])


def owed(**more: Any) -> list[dict[str, Any]]:
    """T = a + b breaks by -90 where T and b are vouched for: only a negative amount of a would fit."""
    return [
        term("r1", "left", "t", "300", 300, -90, **more),
        term("r1", "right", "a", "40", 40, -90, **more),
        term("r1", "right", "b", "350", 350, -90, **more),
        term("r2", "left", "b", "350", 350, 0, **more),
        term("r2", "right", "c", "350", 350, 0, **more),
        term("r3", "left", "t", "300", 300, 0, **more),
        term("r3", "right", "u", "300", 300, 0, **more),
    ]


def test_no_figure_of_a_table_is_blamed_that_a_negative_amount_alone_would_mend() -> None:
    (row,) = found(*owed())
    assert row["amounts"] == []
    assert row["summary"].endswith("Which of these figures is wrong is open.")


def test_where_a_column_prints_negative_amounts_one_more_is_possible() -> None:
    below = [term("r4", side, key, "-5", -5, 0) for side, key in (("left", "x"), ("right", "y"))]
    (row,) = found(*owed(), *below)
    assert [(each["amount_key"], each["shift_yuan"]) for each in row["amounts"]] == [("a", Decimal(-90))]


def test_the_narrative_may_say_that_grew_what_fell() -> None:
    (row,) = found(*owed(column_path=None))
    assert [(each["amount_key"], each["shift_yuan"]) for each in row["amounts"]] == [("a", Decimal(-90))]


def test_a_long_sum_is_cut() -> None:
    rows = total(2, "300.00")
    for n in range(7):
        rows.append({**rows[1], "amount_key": f"more{n}", "amount_text": "1.00", "row_label": f"再{n}"})
    (row,) = found(*({**each, "residual_yuan": Decimal(2895000)} for each in rows))
    assert "its parts 1.00 + 1.00 + 1.00 + … 6 more add up to 10.50 万元" in row["summary"]
    assert row["summary"].endswith(", … 7 more.")


def test_notices_that_share_a_figure_are_one() -> None:
    notice = {"is_notice": True, "verdict": "rounding"}
    rows = [
        term("r1", "left", "a", "5", 5, 1, **notice),
        term("r1", "right", "b", "4", 4, 1, **notice),
        term("r2", "left", "a", "5", 5, 1, **notice),
        term("r2", "right", "c", "4", 4, 1, **notice),
        term("r3", "left", "x", "5", 5, 1, **notice),
        term("r3", "right", "y", "4", 4, 1, **notice),
    ]
    assert [(row["kind"], row["result_keys"]) for row in found(*rows)] == [
        ("notice", ["r1", "r2"]),
        ("notice", ["r3"]),
    ]


def test_a_break_whose_figures_stand_in_one_document_alone_is_said() -> None:
    """A unit prints what its department, with which it is compared, does not print at all."""
    lone = term("r", "left", "a", "2000", 2000, 2000, amount_document_key="unit", document_key="department")
    whole = term("s", "left", "b", "5", 5, 0, amount_document_key="unit", document_key="department")
    found = all_findings(pl.DataFrame([lone | {"relation": "<="}, whole | {"relation": "<="}]))
    assert [row["result_keys"] for row in found.rows.iter_rows(named=True)] == [["r"]]
    assert found.set_aside == []
