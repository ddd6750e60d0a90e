#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace placement::sim {

/// A file that grows row by row, so that what is done stays done when the program is ended. What cannot be done throws
/// std::runtime_error.
class RowFile {
public:
    /// Creates it where it is not there. Throws where another process has it open as a RowFile.
    explicit RowFile(const std::string& path);
    ~RowFile();
    RowFile(const RowFile&) = delete;
    RowFile& operator=(const RowFile&) = delete;

    /// What follows is written after its first `bytes`; the rest is dropped.
    void keep(std::uint64_t bytes);
    /// The text goes to the system at once.
    void write(std::string_view text);
    /// Throws where the system could not take all of it.
    void close();

private:
    [[noreturn]] void fail() const;

    std::string path_;
    int descriptor_ = -1;
};

/// Throws InvalidArgument where the output is one of the files that are read.
void require_other_file(const std::string& output, const std::vector<std::string>& read);

} // namespace placement::sim
