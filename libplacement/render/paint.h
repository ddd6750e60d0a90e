#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace placement {

/// How a text looks where there are colours.
enum class Look : std::uint8_t { Plain, Bold, Red, Green, Yellow, Faint };

/// The length of the escape sequence that the text begins with, if it is one that Paint writes; else 0.
inline std::size_t color_code_length(std::string_view text) {
    for (const std::string_view code : {"\033[0m", "\033[1m", "\033[2m", "\033[31m", "\033[32m", "\033[33m"}) {
        if (text.starts_with(code)) return code.size();
    }
    return 0;
}

/// Text in colour, or as it is.
class Paint {
public:
    explicit Paint(bool on) : on_(on) {}
    bool on() const { return on_; }

    std::string bold(std::string_view text) const { return wrap("1", text); }
    std::string red(std::string_view text) const { return wrap("31", text); }
    std::string green(std::string_view text) const { return wrap("32", text); }
    std::string yellow(std::string_view text) const { return wrap("33", text); }
    std::string faint(std::string_view text) const { return wrap("2", text); }
    std::string as(Look look, std::string_view text) const {
        switch (look) {
        case Look::Bold: return bold(text);
        case Look::Red: return red(text);
        case Look::Green: return green(text);
        case Look::Yellow: return yellow(text);
        case Look::Faint: return faint(text);
        case Look::Plain: break;
        }
        return std::string(text);
    }

private:
    std::string wrap(std::string_view code, std::string_view text) const {
        if (!on_ || text.empty()) return std::string(text);
        return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
    }

    bool on_;
};

} // namespace placement
