#include "base/digraph.h"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/transitive_reduction.hpp>

namespace placement {

namespace {

using Vertex = Digraph::Vertex;
using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

BoostGraph as_boost_graph(const Digraph& graph) {
    BoostGraph result(graph.size());
    for (Vertex from = 0; from < graph.size(); ++from) {
        for (const Vertex to : graph.successors(from)) boost::add_edge(from, to, result);
    }
    return result;
}

/// The number of each vertex's component. A component has a greater number than those that it reaches.
std::vector<std::size_t> component_numbers(const Digraph& graph, std::size_t& count) {
    std::vector<std::size_t> numbers(graph.size());
    const BoostGraph boost_graph = as_boost_graph(graph);
    count = boost::strong_components(
        boost_graph, boost::make_iterator_property_map(numbers.begin(), boost::get(boost::vertex_index, boost_graph)));
    return numbers;
}

/// The graph of the components, which has no cycles.
Digraph condensed(const Digraph& graph, const std::vector<std::size_t>& components, std::size_t count) {
    Digraph result(count);
    for (Vertex from = 0; from < graph.size(); ++from) {
        for (const Vertex to : graph.successors(from)) {
            if (components[from] != components[to]) result.add_edge(components[from], components[to]);
        }
    }
    return result;
}

Digraph reduced_without_cycles(const Digraph& graph) {
    const BoostGraph boost_graph = as_boost_graph(graph);
    BoostGraph reduced;
    std::vector<Vertex> places(graph.size());
    const auto index = boost::get(boost::vertex_index, boost_graph);
    boost::transitive_reduction(boost_graph, reduced, boost::make_iterator_property_map(places.begin(), index), index);

    std::vector<Vertex> original(graph.size());
    for (Vertex vertex = 0; vertex < graph.size(); ++vertex) original[places[vertex]] = vertex;
    Digraph result(graph.size());
    for (auto [edge, end] = boost::edges(reduced); edge != end; ++edge) {
        result.add_edge(original[boost::source(*edge, reduced)], original[boost::target(*edge, reduced)]);
    }
    return result;
}

bool contains(const std::vector<Vertex>& sorted, Vertex vertex) {
    return std::binary_search(sorted.begin(), sorted.end(), vertex);
}

/// From `start` back to it, without the last step.
std::vector<Vertex> shortest_way_back(const BoostGraph& graph, const Digraph& edges, Vertex start) {
    std::vector<Vertex> before(edges.size(), edges.size());
    std::vector<std::size_t> distances(edges.size(), edges.size());
    distances[start] = 0;
    const auto index = boost::get(boost::vertex_index, graph);
    boost::breadth_first_search(
        graph, boost::vertex(start, graph),
        boost::visitor(boost::make_bfs_visitor(std::make_pair(
            boost::record_predecessors(boost::make_iterator_property_map(before.begin(), index), boost::on_tree_edge()),
            boost::record_distances(boost::make_iterator_property_map(distances.begin(), index), boost::on_tree_edge())))));
    Vertex last = edges.size();
    for (Vertex vertex = 0; vertex < edges.size(); ++vertex) {
        if (distances[vertex] == edges.size() || !contains(edges.successors(vertex), start)) continue;
        if (last == edges.size() || distances[vertex] < distances[last]) last = vertex;
    }
    std::vector<Vertex> way;
    for (Vertex vertex = last; vertex != start; vertex = before[vertex]) way.push_back(vertex);
    way.push_back(start);
    std::reverse(way.begin(), way.end());
    return way;
}

} // namespace

void Digraph::add_edge(Vertex from, Vertex to) {
    successors_.at(to);
    std::vector<Vertex>& successors = successors_.at(from);
    const auto place = std::lower_bound(successors.begin(), successors.end(), to);
    if (place == successors.end() || *place != to) successors.insert(place, to);
}

std::vector<std::vector<Vertex>> Digraph::strongly_connected_components() const {
    std::size_t count = 0;
    const auto numbers = component_numbers(*this, count);
    std::vector<std::vector<Vertex>> components(count);
    for (Vertex vertex = 0; vertex < size(); ++vertex) components[numbers[vertex]].push_back(vertex);
    std::sort(components.begin(), components.end());
    return components;
}

std::vector<std::vector<Vertex>> Digraph::shortest_cycles() const {
    const BoostGraph graph = as_boost_graph(*this);
    std::vector<std::vector<Vertex>> cycles;
    for (const std::vector<Vertex>& component : strongly_connected_components()) {
        const Vertex start = component.front();
        if (component.size() == 1 && !contains(successors_[start], start)) continue;
        cycles.push_back(shortest_way_back(graph, *this, start));
    }
    return cycles;
}

std::vector<std::vector<Vertex>> Digraph::layers() const {
    std::size_t count = 0;
    const auto components = component_numbers(*this, count);
    const Digraph graph = condensed(*this, components, count);

    std::vector<std::size_t> depths(count, 0);
    for (std::size_t i = count; i-- > 0;) {
        for (const Vertex next : graph.successors(i)) depths[next] = std::max(depths[next], depths[i] + 1);
    }
    std::vector<std::vector<Vertex>> layers;
    for (Vertex vertex = 0; vertex < size(); ++vertex) {
        const std::size_t depth = depths[components[vertex]];
        if (depth >= layers.size()) layers.resize(depth + 1);
        layers[depth].push_back(vertex);
    }
    return layers;
}

std::vector<Digraph::Edge> Digraph::transitive_reduction() const {
    std::size_t count = 0;
    const auto components = component_numbers(*this, count);
    const Digraph needed = reduced_without_cycles(condensed(*this, components, count));

    std::vector<Edge> edges;
    for (Vertex from = 0; from < size(); ++from) {
        for (const Vertex to : successors_[from]) {
            const bool within_cycle = components[from] == components[to];
            if (within_cycle || contains(needed.successors(components[from]), components[to])) {
                edges.emplace_back(from, to);
            }
        }
    }
    return edges;
}

} // namespace placement
