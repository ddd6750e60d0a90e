#include <algorithm>
#include <istream>
#include <set>

#include <fmt/format.h>

#include "placement/error.h"
#include "placement/fleet.h"

namespace placement {

namespace {

/// An input with its next row.
class PartReader {
public:
    explicit PartReader(const FleetPart& part) : part_(part) {
        FleetLine first;
        if (!next_line(first) || first.kind != FleetLine::Kind::Header) {
            throw InputError(part_.name, {number_ == 0 ? 0U : 1U, number_ == 0 ? 0U : 1U},
                             number_ == 0 ? "it is empty" : "it does not begin as the output of placement-sim fleet does");
        }
        header_ = std::move(first.header);
        step();
    }

    const std::string& name() const { return part_.name; }
    const FleetHeader& header() const { return header_; }
    /// None at the end.
    const std::optional<FleetRow>& row() const { return row_; }

    void step() {
        const std::size_t least = row_ ? row_->place + 1 : 0;
        row_.reset();
        FleetLine line;
        while (next_line(line)) {
            if (line.kind == FleetLine::Kind::Summary) continue;
            if (line.kind == FleetLine::Kind::Header) fail("there is a second header in it");
            if (!header_.shard.has(line.row.place) || line.row.place >= header_.files) fail("this row is none of its shard");
            if (line.row.place < least) fail("this row is out of order");
            row_ = std::move(line.row);
            return;
        }
    }

private:
    [[noreturn]] void fail(const std::string& message) const { throw InputError(part_.name, {number_, 1}, message); }

    /// A last line without its end is left out: the program was ended while it wrote it.
    bool next_line(FleetLine& line) {
        std::string text;
        if (!std::getline(*part_.lines, text) || part_.lines->eof()) {
            if (part_.lines->bad()) throw InputError(part_.name, {}, "cannot be read");
            return false;
        }
        ++number_;
        try {
            line = read_fleet_line(text);
        } catch (const InvalidArgument& error) {
            fail(error.what());
        }
        return true;
    }

    FleetPart part_;
    FleetHeader header_;
    std::optional<FleetRow> row_;
    std::uint32_t number_ = 0;
};

void require_same(const PartReader& one, const PartReader& other) {
    const FleetHeader& left = one.header();
    const FleetHeader& right = other.header();
    if (left.question != right.question) {
        throw InputError(
            other.name(), {},
            fmt::format("it answers another question than {}: `{}`, not `{}`", one.name(), right.question, left.question));
    }
    if (left.files != right.files || left.list != right.list) {
        throw InputError(other.name(), {}, fmt::format("it is about other files than {}", one.name()));
    }
}

/// Which rows are missing, told by the shards that would have them.
class MissingRows {
public:
    void add(std::size_t place) {
        if (count_++ < most_told) places_.push_back(place);
    }

    std::vector<std::string> told(const FleetHeader& whole, const std::vector<PartReader>& readers) const {
        std::vector<std::string> clauses;
        std::set<std::pair<std::size_t, std::size_t>> there;
        std::set<std::size_t> counts;
        for (const PartReader& reader : readers) {
            there.insert({reader.header().shard.count, reader.header().shard.number});
            counts.insert(reader.header().shard.count);
        }
        if (count_ == 0) return clauses;
        if (counts.size() == 1) {
            for (std::size_t number = 1; number <= *counts.begin(); ++number) {
                if (!there.contains({*counts.begin(), number})) {
                    clauses.push_back(fmt::format("shard {}/{} is missing", number, *counts.begin()));
                }
            }
        }
        std::string numbers;
        for (const std::size_t place : places_) numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", place + 1);
        if (count_ > places_.size()) numbers += ", …";
        clauses.push_back(fmt::format("{} of {} rows are missing ({})", count_, whole.files, numbers));
        return clauses;
    }

private:
    static constexpr std::size_t most_told = 10;
    std::size_t count_ = 0;
    std::vector<std::size_t> places_;
};

} // namespace

FleetMerge merge_fleet(const std::vector<FleetPart>& parts, const std::function<void(const FleetHeader&)>& begin,
                       const std::function<void(const FleetRow&)>& take) {
    if (parts.empty()) throw InputError("merge", {}, "there is nothing to put together");
    std::vector<PartReader> readers;
    readers.reserve(parts.size());
    for (const FleetPart& part : parts) {
        readers.emplace_back(part);
        require_same(readers.front(), readers.back());
    }
    FleetMerge merge;
    merge.header = readers.front().header();
    merge.header.shard = {};
    begin(merge.header);
    MissingRows missing;
    for (std::size_t place = 0; place < merge.header.files; ++place) {
        const PartReader* first = nullptr;
        for (const PartReader& reader : readers) {
            if (!reader.row() || reader.row()->place != place) continue;
            if (first == nullptr) {
                first = &reader;
            } else if (*first->row() == *reader.row()) {
                ++merge.repeated;
            } else {
                throw InputError(reader.name(), {},
                                 fmt::format("its row of {} differs from that in {}", reader.row()->file, first->name()));
            }
        }
        if (first == nullptr) {
            missing.add(place);
            continue;
        }
        take(*first->row());
        for (PartReader& reader : readers) {
            if (reader.row() && reader.row()->place == place) reader.step();
        }
    }
    merge.missing = missing.told(merge.header, readers);
    return merge;
}

} // namespace placement
