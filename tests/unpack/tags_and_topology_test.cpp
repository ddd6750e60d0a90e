#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

TEST_CASE("tags of one id are one, and name each thing once") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.tags = R"(<tag id="t"><obj_ref id="a"/><obj_ref/><obj_ref id="b"/></tag><tag/>)"
                         R"(<tag id="t"><obj_ref id="b"/><obj_ref id="c"/></tag>)";
    const auto cluster = configuration.read();
    REQUIRE(cluster->tags.size() == 1);
    CHECK(cluster->tags[0].references == std::vector<std::string>{"a", "b", "c"});
    CHECK(has_diagnostic(*cluster, "missing-id"));
}

TEST_CASE("fencing levels are read") {
    Configuration configuration;
    configuration.topology = R"(<fencing-level id="l" target="n1" index="1" devices="f1,f2"/>)";
    const auto cluster = configuration.read();
    REQUIRE(cluster->fencing_levels.size() == 1);
    CHECK(cluster->fencing_levels[0].target == "n1");
    CHECK(cluster->fencing_levels[0].index == 1);
    CHECK(cluster->fencing_levels[0].devices == std::vector<std::string>{"f1", "f2"});
}

TEST_CASE("fencing levels that cannot be are ignored") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.topology = R"(<fencing-level target="n1" index="1" devices="f"/>)"
                             R"(<fencing-level id="l0" target="n1" index="0" devices="f"/>)"
                             R"(<fencing-level id="l10" target="n1" index="10" devices="f"/>)"
                             R"(<fencing-level id="lx" target="n1" index="first" devices="f"/>)";
    const auto cluster = configuration.read();
    CHECK(cluster->fencing_levels.empty());
    CHECK(has_diagnostic(*cluster, "missing-id"));
    CHECK(has_diagnostic(*cluster, "invalid-fencing-level"));
}
