#include "cib/source_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace placement {

namespace {

/// Bytes that continue a character of UTF-8 take no column of their own.
bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Most texts have none; eight bytes at a time show that.
std::vector<std::size_t> find_continuations(std::string_view text) {
    std::vector<std::size_t> found;
    std::size_t at = 0;
    const auto look_up_to = [&](std::size_t end) {
        for (; at < end; ++at) {
            if (continues_character(text[at])) found.push_back(at);
        }
    };
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    constexpr std::size_t stride = 4 * sizeof(std::uint64_t);
    while (text.size() - at >= stride) {
        std::array<std::uint64_t, 4> words;
        std::memcpy(words.data(), text.data() + at, stride);
        if (((words[0] | words[1] | words[2] | words[3]) & high_bits) == 0) {
            at += stride;
        } else {
            look_up_to(at + stride);
        }
    }
    look_up_to(text.size());
    return found;
}

std::vector<std::size_t> find_line_starts(std::string_view text) {
    std::vector<std::size_t> found = {0};
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + 1)) {
        found.push_back(end + 1);
    }
    return found;
}

constexpr std::size_t block_size = 512;

/// For each block of the text, how many lines begin before its first byte or on it.
std::vector<std::uint32_t> count_lines_before_blocks(const std::vector<std::size_t>& line_starts, std::size_t text_size) {
    std::vector<std::uint32_t> counts;
    counts.reserve(text_size / block_size + 1);
    std::size_t line = 0;
    for (std::size_t block = 0; block <= text_size; block += block_size) {
        while (line < line_starts.size() && line_starts[line] <= block) ++line;
        counts.push_back(static_cast<std::uint32_t>(line));
    }
    return counts;
}

} // namespace

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)), line_starts_(find_line_starts(text_)),
      lines_before_blocks_(count_lines_before_blocks(line_starts_, text_.size())), continuations_(find_continuations(text_)) {}

Position SourceText::position(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const std::size_t block = offset / block_size;
    const auto lines_from = line_starts_.begin() + lines_before_blocks_[block];
    const auto lines_to =
        block + 1 < lines_before_blocks_.size() ? line_starts_.begin() + lines_before_blocks_[block + 1] : line_starts_.end();
    const auto next_line = std::upper_bound(lines_from, lines_to, offset);
    const std::size_t start = *(next_line - 1);
    const std::size_t characters = offset - start - count_continuations(start, offset);
    return {static_cast<std::uint32_t>(next_line - line_starts_.begin()), static_cast<std::uint32_t>(characters + 1)};
}

std::size_t SourceText::count_continuations(std::size_t begin, std::size_t end) const {
    if (continuations_.empty()) return 0;
    const auto first = std::lower_bound(continuations_.begin(), continuations_.end(), begin);
    return static_cast<std::size_t>(std::lower_bound(first, continuations_.end(), end) - first);
}

std::string_view SourceText::line(std::uint32_t number) const {
    if (number == 0 || number > line_starts_.size()) return {};
    const std::size_t start = line_starts_[number - 1];
    const std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
    std::string_view line = std::string_view(text_).substr(start, end - start);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

void SourceText::fail(std::size_t offset, const std::string& message) const {
    throw InputError(name_, position(offset), message);
}

} // namespace placement
