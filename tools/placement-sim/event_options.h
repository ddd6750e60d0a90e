#pragma once

#include <map>
#include <string>
#include <vector>

#include "placement/scenario.h"

namespace CLI {
class App;
}

/// The options that let something happen to the cluster.
namespace placement::sim {

class EventOptions {
public:
    /// The options write into this object when the command line is read.
    void add_to(CLI::App& app);
    /// The events in the order of the command line, whatever option they came by. Throws InvalidArgument.
    std::vector<Event> in_order(const CLI::App& app) const;

private:
    std::map<std::string, std::vector<std::string>> values_;
    int settle_ = 0;
};

} // namespace placement::sim
