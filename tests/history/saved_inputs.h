#pragma once

#include <string>
#include <utility>
#include <vector>

#include "placement/carry_out.h"
#include "placement/history.h"
#include "placement/scenario.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

/// Inputs of small clusters, as these would have saved them.
namespace placement {

/// The same CIB, saved at another moment.
inline std::string saved_at(const Cib& cib, std::int64_t seconds) {
    std::string text = cib.xml();
    const std::string attribute = "execution-date=\"";
    const std::size_t at = text.find(attribute);
    const std::size_t end = text.find('"', at + attribute.size());
    return text.replace(at, end - at, attribute + std::to_string(seconds));
}

/// A folder of inputs, one after the other, a minute apart.
class SavedInputs {
public:
    void save(const Cib& cib) {
        folder_.write("pe-input-" + std::to_string(count_) + ".xml", saved_at(cib, Sketch::now + 60 * count_));
        ++count_;
    }
    /// The inputs of a cluster that works until it is at rest.
    Cib settle(const Cib& cib) {
        const SettledCluster settled = placement::settle(cib, Time{Sketch::now, 0}, {.release = default_release});
        for (const SettledCluster::Round& round : settled.rounds) save(round.before);
        save(settled.cib);
        return settled.cib;
    }
    void log(const std::string& lines) const { folder_.write("pacemaker.log", lines); }
    History read() const { return History::read({folder_.path()}); }
    ToldHistory told() const { return tell(read(), {.release = default_release}); }

private:
    testing::TemporaryFolder folder_;
    int count_ = 0;
};

inline std::string monitored() { return operations(R"(<op id="@" name="monitor" interval="10s"/>)"); }

inline Sketch one_service() { return Sketch("n1 n2").resource(primitive("db", monitored())).runs("db", "n1"); }

/// What is recorded after the events, and before the cluster does anything about them.
inline Cib after(const Cib& cib, std::vector<Event> events) {
    const Outcome outcome = simulate({.cib = cib, .events = std::move(events), .release = default_release});
    return outcome.settled->rounds.empty() ? outcome.settled->cib : outcome.settled->rounds.front().before;
}

} // namespace placement
