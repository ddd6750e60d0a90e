#include <algorithm>

#include <fmt/format.h>

#include "base/line_of.h"
#include "placement/render.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/words.h"

namespace placement {

namespace {

std::string nodes(const std::vector<std::string>& names) { return names.empty() ? "no node" : joined(names, " "); }

/// "promoted on pg02, running on pg02 pg03", "running on n1", "stopped".
std::string standing_words(const Standing& standing, bool promotable) {
    if (!standing.impossible.empty()) return "the events cannot happen, as " + standing.impossible;
    if (standing.running.empty()) return standing.restless ? "stopped and started again and again" : "stopped";
    const std::string running =
        "running on " + nodes(standing.running) + (standing.restless ? ", and the cluster never comes to rest" : "");
    return promotable ? fmt::format("promoted on {}, {}", nodes(standing.promoted), running) : running;
}

std::string name(const Margin& margin) {
    switch (margin.kind) {
    case Margin::Kind::Constraint: return "the score of " + margin.id;
    case Margin::Kind::Stickiness: return "resource-stickiness of " + margin.id;
    case Margin::Kind::PromotionScore: return fmt::format("the promotion score of {} on {}", margin.id, margin.node);
    case Margin::Kind::MigrationThreshold: return "migration-threshold of " + margin.id;
    case Margin::Kind::FailCount: return fmt::format("the fail count of {} on {}", margin.id, margin.node);
    }
    return margin.id;
}

std::string points(const Margin& margin, Score to) {
    const Score from = margin.current;
    if (from.is_infinite() || to.is_infinite()) return "";
    const std::int32_t distance = std::abs(to.value() - from.value());
    return fmt::format(", {} {}{} away", distance, margin.is_score() ? "point" : "failure", distance == 1 ? "" : "s");
}

class MarginText {
public:
    MarginText(const Margins& margins, const TextStyle& style) : margins_(margins), paint_(style.color) {
        const auto promoted = [](const Standing& standing) { return !standing.promoted.empty(); };
        promotable_ = promoted(margins.now) || std::ranges::any_of(margins.margins, [&](const Margin& margin) {
            return promoted(margin.if_above) || promoted(margin.if_below);
        });
    }

    std::string run() {
        std::string events;
        for (const Event& event : margins_.events) events += (events.empty() ? " if " : ", ") + text(event);
        line(fmt::format("{}{}: {}", paint_.bold(margins_.resource), events, standing_words(margins_.now, promotable_)));
        out_ += release_line(margins_.release, margins_.nearest_to, margins_.unchecked_kinds);
        line("");
        if (margins_.margins.empty()) {
            line(margins_.numbers == 0 ? "No score, stickiness, promotion score or fail count had a part in it."
                                       : "No single number that had a part in it was found to change that.");
        }
        for (const Margin& margin : margins_.margins) add(margin);
        if (!margins_.decisive.empty()) {
            line("");
            line(paint_.bold("Decisive constraints"));
            for (const DecisiveConstraint& each : margins_.decisive) {
                line(fmt::format("  without {}{}: {}", each.id, line_of(each.position), standing_words(each.without, promotable_)));
            }
        }
        line("");
        line(fmt::format("Searched by {} runs over {} number{}.", margins_.runs, margins_.numbers,
                         margins_.numbers == 1 ? "" : "s"));
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += as_line(text, paint_); }

    /// The nearer edge first.
    void add(const Margin& margin) {
        const auto up = [&] {
            if (margin.above) edge(margin, *margin.above, "reaches", margin.if_above, margin.decisive_above);
        };
        const auto down = [&] {
            if (margin.below) edge(margin, *margin.below, "falls to", margin.if_below, margin.decisive_below);
        };
        const bool down_first = margin.below && (!margin.above || margin.current.value() - margin.below->value() <
                                                                      margin.above->value() - margin.current.value());
        if (down_first) down();
        up();
        if (!down_first) down();
    }

    void edge(const Margin& margin, Score value, const char* reaches, const Standing& then,
              const std::vector<std::string>& decisive) {
        line(fmt::format("{} {} until {}{} {} {} (now {}{}).", margins_.resource, stays(then), name(margin),
                         line_of(margin.position), reaches, paint_.bold(value.text()), margin.current.text(),
                         points(margin, value)));
        const std::string why = decisive.empty() ? "" : "; " + joined(decisive, ", ") +
                                                            (decisive.size() == 1 ? " decides it" : " decide it");
        line(fmt::format("  Then: {}{}.", standing_words(then, promotable_), why));
    }

    /// What the other outcome ends.
    std::string stays(const Standing& then) const {
        const Standing& now = margins_.now;
        const bool ends_promotion = then.impossible.empty() ? now.promoted != then.promoted : !now.promoted.empty();
        if (ends_promotion) {
            return now.promoted.empty() ? "stays without a promoted instance" : "stays promoted on " + nodes(now.promoted);
        }
        if (then.impossible.empty() && now.restless != then.restless)
            return now.restless ? "never comes to rest" : "stays at rest";
        return now.running.empty() ? "stays stopped" : "stays running on " + nodes(now.running);
    }

    const Margins& margins_;
    Paint paint_;
    bool promotable_ = false;
    std::string out_;
};

} // namespace

std::string margin_text(const Margins& margins, const TextStyle& style) {
    return folded_lines(MarginText(margins, style).run(), style.width);
}

} // namespace placement
