#pragma once

#include <stdexcept>

namespace [[gnu::visibility("default")]] placement {

/// The base of everything that the library throws about what it was given: the input, names, values, limits. what() is for the user.
/// Besides, only std::bad_alloc (no memory), std::out_of_range (at() of a table has no such entry) and std::logic_error (a fault of the
/// library itself) are thrown.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// An argument that no call could use, or that does not go with the others: a text that is no score, an option without another.
class InvalidArgument : public Error {
public:
    using Error::Error;
};

} // namespace placement
