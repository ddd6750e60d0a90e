#include "cib/source_text.h"

#include <algorithm>
#include <utility>

namespace placement {

namespace {

/// Bytes that continue a character of UTF-8 take no column of their own.
bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

} // namespace

SourceText::SourceText(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    line_starts_.push_back(0);
    for (std::size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', end + 1)) {
        line_starts_.push_back(end + 1);
    }
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (continues_character(text_[i])) continuations_.push_back(i);
    }
}

Position SourceText::position(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto next_line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const std::size_t start = *(next_line - 1);
    const auto continued = std::lower_bound(continuations_.begin(), continuations_.end(), offset) -
                           std::lower_bound(continuations_.begin(), continuations_.end(), start);
    const std::size_t characters = offset - start - static_cast<std::size_t>(continued);
    return {static_cast<std::uint32_t>(next_line - line_starts_.begin()), static_cast<std::uint32_t>(characters + 1)};
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
