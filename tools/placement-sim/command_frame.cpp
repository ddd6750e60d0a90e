#include "placement-sim/command_frame.h"

#include <exception>
#include <new>
#include <ostream>

#include <CLI/CLI.hpp>

#include "placement-sim/shared_options.h"
#include "placement/diagnostic.h"
#include "placement/sweep.h"
#include "program/output.h"

namespace placement::sim {

Status failure(const std::string& who, std::ostream& err, const std::string& cib) {
    try {
        throw;
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

Status told_instead(const Parsed& parsed, const std::string& who, std::ostream& out, std::ostream& err) {
    if (!parsed.error.empty()) {
        program::complain(err, who + ": " + parsed.error);
        return Status::Unusable;
    }
    program::print(out, parsed.output);
    return Status::Survives;
}

Status in_command(CLI::App& app, int count, const char* const* words, std::ostream& out, std::ostream& err,
                  const std::function<Status()>& ask) {
    try {
        try {
            app.parse(count - 1, words + 1);
            return ask();
        } catch (const CLI::CallForHelp&) {
            program::print(out, app.help());
            return Status::Survives;
        }
    } catch (const CLI::ParseError& error) {
        program::complain(err, app.get_name() + ": " + complaint_of(app, error, count, words));
        return Status::Unusable;
    } catch (...) {
        return failure(app.get_name(), err);
    }
}

} // namespace placement::sim
