#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace placement::testing {

/// A file in the temporary directory that goes when the object does.
class TemporaryFile {
public:
    TemporaryFile(std::string_view bytes, const std::string& ending)
        : path_(std::filesystem::temp_directory_path() / unique_name(ending)) {
        std::ofstream file(path_, std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    std::string path() const { return path_.string(); }

private:
    static std::string unique_name(const std::string& ending) {
        static std::atomic<int> count = 0;
        return "placement-cib-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + ending;
    }

    std::filesystem::path path_;
};

} // namespace placement::testing
