#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "placement/diagnostic.h"
#include "placement/time.h"

namespace [[gnu::visibility("default")]] placement {

struct CibDocument;

/// A cluster's configuration and state, read and converted to the current syntax; immutable and cheap to copy.
///
/// Reading runs no scheduler and evaluates no rule. Problems in a usable CIB become diagnostics; a CIB that cannot be used
/// throws InputError with file, line and column.
class Cib {
public:
    /// Reads a file, or standard input for "-". Files compressed with bzip2, gzip, xz or zstd are decompressed, regardless of
    /// their names. If the CIB is embedded in something else (an XML document of another tool, a log), the rest is ignored.
    /// Throws InputError; for some other kinds of file, its message says what they are and what to use instead.
    static Cib from_file(const std::string& path);
    /// Reads a CIB from text. `name` is used in messages in place of the file name. Throws InputError.
    static Cib from_text(std::string_view text, const std::string& name = "<text>");
    static Cib from_stream(std::istream& input, const std::string& name);

    /// The file's name as shown in messages.
    const std::string& name() const;
    /// Problems in the text itself (old syntax, duplicate ids, ...). Cluster::diagnostics has those in its meaning.
    const Diagnostics& diagnostics() const;
    /// When the scheduler ran on this CIB (execution-date), which the inputs that a cluster saves contain; none for other CIBs.
    std::optional<Time> execution_date() const;
    /// The newest time that the CIB itself records: of an operation, a failure, a node's state, a ticket or a shutdown, or
    /// cib-last-written. Some releases write the latter without a time zone; it is then read as UTC, and counts only if it is
    /// more than 14 hours newer than the rest. None if the CIB records no time.
    std::optional<Time> newest_moment() const;
    /// The time at which a CIB is evaluated by default: its execution-date, or else the newest time that it records, or else
    /// the beginning of 1970.
    Time default_time() const;
    /// The whole CIB as XML text, in the current syntax.
    std::string xml() const;
    /// The source line with this number (from 1), without its line end; empty if there is none.
    std::string source_line(std::uint32_t line) const;

    /// For the library's own stages.
    const CibDocument& document() const { return *document_; }
    const std::shared_ptr<const CibDocument>& shared_document() const { return document_; }
    explicit Cib(std::shared_ptr<const CibDocument> document) : document_(std::move(document)) {}

private:
    std::shared_ptr<const CibDocument> document_;
};

} // namespace placement
