#include "placement-sim/command_frame.h"

#include <algorithm>
#include <exception>
#include <new>
#include <ostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement/diagnostic.h"
#include "placement/error.h"
#include "placement/names.h"
#include "placement/sweep.h"
#include "placement/unpack.h"
#include "program/output.h"

namespace placement::sim {

namespace {

bool are_all_online(const Cluster& cluster) {
    return std::ranges::all_of(cluster.nodes,
                               [](const Node& node) { return node.is_remote() || (node.online && !node.unclean); });
}

/// A complaint of several lines on one.
std::string on_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

std::string complaint_of(const CLI::App& app, const CLI::ParseError& error, int count, const char* const* words) {
    const std::string as_it_is = on_one_line(error.what()) + " (see --help)";
    if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return as_it_is;
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
    for (int i = 1; i < count; ++i) {
        const std::string word(words[i]);
        const std::string name = word.substr(0, word.find('='));
        const bool is_option = name.size() > 2 && name.starts_with("--") && std::ranges::find(known, name) == known.end();
        if (is_option) return unknown_name("option", name, known).what() + std::string(" (see --help)");
    }
    return as_it_is;
}

} // namespace

Status reported(const std::string& who, std::ostream& err, const std::function<Status()>& ask, const std::string& cib) {
    try {
        return ask();
    } catch (const std::bad_alloc&) {
        err << who << ": out of memory" << std::endl; // without a copy of the text
    } catch (const TooManyRuns& error) {
        program::complain(err, who + ": " + error.what() + ": use --max-runs " + std::to_string(error.runs()));
    } catch (const NotSupported& error) {
        program::complain(err, (cib.empty() ? who : cib) + ": " + error.what());
        return Status::NotSupported;
    } catch (const InputError& error) {
        program::complain(err, error.what());
    } catch (const std::exception& error) {
        program::complain(err, who + ": " + on_one_line(error.what()));
    }
    return Status::Unusable;
}

Status in_command(CLI::App& app, int count, const char* const* words, std::ostream& out, std::ostream& err,
                  const std::function<Status()>& ask) {
    return reported(app.get_name(), err, [&] {
        try {
            app.parse(count - 1, words + 1);
            return ask();
        } catch (const CLI::CallForHelp&) {
            program::print(out, app.help());
            return Status::Survives;
        } catch (const CLI::ParseError& error) {
            throw wrong_usage(app, error, count, words);
        }
    });
}

InvalidArgument wrong_usage(const CLI::App& app, const CLI::ParseError& error, int count, const char* const* words) {
    return InvalidArgument(complaint_of(app, error, count, words));
}

Status nothing_runs_before(const Cib& cib, bool assumed_online, std::ostream& err) {
    const bool all_online = assumed_online || are_all_online(*unpack(cib, cib.default_time()));
    program::complain(err, cib.name() + ": there is nothing to report: no service runs before a failure" +
                               (all_online ? "" : " (--assume-online assumes that all cluster nodes are online)"));
    return Status::NothingToJudge;
}

} // namespace placement::sim
