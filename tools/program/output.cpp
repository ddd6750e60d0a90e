#include "program/output.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "placement/quoting.h"

namespace placement::program {

namespace {

namespace fs = std::filesystem;

/// The file that the path leads to through symbolic links; empty where that cannot be told, as of one that was removed.
std::string led_to(const std::string& path) {
    const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
    return real ? std::string(real.get()) : std::string();
}

/// The same of a path where there is nothing yet: a link may lead there.
std::string will_lead_to(const std::string& path) {
    constexpr int most_links = 40;
    fs::path place = path;
    for (int links = 0; links < most_links; ++links) {
        std::error_code error;
        const fs::path next = fs::read_symlink(place, error);
        if (error) return place;
        place = place.parent_path() / next;
    }
    throw CannotWrite(path, ELOOP);
}

/// The standard stream that this file is; -1 where it is none.
int stream_of(const struct ::stat& file) {
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        struct ::stat status {};
        if (fstat(stream, &status) == 0 && status.st_dev == file.st_dev && status.st_ino == file.st_ino) return stream;
    }
    return -1;
}

bool keeps_owner(int descriptor, const struct ::stat& former) {
    struct ::stat status {};
    if (fstat(descriptor, &status) != 0) return false;
    const bool same = status.st_uid == former.st_uid && status.st_gid == former.st_gid;
    return (same || fchown(descriptor, former.st_uid, former.st_gid) == 0) && fchmod(descriptor, former.st_mode & 07777U) == 0;
}

} // namespace

void print(std::ostream& out, std::string_view text) {
    out << text << std::flush;
    if (!out) throw std::runtime_error("cannot write the answer");
}

void complain(std::ostream& err, std::string_view text) { err << visible(text) << std::endl; }

CannotWrite::CannotWrite(const std::string& path, int error)
    : std::runtime_error("cannot write `" + path + "`: " + std::generic_category().message(error)) {}

OutputFile::OutputFile(const std::string& path) : path_(path) {
    struct ::stat former {};
    if (stat(path.c_str(), &former) != 0) {
        if (errno != ENOENT) fail(errno);
        target_ = will_lead_to(path);
        if (!open_beside(nullptr)) fail(errno);
        return;
    }
    if (const int stream = stream_of(former); stream != -1) {
        (stream == STDOUT_FILENO ? std::cout : std::cerr) << std::flush;
        descriptor_ = fcntl(stream, F_DUPFD_CLOEXEC, 0);
        if (descriptor_ == -1) fail(errno);
        return;
    }
    if (access(path.c_str(), W_OK) != 0) fail(errno);
    is_regular_ = S_ISREG(former.st_mode);
    if (is_regular_) target_ = led_to(path);
    // Who made an empty file may hold it open to read from it later, as pcs does; and there is nothing in it that could be lost.
    const bool made_for_this = is_regular_ && former.st_size == 0;
    if (target_.empty() || made_for_this || !open_beside(&former)) open_in_place();
}

OutputFile::~OutputFile() {
    if (descriptor_ != -1) close(descriptor_);
    if (!beside_.empty()) unlink(beside_.c_str());
}

void OutputFile::open_in_place() {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor_ == -1) fail(errno);
}

/// False, with errno, where nothing can be made there, or not with the owner that the former file has.
bool OutputFile::open_beside(const struct ::stat* former) {
    constexpr std::size_t most_of_name = 100;
    constexpr int most_tries = 100;
    const fs::path target = target_;
    const std::string begin = "." + target.filename().string().substr(0, most_of_name) + "." + std::to_string(getpid()) + "-";
    for (int number = 0; number < most_tries && descriptor_ == -1; ++number) {
        const std::string name = (target.parent_path() / (begin + std::to_string(number))).string();
        descriptor_ = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ != -1) beside_ = name;
        if (descriptor_ == -1 && errno != EEXIST) return false;
    }
    if (descriptor_ == -1) return false;
    replaces_ = former != nullptr;
    if (former == nullptr || keeps_owner(descriptor_, *former)) return true;
    close(std::exchange(descriptor_, -1));
    unlink(std::exchange(beside_, "").c_str());
    return false;
}

void OutputFile::finish(std::string_view text) {
    write_all(text);
    if (beside_.empty()) {
        if (is_regular_ && ftruncate(descriptor_, static_cast<off_t>(text.size())) != 0) fail(errno);
        return close_checked();
    }
    // Else a crash of the machine could leave the new name with nothing behind it.
    if (replaces_ && fdatasync(descriptor_) != 0) fail(errno);
    close_checked();
    if (rename(beside_.c_str(), target_.c_str()) == 0) {
        beside_.clear();
        return;
    }
    if (errno != EBUSY || !replaces_) fail(errno);
    // A file that is mounted by itself cannot be replaced.
    unlink(std::exchange(beside_, "").c_str());
    open_in_place();
    finish(text);
}

void OutputFile::write_all(std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor_, text.data(), text.size());
        if (count == -1 && errno == EINTR) continue;
        if (count == -1) fail(errno);
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

void OutputFile::close_checked() {
    if (close(std::exchange(descriptor_, -1)) != 0) fail(errno);
}

void OutputFile::fail(int error) const { throw CannotWrite(path_, error); }

void write_file(const std::string& path, std::string_view text) { OutputFile(path).finish(text); }

} // namespace placement::program
