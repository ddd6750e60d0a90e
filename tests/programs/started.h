#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace placement::programs {

/// What a program is started with, beside its arguments.
struct Surroundings {
    std::string out = {};                       ///< the file that standard output goes to, as it is there; empty: it is collected
    bool closed = false;                        ///< there is no standard output
    std::optional<std::uint64_t> memory = {};   ///< bytes that it may have
    std::optional<std::uint64_t> file_size = {}; ///< bytes that a file may have
};

struct Ended {
    int status = -1; ///< 128 and the signal where one ended it
    std::string out;
    std::string err;

    bool is_one_line_of_error() const { return err.size() > 1 && err.find('\n') == err.size() - 1; }
};

/// Runs the program of that name, which the build has made, to its end.
Ended run(const std::string& program, const std::vector<std::string>& arguments, const Surroundings& surroundings = {});

} // namespace placement::programs
