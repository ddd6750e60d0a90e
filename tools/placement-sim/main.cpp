#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string_view>
#include <thread>

#include <sys/ioctl.h>
#include <unistd.h>

#include "placement-sim/answer.h"
#include "placement-sim/command_frame.h"
#include "placement-sim/commands.h"
#include "placement-sim/watch.h"
#include "program/begin.h"
#include "program/output.h"

namespace {

/// Colours are escapes; where a word of the command line has any, it could not be told from these.
bool wants_color(int count, char** words) {
    for (int i = 1; i < count; ++i) {
        if (std::string_view(words[i]).find('\033') != std::string_view::npos) return false;
    }
    const char* terminal = std::getenv("TERM");
    const bool able = terminal != nullptr && std::string_view(terminal) != "dumb";
    return able && std::getenv("NO_COLOR") == nullptr && isatty(STDOUT_FILENO) == 1;
}

/// What COLUMNS says, or else the terminal; 0 where the answer goes to a file.
std::size_t line_width() {
    if (const char* columns = std::getenv("COLUMNS")) {
        const std::string_view text(columns);
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc() && end == text.data() + text.size() && number > 0) return number;
    }
    winsize size{};
    return isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/// Whether a program's characters are UTF-8 there, as the C library decides it.
bool shows_blocks() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return isatty(STDOUT_FILENO) == 1 && placement::sim::is_utf8_locale(value);
    }
    return false;
}

placement::Time clock_now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count(), 0};
}

using placement::sim::Status;
using placement::sim::Terminal;

Status answer_once(int count, const char* const* words, bool color) {
    const Terminal terminal{.color = color,
                            .progress = isatty(STDERR_FILENO) == 1,
                            .now = clock_now(),
                            .width = line_width(),
                            .blocks = shows_blocks()};
    for (const placement::sim::Command& command : placement::sim::commands()) {
        if (count < 2 || command.word != words[1]) continue;
        return command.run(count, words, terminal, std::cout, std::cerr);
    }
    if (const auto complaint = count < 2 ? std::nullopt : placement::sim::complaint(words[1])) {
        placement::program::complain(std::cerr, "placement-sim: " + *complaint);
        return Status::Unusable;
    }
    return placement::sim::answer_command(count, words, terminal, std::cout, std::cerr);
}

Status run(int count, char** words) {
    const bool color = wants_color(count, words);
    const std::optional<placement::sim::Watch> watch = placement::sim::watch_of(count, words);
    if (!watch) return answer_once(count, words, color);
    const auto answer = [&] {
        const int without = static_cast<int>(watch->words.size());
        return placement::sim::reported("placement-sim", std::cerr,
                                        [&] { return answer_once(without, watch->words.data(), color); });
    };
    return placement::sim::keep_watching(*watch, answer, std::cout, [] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        return true;
    });
}

} // namespace

int main(int count, char** words) {
    placement::program::begin();
    return static_cast<int>(placement::sim::reported("placement-sim", std::cerr, [&] { return run(count, words); }));
}
