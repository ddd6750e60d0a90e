#include "placement/history.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "history/calculations.h"
#include "history/files.h"
#include "history/saved_input.h"

namespace placement {

namespace {

/// Names that a log may have; whether it is one, its text says.
bool is_log_name(std::string_view path) {
    static constexpr std::string_view names[] = {"pacemaker.log", "corosync.log", "ha-log", "messages", "syslog", "journal", "cluster.log", "daemon.log"};
    const std::size_t at = path.find_last_of("/:");
    const std::string_view name = at == std::string_view::npos ? path : path.substr(at + 1);
    if (name.ends_with(".info") || name.ends_with(".bz2") || name.ends_with(".gz") || name.ends_with(".xz")) return false;
    return std::ranges::any_of(names, [name](std::string_view each) { return name.starts_with(each); });
}

bool may_matter(std::string_view path) { return is_input_name(path) || is_log_name(path); }

class Reader {
public:
    explicit Reader(const HistoryLimits& limits) : limits_(limits) {}

    void read(const std::string& path) {
        for (FoundFile& file : find_files(path, limits_, may_matter, history_.diagnostics)) {
            if (is_log_name(file.path) && !is_input_name(file.path)) {
                read_log(file);
            } else {
                read_input(std::move(file), path);
            }
        }
    }

    History take() {
        put_in_order(history_.inputs, history_.diagnostics);
        std::ranges::stable_sort(history_.calculations, {}, [](const LoggedCalculation& each) { return each.at ? each.at->seconds : 0; });
        return std::move(history_);
    }

private:
    void read_input(FoundFile file, const std::string& given) {
        const std::string path = file.path;
        try {
            history_.inputs.push_back(saved_input(std::move(file)));
        } catch (const InputError& error) {
            if (path == given) throw;
            history_.diagnostics.push_back({Severity::Warning, "unreadable-input", fmt::format("{} is left out: {}", path, error.what()), {}});
        }
    }

    void read_log(const FoundFile& file) {
        if (!is_log(file.bytes)) return;
        for (LoggedCalculation& each : calculations_in(file.bytes, file.path)) {
            // A report has each node's log, several by syslog, the journal and Pacemaker itself, and often one of all nodes besides.
            if (seen_.emplace(each.node, each.process, each.transition, each.input).second) history_.calculations.push_back(std::move(each));
        }
    }

    const HistoryLimits& limits_;
    History history_;
    std::set<std::tuple<std::string, std::string, std::int64_t, std::string>> seen_;
};

} // namespace

History History::read(const std::vector<std::string>& paths, const HistoryLimits& limits) {
    Reader reader(limits);
    for (const std::string& path : paths) reader.read(path);
    History history = reader.take();
    if (history.inputs.empty()) {
        throw InputError(paths.empty() ? "(no path)" : paths.front(), {},
                         "there is no input of a scheduler in it (pe-input-*, pe-warn-*, pe-error-*): give a folder with them, such as "
                         "/var/lib/pacemaker/pengine, or an archive of crm_report, `pcs cluster report` or sosreport");
    }
    return history;
}

} // namespace placement
