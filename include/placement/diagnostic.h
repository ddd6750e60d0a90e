#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "placement/error.h"

namespace [[gnu::visibility("default")]] placement {

/// A position in the CIB's text. Lines and columns count from 1; 0 means "not from the text".
struct Position {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    bool known() const { return line != 0; }
    friend bool operator==(const Position&, const Position&) = default;
};

enum class Severity : std::uint8_t { Note, Warning, Error };

/// A problem in usable input: what was found, where, and how it was treated.
struct Diagnostic {
    Severity severity = Severity::Warning;
    /// Stable, in lower case with hyphens, such as "unknown-resource"; tests and lint refer to it.
    std::string code;
    std::string message;
    Position position;
};

using Diagnostics = std::vector<Diagnostic>;

/// Input that cannot be used. what() is one line: "FILE:LINE:COLUMN: message".
class InputError : public Error {
public:
    InputError(const std::string& file, Position position, const std::string& message);
    const std::string& file() const { return file_; }
    Position position() const { return position_; }
    /// The message without file and position.
    const std::string& message() const { return message_; }

private:
    std::string file_;
    Position position_;
    std::string message_;
};

/// A feature that this version does not support; what() is "not supported yet: bundle `httpd-bundle` (line 81)".
class NotSupported : public Error {
public:
    NotSupported(const std::string& what_it_is, Position position);
    Position position() const { return position_; }

private:
    Position position_;
};

/// Usable input that would take more work than is allowed; what() says which limit it met.
class LimitReached : public Error {
public:
    using Error::Error;
};

/// A name given by the caller that does not exist in the cluster; what() lists the nearest names.
class UnknownName : public Error {
public:
    UnknownName(const std::string& kind, const std::string& name, const std::vector<std::string>& nearest);
};

} // namespace placement
