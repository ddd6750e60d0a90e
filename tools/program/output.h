#pragma once

#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sys/stat.h>

/// Where answers go.
namespace placement::program {

/// Throws std::runtime_error where the stream does not take all of it.
void print(std::ostream& out, std::string_view text);

/// A line for standard error, in which every character is seen.
void complain(std::ostream& err, std::string_view text);

/// Its what() is "cannot write `FILE`: why".
class CannotWrite : public std::runtime_error {
public:
    CannotWrite(const std::string& path, int error);
};

/// A file that will be there as a whole: it is written beside its place and then put there, so that whatever was there stays
/// until then. An empty file stays the same file. A symbolic link stays, and what it leads to is replaced; permissions stay, too. What is no regular file (a pipe,
/// a device), what the standard streams lead to, and what nothing can be put beside, is written where it is.
class OutputFile {
public:
    /// Throws CannotWrite where nothing can be written.
    explicit OutputFile(const std::string& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// All that will be in it, once. Throws CannotWrite.
    void finish(std::string_view text);

private:
    void open_in_place();
    bool open_beside(const struct ::stat* former);
    void write_all(std::string_view text);
    void close_checked();
    [[noreturn]] void fail(int error) const;

    std::string path_;   ///< as it was given
    std::string target_; ///< the file that it leads to
    std::string beside_; ///< what is written; empty: it is written in place
    int descriptor_ = -1;
    bool replaces_ = false;
    bool is_regular_ = false;
};

/// The same at once.
void write_file(const std::string& path, std::string_view text);

} // namespace placement::program
