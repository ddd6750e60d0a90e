#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "history/files.h"

namespace placement {

/// Keeps what is wanted while the limits allow it.
class Collection {
public:
    Collection(const HistoryLimits& limits, bool (*wanted)(std::string_view), Diagnostics& diagnostics)
        : limits_(limits), wanted_(wanted), diagnostics_(diagnostics) {}

    bool wants(std::string_view path) const { return wanted_(path); }

    /// Whether another file may be looked at; that no more may be is told once.
    bool look(const std::string& path) {
        if (looked_at_++ < limits_.files) return true;
        if (looked_at_ == limits_.files + 1) {
            tell("too-many-files", fmt::format("{} and what follows it is left out: no more than {} files are looked at (limit)",
                                               path, limits_.files));
        }
        return false;
    }

    void add(std::string path, std::string bytes) {
        if (bytes.size() > limits_.bytes - std::min<std::uint64_t>(limits_.bytes, bytes_)) {
            tell("too-large", fmt::format("{} is left out: all files together would be larger than {} MiB (limit)", path,
                                          limits_.bytes >> 20));
            return;
        }
        bytes_ += bytes.size();
        found_.push_back({std::move(path), std::move(bytes)});
    }

    const HistoryLimits& limits() const { return limits_; }
    /// Something was left out.
    void tell(const char* code, std::string message) {
        diagnostics_.push_back({Severity::Warning, code, std::move(message), {}});
    }
    std::vector<FoundFile> take() { return std::move(found_); }

private:
    const HistoryLimits& limits_;
    bool (*wanted_)(std::string_view);
    Diagnostics& diagnostics_;
    std::size_t looked_at_ = 0;
    std::size_t bytes_ = 0;
    std::vector<FoundFile> found_;
};

} // namespace placement
