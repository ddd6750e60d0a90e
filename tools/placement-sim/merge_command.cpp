#include "placement-sim/merge_command.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/fleet_format.h"
#include "placement-sim/row_file.h"
#include "placement-sim/shared_options.h"
#include "placement/error.h"
#include "program/output.h"

namespace placement::sim {

namespace {

std::string there_more_than_once(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? " is" : "s are") + " there more than once";
}

constexpr const char* about = "Puts the outputs of placement-sim fleet --shard together, with the bytes of one run over all "
                              "files, or shows one such output in "
                              "another format. Also puts the outputs of placement-sim sweep --depth 2 --shard together, with the "
                              "bytes of one sweep in JSON.";

constexpr const char* footer = R"(
Exit status:
  0  all rows are there, and nothing bad was found
  1  something bad was found, or rows are missing
  2  the files cannot be put together, or the arguments cannot be used

Examples:
  placement-sim merge rows-1.jsonl rows-2.jsonl --format json-lines -o rows.jsonl
  placement-sim merge rows.jsonl --format html -o fleet.html
  placement-sim merge pairs-1.json pairs-2.json)";

struct Raw {
    std::vector<std::string> files;
    std::string output;
    FleetFormatOptions format;
};

std::ifstream opened(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw InputError(path, {}, "cannot be read");
    return stream;
}

/// Rows begin with a line about them; a sweep is one object of many lines.
bool is_sweep(const std::string& path) {
    std::ifstream stream = opened(path);
    std::string line;
    std::getline(stream, line);
    return line == "{";
}

SweepPart read_sweep(const std::string& path) {
    std::ifstream stream = opened(path);
    return {path, {std::istreambuf_iterator<char>(stream), {}}};
}

void tell_missing(const std::vector<std::string>& missing, std::ostream& err) {
    for (const std::string& each : missing) program::complain(err, "placement-sim merge: " + each);
}

Status merge_shards_of_sweep(const Raw& raw, std::ostream& out, std::ostream& err) {
    std::vector<SweepPart> parts;
    for (const std::string& path : raw.files) parts.push_back(read_sweep(path));
    const SweepMerge merge = merge_sweeps(parts);
    if (raw.output.empty()) {
        program::print(out, merge.json);
    } else {
        program::write_file(raw.output, merge.json);
    }
    tell_missing(merge.missing, err);
    if (merge.repeated > 0) {
        program::complain(err, "placement-sim merge: " + there_more_than_once(merge.repeated, "shard"));
    }
    return merge.missing.empty() && !merge.anything_lost ? Status::Survives : Status::Lost;
}

Status merge_rows(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    std::vector<std::unique_ptr<std::ifstream>> streams;
    std::vector<FleetPart> parts;
    for (const std::string& path : raw.files) {
        streams.push_back(std::make_unique<std::ifstream>(opened(path)));
        parts.push_back({path, streams.back().get()});
    }
    const FleetReport report = raw.format.report(terminal, raw.output.empty());
    std::optional<RowFile> file;
    const auto write = [&](const std::string& text) {
        if (file) return file->write(text);
        if (!text.empty()) program::print(out, text);
    };
    FleetHeader header;
    std::optional<FleetSummary> summary;
    const FleetMerge merge = merge_fleet(
        parts,
        [&](const FleetHeader& whole) {
            header = whole;
            summary.emplace(whole);
            if (!raw.output.empty()) {
                file.emplace(raw.output);
                file->keep(0);
            }
            write(report.begin(whole));
        },
        [&](const FleetRow& row) {
            write(report.row(header, row));
            summary->add(row);
        });
    write(report.end(header, *summary));
    if (file) file->close();
    tell_missing(merge.missing, err);
    if (merge.repeated > 0) {
        program::complain(err, "placement-sim merge: " + there_more_than_once(merge.repeated, "row"));
    }
    return status_of(*summary);
}

} // namespace

Status merge_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim merge");
    app.footer(footer);
    app.add_option("FILE", raw.files, "JSON lines that placement-sim fleet wrote, or JSON that placement-sim sweep --shard wrote")
        ->option_text("...")
        ->required();
    add_watch_option(app);
    raw.format.add_to(app);
    app.add_option("-o,--output", raw.output, "write the answer to this file")->option_text("FILE");
    return in_command(app, count, words, out, err, [&] {
        require_other_file(raw.output, raw.files);
        if (!is_sweep(raw.files.front())) return merge_rows(raw, terminal, out, err);
        if (app.count("--format") > 0) throw InvalidArgument("--format: the shards of a sweep are put together as JSON");
        return merge_shards_of_sweep(raw, out, err);
    });
}

} // namespace placement::sim
