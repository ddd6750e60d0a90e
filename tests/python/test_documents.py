"""What docs/python.md, the README and the docstrings show, and that each public name has a docstring."""

import ast
import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import placement
from conftest import SOURCE

OPTIONS = doctest.NORMALIZE_WHITESPACE


def run(examples, globs=None):
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    text = []
    runner.run(examples, out=text.append)
    assert not runner.failures, "".join(text)
    return runner.tries


def blocks(name):
    """The blocks of Python of a document."""
    return re.findall(r"^```python\n(.*?)^```", (SOURCE / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def in_the_projects_folder(monkeypatch):
    monkeypatch.chdir(SOURCE)


@pytest.mark.parametrize("name", ["README.md", "docs/python.md"])
def test_a_document_shows_what_happens(name):
    examples = "\n".join(each for each in blocks(name) if each.startswith(">>>"))
    test = doctest.DocTestParser().get_doctest(examples, {}, name, str(SOURCE / name), 0)
    assert run(test) >= 3


def test_the_example_of_the_plugin_is_a_test():
    (example,) = [each for each in blocks("docs/python.md") if not each.startswith(">>>")]
    scope = {}
    exec(example, scope)
    scope["test_failover"](placement.Cib.read("cib-samples/postgres-outage.xml"))


MODULES = ["placement", *(f"placement.{each.name}" for each in pkgutil.iter_modules(placement.__path__) if each.name != "_placement")]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_show_what_happens(name):
    module = importlib.import_module(name)
    finder = doctest.DocTestFinder(exclude_empty=True)
    for test in finder.find(module, name, globs={**vars(placement), **vars(module)}):
        if test.examples:
            run(test)


def has_docstring(value):
    text = inspect.getdoc(value)
    return bool(text) and not text.startswith(f"{getattr(value, '__name__', '')}(")


def test_everything_public_has_a_docstring():
    lacking = []
    for name in placement.__all__:
        value = getattr(placement, name)
        if not inspect.isclass(value) and not inspect.isfunction(value):
            continue
        if not has_docstring(value):
            lacking.append(name)
        for member, each in vars(value).items() if inspect.isclass(value) else ():
            if member.startswith("_"):
                continue
            each = getattr(each, "func", getattr(each, "fget", getattr(each, "__func__", each)))
            if inspect.isfunction(each) and not has_docstring(each):
                lacking.append(f"{name}.{member}")
    assert lacking == []


def test_the_guide_names_each_event_and_each_question():
    guide = (SOURCE / "docs/python.md").read_text(encoding="utf-8")
    for name in placement.__all__:
        value = getattr(placement, name)
        if inspect.isfunction(value) and name not in ("count_runs", "event_from_dict", "holds", "lint_rules"):
            assert re.search(rf"\b{name}\b", guide), name


def test_all_names_are_there():
    tree = ast.parse((SOURCE / "python/placement/__init__.py").read_text(encoding="utf-8"))
    imported = {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported - {"annotations"} == set(placement.__all__)


def test_each_expectation_is_one_that_json_has():
    (names,) = re.findall(r"Each check has the `expectation` \((.*?)\)", (SOURCE / "docs/json.md").read_text(encoding="utf-8"), re.DOTALL)
    made = [
        placement.promotes("a"), placement.runs("a", "n1"), placement.not_on("a", "n1"), placement.stays_down("a"),
        placement.moves_at_most(1), placement.interruptions_at_most(1), placement.has_state("a", "down"), placement.has_score("a", "n1", 1),
        placement.has_promotion_score("a", "n1", 1), placement.margin_at_least("a", 1), placement.loses_nothing(), placement.settles(),
        placement.loops(), placement.holds("never-twice"),
    ]
    assert re.findall(r'`"([a-z-]+)"`', names) == [each.expectation for each in made]


def test_each_event_that_json_has_is_a_class():
    (row,) = re.findall(r"^\| `event` \| (.*) \|$", (SOURCE / "docs/json.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r'`"([a-z-]+)"`', row)) == set(placement._events._kinds(placement.Event))
