// How time grows with each dimension of a cluster: reading, unpacking and scheduling at growing sizes, and the exponent of the
// power of the size that fits the times best (least squares of the logarithms). 1 is linear.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <functional>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/generated_cluster.h"
#include "placement/cib.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

namespace placement::bench {
namespace {

constexpr Time at{1'700'000'000, 0};

/// Of this process.
double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// The shortest of several, in milliseconds.
double shortest(const std::function<void()>& work) {
    constexpr double enough = 0.3;
    constexpr int most = 25;
    double best = 0;
    double spent = 0;
    for (int i = 0; i < most && (i == 0 || spent < enough); ++i) {
        const double begin = processor_seconds();
        work();
        const double took = processor_seconds() - begin;
        best = i == 0 ? took : std::min(best, took);
        spent += took;
    }
    return best * 1000;
}

// ---- clusters -------------------------------------------------------------------------------------------------

struct Parts {
    std::size_t nodes = 8;
    std::string resources = {};
    std::string constraints = {};
    std::string history = {}; ///< of each node
};

std::string cib_of(const Parts& parts) {
    std::string text = R"(<cib crm_feature_set="3.19.0" validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0")"
                       R"( have-quorum="1" dc-uuid="1"><configuration><crm_config><cluster_property_set id="p">)"
                       R"(<nvpair id="f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config><nodes>)";
    for (std::size_t node = 1; node <= parts.nodes; ++node) text += fmt::format(R"(<node id="{0}" uname="node{0}"/>)", node);
    text += "</nodes><resources>" + parts.resources + "</resources><constraints>" + parts.constraints +
            "</constraints></configuration><status>";
    for (std::size_t node = 1; node <= parts.nodes; ++node) {
        text += fmt::format(R"(<node_state id="{0}" uname="node{0}" in_ccm="true" crmd="online" join="member" expected="member">)"
                            R"(<lrm id="{0}"><lrm_resources>{1}</lrm_resources></lrm></node_state>)",
                            node, parts.history);
    }
    return text + "</status></cib>\n";
}

std::string primitives(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += fmt::format(R"(<primitive id="r{0}" class="ocf" provider="pacemaker" type="Dummy"><operations>)"
                            R"(<op id="r{0}-monitor" name="monitor" interval="10s"/></operations></primitive>)",
                            i);
    }
    return text;
}

std::string group_of(std::size_t members) { return cib_of({.resources = "<group id=\"g\">" + primitives(members) + "</group>"}); }

std::string with_history_of(std::size_t operations) {
    constexpr std::size_t resources = 100;
    constexpr const char* key = "1:1:7:00000000-0000-0000-0000-000000000000";
    std::string history;
    for (std::size_t i = 0; i < resources; ++i) {
        history += fmt::format(R"(<lrm_resource id="r{}" class="ocf" provider="pacemaker" type="Dummy">)", i);
        for (std::size_t call = 1; call <= operations; ++call) {
            history +=
                fmt::format(R"(<lrm_rsc_op id="r{0}_{1}" operation_key="r{0}_monitor_0" operation="monitor" transition-key="{2}")"
                            R"( transition-magic="0:7;{2}" call-id="{1}" rc-code="7" op-status="0" interval="0"/>)",
                            i, call, key);
        }
        history += "</lrm_resource>";
    }
    return cib_of({.resources = primitives(resources), .history = history});
}

/// Constraints of one kind among 1,000 resources, drawn at random.
std::string with_constraints(std::size_t count, const std::function<std::string(std::size_t, std::size_t, std::size_t)>& make) {
    constexpr std::size_t resources = 1000;
    std::mt19937 random(1); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    std::string constraints;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t one = random() % resources;
        const std::size_t other = (one + 1 + random() % (resources - 1)) % resources;
        constraints += make(i, one, other);
    }
    return cib_of({.resources = primitives(resources), .constraints = constraints});
}

std::string with_locations(std::size_t count) {
    return with_constraints(count, [](std::size_t i, std::size_t one, std::size_t other) {
        return fmt::format(R"(<rsc_location id="l{}" rsc="r{}" node="node{}" score="100"/>)", i, one, other % 8 + 1);
    });
}

std::string with_colocations(std::size_t count, const char* score) {
    return with_constraints(count, [score](std::size_t i, std::size_t one, std::size_t other) {
        return fmt::format(R"(<rsc_colocation id="c{}" rsc="r{}" with-rsc="r{}" score="{}"/>)", i, one, other, score);
    });
}

std::string with_orderings(std::size_t count) {
    return with_constraints(count, [](std::size_t i, std::size_t one, std::size_t other) {
        return fmt::format(R"(<rsc_order id="o{}" first="r{}" then="r{}"/>)", i, std::min(one, other), std::max(one, other));
    });
}

std::string with_tickets(std::size_t count) {
    return with_constraints(count, [](std::size_t i, std::size_t one, std::size_t other) {
        return fmt::format(R"(<rsc_ticket id="t{}" rsc="r{}" ticket="ticket{}" loss-policy="stop"/>)", i, one, other % 20);
    });
}

// ---- measuring ------------------------------------------------------------------------------------------------

struct Dimension {
    std::string name;
    std::vector<std::size_t> sizes;
    std::function<std::string(std::size_t)> cluster;
};

std::vector<Dimension> dimensions() {
    const std::vector<std::size_t> constraints{100, 200, 400, 800, 1600, 3200, 6400};
    return {
        {"nodes, 200 resources",
         {8, 16, 32, 64, 128, 200},
         [](std::size_t n) {
             return generated_cluster({n, 200, 40});
         }},
        {"resources, 8 nodes",
         {500, 1000, 2000, 5000, 10000},
         [](std::size_t n) {
             return generated_cluster({8, n, n / 5});
         }},
        {"members of a group", {10, 25, 50, 100, 200, 400}, group_of},
        {"operations in a history", {4, 8, 16, 32, 64}, with_history_of},
        {"locations at random", constraints, with_locations},
        {"colocations (10) at random", constraints, [](std::size_t n) { return with_colocations(n, "10"); }},
        {"colocations (-INFINITY) at random", constraints, [](std::size_t n) { return with_colocations(n, "-INFINITY"); }},
        {"orderings at random", constraints, with_orderings},
        {"tickets at random", constraints, with_tickets},
    };
}

struct Times {
    std::size_t size = 0;
    double read = 0;
    double unpack = 0;
    double schedule = 0;
};

/// None where the cluster is refused because it asks for too much.
std::optional<Times> times_of(const Dimension& dimension, std::size_t size) {
    const std::string text = dimension.cluster(size);
    try {
        const Cib cib = Cib::from_text(text);
        const auto cluster = unpack(cib, at);
        static_cast<void>(schedule(cluster));
        return Times{size, shortest([&] { static_cast<void>(Cib::from_text(text)); }),
                     shortest([&] { static_cast<void>(unpack(cib, at)); }),
                     shortest([&] { static_cast<void>(schedule(cluster)); })};
    } catch (const LimitReached&) {
        return std::nullopt;
    }
}

/// Of the line through the logarithms.
double exponent(const std::vector<Times>& times, double Times::*what) {
    double x = 0;
    double y = 0;
    for (const Times& each : times) {
        x += std::log(static_cast<double>(each.size));
        y += std::log(each.*what);
    }
    const double count = static_cast<double>(times.size());
    x /= count;
    y /= count;
    double above = 0;
    double below = 0;
    for (const Times& each : times) {
        const double from_mean = std::log(static_cast<double>(each.size)) - x;
        above += from_mean * (std::log(each.*what) - y);
        below += from_mean * from_mean;
    }
    return above / below;
}

void measure(const Dimension& dimension) {
    std::vector<Times> times;
    for (const std::size_t size : dimension.sizes) {
        const auto measured = times_of(dimension, size);
        if (!measured) {
            std::cout << fmt::format("{:<36}{:>7}  refused: more than the limits of a schedule allow\n", dimension.name, size);
            break;
        }
        times.push_back(*measured);
        std::cout << fmt::format("{:<36}{:>7}{:>12.3f}{:>12.3f}{:>12.3f}\n", dimension.name, size, measured->read,
                                 measured->unpack, measured->schedule)
                  << std::flush;
    }
    if (times.size() < 3) return;
    std::cout << fmt::format("{:<36}{:>7}{:>12.2f}{:>12.2f}{:>12.2f}\n\n", "", "^", exponent(times, &Times::read),
                             exponent(times, &Times::unpack), exponent(times, &Times::schedule));
}

} // namespace
} // namespace placement::bench

int main(int count, char** words) {
    using namespace placement::bench;
    std::cout << fmt::format("{:<36}{:>7}{:>12}{:>12}{:>12}\n", "milliseconds of processor time", "size", "read", "unpack",
                             "schedule");
    for (const Dimension& dimension : dimensions()) {
        if (count < 2 || dimension.name.find(words[1]) != std::string::npos) measure(dimension);
    }
    return 0;
}
