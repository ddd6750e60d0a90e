#include "placement/history.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "base/all_cores.h"
#include "base/characters.h"
#include "cib/decompress.h"
#include "history/files.h"
#include "history/log.h"
#include "history/log_clock.h"
#include "history/names_in_records.h"
#include "history/saved_input.h"

namespace placement {

namespace {

/// What a report of a whole system says of its name.
bool is_host_name(std::string_view path) { return path.ends_with("/etc/hostname"); }

/// Names that a log may have; whether it is one, its text says.
bool is_log_name(std::string_view path) {
    static constexpr std::string_view names[] = {"pacemaker.log", "corosync.log", "ha-log",      "messages",
                                                 "syslog",        "journal",      "cluster.log", "daemon.log"};
    const std::string_view name = file_name(path);
    if (name.ends_with(".info")) return false;
    return std::ranges::any_of(names, [name](std::string_view each) { return name.starts_with(each); });
}

bool is_corosync_name(std::string_view path) { return file_name(path) == "corosync.conf"; }

bool is_of_interest(std::string_view path) {
    return is_input_name(path) || is_log_name(path) || is_host_name(path) || is_corosync_name(path);
}

class Reader {
public:
    explicit Reader(const HistoryLimits& limits) : limits_(limits) {}

    void read(const std::string& path) {
        for (FoundFile& file : find_files(path, limits_, is_of_interest, history_.diagnostics)) {
            if (is_corosync_name(file.path)) {
                read_corosync(file);
            } else if (is_host_name(file.path)) {
                const std::string folder = file.path.substr(0, file.path.size() - std::string_view("etc/hostname").size());
                hosts_[folder] = trimmed(file.bytes);
            } else if (is_log_name(file.path) && !is_input_name(file.path)) {
                read(std::move(file));
            } else {
                const bool was_named = file.path == path;
                inputs_.push_back({std::move(file), was_named});
            }
        }
    }

    History take() {
        read_inputs();
        name_nodes();
        put_in_order(history_.inputs, history_.diagnostics);
        date_lines_without_year(history_);
        const auto seconds = [](const auto& line) { return line.at ? line.at->seconds : 0; };
        std::ranges::stable_sort(history_.calculations, {}, seconds);
        std::ranges::stable_sort(history_.events, {}, seconds);
        tell_each_calculation_once();
        tell_each_event_once();
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

    void read(FoundFile file) {
        std::string text;
        try {
            text = decompressed(std::move(file.bytes), file.path, file.path);
        } catch (const InputError& error) {
            history_.diagnostics.push_back(
                {Severity::Warning, "unreadable-log", std::string("a log is left out: ") + error.what(), {}});
            return;
        }
        if (!is_log(text)) return;
        LogContent content = read_log(text, file.path);
        std::ranges::move(content.calculations, std::back_inserter(history_.calculations));
        std::ranges::move(content.events, std::back_inserter(history_.events));
    }

    /// Each node has one, and they should be the same.
    void read_corosync(const FoundFile& file) {
        const auto tell = [this](const char* code, std::string message) {
            history_.diagnostics.push_back({Severity::Warning, code, std::move(message), {}});
        };
        if (history_.corosync && file.bytes != corosync_text_)
            return tell("corosync-conf-differs",
                        file.path + " is not the same as " + history_.corosync->file_name + ", by which quorum is counted");
        if (history_.corosync) return;
        try {
            history_.corosync =
                std::make_shared<const CorosyncConfiguration>(CorosyncConfiguration::parse(file.bytes, file.path));
            corosync_text_ = file.bytes;
        } catch (const Error& error) {
            tell("unreadable-corosync-conf", std::string("a corosync.conf is left out: ") + error.what());
        }
    }

    /// Of a report of a whole system, whose folders do not say it.
    void name_nodes() {
        for (SavedInput& input : history_.inputs) {
            if (!input.node.empty()) continue;
            for (const auto& [folder, name] : hosts_) {
                if (input.file.starts_with(folder)) input.node = name;
            }
        }
    }

    /// A report has each node's log, several by syslog, the journal and Pacemaker itself, and often one of all nodes besides.
    void tell_each_calculation_once() {
        std::set<std::tuple<std::string, std::string, std::int64_t, std::string>> seen;
        std::vector<LoggedCalculation> kept;
        for (const bool dated : {true, false}) {
            for (LoggedCalculation& each : history_.calculations) {
                if (each.at.has_value() != dated) continue;
                if (seen.emplace(each.node, each.process, each.transition, each.input).second) kept.push_back(std::move(each));
            }
        }
        history_.calculations = std::move(kept);
    }

    /// Each node logs that another one is lost, and each in several logs.
    void tell_each_event_once() {
        constexpr std::int64_t at_once = 10;
        std::map<std::tuple<LoggedEvent::Kind, std::string, std::string, std::string>, std::int64_t> last;
        std::vector<LoggedEvent> kept;
        for (LoggedEvent& event : history_.events) {
            if (!event.at) continue;
            const auto [known, is_new] =
                last.try_emplace({event.kind, event.node, event.resource, event.operation}, event.at->seconds);
            if (!is_new && event.at->seconds - known->second <= at_once) continue;
            known->second = event.at->seconds;
            kept.push_back(std::move(event));
        }
        history_.events = std::move(kept);
    }

    const HistoryLimits& limits_;
    History history_;
    std::vector<Input> inputs_;
    std::string corosync_text_;
    std::map<std::string, std::string> hosts_; ///< by the folder of the system
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
