#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "placement-crm-simulate/arguments.h"
#include "placement/carry_out.h"
#include "placement/render.h"

namespace placement::crm_simulate {

/// What is shown, in the order in which it comes; text and XML are two ways to write it.
class Report {
public:
    virtual ~Report() = default;

    /// Whether --quiet leaves out all but what is essential.
    virtual bool heeds_quiet() const { return true; }
    virtual void blank_line() = 0;
    /// A line that belongs to no section.
    virtual void note(const std::string& text) = 0;
    /// What is said of the whole cluster before its state. Returns whether there was something to say.
    virtual bool notices(const Cluster& cluster) = 0;
    virtual void status(const Cluster& cluster, const ClusterStatusOptions& options) = 0;
    virtual void modifications(const std::vector<Modification>& modifications) = 0;
    virtual void scores(const Schedule& schedule, const ScoreReport& wanted) = 0;
    virtual void summary(const Schedule& schedule) = 0;
    virtual void carried_out(const CarriedOut& carried_out, const Schedule& schedule) = 0;

    struct Timing {
        std::string file;
        double seconds = 0;
        std::string scores; ///< what the runs reported, a line each
    };
    virtual void timings(const std::vector<Timing>& timings) = 0;

    /// Says what went wrong.
    virtual void error(const std::string& text) = 0;
    /// Everything is said.
    virtual void finish(Status status) = 0;
};

/// A report that is written to `out`, and what went wrong to `err`.
std::unique_ptr<Report> text_report(const Arguments& arguments, std::ostream& out, std::ostream& err);
std::unique_ptr<Report> xml_report(const Arguments& arguments, std::ostream& out);
/// Says only what went wrong.
std::unique_ptr<Report> silent_report(std::ostream& err);

} // namespace placement::crm_simulate
