#include "programs/started.h"

#include <cstdio>
#include <stdexcept>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace placement::programs {

namespace {

/// A file without a name.
class Collected {
public:
    Collected() : file_(std::tmpfile()) {
        if (file_ == nullptr) throw std::runtime_error("no temporary file");
    }
    ~Collected() { std::fclose(file_); }
    Collected(const Collected&) = delete;
    Collected& operator=(const Collected&) = delete;

    int descriptor() const { return fileno(file_); }
    std::string text() const {
        std::string all;
        char part[4096];
        std::rewind(file_);
        for (std::size_t size = 0; (size = std::fread(part, 1, sizeof part, file_)) > 0;) all.append(part, size);
        return all;
    }

private:
    std::FILE* file_;
};

void limit(decltype(RLIMIT_AS) what, std::optional<std::uint64_t> bytes) {
    if (!bytes) return;
    const rlimit wanted{*bytes, *bytes};
    if (setrlimit(what, &wanted) != 0) _exit(126);
}

[[noreturn]] void become(char* const* words, const Surroundings& surroundings, int out, int err) {
    const int wanted = surroundings.out.empty() ? out : open(surroundings.out.c_str(), O_WRONLY);
    if (wanted == -1 || dup2(wanted, STDOUT_FILENO) == -1 || dup2(err, STDERR_FILENO) == -1) _exit(126);
    if (surroundings.closed) close(STDOUT_FILENO);
    limit(RLIMIT_AS, surroundings.memory);
    limit(RLIMIT_FSIZE, surroundings.file_size);
    execv(words[0], words);
    _exit(127);
}

} // namespace

Ended run(const std::string& program, const std::vector<std::string>& arguments, const Surroundings& surroundings) {
    std::vector<std::string> texts{std::string(PLACEMENT_PROGRAMS) + "/" + program};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    std::vector<char*> words;
    for (std::string& text : texts) words.push_back(text.data());
    words.push_back(nullptr);
    const Collected out;
    const Collected err;
    const pid_t child = fork();
    if (child == -1) throw std::runtime_error("no process");
    if (child == 0) become(words.data(), surroundings, out.descriptor(), err.descriptor());
    int status = 0;
    if (waitpid(child, &status, 0) != child) throw std::runtime_error("lost the process");
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), out.text(), err.text()};
}

} // namespace placement::programs
