#include "render/score_sum.h"

#include <fmt/format.h>

#include "base/line_of.h"

namespace placement {

namespace {

std::string amount(const ScorePart& part) {
    if (!part.change) return score_text(part.after);
    return part.change->value() >= 0 ? "+" + part.change->text() : part.change->text();
}

std::string part_line(const ScorePart& part) {
    return fmt::format("{:>9}  {}{}", amount(part), part.text, line_of(part.position));
}

bool says_nothing(const ScorePart& part) {
    return part.cause.kind == CauseKind::Start && part.after == Score();
}

} // namespace

std::string score_text(std::optional<Score> score) {
    return score ? score->text() : "not allowed";
}

std::vector<std::string> part_lines(const std::vector<ScorePart>& parts) {
    std::vector<std::string> lines;
    for (const ScorePart& part : parts) {
        if (parts.size() == 1 || !says_nothing(part)) lines.push_back(part_line(part));
    }
    return lines;
}

bool is_score(const ReportedScore& entry) {
    return entry.kind == ReportedScore::Kind::Assignment || entry.kind == ReportedScore::Kind::Promotion;
}

} // namespace placement
