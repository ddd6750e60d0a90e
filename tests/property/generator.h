#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Clusters by chance, for properties that hold for every cluster. The same seed gives the same cluster anywhere.
namespace placement::property {

/// Splitmix64: small, and the same on every machine, as the standard library's distributions are not.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    /// From 0 to bound - 1; the bound is at least 1.
    std::size_t below(std::size_t bound);
    bool percent(std::size_t chance) { return below(100) < chance; }
    template <typename Value>
    const Value& one_of(const std::vector<Value>& values) {
        return values[below(values.size())];
    }
    template <typename Value>
    void shuffle(std::vector<Value>& values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t state_;
};

/// An XML element that is still to be written, or a comment: "!--", with its text for an attribute's value.
struct XmlElement {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::vector<XmlElement> children;

    XmlElement& add(XmlElement child);
    std::string xml() const;
};

/// Which resources the cluster may have.
enum class Kinds : std::uint8_t {
    Plain, ///< primitives and groups, each active on one node at most, with all its members
    All,   ///< clones, promotable clones and bundles too
};

/// A whole <cib>: options, nodes of all states, resources, constraints without cycles, histories with failures.
XmlElement random_cluster(std::uint64_t seed, Kinds kinds);

/// The same cluster with the attributes of every element, and the children of every element named in `parents`, in
/// another order.
XmlElement reordered(XmlElement cib, Chance& chance, const std::vector<std::string>& parents);

} // namespace placement::property
