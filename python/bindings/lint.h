#pragma once

#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include "bindings.h"
#include "placement/lint.h"

namespace placement::python {

/// What ended the rules early: what one of them raised, or a signal. It is kept until lint() has returned, because lint() reports what a
/// rule throws as a finding.
class RuleFailure {
public:
    bool any() const { return failed_; }
    void keep(std::exception_ptr thrown) {
        const std::scoped_lock lock(mutex_);
        if (failed_) return;
        failed_ = true;
        thrown_ = std::move(thrown);
    }
    /// With the GIL.
    void rethrow() {
        if (!failed_) return;
        failed_ = false;
        std::rethrow_exception(std::exchange(thrown_, nullptr));
    }

private:
    std::mutex mutex_;
    std::atomic<bool> failed_ = false;
    std::exception_ptr thrown_;
};

/// A report, with what another run over the same rules needs.
struct LintAnswer {
    LintReport report;
    LintOptions options;
    std::vector<LintRule> rules;
    std::shared_ptr<RuleFailure> failure;
};

} // namespace placement::python
