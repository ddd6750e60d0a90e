#include "base/digraph.h"

#include <initializer_list>
#include <stdexcept>

#include <doctest/doctest.h>

using namespace placement;

namespace {

using Sets = std::vector<std::vector<Digraph::Vertex>>;
using Edges = std::vector<Digraph::Edge>;

Digraph graph(std::size_t size, std::initializer_list<Digraph::Edge> edges) {
    Digraph result(size);
    for (const auto& [from, to] : edges) result.add_edge(from, to);
    return result;
}

} // namespace

TEST_CASE("an edge is there once, and only between vertices of the graph") {
    Digraph two = graph(2, {{0, 1}, {0, 1}});
    CHECK(two.successors(0) == std::vector<Digraph::Vertex>{1});
    CHECK_THROWS_AS(two.add_edge(0, 2), std::out_of_range);
    CHECK_THROWS_AS(two.add_edge(2, 0), std::out_of_range);
}

TEST_CASE("vertices that reach one another are one component") {
    CHECK(graph(5, {{3, 1}, {1, 3}, {1, 0}, {4, 4}}).strongly_connected_components() == Sets{{0}, {1, 3}, {2}, {4}});
    CHECK(graph(0, {}).strongly_connected_components().empty());
}

TEST_CASE("a vertex's layer is the length of the longest way to it") {
    CHECK(graph(4, {{0, 1}, {1, 2}, {0, 2}}).layers() == Sets{{0, 3}, {1}, {2}});
    CHECK(graph(0, {}).layers().empty());
}

TEST_CASE("a cycle shares a layer") {
    CHECK(graph(4, {{0, 1}, {1, 2}, {2, 1}, {2, 3}}).layers() == Sets{{0}, {1, 2}, {3}});
}

TEST_CASE("an edge that follows from others is left out") {
    CHECK(graph(4, {{0, 1}, {1, 2}, {2, 3}, {0, 2}, {0, 3}}).transitive_reduction() == Edges{{0, 1}, {1, 2}, {2, 3}});
    CHECK(graph(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}).transitive_reduction() ==
          Edges{{0, 1}, {0, 2}, {1, 3}, {2, 3}});
}

TEST_CASE("the edges of a cycle stay") {
    CHECK(graph(3, {{0, 1}, {1, 0}, {1, 2}, {0, 2}}).transitive_reduction() ==
          Edges{{0, 1}, {0, 2}, {1, 0}, {1, 2}});
    CHECK(graph(4, {{0, 1}, {1, 0}, {1, 2}, {2, 3}, {0, 3}, {3, 3}}).transitive_reduction() ==
          Edges{{0, 1}, {1, 0}, {1, 2}, {2, 3}, {3, 3}});
}

TEST_CASE("a long chain is not a danger to the stack") {
    Digraph chain(200'000);
    for (Digraph::Vertex i = 0; i + 1 < chain.size(); ++i) chain.add_edge(i, i + 1);
    CHECK(chain.strongly_connected_components().size() == chain.size());
    CHECK(chain.layers().size() == chain.size());
}
