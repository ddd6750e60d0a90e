#include "placement-sim/row_file.h"

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "placement/error.h"
#include "program/output.h"

namespace placement::sim {

RowFile::RowFile(const std::string& path) : path_(path), descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) fail();
    // Where files cannot be locked, nobody looks after it.
    if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
    ::close(std::exchange(descriptor_, -1));
    throw std::runtime_error("another run writes `" + path + "`");
}

RowFile::~RowFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void RowFile::keep(std::uint64_t bytes) {
    const off_t end = static_cast<off_t>(bytes);
    // A pipe or a device has no end, and nothing in it that could stay.
    if ((ftruncate(descriptor_, end) != 0 || lseek(descriptor_, end, SEEK_SET) < 0) && errno != EINVAL && errno != ESPIPE) fail();
}

void RowFile::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail();
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void RowFile::close() {
    if (::close(std::exchange(descriptor_, -1)) != 0) fail();
}

void RowFile::fail() const { throw program::CannotWrite(path_, errno); }

void require_other_file(const std::string& output, const std::vector<std::string>& read) {
    std::error_code error;
    if (output.empty() || !std::filesystem::exists(output, error)) return;
    for (const std::string& each : read) {
        if (std::filesystem::equivalent(output, each, error))
            throw InvalidArgument("`" + output + "` is read, and cannot be written");
    }
}

} // namespace placement::sim
