#include "placement-sim/live_cib.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace placement::sim {

namespace {

constexpr const char* query = "cibadmin --query";
constexpr std::size_t longest_answer = std::size_t{256} << 20;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("--live: " + what); }

/// Both ends of a pipe.
class Pipe {
public:
    Pipe() {
        if (pipe(ends_.data()) != 0) fail(std::string("no pipe: ") + std::strerror(errno));
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int output() const { return ends_[0]; }
    int input() const { return ends_[1]; }
    void close_output() { close_end(0); }
    void close_input() { close_end(1); }

private:
    void close_end(std::size_t end) {
        if (ends_[end] >= 0) close(ends_[end]);
        ends_[end] = -1;
    }
    std::array<int, 2> ends_{-1, -1};
};

class FileActions {
public:
    FileActions() { posix_spawn_file_actions_init(&actions_); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    void redirect(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
    void close_in_child(int end) { posix_spawn_file_actions_addclose(&actions_, end); }
    posix_spawn_file_actions_t* get() { return &actions_; }

private:
    posix_spawn_file_actions_t actions_ = {};
};

/// One piece of what was written into the pipe; false at its end.
bool take(int output, std::string& text) {
    std::array<char, 65536> piece;
    const ssize_t count = read(output, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) return true;
    if (count <= 0) return false;
    text.append(piece.data(), static_cast<std::size_t>(count));
    if (text.size() > longest_answer) fail(std::string("`") + query + "` prints more than any CIB contains");
    return true;
}

/// All of both.
void read_both(Pipe& first, std::string& first_text, Pipe& second, std::string& second_text) {
    bool first_open = true;
    bool second_open = true;
    while (first_open || second_open) {
        std::array<pollfd, 2> wanted{pollfd{first_open ? first.output() : -1, POLLIN, 0},
                                     pollfd{second_open ? second.output() : -1, POLLIN, 0}};
        if (poll(wanted.data(), wanted.size(), -1) < 0) {
            if (errno == EINTR) continue;
            break;
        }
        if (wanted[0].revents != 0) first_open = take(first.output(), first_text);
        if (wanted[1].revents != 0) second_open = take(second.output(), second_text);
    }
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// What the command prints. No shell is involved.
std::string asked() {
    Pipe answer;
    Pipe complaints;
    FileActions actions;
    actions.redirect(answer.input(), STDOUT_FILENO);
    actions.redirect(complaints.input(), STDERR_FILENO);
    for (const int end : {answer.output(), answer.input(), complaints.output(), complaints.input()}) actions.close_in_child(end);
    std::string program = "cibadmin";
    std::string option = "--query";
    std::array<char*, 3> arguments{program.data(), option.data(), nullptr};
    pid_t child = 0;
    const int error = posix_spawnp(&child, program.c_str(), actions.get(), nullptr, arguments.data(), environ);
    if (error == ENOENT) {
        fail(std::string("`cibadmin` is not installed here; run this on a node of the cluster, or `") + query +
             " >cib.xml` there and use that file");
    }
    if (error != 0) fail(std::string("cannot run `cibadmin`: ") + std::strerror(error));
    answer.close_input();
    complaints.close_input();
    std::string text;
    std::string said;
    try {
        read_both(answer, text, complaints, said);
    } catch (...) {
        answer.close_output();
        complaints.close_output();
        waitpid(child, nullptr, 0); // it ends when nobody reads
        throw;
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
    const std::string how =
        WIFEXITED(status) ? "exit status " + std::to_string(WEXITSTATUS(status)) : "signal " + std::to_string(WTERMSIG(status));
    fail(std::string("`") + query + "` fails with " + how + (said.empty() ? "" : ": " + first_line(said)));
}

} // namespace

Cib read_cib(const std::string& path) { return path == live_cluster ? Cib::from_text(asked(), query) : Cib::from_file(path); }

} // namespace placement::sim
