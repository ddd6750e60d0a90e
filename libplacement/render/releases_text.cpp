#include <fmt/format.h>

#include "placement/render.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/table.h"

namespace placement {

namespace {

/// "809 of 844 equal", "in part", "not compared".
std::string exactness(Release release) {
    if (const ReleaseComparison* compared = comparison_of(release)) return fmt::format("{} of {} equal", compared->equal, compared->inputs);
    return compared_extent(release) == ComparedExtent::Part ? "in part" : "not compared";
}

std::string distribution_names(const ReleaseDescription& described) {
    std::string names;
    for (const std::string_view name : described.distributions) names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    return names;
}

} // namespace

std::string releases_text(const TextStyle& style) {
    Table table;
    table.add({"Pacemaker", "feature set", "schema", "regression inputs", "shipped by"});
    for (const ReleaseDescription& each : release_descriptions()) {
        table.add({text(each.release), each.feature_set, "pacemaker-" + std::string(each.schema), exactness(each.release),
                   distribution_names(each)});
    }
    return table.text(style.width, Paint(style.color)) + as_line("") +
           folded_lines(as_line("Of the inputs of Pacemaker's regression tests, those are counted to which a release's own scheduler "
                                "and ours give the same places, roles, scores and transitions."),
                        style.width);
}

std::string changed_rules_text(Release one, Release other, const TextStyle& style) {
    const Paint paint(style.color);
    const std::vector<ChangedRule> rules = changed_rules(one, other);
    std::string out = as_line(paint.bold(fmt::format("Pacemaker {} -> {}", text(one), text(other))), paint);
    out += comparison_lines({one, other});
    if (one == other) return out;
    if (rules.empty()) return out + as_line("They decide everything alike.");
    Release from = one;
    for (const ChangedRule& rule : rules) {
        if (const Release changed_in = rule.changes.back().from; &rule == &rules.front() || changed_in != from) {
            from = changed_in;
            out += as_line("") + as_line(paint.bold(text(from)), paint);
        }
        out += as_line("  " + changed_rule_words(rule));
    }
    return folded_lines(out, style.width);
}

} // namespace placement
