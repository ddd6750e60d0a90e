#include <ostream>

#include "placement-crm-simulate/report.h"

namespace placement::crm_simulate {

namespace {

/// Collects the elements; the document is written when all is known.
class XmlReport : public Report {
public:
    XmlReport(const Arguments& arguments, std::ostream& out) : request_(arguments.request), out_(out) {}

    bool heeds_quiet() const override { return false; }
    void blank_line() override {}
    void note(const std::string&) override {}
    bool notices(const Cluster&) override { return false; }

    void status(const Cluster& cluster, const ClusterStatusOptions& options) override {
        elements_ += cluster_status_xml(cluster, options, status_shown_);
        status_shown_ = true;
    }

    void modifications(const std::vector<Modification>& modifications) override { elements_ += modifications_xml(modifications); }

    void scores(const Schedule& schedule, const ScoreReport& wanted) override { elements_ += score_report_xml(schedule, wanted); }

    void summary(const Schedule& schedule) override { elements_ += transition_summary_xml(schedule); }

    void carried_out(const CarriedOut& carried_out, const Schedule&) override { elements_ += carried_out_xml(carried_out); }

    void timings(const std::vector<Timing>& timings) override {
        std::vector<ResultTiming> rows;
        for (const Timing& timing : timings) rows.push_back({timing.file, timing.seconds});
        elements_ += timings_xml(rows);
    }

    void error(const std::string& text) override { errors_.push_back(text); }

    void finish(Status status) override {
        out_ << result_xml(request_, elements_, static_cast<int>(status), errors_) << std::flush;
    }

private:
    std::string request_;
    std::ostream& out_;
    std::string elements_;
    std::vector<std::string> errors_;
    bool status_shown_ = false;
};

} // namespace

std::unique_ptr<Report> xml_report(const Arguments& arguments, std::ostream& out) {
    return std::make_unique<XmlReport>(arguments, out);
}

} // namespace placement::crm_simulate
