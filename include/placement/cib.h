#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "placement/diagnostic.h"
#include "placement/time.h"

namespace placement {

struct CibDocument;

/// A cluster's configuration and state, read and brought to today's spelling; immutable and cheap to copy.
///
/// Reading never runs the scheduler and evaluates no rule. What is wrong but usable is a diagnostic;
/// what cannot be used throws InputError with file, line and column.
class Cib {
public:
    /// Reads a file, or standard input for "-". What bzip2, gzip, xz or zstd have compressed is decompressed, whatever its name;
    /// and where the CIB stands inside something else (an XML document of another tool, lines of a log around it), the rest is
    /// left out. Throws InputError, which says of some other kinds of file what they are and what to give instead.
    static Cib from_file(const std::string& path);
    /// Reads a CIB from text. `name` stands for the file in messages. Throws InputError.
    static Cib from_text(std::string_view text, const std::string& name = "<text>");
    static Cib from_stream(std::istream& input, const std::string& name);

    /// The file's name as messages show it.
    const std::string& name() const;
    /// What was odd in the text itself (old spellings, duplicate ids, ...). Cluster has those of the meaning.
    const Diagnostics& diagnostics() const;
    /// When the scheduler ran on it (execution-date), as the inputs that a cluster saves have it; none in other CIBs.
    std::optional<Time> execution_date() const;
    /// The newest moment that the CIB itself records: of an operation, a failure, a node's state, a ticket or a shutdown, or
    /// cib-last-written. That has no time zone in some releases; it is read as UTC then, and counts only where it is more
    /// than 14 hours newer than the rest. None where the CIB records no moment.
    std::optional<Time> newest_moment() const;
    /// What a CIB is judged at where nobody says when: its execution-date, or else the newest moment that it records, or
    /// else the beginning of 1970.
    Time default_time() const;
    /// The whole CIB as XML text, in today's spelling.
    std::string xml() const;
    /// The source line with this number (from 1), without its end; empty where there is none.
    std::string source_line(std::uint32_t line) const;

    /// For the library's own stages.
    const CibDocument& document() const { return *document_; }
    const std::shared_ptr<const CibDocument>& shared_document() const { return document_; }
    explicit Cib(std::shared_ptr<const CibDocument> document) : document_(std::move(document)) {}

private:
    std::shared_ptr<const CibDocument> document_;
};

} // namespace placement
