// Fails each node in turn and says where every resource is then.
// failure_sweep CIB
#include <iostream>

#include <placement/cluster.h>
#include <placement/scenario.h>

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: failure_sweep CIB\n";
        return 2;
    }
    try {
        const placement::Cib cib = placement::Cib::from_file(arguments[1]);
        const placement::Outcome now = placement::simulate({.cib = cib});
        for (const placement::Node& node : now.before->nodes) {
            std::cout << "when " << node.name << " fails:\n";
            const auto outcome = placement::simulate({.cib = cib, .events = {placement::NodeFails{node.name}}});
            for (const placement::ResourceOutcome& resource : outcome.resources) {
                if (!resource.parent.empty()) continue;
                std::cout << "  " << resource.id << ":";
                for (const placement::RunningOn& place : resource.after) {
                    std::cout << ' ' << place.node << " (" << placement::text(place.role) << ')';
                }
                std::cout << (resource.after.empty() ? " stopped\n" : "\n");
            }
        }
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
    return 0;
}
