#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/what_if.h"
#include "property/generator.h"
#include "support/claims.h"

// What is said of a cluster without a constraint is what the same cluster does that never had it.
using namespace placement;
using property::XmlElement;
using property::Kinds;
using property::random_cluster;

namespace {

constexpr std::uint64_t clusters_changed = 40;

Scenario scenario(const XmlElement& cib, bool with_ledger = false) {
    return {.cib = Cib::from_text(cib.xml()), .at = Time{1'795'000'000, 0}, .with_ledger = with_ledger};
}

bool is_named(const XmlElement& element, const std::string& id) {
    return std::ranges::find(element.attributes, std::pair(std::string("id"), id)) != element.attributes.end();
}

/// Whether it is the constraint, or the one with this rule.
bool is_constraint(const XmlElement& element, const std::string& id) {
    return is_named(element, id) ||
           std::ranges::any_of(element.children, [&](const XmlElement& part) { return is_named(part, id); });
}

/// The cluster, written without the constraint.
XmlElement without(XmlElement cib, const std::string& id) {
    for (XmlElement& half : cib.children) {
        for (XmlElement& section : half.children) {
            if (section.name != "constraints") continue;
            std::erase_if(section.children, [&](const XmlElement& each) { return is_constraint(each, id); });
        }
    }
    return cib;
}

} // namespace

TEST_CASE("what an explanation says of a cluster without a constraint is what the cluster does that has none") {
    std::size_t claims = 0;
    std::size_t effective = 0;
    for (std::uint64_t seed = 0; seed < clusters_changed; ++seed) {
        CAPTURE(seed);
        const XmlElement cib = random_cluster(seed, Kinds::All);
        const Outcome outcome = simulate(scenario(cib, true));
        for (const auto& explained : constraints_explained(outcome)) {
            const std::string& id = explained.first;
            const std::string& name = explained.second;
            CAPTURE(id);
            CAPTURE(name);
            const XmlElement bare = without(cib, id);
            if (bare.xml() == cib.xml()) continue; // a group's members are kept together by no constraint
            const WhatIf claim = what_if(scenario(cib), {ConfigurationChange::without(id)}, name);
            CHECK(false_claims(claim, outcome, simulate(scenario(bare))) == std::vector<std::string>());
            ++claims;
            if (claim.changes_anything()) ++effective;
        }
    }
    CHECK(claims > 50);
    CHECK(effective > 20);
}
