#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cib/edit.h"
#include "placement/carry_out.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "truth/failures.h"
#include "truth/state.h"

/// Where a cluster does something else than crm_simulate, and the answer is right to differ.
namespace placement::truth {

/// What happened to the cluster, and what we say of it.
struct Happened {
    const Cib& recorded;
    const Cluster& before;
    const Failure& failure;
    const Outcome& ours;
};

/// One transition that was carried out.
struct Step {
    const Cluster& before;
    const Schedule& schedule;
    const CarriedOut& done;
};

/// A difference, as what would make crm_simulate do what a cluster does.
struct Rule {
    std::string_view name;
    std::string_view reason;
    /// What else is in a cluster's state after the failure; null: nothing.
    void (*after_failure)(const Happened& happened, CibEdit& edit) = nullptr;
    /// What of a transition a cluster does not get done, taken out of it; null: nothing.
    void (*before_step)(Schedule& schedule) = nullptr;
    /// What a cluster also writes after a transition; null: nothing.
    void (*after_step)(const Step& step, CibEdit& edit) = nullptr;
    /// What is shown and not known: taken out of a state. Null: nothing.
    void (*shown)(const Cluster& cluster, State& state) = nullptr;
};

using Rules = std::vector<const Rule*>;

std::span<const Rule> all_rules();

} // namespace placement::truth
