#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using Names = std::vector<std::string>;

std::shared_ptr<const Cluster> with_clone(std::initializer_list<std::pair<const char*, const char*>> values,
                                          const std::string& content) {
    Configuration configuration;
    configuration.resources = clone("c", meta("c", values) + content);
    return configuration.read();
}

} // namespace

TEST_CASE("a clone has an instance for each node unless it says otherwise") {
    const auto cluster = with_clone({}, primitive("a"));
    CHECK(names(*cluster, resource(*cluster, "c").children) == Names{"a:0", "a:1", "a:2"});
    CHECK(resource(*cluster, "a:1").xml_id == "a");
    CHECK(resource(*cluster, "a:1").meta.at("clone") == "1");
    CHECK(resource(*cluster, "a:1").meta.at("clone-max") == "3");
    CHECK_FALSE(resource(*cluster, "a:0").unique);
    CHECK(resource(*cluster, "c").clone().clone_max == 3);
    CHECK(resource(*cluster, "c").clone().clone_node_max == 1);
    CHECK(names(*with_clone({{"clone-max", "2"}}, primitive("a")), {}).empty());
    CHECK(resource(*with_clone({{"clone-max", "2"}}, primitive("a")), "c").children.size() == 2);
}

TEST_CASE("a clone of no instances has one that is removed") {
    const auto cluster = with_clone({{"clone-max", "0"}}, group("g", primitive("a")));
    CHECK(resource(*cluster, "c").children.size() == 1);
    CHECK(resource(*cluster, "g:0").removed);
    CHECK(resource(*cluster, "a:0").removed);
}

TEST_CASE("the instances stick a little, the clone itself does not") {
    const auto cluster = with_clone({}, primitive("a"));
    CHECK(resource(*cluster, "c").stickiness == 0);
    CHECK(resource(*cluster, "a:0").stickiness == 1);
    CHECK(resource(*with_clone({{"resource-stickiness", "7"}}, primitive("a")), "a:0").stickiness == 7);
}

TEST_CASE("a clone of a group numbers the group and its members") {
    const auto cluster = with_clone({{"clone-max", "2"}}, group("g", primitive("a") + primitive("b")));
    CHECK(names(*cluster, resource(*cluster, "c").children) == Names{"g:0", "g:1"});
    CHECK(names(*cluster, resource(*cluster, "g:1").children) == Names{"a:1", "b:1"});
}

TEST_CASE("an anonymous clone has one instance a node") {
    const auto cluster = with_clone({{"clone-node-max", "2"}, {"globally-unique", "false"}}, primitive("a"));
    CHECK(resource(*cluster, "c").clone().clone_node_max == 1);
    CHECK(has_diagnostic(*cluster, "anonymous-clone-node-max"));
}

TEST_CASE("a clone is globally unique if it says so, or may have more than one instance a node") {
    CHECK(resource(*with_clone({{"globally-unique", "true"}}, primitive("a")), "a:0").unique);
    const auto by_number = with_clone({{"clone-node-max", "2"}}, primitive("a"));
    CHECK(resource(*by_number, "a:0").unique);
    CHECK(resource(*by_number, "c").clone().globally_unique);
    CHECK(resource(*by_number, "c").clone().clone_node_max == 2);
    CHECK(resource(*by_number, "a:0").meta.at("globally-unique") == "true");
}

TEST_CASE("agents of some classes can only be anonymous clones") {
    const auto cluster = with_clone({{"globally-unique", "true"}, {"clone-node-max", "2"}, {"clone-max", "6"}},
                                    R"(<primitive id="a" class="lsb" type="x"/>)");
    CHECK(has_diagnostic(*cluster, "anonymous-only"));
    CHECK(resource(*cluster, "c").clone().clone_node_max == 1);
    CHECK(resource(*cluster, "c").clone().clone_max == 3);
    CHECK(resource(*cluster, "c").children.size() == 3);
    CHECK_FALSE(resource(*cluster, "c").unique);
    CHECK_FALSE(resource(*cluster, "c").clone().globally_unique);
    CHECK_FALSE(resource(*cluster, "a:0").unique);
    CHECK_FALSE(resource(*cluster, "a:2").unique);
}

TEST_CASE("a promotable clone has its numbers") {
    const auto cluster = with_clone({{"promotable", "true"}}, primitive("a", "", "Stateful"));
    CHECK(resource(*cluster, "c").promotable);
    CHECK(resource(*cluster, "a:0").promotable);
    CHECK(resource(*cluster, "c").clone().promotable);
    CHECK(resource(*cluster, "c").clone().promoted_max == 1);
    CHECK(resource(*cluster, "c").clone().promoted_node_max == 1);
    const auto numbers = with_clone({{"promotable", "true"}, {"promoted-max", "2"}, {"promoted-node-max", "x"}},
                                    primitive("a", "", "Stateful"));
    CHECK(resource(*numbers, "c").clone().promoted_max == 2);
    CHECK(resource(*numbers, "c").clone().promoted_node_max == 0);
    CHECK(has_diagnostic(*numbers, "invalid-number"));
    CHECK(resource(*with_clone({}, primitive("a")), "c").clone().promoted_max == 0);
}

TEST_CASE("only OCF agents can be promoted") {
    const auto cluster = with_clone({{"promotable", "true"}}, R"(<primitive id="a" class="systemd" type="x"/>)");
    CHECK(cluster->top_resources.empty());
    CHECK(cluster->resources.empty());
    CHECK(has_diagnostic(*cluster, "not-promotable"));
}

TEST_CASE("the target-role of a promotable clone's instances may be Unpromoted") {
    const auto unpromoted = with_clone({{"promotable", "true"}, {"target-role", "Slave"}}, primitive("a"));
    CHECK(resource(*unpromoted, "a:0").next_role == Role::Unpromoted);
    CHECK(resource(*unpromoted, "a:0").next_role_reason == "target-role");
    const auto promoted = with_clone({{"promotable", "true"}, {"target-role", "Promoted"}}, primitive("a"));
    CHECK(resource(*promoted, "a:0").next_role == Role::Unknown);
}

TEST_CASE("ordered and interleave are off unless set") {
    const auto plain = with_clone({}, primitive("a"));
    CHECK_FALSE(resource(*plain, "c").clone().ordered);
    CHECK_FALSE(resource(*plain, "c").clone().interleave);
    const auto set = with_clone({{"ordered", "true"}, {"interleave", "true"}}, primitive("a"));
    CHECK(resource(*set, "c").clone().ordered);
    CHECK(resource(*set, "c").clone().interleave);
}

TEST_CASE("the first child that can be cloned is") {
    const auto cluster = with_clone({{"clone-max", "1"}}, primitive("a") + primitive("b"));
    CHECK(names(*cluster, resource(*cluster, "c").children) == Names{"a:0"});
}

TEST_CASE("old names of a promotable clone's numbers still count where nothing brought them to the present ones") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.resources = clone("c", meta("c", {{"promotable", "true"}, {"master-max", "2"}}) + primitive("a"));
    const auto cluster = configuration.read();
    CHECK(resource(*cluster, "c").clone().promoted_max == 2);
    CHECK(has_diagnostic(*cluster, "old-meta-name"));
}
