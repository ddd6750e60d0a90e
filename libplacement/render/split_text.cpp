#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/quorum_words.h"
#include "render/release_words.h"
#include "render/table.h"
#include "render/time_text.h"
#include "render/words.h"

namespace placement {

namespace {

std::string side_name(std::size_t side) { return fmt::format("side {}", side + 1); }

std::string list_of(const std::vector<std::string>& names) { return joined(names, ", "); }

/// "side 1", "sides 1 and 2".
std::string sides_named(const std::vector<std::size_t>& sides) {
    if (sides.size() == 1) return side_name(sides.front());
    std::string text = "sides ";
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const char* const before = i == 0 ? "" : i + 1 == sides.size() ? " and " : ", ";
        text += fmt::format("{}{}", before, sides[i] + 1);
    }
    return text;
}

std::vector<std::size_t> sides_with_quorum(const Split& split) {
    std::vector<std::size_t> found;
    for (std::size_t side = 0; side < split.sides.size(); ++side) {
        if (split.sides[side].quorum()) found.push_back(side);
    }
    return found;
}

bool any_ran(const Split& split) {
    return std::ranges::any_of(split.ends.front().services, [](const SplitService& service) { return service.ran; });
}

std::string quorum_clause(const Split& split) {
    const std::vector<std::size_t> quorate = sides_with_quorum(split);
    const std::string race = split.race.empty() ? "" : "; they fence each other, and who wins is a race";
    if (quorate.empty()) return "no side has quorum" + race;
    return fmt::format("{} {} quorum{}", sides_named(quorate), quorate.size() == 1 ? "has" : "have", race);
}

std::string services_clause(const Split& split) {
    const std::vector<std::string> lost = split.lost();
    const std::vector<std::string> twice = split.twice();
    const char* const maybe = split.race.empty() ? "" : " in one of the ends";
    std::vector<std::string> clauses;
    if (!twice.empty()) clauses.push_back(fmt::format("on two sides at once{}: {}", maybe, list_of(twice)));
    if (!lost.empty()) clauses.push_back(fmt::format("running nowhere{}: {}", maybe, list_of(lost)));
    if (!clauses.empty()) return joined(clauses, "; ");
    return any_ran(split) ? "every service that ran runs" : "no service ran";
}

class SplitText {
public:
    SplitText(const Split& split, const TextStyle& style) : split_(split), style_(style), paint_(style.color) {}

    std::string run() {
        line(colored_verdict());
        heading();
        for (std::size_t side = 0; side < split_.sides.size(); ++side) describe(side);
        if (!split_.race.empty()) line(fmt::format("{} {}.", paint_.yellow("The race:"), split_.race));
        for (const SplitEnd& end : split_.ends) describe(end);
        warnings();
        line("");
        line(colored_verdict());
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += folded_lines(as_line(text, paint_), style_.width); }

    std::string colored_verdict() const {
        const std::string text = verdict(split_);
        return split_.lost().empty() && split_.twice().empty() ? paint_.green(text) : paint_.red(text);
    }

    void heading() {
        std::vector<std::string> sides;
        for (const SplitSide& side : split_.sides) sides.push_back(list_of(side.members));
        std::string events;
        for (const Event& event : split_.events) events += text(event) + ", ";
        const Cluster& cluster = *split_.sides.front().outcome.after;
        line(fmt::format("{} {}",
                         paint_.bold(fmt::format("{}: {}the members split: {}", split_.name, events, joined(sides, " | "))),
                         paint_.faint(fmt::format("(judged at {}, by the rules of {})", time_text(split_.at),
                                                  release_words(split_.release, split_.nearest_to, unchecked_kinds(cluster))))));
        line("");
    }

    void describe(std::size_t number) {
        const SplitSide& side = split_.sides[number];
        line(paint_.bold(fmt::format("Side {}: {}", number + 1, list_of(side.members))));
        line(fmt::format("  quorum {}: {}", side.quorum() ? paint_.green("yes") : paint_.red("no"), quorum_words(side.outcome)));
        for (const SplitFencing& fencing : side.fences) {
            line(fmt::format("  {} {} ({}): {}", fencing.done ? "fences" : paint_.red("does not fence"), fencing.node,
                             side_name(fencing.side), fencing.by));
        }
        if (!side.fences_itself.empty()) line(fmt::format("  fences its own members: {}", list_of(side.fences_itself)));
        if (!side.fenced_by.empty()) line(fmt::format("  {} by {}", paint_.red("is fenced"), sides_named(side.fenced_by)));
        line("");
    }

    void describe(const SplitEnd& end) {
        if (end.winner) line("");
        Table table;
        std::vector<TableCell> headings{
            {end.winner ? fmt::format("If {} wins", side_name(*end.winner)) : "In the end", Look::Bold}, {"before", Look::Bold}};
        for (std::size_t side = 0; side < split_.sides.size(); ++side) headings.emplace_back(side_name(side), Look::Bold);
        table.add(std::move(headings));
        for (const SplitService& service : end.services) table.add(row(service));
        out_ += table.text(style_.width, paint_);
    }

    std::vector<TableCell> row(const SplitService& service) const {
        const Look look = service.lost() || service.twice ? Look::Red : Look::Plain;
        std::vector<TableCell> cells{{service.id, look}, places(split_.sides.front().outcome.resource(service.id).before)};
        for (const auto& there : service.on_sides) cells.emplace_back(places(there), look);
        return cells;
    }

    static std::string places(const std::vector<RunningOn>& instances) {
        std::vector<std::string> words;
        for (const RunningOn& each : instances) {
            std::string word = each.node;
            if (each.role == Role::Promoted) word += " Promoted";
            if (each.state != InstanceState::Running) word += fmt::format(" ({})", text(each.state));
            words.push_back(std::move(word));
        }
        return words.empty() ? "-" : joined(words, ", ");
    }

    void warnings() {
        const std::vector<std::string> twice = split_.twice();
        const std::vector<std::string> for_a_while = split_.twice_for_a_while();
        if (!twice.empty()) {
            line("");
            line(fmt::format("{} {} on two sides at once, because neither is fenced: data that both write is damaged.",
                             paint_.red("Warning:"), are("runs", "run", twice)));
        }
        if (!for_a_while.empty()) {
            line("");
            line(
                fmt::format("{} {} on two sides for a while: the side that takes over does not wait until the other has stopped, "
                            "for it does not fence it.",
                            paint_.red("Warning:"), are("may run", "may run", for_a_while)));
        }
    }

    static std::string are(const char* one, const char* many, const std::vector<std::string>& names) {
        return fmt::format("{} {}", list_of(names), names.size() == 1 ? one : many);
    }

    const Split& split_;
    const TextStyle& style_;
    Paint paint_;
    std::string out_;
};

} // namespace

std::string verdict(const Split& split) {
    return first_in_capital(fmt::format("{}; {}.", quorum_clause(split), services_clause(split)));
}

std::string split_text(const Split& split, const TextStyle& style) { return SplitText(split, style).run(); }

} // namespace placement
