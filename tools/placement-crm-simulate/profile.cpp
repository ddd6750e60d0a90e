#include "placement-crm-simulate/profile.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "placement-crm-simulate/valid_cib.h"
#include "placement/cib.h"
#include "placement/schema.h"
#include "placement/unpack.h"

namespace placement::crm_simulate {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_in(const std::string& directory, std::error_code& error) {
    std::vector<std::string> names;
    for (fs::directory_iterator each(directory, error), end; !error && each != end; each.increment(error)) {
        const std::string name = each->path().filename().string();
        std::error_code ignored;
        if (name.starts_with('.') || !name.ends_with(".xml") || !each->is_regular_file(ignored)) continue;
        names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

Time time_for(const Arguments& arguments, const Clocks& clocks, const Cib& cib) {
    if (!arguments.at_text.empty()) return arguments.at.value_or(clocks.now);
    return cib.execution_date().value_or(clocks.now);
}

Report::Timing time_file(const Arguments& arguments, const Clocks& clocks, const std::string& path) {
    Report::Timing timing{.file = path, .seconds = 0, .scores = {}};
    const Cib cib = read_valid_cib(path);
    const double begin = clocks.processor_seconds();
    for (int i = 0; i < arguments.repeat; ++i) {
        const Schedule result = schedule(unpack(cib, time_for(arguments, clocks, cib), arguments.release),
                                         {.with_utilization = arguments.utilization});
        if (!arguments.scores && !arguments.utilization) continue;
        timing.scores += score_report(
            result, {.scores = arguments.scores, .utilization = arguments.utilization, .words = wording_of(arguments.release)});
    }
    timing.seconds = clocks.processor_seconds() - begin;
    return timing;
}

} // namespace

Status profile(const Arguments& arguments, const Clocks& clocks, Report& report) {
    std::error_code error;
    const std::vector<std::string> names = names_in(arguments.profile_directory, error);
    if (error) {
        report.error("cannot read the directory `" + arguments.profile_directory + "`: " + error.message());
        return Status::NoSuchObject;
    }
    Status status = Status::Ok;
    std::vector<Report::Timing> timings;
    for (const std::string& name : names) {
        try {
            timings.push_back(time_file(arguments, clocks, arguments.profile_directory + "/" + name));
        } catch (const SchemaError& refused) {
            report.error(refused.what());
            status = Status::Configuration;
        } catch (const InputError& unusable) {
            report.error(unusable.what());
            status = Status::BadInput;
        } catch (const NotSupported& unsupported) {
            report.error(name + ": " + unsupported.what());
            status = Status::NotSupported;
        }
    }
    if (!names.empty()) report.timings(timings);
    return status;
}

} // namespace placement::crm_simulate
