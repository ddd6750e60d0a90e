#include "placement/history.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "errors.h"
#include "long_call.h"
#include "rendered.h"

namespace placement::python {

namespace {

/// What was read, and what it tells.
struct HistoryAnswer {
    std::shared_ptr<const History> history;
    ToldHistory told;
};

HistoryOptions history_options_of(const py::dict& options, LongCall& call) {
    HistoryOptions made;
    made.release = release_of(get<std::optional<std::string>>(options, "release"));
    made.otherwise.configuration = get<std::optional<Cib>>(options, "with_cib");
    made.otherwise.changes = changes_of(get<py::list>(options, "with_changes"));
    made.otherwise.release = release_of(get<std::optional<std::string>>(options, "with_release"));
    made.explain_outages = get<bool>(options, "explain_outages");
    made.search_outages = get<std::size_t>(options, "search_outages");
    made.progress = [&call](std::size_t done, std::size_t total) {
        call.end_if_stopped();
        call.note(done, total);
    };
    return made;
}

} // namespace

void add_history(py::module_& module) {
    py::class_<HistoryAnswer> answer(module, "History");
    answer.def("text", [](const HistoryAnswer& of, const std::string& resource, const std::optional<std::string>& since,
                          const std::optional<std::string>& until, bool color, bool everything, std::size_t width) {
        const HistoryView view{resource, time_of(since), time_of(until)};
        return to_str(history_text(*of.history, of.told, view, {.color = color, .everything = everything, .width = width}));
    });
    add_rendering(answer, "json", [](const HistoryAnswer& of) { return history_json(*of.history, of.told); });
    answer.def("input", [](const HistoryAnswer& of, std::size_t number) {
        const py::gil_scoped_release released;
        return of.history->inputs.at(number).cib();
    });
    answer.def("incident", [](const HistoryAnswer& of, std::size_t outage, const std::string& cib_file) {
        const Incident written = incident(*of.history, of.told, of.told.outages.at(outage), cib_file);
        return py::make_tuple(to_str(written.scenario), py::bytes(written.cib));
    });
    module.def("history", [](const std::vector<std::string>& paths, const std::optional<Corosync>& corosync,
                             const py::dict& options, const py::object& progress) {
        LongCall call(progress);
        const HistoryOptions wanted = history_options_of(options, call);
        return call.run([&] {
            History history = reading_other([&] { return History::read(paths); });
            if (corosync) history.corosync = corosync->configuration;
            auto read = std::make_shared<const History>(std::move(history));
            ToldHistory told = tell(*read, wanted);
            return HistoryAnswer{std::move(read), std::move(told)};
        });
    });
}

} // namespace placement::python
