#include <istream>

#include <fmt/format.h>

#include "base/md5.h"
#include "fleet/row.h"
#include "placement/error.h"
#include "placement/fleet.h"

namespace placement {

namespace {

std::string digest_of(const std::string& file) {
    try {
        return md5(bytes_of(file));
    } catch (const InputError&) {
        return {};
    }
}

/// What of a former output counts.
class FormerOutput {
public:
    FormerOutput(const std::string& name, const FleetHeader& header, const std::vector<std::string>& files,
                 const std::function<void(const FleetRow&)>& seen, const std::function<bool(const FleetRow&)>& keep)
        : name_(name), header_(header), files_(files), seen_(seen), keep_(keep) {}

    FleetResumption read(std::istream& written) {
        std::uint32_t number = 0;
        for (std::string line; std::getline(written, line);) {
            if (written.eof()) break; // without its end: the program was ended while it wrote it
            ++number;
            try {
                take(read_fleet_line(line), number, line.size() + 1);
            } catch (const InvalidArgument& error) {
                throw InputError(name_, {number, 1}, error.what());
            }
        }
        if (written.bad()) throw InputError(name_, {}, "cannot be read");
        return std::move(found_);
    }

private:
    void take(FleetLine line, std::uint32_t number, std::size_t bytes) {
        if ((line.kind == FleetLine::Kind::Header) != (number == 1)) {
            throw InvalidArgument(number == 1 ? "it does not begin as the output of placement-sim fleet does"
                                              : "there is a second header in it");
        }
        if (line.kind == FleetLine::Kind::Header) return take(line.header, bytes);
        if (line.kind == FleetLine::Kind::Row) return take(std::move(line.row), bytes);
        going_ = false; // the summary is made anew
    }

    void take(const FleetHeader& former, std::size_t bytes) {
        if (former.question != header_.question) {
            throw InvalidArgument(
                fmt::format("its rows answer another question: `{}`, not `{}`", former.question, header_.question));
        }
        if (former.shard != header_.shard) {
            throw InvalidArgument(fmt::format("its rows are of shard {}, not {}", text(former.shard), text(header_.shard)));
        }
        going_ = former == header_;
        if (going_) found_.bytes = bytes;
    }

    void take(FleetRow row, std::size_t bytes) {
        const std::size_t place = found_.rows * header_.shard.count + header_.shard.number - 1;
        const bool kept = !keep_ || keep_(row);
        going_ = going_ && kept && place < files_.size() && row.place == place && row.file == files_[place] &&
                 row.digest == digest_of(row.file);
        if (going_) {
            ++found_.rows;
            found_.bytes += bytes;
            seen_(row);
        } else if (kept) {
            found_.others.push_back(std::move(row));
        }
    }

    const std::string& name_;
    const FleetHeader& header_;
    const std::vector<std::string>& files_;
    const std::function<void(const FleetRow&)>& seen_;
    const std::function<bool(const FleetRow&)>& keep_;
    FleetResumption found_;
    bool going_ = false; ///< everything up to here can stay as it is
};

} // namespace

FleetResumption resume_fleet(std::istream& written, const std::string& name, const FleetHeader& header,
                             const std::vector<std::string>& files, const std::function<void(const FleetRow&)>& seen,
                             const std::function<bool(const FleetRow&)>& keep) {
    return FormerOutput(name, header, files, seen, keep).read(written);
}

} // namespace placement
