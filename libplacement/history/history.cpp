#include "placement/history.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "base/all_cores.h"
#include "history/calculations.h"
#include "history/files.h"
#include "history/saved_input.h"

namespace placement {

namespace {

/// Names that a log may have; whether it is one, its text says.
bool is_log_name(std::string_view path) {
    static constexpr std::string_view names[] = {"pacemaker.log", "corosync.log", "ha-log",      "messages",
                                                 "syslog",        "journal",      "cluster.log", "daemon.log"};
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
                const bool was_named = file.path == path;
                inputs_.push_back({std::move(file), was_named});
            }
        }
    }

    History take() {
        read_inputs();
        put_in_order(history_.inputs, history_.diagnostics);
        std::ranges::stable_sort(history_.calculations, {},
                                 [](const LoggedCalculation& each) { return each.at ? each.at->seconds : 0; });
        return std::move(history_);
    }

private:
    struct Input {
        FoundFile file;
        bool was_named = false; ///< by itself, and not because of its folder
        std::optional<SavedInput> read = {};
        std::string error = {};
    };

    /// Each on its own, as what is compressed takes long.
    void read_inputs() {
        on_all_cores(inputs_, [](Input& each) {
            try {
                each.read = saved_input(std::move(each.file));
            } catch (const InputError& error) {
                if (each.was_named) throw;
                each.error = error.what();
            }
        });
        for (Input& each : inputs_) {
            if (each.read) {
                history_.inputs.push_back(std::move(*each.read));
            } else {
                history_.diagnostics.push_back(
                    {Severity::Warning, "unreadable-input", "an input is left out: " + each.error, {}});
            }
        }
    }

    void read_log(const FoundFile& file) {
        if (!is_log(file.bytes)) return;
        for (LoggedCalculation& each : calculations_in(file.bytes, file.path)) {
            // A report has each node's log, several by syslog, the journal and Pacemaker itself, and often one of all nodes besides.
            if (seen_.emplace(each.node, each.process, each.transition, each.input).second)
                history_.calculations.push_back(std::move(each));
        }
    }

    const HistoryLimits& limits_;
    History history_;
    std::vector<Input> inputs_;
    std::set<std::tuple<std::string, std::string, std::int64_t, std::string>> seen_;
};

} // namespace

History History::read(const std::vector<std::string>& paths, const HistoryLimits& limits) {
    Reader reader(limits);
    for (const std::string& path : paths) reader.read(path);
    History history = reader.take();
    if (history.inputs.empty()) {
        const std::string why = history.diagnostics.empty() ? std::string() : history.diagnostics.front().message + "; ";
        throw InputError(
            paths.empty() ? "(no path)" : paths.front(), {},
            why + "there is no input of a scheduler in it (pe-input-*, pe-warn-*, pe-error-*): give a folder with them, such as "
                  "/var/lib/pacemaker/pengine, or an archive of crm_report, `pcs cluster report` or sosreport");
    }
    return history;
}

} // namespace placement
