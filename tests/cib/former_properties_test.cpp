#include <doctest/doctest.h>

#include "cib/document.h"
#include "cib/edit.h"

// What was a cluster property before the upgrade is known after a CIB was written and read again.
using namespace placement;

TEST_CASE("a default that was a cluster property is known after the CIB was written with marks") {
    const Cib cib = Cib::from_text(
        R"(<cib validate-with="pacemaker-1.2" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config><cluster_property_set id="s">)"
        R"(<nvpair id="s-stickiness" name="default-resource-stickiness" value="100"/></cluster_property_set></crm_config><nodes/><resources/>)"
        "<constraints/></configuration><status/></cib>");
    REQUIRE(cib.document().former_properties == std::vector<std::string>{"s-stickiness"});
    CHECK(Cib::from_text(cib.xml()).document().former_properties.empty());
    CibEdit edit(cib);
    edit.mark_former_properties();
    const Cib marked = edit.cib();
    CHECK(Cib::from_text(marked.xml()).document().former_properties == std::vector<std::string>{"s-stickiness"});
}
