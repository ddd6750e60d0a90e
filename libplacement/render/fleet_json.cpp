
#include <fmt/format.h>

#include "placement/error.h"
#include "placement/fleet.h"
#include "render/json.h"

namespace placement {

namespace {

/// Of the lines; increased as json_format_version is.
constexpr int fleet_format_version = 1;

// ---- writing --------------------------------------------------------------------------------------------------

Json fleet_finding_json(const FleetFinding& finding) {
    Json json;
    json["code"] = finding.code;
    json["subject"] = json_of_text(finding.subject);
    json["level"] = json_of_text(finding.level);
    json["text"] = finding.text;
    json["causes"] = finding.causes;
    add_position(json, finding.position);
    return json;
}

// ---- reading --------------------------------------------------------------------------------------------------

/// One object of a line; what is missing or of another type is told by its key.
class LineObject {
public:
    explicit LineObject(const Json& json) : json_(json) {
        if (!json.is_object()) throw InvalidArgument("it is no JSON object");
    }

    std::string text(const char* key) const {
        const Json& value = at(key);
        if (value.is_null()) return {};
        if (!value.is_string()) wrong(key, "a text");
        return value.get<std::string>();
    }

    std::uint64_t number(const char* key, std::uint64_t most) const {
        const Json& value = at(key);
        if (value.is_null()) return 0;
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most) wrong(key, "a number that fits");
        return value.get<std::uint64_t>();
    }

    bool truth(const char* key) const {
        if (!at(key).is_boolean()) wrong(key, "true or false");
        return at(key).get<bool>();
    }

    const Json& list(const char* key) const {
        if (!at(key).is_array()) wrong(key, "a list");
        return at(key);
    }

    const Json& object(const char* key) const {
        if (!at(key).is_object()) wrong(key, "an object");
        return at(key);
    }

    Position position() const {
        return {static_cast<std::uint32_t>(number("line", UINT32_MAX)), static_cast<std::uint32_t>(number("column", UINT32_MAX))};
    }

    [[noreturn]] static void wrong(const char* key, const char* expected) {
        throw InvalidArgument(fmt::format("`{}` is not {}", key, expected));
    }

private:
    const Json& at(const char* key) const {
        const auto found = json_.find(key);
        if (found == json_.end()) throw InvalidArgument(fmt::format("`{}` is missing", key));
        return *found;
    }

    const Json& json_;
};

constexpr std::uint64_t most_files = UINT32_MAX;

FleetHeader read_header(const LineObject& line) {
    if (line.number("format_version", UINT32_MAX) != fleet_format_version) {
        throw InvalidArgument(
            fmt::format("its format_version is not {}, so another version of the program wrote it", fleet_format_version));
    }
    FleetHeader header;
    header.question = line.text("question");
    header.files = line.number("files", most_files);
    header.list = line.text("list");
    header.shard = parse_shard(line.text("shard"));
    try {
        question_of(header);
    } catch (const UnknownName& error) {
        throw InvalidArgument(error.what());
    }
    return header;
}

FleetStatus read_status(const std::string& word) {
    for (const FleetStatus status : fleet_statuses) {
        if (text(status) == word) return status;
    }
    throw InvalidArgument(fmt::format("`{}` is no status", word));
}

std::vector<std::string> read_texts(const Json& list, const char* key) {
    std::vector<std::string> texts;
    for (const Json& each : list) {
        if (!each.is_string()) LineObject::wrong(key, "a list of texts");
        texts.push_back(each.get<std::string>());
    }
    return texts;
}

FleetFinding read_finding(const Json& json) {
    const LineObject object(json);
    FleetFinding finding;
    finding.code = object.text("code");
    finding.subject = object.text("subject");
    finding.level = object.text("level");
    finding.text = object.text("text");
    finding.causes = read_texts(object.list("causes"), "causes");
    finding.position = object.position();
    return finding;
}

FleetRow read_row(const LineObject& line) {
    FleetRow row;
    row.place = line.number("place", most_files);
    row.file = line.text("file");
    row.digest = line.text("digest");
    row.cluster = line.text("cluster");
    row.release = line.text("pacemaker");
    row.status = read_status(line.text("status"));
    row.message = line.text("message");
    row.position = line.position();
    row.well = line.truth("well");
    for (const auto& [name, value] : line.object("figures").items()) {
        if (!value.is_number_integer()) LineObject::wrong("figures", "an object of numbers");
        row.figures.emplace_back(name, value.get<std::int64_t>());
    }
    for (const Json& each : line.list("findings")) row.findings.push_back(read_finding(each));
    return row;
}

} // namespace

std::string fleet_line(const FleetHeader& header) {
    Json json;
    json["kind"] = "fleet";
    json["format_version"] = fleet_format_version;
    json["question"] = header.question;
    json["files"] = header.files;
    json["list"] = header.list;
    json["shard"] = text(header.shard);
    return dump_line(json);
}

std::string fleet_line(const FleetRow& row) {
    Json json;
    json["kind"] = "cluster";
    json["place"] = row.place;
    json["file"] = row.file;
    json["digest"] = json_of_text(row.digest);
    json["cluster"] = json_of_text(row.cluster);
    json["pacemaker"] = json_of_text(row.release);
    json["status"] = text(row.status);
    json["message"] = json_of_text(row.message);
    add_position(json, row.position);
    json["well"] = row.well;
    json["figures"] = Json::object();
    for (const auto& [name, value] : row.figures) json["figures"][name] = value;
    json["findings"] = Json::array();
    for (const FleetFinding& finding : row.findings) json["findings"].push_back(fleet_finding_json(finding));
    return dump_line(json);
}

std::string fleet_line(const FleetSummary& summary) {
    Json json;
    json["kind"] = "summary";
    json["clusters"] = summary.clusters;
    json["expected"] = summary.expected;
    json["well"] = summary.well;
    for (const auto& [status, count] : summary.statuses) json["statuses"][std::string(text(status))] = count;
    json["codes"] = Json::array();
    for (const auto& [code, tally] : summary.frequent_codes()) {
        json["codes"].push_back({{"code", code}, {"clusters", tally.clusters}, {"findings", tally.findings}});
    }
    json["changed_rules"] = Json::array();
    for (const auto& [rule, clusters] : summary.causes) {
        json["changed_rules"].push_back({{"rule", rule}, {"clusters", clusters}});
    }
    return dump_line(json);
}

FleetLine read_fleet_line(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) throw InvalidArgument("it is no line of JSON");
    const LineObject object(json);
    FleetLine read;
    const std::string kind = object.text("kind");
    if (kind == "fleet") {
        read.kind = FleetLine::Kind::Header;
        read.header = read_header(object);
    } else if (kind == "cluster") {
        read.row = read_row(object);
    } else if (kind == "summary") {
        read.kind = FleetLine::Kind::Summary;
    } else {
        throw InvalidArgument(fmt::format("`{}` is no kind of line", kind));
    }
    return read;
}

} // namespace placement
