#pragma once

#include <exception>
#include <stdexcept>
#include <utility>

#include "placement/diagnostic.h"

namespace placement::python {

/// Input that cannot be used and is no CIB: a scenario file, a corosync.conf, a history.
class OtherInputError : public std::runtime_error {
public:
    explicit OtherInputError(InputError error) : std::runtime_error(error.what()), error_(std::move(error)) {}
    const InputError& error() const { return error_; }

private:
    InputError error_;
};

/// What reads something other than a CIB.
template <typename Read>
auto reading_other(const Read& read) {
    try {
        return read();
    } catch (const InputError& error) {
        throw OtherInputError(error);
    }
}

} // namespace placement::python
