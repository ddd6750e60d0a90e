"""Answers as tables: of pandas, and of rich."""

import io

import pytest

from conftest import SAMPLES, SMALL
from placement import Cib, fail, fleet, lint, simulate, sweep

HOSTILE = "[bold]db[/bold]"


def data_frame(answer):
    pytest.importorskip("pandas", reason="python3-pandas is not installed")
    return answer.to_dataframe()


def test_a_sweep_has_a_row_for_each_failure(reverse):
    found = sweep(reverse)
    frame = data_frame(found)
    assert list(frame.columns) == ["done", "quorum", "settles", "error", *found.services]
    assert frame.index.name == "failure" and list(frame.index) == [each.name for each in found]
    assert frame.loc["pg01 fails", "msPostgresql"] == "lost-promoted"
    assert frame.loc["pg02 fails", "PostgresqlVIP"] == ""
    assert frame["done"].all() and frame["quorum"].dtype == bool


def test_a_sweep_can_be_filtered_as_any_table(reverse):
    frame = data_frame(sweep(reverse))
    assert list(frame[frame["msPostgresql"] == "lost-promoted"].index) == ["pg01 fails"]


def test_a_service_that_is_called_like_a_column_has_its_own(small):
    cib = Cib.parse(SMALL.replace('id="a"', 'id="quorum"').replace('rsc="a"', 'rsc="quorum"'))
    frame = data_frame(sweep(cib, start="rest"))
    assert list(frame.columns) == ["done", "quorum", "settles", "error", "quorum"]
    assert frame.loc["n1 fails"].tolist() == [True, True, True, None, "runs"]


def test_a_sweep_of_nothing_is_an_empty_table(small):
    frame = data_frame(sweep(small, nodes=False, resources=False))
    assert frame.empty and "settles" in frame.columns


def test_an_outcome_has_a_row_for_each_service(outage):
    outcome = simulate(outage, fail("pg01"))
    frame = data_frame(outcome).set_index("service")
    assert list(frame.columns) == ["before", "after", "fate", "because"]
    assert list(frame.index) == [each.id for each in outcome.services]
    assert frame.loc["PostgresqlVIP", ["before", "after"]].tolist() == ["pg01", "pg02"]
    assert frame.loc["msPostgresql", "before"] == "pg01 (Promoted), pg02 (Unpromoted), pg03 (Unpromoted)"


def test_a_fleet_has_a_row_for_each_cluster(tmp_path):
    (tmp_path / "broken.xml").write_text("this is no CIB")
    frame = data_frame(fleet([SAMPLES / "postgres-reverse.xml", tmp_path / "broken.xml"])).set_index("status")
    assert list(frame.index) == ["ok", "unreadable"]
    assert frame.loc["ok", "services_lost"] == 2
    assert frame["services_lost"].isna().tolist() == [False, True]


def test_without_pandas_a_table_of_it_cannot_be_had(outage, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(ImportError, match="pandas"):
        simulate(outage).to_dataframe()


def shown_by_rich(answer):
    rich = pytest.importorskip("rich.console", reason="python3-rich is not installed")
    console = rich.Console(record=True, width=200, file=io.StringIO())
    console.print(answer)
    return console.export_text()


def test_rich_shows_what_the_table_has(outage):
    shown = shown_by_rich(simulate(outage, fail("pg01")))
    assert "Every service that ran still runs" in shown
    assert [line.split()[1] for line in shown.splitlines() if "PostgresqlVIP" in line] == ["PostgresqlVIP"]


def test_names_do_not_act_on_the_markup_of_rich(small):
    cib = Cib.parse(SMALL.replace('id="a"', f'id="{HOSTILE}"').replace('rsc="a"', f'rsc="{HOSTILE}"'))
    assert HOSTILE in shown_by_rich(simulate(cib))
    assert HOSTILE in shown_by_rich(sweep(cib, start="rest"))
    assert lint(cib)._repr_html_().startswith("<table>")
