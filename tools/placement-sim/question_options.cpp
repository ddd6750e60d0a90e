#include "placement-sim/question_options.h"

#include <CLI/CLI.hpp>

namespace placement::sim {

void QuestionOptions::add_to(CLI::App& app, StartFrom from, const std::vector<std::string>& formats) {
    events.add_to(app);
    agents.add_to(app);
    failing.add_to(app);
    limit.add_to(app);
    begin.add_to(app, from);
    live.add_to(app);
    release.add_to(app);
    at.add_to(app);
    quorum.add_to(app, QuorumOption::Help::Full);
    corosync.add_to(app);
    format.add_to(app, formats);
}

Arguments QuestionOptions::arguments(const CLI::App& app) const {
    Arguments arguments;
    arguments.events = events.in_order(app);
    arguments.at = at.time();
    arguments.quorum = quorum.rule();
    arguments.corosync = corosync.path();
    arguments.release = release.release();
    arguments.format = format.is("json") ? Format::Json : Format::Text;
    arguments.failing = failing.results();
    arguments.transition_limit = limit.limit();
    begin.apply_to(arguments);
    agents.apply_to(arguments);
    return arguments;
}

} // namespace placement::sim
