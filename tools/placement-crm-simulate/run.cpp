#include "placement-crm-simulate/run.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "placement-crm-simulate/profile.h"
#include "placement-crm-simulate/report.h"
#include "placement-crm-simulate/valid_cib.h"
#include "placement/cib.h"
#include "placement/scenario.h"
#include "placement/schema.h"
#include "placement/unpack.h"
#include "program/output.h"

namespace placement::crm_simulate {

namespace {

/// An end with a message.
class Failure : public std::runtime_error {
public:
    Failure(Status status, const std::string& message) : std::runtime_error(message), status_(status) {}
    Status status() const { return status_; }

private:
    Status status_;
};

void write_file(const std::string& path, const std::string& text, Status otherwise = Status::CannotCreate) {
    if (path == "-") {
        std::cout << text;
        return;
    }
    try {
        program::write_file(path, text);
    } catch (const program::CannotWrite& error) {
        throw Failure(otherwise, error.what());
    }
}

class Session {
public:
    Session(const Arguments& arguments, const Clocks& clocks, Report& report, std::ostream& err)
        : arguments_(arguments), words_(wording_of(arguments.release)), clocks_(clocks), report_(report), err_(err),
          input_(read()), cib_(input_) {}

    Status go() {
        warn_of_input();
        look();
        show_state();
        inject_changes();
        if (!arguments_.input_file.empty()) write_file(arguments_.input_file, cib_.xml());
        if (arguments_.run) plan();
        const Status status = arguments_.simulate ? carry_plan_out() : Status::Ok;
        save();
        return status;
    }

private:
    Cib read() const {
        if (arguments_.live) {
            throw Failure(Status::Unavailable,
                          "--live-check is not supported: pass the cluster's CIB (cibadmin --query) with --xml-file");
        }
        return read_valid_cib(arguments_.cib);
    }

    bool is_quiet() const { return arguments_.quiet && report_.heeds_quiet(); }

    /// One oddity is always told, as the reference tells it.
    void warn_of_input() {
        for (const Diagnostic& diagnostic : cib_.diagnostics()) {
            if (diagnostic.code == "schema-none") {
                err_ << "Schema validation of configuration is disabled (" << words_.schema_none << ")\n";
            }
        }
        tell(cib_.diagnostics());
    }

    void tell(const Diagnostics& diagnostics) {
        if (!arguments_.verbose) return;
        for (const Diagnostic& diagnostic : diagnostics) program::complain(err_, diagnostic_text(cib_.name(), diagnostic));
    }

    /// Reads the state, and says at what time. Only of the input it is assumed that secrets were removed from it.
    void look(bool is_input = true) {
        Time time = clocks_.now;
        if (!arguments_.at_text.empty()) {
            time = arguments_.at.value_or(time);
            if (!is_quiet()) {
                report_.note(std::string(words_.effective_time) + arguments_.at_text);
                line_is_open_ = is_in_lines();
            }
        } else if (const auto recorded = cib_.execution_date()) {
            time = *recorded;
            if (!is_quiet() || is_in_lines()) report_.note("Using the original execution date of: " + utc_text(time));
        }
        cluster_ = unpack(cib_, time, arguments_.release);
        tell(cluster_->diagnostics);
        if (is_quiet()) return;
        for (const std::string& notice : status_notices(*cluster_, is_input)) report_.note(notice);
    }

    bool is_in_lines() const { return words_.layout == StatusLayout::Lines; }

    /// In lines, what ends a section does this.
    void separate() {
        if (shown_ && !is_in_lines()) report_.blank_line();
    }

    /// In lines, the effective time leaves its line open, and what is a blank line elsewhere ends it.
    void blank_line() {
        if (!line_is_open_) report_.blank_line();
        line_is_open_ = false;
    }

    void status(std::string_view title, bool pending) {
        report_.status(*cluster_, {.title = std::string(title),
                                   .pending = pending,
                                   .attributes = arguments_.attributes,
                                   .failures = arguments_.fail_counts,
                                   .utc_offset = clocks_.utc_offset,
                                   .words = words_});
    }

    void show_state() {
        if (is_quiet()) return;
        if (report_.notices(*cluster_) || is_in_lines()) blank_line();
        status(words_.current_status, true);
        shown_ = true;
    }

    void inject_changes() {
        if (arguments_.injections.empty()) return;
        separate();
        const InjectedCib injected = inject(cib_, *cluster_, arguments_.injections, clocks_.now,
                                            arguments_.strict ? Unusable::PassedOver : Unusable::Refused,
                                            arguments_.strict ? Ambiguous::Ends : Ambiguous::First);
        if (!is_quiet()) report_.modifications(injected.modifications);
        for (const std::string& reason : injected.passed_over) report_.error("--op-inject: " + reason);
        if (injected.ended_at_ambiguity) refuse_ambiguity();
        shown_ = true;
        cib_ = injected.cib;
        look();
    }

    void plan() {
        schedule_ = schedule(cluster_, {.with_utilization = arguments_.utilization});
        tell(schedule_->diagnostics);
        if (arguments_.scores || arguments_.utilization) {
            separate();
            report_.scores(*schedule_, {.scores = arguments_.scores, .utilization = arguments_.utilization, .words = words_});
            shown_ = true;
        }
        save_graph();
        if (is_quiet()) return;
        separate();
        if (is_in_lines() && (arguments_.scores || arguments_.utilization || !arguments_.injections.empty())) blank_line();
        report_.summary(*schedule_);
    }

    void save_graph() {
        if (!arguments_.graph_file.empty()) {
            write_file(arguments_.graph_file, transition_xml(*schedule_, words_), Status::CannotWrite);
        }
        if (arguments_.dot_file.empty()) return;
        const DotStyle style{.all_actions = arguments_.all_actions, .numbers = arguments_.verbose};
        write_file(arguments_.dot_file, transition_dot(*schedule_, style), Status::CannotWrite);
    }

    Status carry_plan_out() {
        separate();
        if (is_in_lines() && !is_quiet()) blank_line();
        const bool adds_nodes = std::ranges::any_of(
            arguments_.injections, [](const Injection& injection) { return injection.kind == Injection::Kind::NodeUp; });
        const CarriedOut done = carry_out(cib_, *schedule_,
                                          {.failing = arguments_.failing,
                                           .at = clocks_.now,
                                           .add_nodes = adds_nodes,
                                           .states = arguments_.strict ? Ambiguous::Ends : Ambiguous::First});
        cib_ = done.cib;
        if (!is_quiet()) report_.carried_out(done, *schedule_);
        if (done.end == TransitionEnd::Ambiguous) refuse_ambiguity();
        Status status = Status::Ok;
        if (done.end == TransitionEnd::Terminated) {
            report_.error("Transition failed: terminated");
            report_.error("An invalid transition was produced");
            status = Status::InvalidTransition;
        }
        if (!is_quiet()) {
            look(false);
            blank_line();
            this->status(words_.revised_status, false);
        }
        if (arguments_.strict) return status;
        return missed_failures(done) ? Status::NoSuchObject : status;
    }

    /// What is saved is the input then.
    [[noreturn]] void refuse_ambiguity() {
        cib_ = input_;
        save();
        throw Failure(Status::Software, "a node has several states, or one without an id: nothing can be written into it");
    }

    /// Says of which operations that were to fail none happened.
    bool missed_failures(const CarriedOut& done) {
        for (const OperationResult& each : done.unused_failures) {
            report_.error("--op-fail " + text(each) + ": no such operation was part of the transition");
        }
        return !done.unused_failures.empty();
    }

    void save() {
        if (!arguments_.output_file.empty() && !arguments_.in_place) write_file(arguments_.output_file, cib_.xml());
        if (arguments_.in_place) write_file(arguments_.cib, cib_.xml());
    }

    const Arguments& arguments_;
    const Wording words_;
    const Clocks& clocks_;
    Report& report_;
    std::ostream& err_;
    const Cib input_;
    Cib cib_;
    std::shared_ptr<const Cluster> cluster_;
    std::optional<Schedule> schedule_;
    bool shown_ = false;
    bool line_is_open_ = false;
};

Status answer(const Arguments& arguments, const Clocks& clocks, Report& report, std::ostream& err) {
    try {
        if (!arguments.profile_directory.empty()) return profile(arguments, clocks, report);
        return Session(arguments, clocks, report, err).go();
    } catch (const Failure& error) {
        report.error(error.what());
        return error.status();
    } catch (const UnknownName& error) {
        report.error(error.what());
        return Status::NoSuchObject;
    } catch (const MalformedSpecification& error) {
        report.error(error.what());
        return Status::Usage;
    } catch (const NotSupported& error) {
        report.error(arguments.cib + ": " + error.what());
        return Status::NotSupported;
    } catch (const SchemaError& error) {
        report.error(error.what());
        return Status::Configuration;
    } catch (const InputError& error) {
        report.error(error.what());
        return Status::BadInput;
    }
}

std::unique_ptr<Report> make_report(const Arguments& arguments, std::ostream& out, std::ostream& err) {
    switch (arguments.format) {
    case Format::Xml: return xml_report(arguments, out);
    case Format::None: return silent_report(err);
    case Format::Text: break;
    }
    return text_report(arguments, out, err);
}

} // namespace

Status tell(const std::string& text, std::ostream& out, std::ostream& err) {
    try {
        program::print(out, text);
    } catch (const std::runtime_error& error) {
        program::complain(err, std::string("placement-crm-simulate: ") + error.what());
        return Status::CannotWrite;
    }
    return Status::Ok;
}

Status run(const Arguments& arguments, const Clocks& clocks, std::ostream& out, std::ostream& err) {
    if (arguments.output.empty() || arguments.output == "-") {
        const std::unique_ptr<Report> report = make_report(arguments, out, err);
        const Status status = answer(arguments, clocks, *report, err);
        if (status != Status::Software || arguments.format != Format::Xml) report->finish(status);
        const Status written = tell("", out, err);
        return written == Status::Ok ? status : written;
    }
    try {
        program::OutputFile file(arguments.output);
        std::ostringstream text;
        const std::unique_ptr<Report> report = make_report(arguments, text, err);
        const Status status = answer(arguments, clocks, *report, err);
        report->finish(status);
        file.finish(text.str());
        return status;
    } catch (const program::CannotWrite& error) {
        program::complain(err, std::string("placement-crm-simulate: ") + error.what());
        return Status::CannotCreate;
    }
}

} // namespace placement::crm_simulate
