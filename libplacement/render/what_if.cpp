#include <fmt/format.h>

#include "placement/render.h"
#include "render/command_lines.h"
#include "render/fold.h"
#include "render/json.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/services.h"

namespace placement {

namespace {

std::string where(const std::vector<RunningOn>& running) {
    std::string text;
    for (const std::string& place : places(running)) text += (text.empty() ? "" : ", ") + place;
    return text;
}

std::string score_words(std::optional<Score> score) { return score ? score->text() : "none"; }

class WhatIfText {
public:
    WhatIfText(const WhatIf& answer, const TextStyle& style) : answer_(answer), paint_(style.color) {}

    std::string run() {
        out_ += release_line(answer_.release, answer_.nearest_to, answer_.unchecked_kinds);
        title();
        for (const Fared& fared : answer_.asked) add(fared);
        if (answer_.scores.empty()) {
            line("  No score of it changes.");
        } else {
            line("  Scores:");
            for (const ScoreDifference& score : answer_.scores) add(score);
        }
        if (!answer_.others.empty()) {
            line("");
            line("Of the others:");
            for (const Fared& fared : answer_.others) add(fared);
        }
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += as_line(text, paint_); }

    void title() {
        std::string changes;
        for (const ConfigurationChange& change : answer_.changes) changes += (changes.empty() ? "" : ", ") + text(change);
        std::string events;
        for (const Event& event : answer_.events) events += (events.empty() ? ", if " : ", ") + text(event);
        if (!changes.empty() && changes.front() == 'w') changes.front() = 'W';
        line(paint_.bold(changes + events) + ":");
    }

    void add(const Fared& fared) {
        const std::string before = where(fared.before);
        const std::string after = where(fared.after);
        const std::string fate = fared.fate_before == fared.fate_after
                                     ? ""
                                     : fmt::format(" ({} -> {})", text(fared.fate_before), text(fared.fate_after));
        if (fared.same()) return line(fmt::format("  {}: {}, as without the change", paint_.bold(fared.resource), before));
        line(fmt::format("  {}: {} -> {}{}", paint_.bold(fared.resource), before, after, fate));
    }

    void add(const ScoreDifference& score) {
        line(fmt::format("    {} of {} on {}: {} -> {}", score.promotion ? "promotion score" : "score", score.resource,
                         score.node, score_words(score.before), score_words(score.after)));
    }

    const WhatIf& answer_;
    Paint paint_;
    std::string out_;
};

Json places_json(const std::vector<RunningOn>& running) {
    Json array = Json::array();
    for (const RunningOn& each : running) {
        Json json;
        json["node"] = each.node;
        json["role"] = text(each.role);
        json["instance"] = each.instance;
        array.push_back(std::move(json));
    }
    return array;
}

Json fared_json(const std::vector<Fared>& all) {
    Json array = Json::array();
    for (const Fared& fared : all) {
        Json json;
        json["id"] = fared.resource;
        json["same"] = fared.same();
        json["before"] = places_json(fared.before);
        json["after"] = places_json(fared.after);
        json["fate_before"] = text(fared.fate_before);
        json["fate_after"] = text(fared.fate_after);
        array.push_back(std::move(json));
    }
    return array;
}

Json score_difference_json(const ScoreDifference& score) {
    Json json;
    json["resource"] = score.resource;
    json["node"] = score.node;
    json["promotion"] = score.promotion;
    json["before"] = json_of(score.before);
    json["after"] = json_of(score.after);
    return json;
}

} // namespace

std::string what_if_text(const WhatIf& answer, const TextStyle& style) {
    std::string told = folded_lines(WhatIfText(answer, style).run(), style.width);
    if (!style.commands || !answer.cib) return told;
    const Paint paint(style.color);
    told += as_line("");
    told += as_line(paint.bold("To make these changes:"), paint);
    return told + command_lines(*answer.cib, answer.changes, *style.commands, "  ", paint);
}

std::string what_if_json(const WhatIf& answer) {
    Json json;
    json["format_version"] = json_format_version;
    add_release(json, answer.release, answer.nearest_to, answer.unchecked_kinds);
    json["with"] = Json::array();
    for (const ConfigurationChange& change : answer.changes) json["with"].push_back(text(change));
    json["events"] = Json::array();
    for (const Event& event : answer.events) json["events"].push_back(text(event));
    json["resources"] = fared_json(answer.asked);
    json["scores"] = Json::array();
    for (const ScoreDifference& score : answer.scores) json["scores"].push_back(score_difference_json(score));
    json["others"] = fared_json(answer.others);
    return dump(json);
}

} // namespace placement
