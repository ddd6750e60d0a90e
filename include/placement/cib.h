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
    /// Reads a file; a name that ends in ".bz2" (or content with bzip2's signature) is decompressed; "-" is standard
    /// input. Throws InputError.
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
