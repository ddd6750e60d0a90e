"""What the tests share. They run in the project's folder, with the built package on PYTHONPATH."""

from __future__ import annotations

from pathlib import Path

import pytest

import placement

SOURCE = Path(__file__).resolve().parents[2]
SAMPLES = SOURCE / "cib-samples"

pytest_plugins = ["pytester"]

SMALL = """<cib crm_feature_set="3.20.5" validate-with="pacemaker-4.0" have-quorum="1" epoch="1" num_updates="0" admin_epoch="0" execution-date="1700000000">
  <configuration>
    <crm_config><cluster_property_set id="options">
      <nvpair id="no-fencing" name="fencing-enabled" value="false"/>
    </cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
    <resources>
      <primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>
    </resources>
    <constraints><rsc_location id="a-on-n1" rsc="a" node="n1" score="10"/></constraints>
  </configuration>
  <status>
    <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/>
    <node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"/>
  </status>
</cib>
"""


@pytest.fixture
def small() -> placement.Cib:
    """Two nodes, and a resource that is not started yet."""
    return placement.Cib.parse(SMALL, "small.xml")


@pytest.fixture(scope="session")
def outage() -> placement.Cib:
    """Three nodes with PostgreSQL."""
    return placement.Cib.read(SAMPLES / "postgres-outage.xml")


@pytest.fixture(scope="session")
def reverse() -> placement.Cib:
    """The same, where no replica is promoted."""
    return placement.Cib.read(SAMPLES / "postgres-reverse.xml")
