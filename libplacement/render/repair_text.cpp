#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/line_of.h"
#include "placement/commands.h"
#include "placement/render.h"
#include "render/command_lines.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/words.h"

namespace placement {

namespace {

constexpr std::size_t clauses_shown = 4;

std::string range_words(const RepairRange& range) {
    if (range.from == range.to) return fmt::format("holds with {} alone", range.from.text());
    if (range.from.is_minus_infinity() && range.to.is_plus_infinity()) return "holds with any number";
    if (range.from.is_minus_infinity()) return fmt::format("holds up to {}", range.to.text());
    if (range.to.is_plus_infinity()) return fmt::format("holds from {} on", range.from.text());
    return fmt::format("holds from {} to {}", range.from.text(), range.to.text());
}

std::string names_of(const std::set<Protection>& protections) {
    std::string names;
    for (const Protection each : protections) names += (names.empty() ? "" : ", ") + std::string(text(each));
    return names;
}

class RepairsText {
public:
    RepairsText(const Repairs& repairs, const TextStyle& style) : repairs_(repairs), style_(style), paint_(style.color) {}

    std::string run() {
        verdict();
        out_ += release_line(repairs_.release, repairs_.nearest_to, repairs_.unchecked_kinds);
        for (const UnmetWant& each : repairs_.unmet) unmet(each);
        if (repairs_.holds_already()) return std::move(out_);
        std::size_t number = 0;
        for (const Repair& each : repairs_.repairs) repair(++number, each);
        not_proposed();
        tried();
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += folded_lines(as_line(text, paint_), style_.width); }

    void verdict() {
        if (repairs_.holds_already()) {
            const bool known = !repairs_.partial;
            line(known ? paint_.bold(paint_.green("It holds already: nothing is to be repaired."))
                       : paint_.bold(paint_.yellow(fmt::format("Nothing is found to repair, but {}.", repairs_.why_partial))));
            return verified();
        }
        for (const std::string& each : repairs_.without_edit)
            line(paint_.bold(paint_.green(fmt::format("No edit is needed: {} is enough, as a run shows.", each))));
        if (repairs_.repairs.empty() && !repairs_.without_edit.empty()) return;
        if (repairs_.repairs.empty() && !repairs_.not_proposed.empty())
            return line(paint_.bold(paint_.red("No edit is proposed: each that makes it hold weakens the cluster.")));
        if (repairs_.repairs.empty()) return line(paint_.bold(paint_.red("No edit was found that makes it hold.")));
        if (std::ranges::none_of(repairs_.repairs, [](const Repair& each) { return each.leaves.empty(); }))
            return line(paint_.bold(paint_.yellow("No edit was found that makes all of it hold; these mend a part of it.")));
        const auto harmless = static_cast<std::size_t>(std::ranges::count_if(repairs_.repairs, &Repair::harmless));
        const std::string count = counted(repairs_.repairs.size(), "repair");
        const std::string best = harmless == 0 ? "each makes something else worse"
                                 : harmless == repairs_.repairs.size()
                                     ? "nothing else gets worse"
                                     : fmt::format("with {} of them nothing else gets worse", harmless);
        const std::string text = fmt::format("{} {} it hold; {}.", count, repairs_.repairs.size() == 1 ? "makes" : "make", best);
        line(paint_.bold(harmless == 0 ? paint_.yellow(text) : paint_.green(text)));
    }

    /// What that is known from.
    void verified() {
        if (!repairs_.verified) return;
        const VerifiedSpace& space = *repairs_.verified;
        line(fmt::format("Verified: {} and {} of failures, complete to depth {}, with {} at the same time.",
                         counted(space.states, "state"), counted(space.sequences, "sequence"), space.complete_to,
                         counted(space.failures, "failure")));
    }

    static std::string unmet_words(const UnmetWant& want) {
        switch (want.kind) {
        case UnmetWant::Kind::Finding: return fmt::format("  {}: {}", want.subject, want.predicted);
        case UnmetWant::Kind::Property:
            return fmt::format("  {} does not hold{}: {}", want.expected, want.subject.empty() ? "" : " for " + want.subject,
                               want.predicted);
        case UnmetWant::Kind::Expectation: break;
        }
        return fmt::format("  {}: expected {}; predicted: {}", want.subject, want.expected, want.predicted);
    }

    void unmet(const UnmetWant& want) {
        if (test_ != want.test || want.test.empty()) {
            line("");
            const std::string begin = want.kind == UnmetWant::Kind::Finding ? "lint finds now" : "Now";
            line(fmt::format("{}{}{}:", begin, want.test.empty() ? "" : ", ", want.test));
            test_ = want.test;
        }
        line(paint_.bold(unmet_words(want)));
        std::size_t shown = 0;
        for (const std::string& each : want.explanation) {
            if (shown++ == clauses_shown && !style_.everything)
                return line(fmt::format("    … and {} more", want.explanation.size() - clauses_shown));
            line("    " + each);
        }
    }

    void clauses(const std::string& heading, const std::vector<std::string>& all) {
        if (all.empty()) return;
        line(fmt::format("   {}:", heading));
        std::size_t shown = 0;
        for (const std::string& each : all) {
            if (shown++ == clauses_shown && !style_.everything)
                return line(fmt::format("     … and {} more", all.size() - clauses_shown));
            line("     " + each);
        }
    }

    void repair(std::size_t number, const Repair& repair) {
        line("");
        for (std::size_t i = 0; i < repair.edits.size(); ++i) {
            const RepairEdit& edit = repair.edits[i];
            const std::string begin = i == 0 ? fmt::format("{}. ", number) : "   and ";
            line(paint_.bold(fmt::format("{}{}{}", begin, edit.text, line_of(edit.position))));
            if (edit.range) line("   " + range_words(*edit.range));
        }
        effect(repair);
        patch(repair);
        for (const CommandTool tool : told_tools(style_)) {
            out_ += command_lines(repairs_.cib, repair.changes(), tool, "   ", paint_);
        }
    }

    void effect(const Repair& repair) {
        const RepairEffect& effect = repair.effect;
        if (!repair.weakens.empty()) line(paint_.yellow(fmt::format("   it weakens: {}", names_of(repair.weakens))));
        if (!effect.not_compared.empty()) {
            line(fmt::format("   single failures were not compared: {}", effect.not_compared));
        } else if (effect.worse.empty()) {
            const std::string more =
                effect.more_interruptions > 0
                    ? fmt::format(", with {} in all",
                                  counted(static_cast<std::size_t>(effect.more_interruptions), "more interruption"))
                : effect.more_interruptions < 0
                    ? fmt::format(", with {} fewer in all",
                                  counted(static_cast<std::size_t>(-effect.more_interruptions), "interruption"))
                    : "";
            line(fmt::format("   nothing gets worse, now and under {}{}", counted(effect.failures, "single failure"), more));
        }
        clauses(paint_.yellow("still does not hold"), repair.leaves);
        clauses(paint_.yellow("gets worse"), effect.worse);
        clauses("gets better", effect.better);
        clauses("note", repair.notes);
        if (effect.committing.empty()) {
            line("   committing it moves and interrupts nothing");
        } else {
            clauses("committing it", effect.committing);
        }
    }

    void patch(const Repair& repair) {
        const std::string name = repairs_.cib.name();
        std::string patch;
        try {
            patch = unified_diff(repair.text.before, repair.text.text, name, name, 1);
        } catch (const NotSupported&) {
            return; // the edits are told in words
        }
        std::istringstream lines(patch);
        for (std::string each; std::getline(lines, each);) {
            const Look look = each.starts_with('-') ? Look::Red : each.starts_with('+') ? Look::Green : Look::Plain;
            out_ += as_line("     " + paint_.as(look, each), paint_);
        }
        if (!repair.text.of_original)
            line("     (compared with the whole CIB in the current syntax: " + repair.text.reason + ")");
    }

    void not_proposed() {
        if (!repairs_.not_proposed.empty()) {
            line("");
            line("These would do, and are not proposed, because they weaken the cluster (--allow proposes them):");
            for (const NotProposed& each : repairs_.not_proposed)
                line(fmt::format("  {} ({})", each.text, names_of(each.weakens)));
        }
        if (repairs_.refused.empty()) return;
        line("");
        line("These do for what is wanted, but not on a closer look:");
        for (const std::string& each : repairs_.refused) line("  " + each);
    }

    void tried() {
        line("");
        verified();
        const std::string pairs = repairs_.pairs_tried == 0 ? "" : fmt::format(" and {}", counted(repairs_.pairs_tried, "pair"));
        line(fmt::format("Tried: {}{} by {}. A range within a range that does not do may be missed.",
                         counted(repairs_.edits_tried, "single edit"), pairs, counted(repairs_.runs, "simulation")));
        if (repairs_.resources_left_out > 0)
            line(paint_.yellow(
                fmt::format("Not tried: the settings of {} that are further away by constraints than those that were.",
                            counted(repairs_.resources_left_out, "resource"))));
        if (repairs_.partial) line(paint_.yellow(fmt::format("Partial: {}.", repairs_.why_partial)));
    }

    const Repairs& repairs_;
    const TextStyle& style_;
    Paint paint_;
    std::string test_; ///< whose wants are told
    std::string out_;
};

} // namespace

std::string repairs_text(const Repairs& repairs, const TextStyle& style) { return RepairsText(repairs, style).run(); }

} // namespace placement
