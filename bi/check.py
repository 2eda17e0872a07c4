"""Ask a running Superset for every chart's data, compare it with plain SQL on the published file, and take pictures.

Belongs here: `make bi-check`, run by the Python of `bi/.venv` beside `make bi`. Does not: what the charts are.
Pictures need `chromium`, `chromium-driver` and a Chinese font (`fonts-noto-cjk`); without them data alone are compared.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import requests

from bi import bundle
from bi.set_up import HERE, PORT, STATE

ADDRESS = f"http://127.0.0.1:{PORT}"
ROWS = 50_000
SECONDS = 300
Filters = dict[str, list[str]]


class Session:
    """Superset's own API, as its account."""

    def __init__(self, password: str) -> None:
        self.http = requests.Session()
        told = {"username": "admin", "password": password, "provider": "db", "refresh": False}
        token = self._json("POST", "/api/v1/security/login", told)["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        self.http.headers["X-CSRFToken"] = self._json("GET", "/api/v1/security/csrf_token/")["result"]
        self.http.headers["Referer"] = ADDRESS

    def _json(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        answer = self.http.request(method, ADDRESS + path, json=body, timeout=SECONDS)
        if not answer.ok:
            raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        told: dict[str, Any] = answer.json()
        return told

    def numbers(self, kind: str) -> dict[str, int]:
        """UUID → the number that this Superset gave it."""
        query = "(page_size:1000,columns:!(id,uuid))"
        return {one["uuid"]: one["id"] for one in self._json("GET", f"/api/v1/{kind}/?q={query}")["result"]}

    def data(self, chart: bundle.Chart, dataset: int, chosen: Filters) -> list[dict[str, Any]]:
        """The rows of a chart where the reader chose these values."""
        query: dict[str, Any] = {
            "columns": chart.columns,
            "extras": {"where": " AND ".join(f"({one})" for one in chart.conditions)},
            "filters": [{"col": column, "op": "IN", "val": values} for column, values in chosen.items()],
            "row_limit": ROWS,
        }
        query |= {"metrics": chart.metrics} if chart.metrics else {}
        body = {
            "datasource": {"id": dataset, "type": "table"},
            "queries": [query],
            "force": True,
            "result_format": "json",
        }
        rows: list[dict[str, Any]] = self._json("POST", "/api/v1/chart/data", body)["result"][0]["data"]
        return rows


def plain(value: object) -> str:
    """A value as both sides say it: numbers to nine digits, times by their milliseconds."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float | Decimal):
        return f"{float(value):.9g}"
    if isinstance(value, datetime.datetime):
        return f"{value.replace(tzinfo=datetime.UTC).timestamp() * 1000 // 1:.9g}"
    if isinstance(value, datetime.date):
        return plain(datetime.datetime.combine(value, datetime.time()))
    return str(value)


def compare(session: Session, database: Path) -> list[str]:
    """The charts that show something else than plain SQL does, unfiltered and with a stage chosen."""
    numbers, wrong = session.numbers("dataset"), []
    for chart in bundle.charts().values():
        stages: list[Filters] = [{"stage_zh": ["年初预算"]}] if "stage_zh" in chart.dataset.columns else []
        for chosen in ({}, *stages):
            with duckdb.connect(str(database), read_only=True) as build:  # anew: a build may be published meanwhile
                asked = build.execute(chart.sql(chosen)).fetchall()
            names = [*chart.columns, *chart.metrics]
            shown = session.data(chart, numbers[chart.dataset.doc["uuid"]], chosen)
            left = sorted([plain(value) for value in row] for row in asked)
            right = sorted([plain(row[name]) for name in names] for row in shown)
            same = left == right
            print(f"{'same ' if same else 'WRONG'} {chart.key} {chosen or ''}: {len(left)} rows", flush=True)
            if not same:
                apart = [pair for pair in zip(left, right, strict=False) if pair[0] != pair[1]]
                wrong.append(chart.key)
                print(f"      {len(left)} asked, {len(right)} shown, first apart: {apart[:1]}")
    return wrong


def pictures(password: str, folder: Path) -> None:
    """Both dashboards as a browser 1400 pixels wide shows them, from top to bottom."""
    from selenium import webdriver
    from selenium.webdriver.common.by import By

    folder.mkdir(parents=True, exist_ok=True)
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for option in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--lang=zh-CN", "--window-size=1400,6500"):
        options.add_argument(option)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    driver.set_page_load_timeout(SECONDS)
    try:
        driver.get(f"{ADDRESS}/login/")
        _wait(lambda: driver.find_elements(By.ID, "username"))
        driver.find_element(By.ID, "username").send_keys("admin")
        driver.find_element(By.ID, "password").send_keys(password + "\n")
        _wait(lambda: "/login" not in driver.current_url)
        for dashboard in bundle.dashboards():
            driver.get(f"{ADDRESS}/superset/dashboard/{dashboard['slug']}/?standalone=0")
            _wait(lambda: driver.find_elements(By.CSS_SELECTOR, ".dashboard-grid, .grid-container"))
            time.sleep(5)
            _wait(lambda: not driver.find_elements(By.CSS_SELECTOR, ".loading, .ant-spin-spinning"))
            time.sleep(5)
            path = folder / f"{dashboard['slug']}.png"
            if not driver.save_screenshot(str(path)):  # it says so by False alone
                raise SystemExit(f"no picture could be written: {path}")
            print(path, flush=True)
    finally:
        driver.quit()


def _wait(until: Any) -> None:
    end = time.monotonic() + SECONDS
    while not until() and time.monotonic() < end:
        time.sleep(0.5)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=HERE.parent)
    parser.add_argument("--out", type=Path, default=STATE)
    parser.add_argument("--only", choices=["data", "pictures"])
    given = parser.parse_args()
    own = (STATE / "password").read_text(encoding="utf-8")
    different = []
    if given.only != "pictures":
        different = compare(Session(own), given.home / "warehouse" / "yusuan.duckdb")
    if given.only != "data" and shutil.which("chromedriver"):
        pictures(own, given.out)
    raise SystemExit(f"charts that show something else: {sorted(set(different))}" if different else 0)
