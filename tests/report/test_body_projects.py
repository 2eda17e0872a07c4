"""Which of a body's projects its page shows."""

from decimal import Decimal

from yusuan.report.body_pages import last_told
from yusuan.serving.query_rows import QueryRow


def project(fiscal_year: int, stage: str) -> QueryRow:
    return {"fiscal_year": fiscal_year, "stage": stage, "amount_yuan": Decimal(1)}


TOLD = [project(2024, "original_budget"), project(2025, "final"), project(2025, "original_budget")]


def test_projects_are_those_of_the_last_years_budget() -> None:
    assert last_told(TOLD) == [project(2025, "original_budget")]


def test_what_a_department_told_as_a_whole_goes_before_what_one_unit_told_later() -> None:
    assert last_told(TOLD, whole={(2024, "original_budget")}) == [project(2024, "original_budget")]
    assert last_told(TOLD, whole={(2023, "original_budget")}) == [project(2025, "original_budget")]
