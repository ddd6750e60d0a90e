#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace placement {

/// A directed graph over the vertices 0 .. size() - 1. What it answers depends on its edges alone, not on the order in
/// which they were added.
class Digraph {
public:
    using Vertex = std::size_t;
    using Edge = std::pair<Vertex, Vertex>;

    explicit Digraph(std::size_t size) : successors_(size) {}

    std::size_t size() const { return successors_.size(); }
    /// Adds an edge, once. Throws std::out_of_range for a vertex that is not in the graph.
    void add_edge(Vertex from, Vertex to);
    const std::vector<Vertex>& successors(Vertex vertex) const { return successors_.at(vertex); }

    /// The sets of vertices that reach one another, each in ascending order, by their smallest vertex. A vertex on no
    /// cycle is a set of its own.
    std::vector<std::vector<Vertex>> strongly_connected_components() const;

    /// A shortest cycle through the smallest vertex of each set of vertices that reach one another, in the order in which its edges
    /// lead; sorted by that vertex, with which it begins. Of one edge from a vertex to itself the vertex alone.
    std::vector<std::vector<Vertex>> shortest_cycles() const;

    /// The vertices by the length of the longest way to them: the first layer has no predecessors. The vertices of a
    /// cycle share a layer. Within a layer in ascending order.
    std::vector<std::vector<Vertex>> layers() const;

    /// The edges without those that follow from others, in ascending order. Edges within a cycle all stay.
    std::vector<Edge> transitive_reduction() const;

private:
    std::vector<std::vector<Vertex>> successors_; // each in ascending order
};

} // namespace placement
