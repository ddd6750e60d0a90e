#include "unpack/regular_expression.h"

#include <fmt/format.h>
#include <regex.h>

#include "base/text.h"
#include "placement/diagnostic.h"

namespace placement {

namespace {

constexpr std::size_t longest_pattern = 10'000;
constexpr std::int64_t most_repetitions = 10'000;
constexpr std::size_t most_nested_groups = 200;

/// A back-reference, as in `(a*)\1`: what the expression is compared with is tried in every way to take it apart.
constexpr std::size_t most_back_references = 1;
constexpr std::size_t longest_text_for_back_reference = 100;

std::size_t back_references(std::string_view pattern) {
    std::size_t count = 0;
    for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
        if (pattern[i] != '\\') continue;
        ++i; // escaped, whatever it is
        if (pattern[i] >= '1' && pattern[i] <= '9') ++count;
    }
    return count;
}

/// Whether counted repetitions, which may multiply, groups within groups and back-references stay in bounds.
bool is_affordable(std::string_view pattern) {
    if (pattern.size() > longest_pattern || back_references(pattern) > most_back_references) return false;
    std::int64_t repetitions = 1;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '(' && ++depth > most_nested_groups) return false;
        if (pattern[i] == ')' && depth > 0) --depth;
        if (pattern[i] != '{') continue;
        const std::string_view counts = pattern.substr(i + 1, pattern.find('}', i) - i - 1);
        for (const std::string& count : split(counts, ",")) {
            const auto number = parse_integer(count);
            if (number && *number > 1) repetitions *= *number;
            if (!number || repetitions > most_repetitions) return false;
        }
    }
    return true;
}

} // namespace

struct RegularExpression::Compiled {
    regex_t expression{};
    bool valid = false;
    bool has_back_reference = false;

    explicit Compiled(const std::string& pattern) : has_back_reference(back_references(pattern) > 0) {
        valid = regcomp(&expression, pattern.c_str(), REG_EXTENDED) == 0;
    }
    ~Compiled() {
        if (valid) regfree(&expression);
    }
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
};

std::optional<RegularExpression> RegularExpression::compile(std::string_view pattern) {
    if (!is_affordable(pattern)) return std::nullopt;
    auto compiled = std::make_shared<const Compiled>(std::string(pattern));
    if (!compiled->valid) return std::nullopt;
    return RegularExpression(std::move(compiled));
}

std::optional<std::vector<std::string>> RegularExpression::match(const std::string& text) const {
    if (compiled_->has_back_reference && text.size() > longest_text_for_back_reference) {
        throw LimitReached(fmt::format("a pattern with a back-reference is compared with names of at most {} characters (limit); "
                                       "one has {}", longest_text_for_back_reference, text.size()));
    }
    std::vector<regmatch_t> parts(compiled_->expression.re_nsub + 1);
    if (regexec(&compiled_->expression, text.c_str(), parts.size(), parts.data(), 0) != 0) return std::nullopt;
    std::vector<std::string> result;
    for (const regmatch_t& part : parts) {
        if (part.rm_so < 0) {
            result.emplace_back();
        } else {
            result.push_back(text.substr(static_cast<std::size_t>(part.rm_so),
                                         static_cast<std::size_t>(part.rm_eo - part.rm_so)));
        }
    }
    return result;
}

} // namespace placement
