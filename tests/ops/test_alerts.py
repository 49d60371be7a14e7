"""The alarms and the dashboard, held to the numbers that the bot gives and to the manual."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics_core import Metric

from bot.edge.errors import KINDS
from bot.ops.metrics import Metrics

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "deploy/grafana-dashboard.json").read_text("utf-8"))
ALERTS = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text("utf-8"))
RULES: list[dict[str, Any]] = [rule for group in ALERTS["groups"] for rule in group["rules"]]
MANUAL = (ROOT / "docs/operating.md").read_text("utf-8")
ENDINGS = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "info": ("_info",)}
#: What stands for a number of ours in an expression.
NAME = re.compile(r"\b(?:waymark|process)_\w+|\bwaymark_info\b")
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = {
    **{rule["alert"]: [rule["expr"]] for rule in RULES},
    **{panel["title"]: [target["expr"] for target in panel["targets"]] for panel in PANELS},
}


def given() -> dict[str, Metric]:
    """Every name that the bot gives, with what it is."""
    known = {}
    metrics = Metrics()
    metrics.can_be_refused(KINDS)
    for family in metrics.registry.collect():
        for ending in ENDINGS.get(family.type, ("",)):
            known[family.name + ending] = family
    return known


GIVEN = given()


def labels(expression: str) -> Iterator[tuple[str, str]]:
    """What is asked of a number: its name, and each label in braces."""
    for name, braces in re.findall(r"((?:waymark|process)_\w+)\{([^}]*)\}", expression):
        for label in re.findall(r'(\w+)="', braces):
            yield name, label


def unknown(expression: str) -> set[str]:
    return set(NAME.findall(expression)) - GIVEN.keys()


def is_whole(expression: str) -> bool:
    """Brackets close in the order in which they open."""
    bare = re.sub(r'"[^"]*"', "", expression)
    while bare != (bare := re.sub(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]|\{[^()\[\]{}]*\}", "", bare)):
        pass
    return not set("()[]{}") & set(bare)


@pytest.mark.parametrize("title", EXPRESSIONS)
def test_an_alarm_or_panel_asks_only_for_numbers_that_there_are(title: str) -> None:
    assert EXPRESSIONS[title]
    for expression in EXPRESSIONS[title]:
        assert NAME.findall(expression)
        assert unknown(expression) == set()
        assert is_whole(expression)


def test_what_there_is_not_would_be_noticed() -> None:
    assert unknown("rate(waymark_turns[5m])")
    assert unknown("waymark_nothing > 1")
    assert not is_whole("sum(rate(waymark_turns_total[5m])")
    assert is_whole('sum by (le) (rate(waymark_turns_total{outcome="("}[5m]))')


async def test_they_ask_only_for_labels_that_there_are() -> None:
    metrics = Metrics()
    metrics.sent("sendMessage", 0.1)
    asked = {label for group in EXPRESSIONS.values() for text in group for label in labels(text)}
    assert asked
    for name, label in asked:
        samples = [s for s in GIVEN[name].samples if s.name == name]
        assert all(label in sample.labels for sample in samples), (name, label)
        assert samples or label in ("handler", "outcome"), (name, label)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alarm_is_whole_and_has_its_paragraph(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"\d+[mh]", rule.get("for", "1m"))
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"].endswith(".")
    paragraphs = re.findall(rf"^\*\*{rule['alert']}\*\*(.+?)(?:\n\n|\Z)", MANUAL, re.M | re.S)
    assert len(paragraphs) == 1, f"docs/operating.md needs one paragraph on {rule['alert']}"
    assert len(paragraphs[0]) > 100


def test_the_manual_explains_no_alarm_that_there_is_not() -> None:
    assert set(re.findall(r"\bWaymark[A-Z]\w+", MANUAL)) == {rule["alert"] for rule in RULES}


def test_the_dashboard_can_be_imported() -> None:
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    assert {panel["type"] for panel in DASHBOARD["panels"]} <= {"row", "stat", "timeseries"}
    [source] = DASHBOARD["templating"]["list"]
    for panel in PANELS:
        assert panel["datasource"]["uid"] == f"${{{source['name']}}}"
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24


def test_no_two_panels_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        x, y, w, h = (panel["gridPos"][key] for key in "xywh")
        cells = {(x + i, y + j) for i in range(w) for j in range(h)}
        assert not cells & taken, panel["title"]
        taken |= cells
