#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"
#include "placement/edit.h"
#include "placement/error.h"

namespace placement {

namespace {

/// Until when a date expression may pass; none where it has no end, or none that is a time.
std::optional<Time> end_of(const Element& expression) {
    const std::string& operation = expression.get("operation");
    const std::string* const end = expression.find("end");
    const bool ends = operation == "lt" || operation == "in_range" || operation.empty();
    if (end == nullptr || !ends || expression.child("duration") != nullptr) return std::nullopt;
    try {
        return Time::parse(*end);
    } catch (const InvalidArgument&) {
        return std::nullopt;
    }
}

/// The rule can pass no more: one of the conditions that it needs has ended.
const Element* ended_condition(const Element& rule, Time now) {
    const bool any_suffices = equals_ignoring_case(rule.get("boolean-op"), "or");
    const std::vector<const Element*> expressions = rule.all("date_expression");
    const auto ended = [&](const Element* expression) {
        const auto end = end_of(*expression);
        return end && end->seconds < now.seconds;
    };
    if (expressions.empty()) return nullptr;
    if (any_suffices) {
        const bool all = expressions.size() == rule.children.size() && std::ranges::all_of(expressions, ended);
        return all ? expressions.front() : nullptr;
    }
    const auto found = std::ranges::find_if(expressions, ended);
    return found == expressions.end() ? nullptr : *found;
}

void forgotten_move(const LintSubject& subject, Findings& findings) {
    for (const Element* const constraint : constraint_elements(subject.configuration())) {
        const std::string& id = constraint->get("id");
        if (constraint->name != "rsc_location" || !is_left_by_command(id)) continue;
        const Element* const rule = constraint->child("rule");
        const bool ended = rule != nullptr && ended_condition(*rule, subject.cluster().now) != nullptr;
        const bool bans = id.starts_with("cli-ban-") || id.starts_with("cli-standby-");
        tell(findings, constraint->position,
             ended ? fmt::format("`{}` was left behind by a command; it has expired, and does nothing any more", id)
                   : fmt::format("`{}` was left behind by a command and {} the node", id,
                                 bans ? "keeps the resource off" : "ties the resource to"));
    }
}

void expired_rule(const LintSubject& subject, Findings& findings) {
    std::set<const Element*> told; // with the constraint that a command left behind
    for (const Element* const constraint : constraint_elements(subject.configuration())) {
        if (constraint->name == "rsc_location" && is_left_by_command(constraint->get("id")))
            told.insert(constraint->child("rule"));
    }
    for (const Element* const rule : elements_named(subject.configuration(), "rule")) {
        if (told.contains(rule)) continue;
        const Element* const condition = ended_condition(*rule, subject.cluster().now);
        if (condition == nullptr) continue;
        tell(findings, rule->position,
             fmt::format("the rule `{}` will never be true again: it expired at {}", rule->get("id"), condition->get("end")),
             {{"the expired condition", condition->position}});
    }
}

void mentioned(const Element& top, std::set<std::string>& names) {
    for (const Element& child : top.children) {
        for (const char* const attribute : {"rsc", "with-rsc", "first", "then", "id"}) {
            // A tag's own element defines it.
            if (std::string_view(attribute) == "id" && child.name != "resource_ref" && child.name != "role") continue;
            names.insert(child.get(attribute));
        }
        names.insert(child.get("reference"));
        mentioned(child, names);
    }
}

void unused_tag(const LintSubject& subject, Findings& findings) {
    std::set<std::string> names;
    for (const char* const section : {"constraints", "acls"}) {
        if (const Element* const element = subject.configuration().child(section)) mentioned(*element, names);
    }
    for (const Tag& tag : subject.cluster().tags) {
        if (names.contains(tag.id)) continue;
        tell(findings, tag.position, fmt::format("no constraint uses the tag `{}`", tag.id));
    }
}

} // namespace

void add_leftover_rules(LintRules& rules) {
    rules.push_back({"forgotten-move", "leftovers", Severity::Warning, "a constraint that a command left behind",
                     "`crm_resource --move` and `--ban` (`pcs resource move`, `crm resource ban`) create a location constraint "
                     "that stays until it is cleared. A forgotten one keeps a resource off a node when that node is needed, or "
                     "draws the resource back to a node.",
                     "Run `crm_resource --clear -r RESOURCE`; or rename the constraint if you want to keep it.", forgotten_move});
    rules.push_back({"expired-rule", "leftovers", Severity::Note, "a rule that has expired",
                     "The dates in the rule are in the past, so it will never be true again.", "Remove it.", expired_rule});
    rules.push_back({"unused-tag", "leftovers", Severity::Note, "a tag that no constraint uses",
                     "The tag has no effect on the cluster. It may still be useful to name resources in tools.",
                     "Remove it if you do not use it.", unused_tag});
}

} // namespace placement
