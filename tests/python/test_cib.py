"""Reading, comparing, changing and pickling CIBs."""

import bz2
import copy
import pickle
import xml.etree.ElementTree
from datetime import datetime, timezone
from pathlib import Path

import pytest

from conftest import SAMPLES, SMALL
from placement import Change, Cib, CibError, Element, InvalidValue, UnknownName, simulate


def test_paths_of_every_kind_are_read(outage):
    path = SAMPLES / "postgres-outage.xml"
    assert Cib.read(path) == Cib.read(str(path)) == Cib.read(bytes(path)) == outage


def test_text_of_every_kind_is_parsed():
    assert Cib.parse(SMALL) == Cib.parse(SMALL.encode()) == Cib.parse(bytearray(SMALL.encode())) == Cib.parse(memoryview(SMALL.encode()))


def test_elements_are_parsed():
    root = xml.etree.ElementTree.fromstring(SMALL)
    assert simulate(Cib.parse(root)).running("a") == ("n1",)
    assert simulate(Cib.parse(xml.etree.ElementTree.ElementTree(root))).running("a") == ("n1",)


def test_elements_of_lxml_are_parsed_and_keep_their_lines():
    etree = pytest.importorskip("lxml.etree")
    root = etree.fromstring(SMALL.encode())
    assert simulate(root).running("a") == ("n1",)
    assert simulate(root.getroottree()).resource("a").line == 8


def test_a_question_takes_a_cib_a_path_bytes_or_an_element(tmp_path):
    (tmp_path / "cib.xml").write_text(SMALL)
    for cib in (Cib.parse(SMALL), tmp_path / "cib.xml", str(tmp_path / "cib.xml"), SMALL.encode(), xml.etree.ElementTree.fromstring(SMALL)):
        assert simulate(cib).running("a") == ("n1",)


def test_a_broken_text_has_file_line_and_column():
    with pytest.raises(CibError) as raised:
        Cib.parse("<cib>\n  <configuration", "broken.xml")
    error = raised.value
    assert (error.file, error.line) == ("broken.xml", 2)
    assert isinstance(error.column, int)
    assert str(error) == f"broken.xml:2:{error.column}: {error.message}"


def test_a_file_that_is_not_there_has_no_line():
    with pytest.raises(CibError) as raised:
        Cib.read("/nowhere/cib.xml")
    assert (raised.value.file, raised.value.line, raised.value.column) == ("/nowhere/cib.xml", None, None)


@pytest.mark.parametrize("wrong", [3, None, 1.5, object(), ["a"]])
def test_other_types_are_refused(wrong):
    with pytest.raises(TypeError):
        simulate(wrong)
    with pytest.raises(TypeError):
        Cib.parse(wrong)
    with pytest.raises(TypeError):
        Cib(wrong)


def test_a_path_with_a_nul_is_refused():
    with pytest.raises(InvalidValue, match="NUL"):
        Cib.read("a\0b")


def test_a_name_that_is_no_utf8_is_shown():
    with pytest.raises(CibError) as raised:
        Cib.read(b"/nowhere/\xff.xml")
    assert "\\xff" in str(raised.value)


def test_pickling_keeps_text_name_and_lines(outage):
    again = pickle.loads(pickle.dumps(outage))
    assert again == outage and hash(again) == hash(outage) and again.name == outage.name
    assert again.source_line(95) == outage.source_line(95) != ""
    assert copy.deepcopy(outage) == outage


def test_a_compressed_cib_is_pickled_as_text(tmp_path):
    (tmp_path / "cib.bz2").write_bytes(bz2.compress(SMALL.encode()))
    assert Cib.read(tmp_path / "cib.bz2").source() == SMALL.encode()


def test_a_changed_cib_is_pickled_with_its_changes(small):
    changed = small.changed(Change.score("a-on-n1", "-INFINITY"))
    assert simulate(pickle.loads(pickle.dumps(changed))).running("a") == simulate(changed).running("a") == ("n2",)
    assert changed != small


def test_what_a_cib_says_of_itself(small, outage):
    assert repr(small) == "Cib(name='small.xml', release='3.0.2')"
    assert small.nearest_to is None and small.diagnostics == ()
    assert small.execution_date == datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)
    assert outage.default_time == datetime(2017, 10, 10, 9, 45, tzinfo=timezone.utc)
    assert "a-on-n1" in small.xml()


def test_schema_violations_are_diagnostics():
    violations = Cib.parse(SMALL.replace("<constraints>", "<constraint>").replace("</constraints>", "</constraint>")).schema_violations
    assert violations[0].code == "schema-violation" and violations[0].line == 2


def test_the_configuration_is_elements_with_places(small):
    location = next(small.configuration.iter("rsc_location"))
    assert isinstance(location, Element)
    assert location.get("score") == "10" and location.get("rule") is None and location.line == 10


def test_changes_are_made_and_said_in_words(small):
    change = Change.score("a-on-n1", 20)
    assert 'score="20"' in small.changed(change).xml()
    assert "20" in str(change)
    edited = small.edited_text(small.changed([change]))
    assert edited.of_original and b'score="20"' in edited.text
    with pytest.raises(UnknownName):
        small.changed(Change.without("nothing"))
    with pytest.raises(TypeError):
        small.changed("a-on-n1")


def test_an_edit_is_a_unified_difference(small):
    try:
        text = small.edited_text(small.changed(Change.without("a-on-n1"))).diff("old.xml", "new.xml")
    except Exception as error:  # built without dtl
        pytest.skip(str(error))
    assert text.startswith("--- old.xml\n+++ new.xml\n")


def test_changes_are_commands(small, outage):
    (line,) = small.commands(Change.property("maintenance-mode", "true"))
    assert line.startswith("cibadmin --create")
    (line,) = outage.commands(Change.score("backup-vip-not-with-primary", -1000), tool="pcs", file="copy.xml")
    assert "copy.xml" in line and "backup-vip-not-with-primary" in line
    assert small.commands(Change.without("a-on-n1"), tool="crm")[0] == "crm -F configure delete a-on-n1"
    with pytest.raises(InvalidValue):
        small.commands(Change.fail_count("a", "n1", 3))
    with pytest.raises(InvalidValue):
        small.commands(Change.property("maintenance-mode", "true"), tool="hawk")


def test_every_sample_is_read():
    for path in sorted(Path(SAMPLES).glob("*.xml")):
        cib = Cib.read(path)
        assert cib.source() == path.read_bytes()
