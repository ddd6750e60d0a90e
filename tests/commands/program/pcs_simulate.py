"""pcs asks crm_simulate before it disables something (resource disable --simulate, --safe): here placement-crm-simulate answers in its
place, inside pcs's own code. pcs_simulate.py PROGRAM CIB RESOURCE...: disabling RESOURCE must stop it. 77: there is no pcs."""

import logging
import os
import sys
import tempfile

try:
    from lxml import etree
    from pcs import settings
    from pcs.lib.external import CommandRunner
    from pcs.lib.pacemaker import live, simulate
except ImportError as missing:
    print(f"skipped: pcs cannot be imported: {missing}")
    sys.exit(77)


class Reporter:
    """Takes what the runner tells of each command."""

    def report(self, _report):
        return self

    def report_list(self, _reports):
        return self


def answered_by(program, cib):
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(program, os.path.join(folder, "crm_simulate"))
        settings.pacemaker_binaries = folder
        return live.simulate_cib(CommandRunner(logging.getLogger("pcs"), Reporter()), cib)


def stopped_by_disabling(program, path, resource):
    cib = etree.parse(path).getroot()
    element = cib.find(f".//*[@id='{resource}']")
    meta = etree.SubElement(element, "meta_attributes", id="disabled-by-pcs")
    etree.SubElement(meta, "nvpair", id="disabled-by-pcs-role", name="target-role", value="Stopped")
    text, transitions, new_cib = answered_by(program, cib)
    assert "Transition Summary" in text, text
    assert new_cib.tag == "cib", new_cib.tag
    operations = simulate.get_operations_from_transitions(transitions)
    return simulate.get_resources_left_stopped(operations)


def main(program, path, resources):
    failures = 0
    for resource in resources:
        stopped = stopped_by_disabling(program, path, resource)
        if resource not in stopped:
            print(f"failed: disabling {resource} stops {sorted(stopped)}")
            failures += 1
    return 1 if failures else 0


sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
