#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace placement {

/// A POSIX extended regular expression, as rsc-pattern has them.
class RegularExpression {
public:
    /// None for what is no expression, or repeats so much that matching it would take too much time or space.
    static std::optional<RegularExpression> compile(std::string_view pattern);

    /// What the whole and each group matched, empty for a group that took no part; none if the text does not match.
    std::optional<std::vector<std::string>> match(const std::string& text) const;

private:
    struct Compiled;
    explicit RegularExpression(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

} // namespace placement
