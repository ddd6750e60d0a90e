#include <doctest/doctest.h>

#include "schedule/state/action_index.h"

// How the actions of a resource that has very many are found.
using namespace placement;

namespace {

Action made(std::string_view task, NodeId node) {
    Action action;
    action.task = task;
    action.key = {task};
    action.node = node;
    return action;
}

const NodeId first{0};
const NodeId second{1};

} // namespace

TEST_CASE("the newest action with a task, on one node or on any") {
    ActionIndex index;
    index.add(made(task::start, first), ActionId(0));
    index.add(made(task::start, second), ActionId(1));
    index.add(made(task::stop, first), ActionId(2));
    CHECK(index.newest_with_task(task::start, first) == ActionId(0));
    CHECK(index.newest_with_task(task::start, {}) == ActionId(1));
    CHECK_FALSE(index.newest_with_task(task::stop, second).valid());
}

TEST_CASE("an action that gets a node is found there, and is no newer than before") {
    ActionIndex index;
    index.add(made(task::start, {}), ActionId(0));
    index.add(made(task::start, first), ActionId(1));
    index.add_node(made(task::start, first), ActionId(0));
    index.add_node(made(task::start, second), ActionId(0));
    CHECK(index.newest_with_task(task::start, first) == ActionId(1));
    CHECK(index.newest_with_task(task::start, second) == ActionId(0));
}

TEST_CASE("an action that does something else is found by that, too") {
    ActionIndex index;
    index.add(made(task::monitor, first), ActionId(0));
    index.add_task(made(task::cancel, first), ActionId(0));
    CHECK(index.newest_with_task(task::cancel, first) == ActionId(0));
}

TEST_CASE("all actions with a key, oldest first, and those that had no node") {
    ActionIndex index;
    index.add(made(task::start, second), ActionId(0));
    index.add(made(task::start, {}), ActionId(1));
    index.add(made(task::start, first), ActionId(2));
    CHECK(index.candidates({task::start}, first) == std::vector<ActionId>{ActionId(1), ActionId(2)});
    CHECK(index.candidates({task::start}, {}).size() == 3);
    CHECK(index.candidates({task::stop}, {}).empty());
}
