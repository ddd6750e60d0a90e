#include <filesystem>
#include <new>
#include <system_error>

#include "base/md5.h"
#include "cib/decompress.h"
#include "cib/read_bytes.h"
#include "fleet/answer.h"
#include "fleet/patience.h"
#include "fleet/row.h"
#include "placement/lint.h"
#include "placement/unpack.h"

namespace placement {

namespace {

void set_unanswered(FleetRow& row, FleetStatus status, std::string message) {
    row.status = status;
    row.message = std::move(message);
    row.release.clear();
    row.figures.clear();
    row.findings.clear();
    row.well = false;
}

/// The message alone where it is about the file itself.
void set_input_error(FleetRow& row, FleetStatus status, const InputError& error) {
    const bool of_file = error.file() == row.file;
    set_unanswered(row, status, of_file ? error.message() : error.what());
    if (of_file) row.position = error.position();
}

void set_too_long(FleetRow& row, const std::string& how_far) {
    set_unanswered(row, FleetStatus::TooLong, "it took longer than is allowed" + (how_far.empty() ? "" : ": " + how_far));
}

std::string name_of(const Cluster& cluster) {
    const auto name = cluster.options.values.find("cluster-name");
    return name == cluster.options.values.end() ? "" : std::string(name->second);
}

/// False: it was given up.
bool answer_file(const Cib& cib, const FleetOptions& options, Patience& patience, FleetRow& row) {
    std::string how_far;
    try {
        row.cluster = name_of(*unpack(cib, options.at.value_or(cib.default_time()), options.release));
        answer_for(cib, options, patience, row);
        return true;
    } catch (const FileGivenUp& given_up) {
        how_far = given_up.how_far;
    } catch (const LintStopped&) {
        // Nothing says how far it came.
    }
    if (patience.stopped()) return false;
    set_too_long(row, how_far);
    return true;
}

} // namespace

std::string bytes_of(const std::string& file) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(file, error);
    if (std::filesystem::is_other(status)) {
        throw InputError(file, {}, "is a pipe, a socket or a device; the file of a CIB was expected");
    }
    return read_file(file);
}

std::string content_of(FleetRow& row) {
    try {
        std::string bytes = bytes_of(row.file);
        row.digest = md5(bytes);
        return bytes;
    } catch (const InputError& error) {
        set_input_error(row, FleetStatus::Unreadable, error);
        return {};
    }
}

bool answer_row(std::string content, const FleetOptions& options, FleetRow& row) {
    if (row.status == FleetStatus::Unreadable) return true;
    Patience patience(options);
    if (patience.ended() && patience.stopped()) return false;
    try {
        const Cib cib = Cib::from_text(decompressed(std::move(content), row.file, row.file), row.file);
        try {
            return answer_file(cib, options, patience, row);
        } catch (const InputError& error) {
            set_input_error(row, FleetStatus::Refused, error);
        } catch (const NotSupported& error) {
            set_unanswered(row, FleetStatus::Refused, error.what());
            row.position = error.position();
        }
    } catch (const InputError& error) {
        set_input_error(row, FleetStatus::Unreadable, error);
    } catch (const std::bad_alloc&) {
        set_unanswered(row, FleetStatus::Refused, "there is not enough memory");
    } catch (const std::exception& error) {
        set_unanswered(row, FleetStatus::Refused, error.what());
    }
    return true;
}

std::optional<FleetRow> fleet_row(const std::string& file, std::size_t place, const FleetOptions& options) {
    FleetRow row;
    row.place = place;
    row.file = file;
    std::string content = content_of(row);
    if (!answer_row(std::move(content), options, row)) return std::nullopt;
    return row;
}

} // namespace placement
