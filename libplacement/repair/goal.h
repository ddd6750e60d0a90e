#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "placement/repair.h"
#include "placement/scenario_file.h"

namespace placement {

/// Something that is to hold at a checkpoint of a test.
struct Want {
    std::size_t test = 0;
    std::size_t events = 0; ///< after so many of the test's
    std::optional<Expectation> expectation;
    std::string not_lost; ///< or else: this service is not lost
    /// Or else: this is so of the test's scenario with the CIB that is judged.
    std::function<bool(const Scenario&)> condition = {};
};

/// How a configuration fares.
struct Verdict {
    std::vector<bool> met; ///< one for each want, and for each of the last conditions
    /// Where everything is and how often it was interrupted, for all tests; the same where two configurations do the same.
    std::string course;

    bool all() const;
    std::size_t count() const;
};

/// What a search is about, as far as it is known before.
struct Concern {
    std::vector<std::string> resources; ///< as configured
    std::vector<std::string> nodes;     ///< where something is wanted
};

/// What is to hold in a cluster: the expectations of tests, all of one CIB.
class Goal {
public:
    /// Throws InvalidArgument where expectations contradict each other, UnknownName for what the cluster does not have.
    explicit Goal(const std::vector<ScenarioTest>& tests);

    /// Adds a scenario after which the services are not lost.
    void add_not_lost(const Scenario& scenario, const std::vector<std::string>& services);
    /// Adds a scenario after which the expectation is met.
    void add(const Scenario& scenario, const Expectation& expectation);
    /// Adds a scenario of which the condition is true, which plays it by itself.
    void add(const Scenario& scenario, std::function<bool(const Scenario&)> condition);
    /// Adds something that costs more, and is looked at once everything else is met.
    void add_last(std::function<bool(const Cib&)> condition) { last_.push_back(std::move(condition)); }

    std::size_t size() const { return wants_.size(); }
    /// With this CIB in place of the tests' own.
    Verdict judge(const Cib& cib) const;
    /// Whether all is met; ends with the first that is not.
    bool holds(const Cib& cib) const;
    /// What says why the CIB will not do all the same: a mandatory colocation that it leaves broken at rest, and the tests' own does
    /// not. Empty where there is none.
    std::string breaks(const Cib& cib) const;
    /// What does not hold with the tests' own CIB, explained. Adds what is concerned.
    std::vector<UnmetWant> unmet(Concern& concern) const;

private:
    struct Moment {
        std::size_t test = 0;
        std::size_t events = 0;
    };
    template <typename Visit>
    bool each_moment(const Cib& cib, const Visit& visit) const;

    std::vector<std::string> names_; ///< of the tests
    std::vector<Scenario> scenarios_;
    std::vector<Want> wants_; ///< by test and events
    std::vector<std::function<bool(const Cib&)>> last_;
};

} // namespace placement
