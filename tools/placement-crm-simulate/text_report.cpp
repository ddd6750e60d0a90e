#include <cstdio>
#include <ostream>
#include <string_view>

#include "placement-crm-simulate/report.h"
#include "placement/quoting.h"
#include "program/output.h"

namespace placement::crm_simulate {

namespace {

std::string with_bullets(std::string_view lines) {
    std::string text;
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        text.append("  * ").append(lines.substr(0, end)).append("\n");
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
    return text;
}

class TextReport : public Report {
public:
    TextReport(const Arguments& arguments, std::ostream& out, std::ostream& err)
        : words_(wording_of(arguments.release)),
          bullets_(words_.layout == StatusLayout::Outline && !(arguments.scores && arguments.quiet)), quiet_(arguments.quiet),
          out_(out), err_(err) {}

    void blank_line() override { out_ << '\n'; }
    void note(const std::string& text) override { out_ << visible(text) << '\n'; }

    bool notices(const Cluster& cluster) override {
        const std::string text = cluster_notices_text(cluster, words_);
        out_ << text;
        return !text.empty();
    }

    void status(const Cluster& cluster, const ClusterStatusOptions& options) override {
        out_ << cluster_status_text(cluster, options);
    }

    void modifications(const std::vector<Modification>& modifications) override {
        out_ << modifications_text(modifications, words_);
    }

    void scores(const Schedule& schedule, const ScoreReport& wanted) override {
        if (bullets_ || words_.layout == StatusLayout::Lines) {
            out_ << (!wanted.utilization ? words_.scores
                     : wanted.scores     ? words_.scores_and_utilization
                                         : words_.utilization)
                 << '\n';
        }
        if (!quiet_) {
            for (const std::string& notice : schedule.notices) note(notice);
        }
        const std::string lines = score_report(schedule, wanted);
        out_ << (bullets_ ? with_bullets(lines) : lines);
    }

    void summary(const Schedule& schedule) override { out_ << transition_summary_text(schedule, words_); }

    void carried_out(const CarriedOut& carried_out, const Schedule& schedule) override {
        out_ << carried_out_text(carried_out, schedule, words_);
    }

    void timings(const std::vector<Timing>& timings) override {
        if (bullets_) out_ << "Timings:\n";
        for (const Timing& timing : timings) {
            char seconds[32];
            std::snprintf(seconds, sizeof seconds, "%.2f", timing.seconds);
            const std::string line = visible("Testing " + timing.file + " ... " + seconds + " secs") + "\n";
            out_ << (bullets_ ? with_bullets(timing.scores) + with_bullets(line) : timing.scores + line);
        }
    }

    void error(const std::string& text) override { program::complain(err_, "placement-crm-simulate: " + text); }
    void finish(Status) override { out_.flush(); }

private:
    Wording words_;
    bool bullets_;
    bool quiet_;
    std::ostream& out_;
    std::ostream& err_;
};

class SilentReport : public Report {
public:
    explicit SilentReport(std::ostream& err) : err_(err) {}

    void blank_line() override {}
    void note(const std::string&) override {}
    bool notices(const Cluster&) override { return false; }
    void status(const Cluster&, const ClusterStatusOptions&) override {}
    void modifications(const std::vector<Modification>&) override {}
    void scores(const Schedule&, const ScoreReport&) override {}
    void summary(const Schedule&) override {}
    void carried_out(const CarriedOut&, const Schedule&) override {}
    void timings(const std::vector<Timing>&) override {}
    void error(const std::string& text) override { program::complain(err_, "placement-crm-simulate: " + text); }
    void finish(Status) override {}

private:
    std::ostream& err_;
};

} // namespace

std::unique_ptr<Report> text_report(const Arguments& arguments, std::ostream& out, std::ostream& err) {
    return std::make_unique<TextReport>(arguments, out, err);
}

std::unique_ptr<Report> silent_report(std::ostream& err) { return std::make_unique<SilentReport>(err); }

} // namespace placement::crm_simulate
