#include "render/score_sum.h"

#include <fmt/format.h>

namespace placement {

namespace {

std::string amount(const ScorePart& part) {
    if (!part.change) return "= " + score_text(part.after);
    return part.change->value() >= 0 ? "+" + part.change->text() : part.change->text();
}

std::string line(const ScorePart& part) {
    const std::string place = part.position.known() ? fmt::format(" (line {})", part.position.line) : "";
    return fmt::format("{:>10}  {}{}", amount(part), part.text, place);
}

void collect(const std::vector<ScorePart>& parts, const std::string& indent, std::vector<std::string>& lines) {
    for (const ScorePart& part : parts) {
        lines.push_back(indent + line(part));
        collect(part.origin, indent + "      ", lines);
    }
}

} // namespace

std::string score_text(std::optional<Score> score) {
    return score ? score->text() : "not allowed";
}

std::vector<std::string> part_lines(const std::vector<ScorePart>& parts) {
    std::vector<std::string> lines;
    collect(parts, "", lines);
    return lines;
}

} // namespace placement
