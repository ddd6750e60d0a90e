#include <doctest/doctest.h>

#include "schedule/state/member_actions.h"
#include "support/scheduled.h"

// How a group with very many members finds what they do.
using namespace placement;

namespace {

const ResourceId whole{0};
const std::vector<ResourceId> members{ResourceId(1), ResourceId(2), ResourceId(3), ResourceId(4)};

ActionId of_odd_members(ResourceId member) { return member.index() % 2 == 1 ? ActionId(member.index()) : ActionId(); }

/// A group with one member more than are looked for one by one.
Sketch large_group() {
    std::string all;
    for (std::size_t i = 0; i <= MemberActions::many; ++i) all += primitive("m" + std::to_string(i));
    return Sketch("n1 n2").resource(group("g", all));
}

std::string names_up_to(std::size_t last) {
    std::string names;
    for (std::size_t i = 0; i <= last; ++i) names += "m" + std::to_string(i) + " ";
    return names;
}

} // namespace

TEST_CASE("a none stands for all members without an action, where the first of them is") {
    MemberActions actions;
    const auto found = actions.of(whole, members, task::start, {}, 1, of_odd_members);
    CHECK(*found == std::vector<ActionId>{ActionId(1), ActionId(), ActionId(3)});
}

TEST_CASE("members' actions are looked for again after a change, and not before") {
    MemberActions actions;
    int asked = 0;
    const auto find = [&](ResourceId member) {
        ++asked;
        return of_odd_members(member);
    };
    actions.of(whole, members, task::start, {}, 1, find);
    actions.of(whole, members, task::start, {}, 1, find);
    CHECK(asked == 4);
    actions.of(whole, members, task::start, {}, 2, find);
    CHECK(asked == 8);
}

TEST_CASE("what one was given stays as it is when others ask") {
    MemberActions actions;
    const auto found = actions.of(whole, members, task::start, {}, 1, of_odd_members);
    actions.of(whole, members, task::stop, {}, 2, of_odd_members);
    CHECK(found->size() == 3);
}

TEST_CASE("a group with very many members starts while one of them does") {
    const Scheduled result(large_group().runs(names_up_to(MemberActions::many - 1), "n1"));
    CHECK(result.need("g_running_0") == "required");
    CHECK(result.need("g_stop_0") == "optional");
}

TEST_CASE("a group with very many members has nothing to do while they have not") {
    CHECK(Scheduled(large_group().runs(names_up_to(MemberActions::many), "n1")).need("g_running_0") == "optional");
}
