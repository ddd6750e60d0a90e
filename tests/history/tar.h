#pragma once

#include <cstdio>
#include <string>

namespace placement::testing {

/// One entry of a tar archive (ustar): a regular file, or with `link` a symbolic link.
inline std::string tar_entry(const std::string& name, const std::string& bytes, const std::string& link = "") {
    std::string header(512, '\0');
    const auto put = [&header](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
    const auto octal = [](std::size_t number, int digits) {
        std::string text(static_cast<std::size_t>(digits), '0');
        for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number /= 8) *digit = static_cast<char>('0' + number % 8);
        return text;
    };
    const std::string content = link.empty() ? bytes : "";
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, octal(content.size(), 11));
    put(136, "00000000000");
    put(148, "        ");
    put(156, link.empty() ? "0" : "2");
    put(157, link);
    put(257, std::string("ustar\0", 6) + "00");
    std::size_t sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, octal(sum, 6));
    header[154] = '\0';
    return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

inline std::string tar_of(const std::string& entries) { return entries + std::string(1024, '\0'); }

} // namespace placement::testing
