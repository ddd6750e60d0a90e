#include <algorithm>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "base/text.h"
#include "cib/comments.h"
#include "lint/gather.h"
#include "lint/rules.h"
#include "lint/written_by.h"
#include "placement/codes.h"
#include "placement/error.h"

namespace placement {

namespace {

constexpr std::string_view comment_prefix = "placement-lint";

std::vector<std::string> codes_of(const LintRules& rules) {
    std::vector<std::string> codes;
    for (const LintRule& rule : rules) codes.push_back(rule.code);
    return codes;
}

std::string meant(const std::string& name, const std::vector<std::string>& candidates) {
    const std::vector<std::string> nearest = nearest_names(name, candidates, 1);
    return nearest.empty() ? std::string() : fmt::format("; did you mean `{}`?", nearest.front());
}

bool before(Position left, Position right) {
    return left.line < right.line || (left.line == right.line && left.column < right.column);
}

// ---- comments in the CIB --------------------------------------------------------------------------------------

/// One comment that switches codes off.
struct Suppression {
    std::vector<std::string> codes;
    Position begin;
    Position end;

    bool covers(const Finding& finding) const {
        if (std::ranges::find(codes, finding.code) == codes.end()) return false;
        // What is said of the whole CIB is where the CIB begins.
        const Position place = finding.position.known() ? finding.position : Position{1, 1};
        const bool whole = !finding.position.known();
        return (whole || !before(place, begin)) && (!end.known() || before(place, end));
    }
};

std::vector<Suppression> suppressions(const Cib& cib, const LintRules& rules, Findings& findings) {
    const std::vector<std::string> known = codes_of(rules);
    std::vector<Suppression> found;
    for (const SourceComment& comment : comments_with(cib, comment_prefix)) {
        std::vector<std::string> words = split(comment.text, " \t\r\n,:");
        // What stands after a dash is the reason.
        words.erase(std::find_if(words.begin(), words.end(), [](const std::string& word) { return word == "-" || word == "--"; }),
                    words.end());
        if (words.size() < 3 || words[1] != "disable") {
            findings.push_back({"unknown-code", Severity::Warning,
                                "this comment disables nothing; write `placement-lint disable CODE`", comment.position});
            continue;
        }
        words.erase(words.begin(), words.begin() + 2);
        for (const std::string& code : words) {
            if (std::ranges::find(known, code) != known.end()) continue;
            findings.push_back({"unknown-code", Severity::Warning,
                                fmt::format("there is no code `{}`{}", code, meant(code, known)), comment.position});
        }
        if (comment.begin.known()) found.push_back({std::move(words), comment.begin, comment.end});
    }
    return found;
}

// ---- running --------------------------------------------------------------------------------------------------

void complete(Finding& finding, const LintRule& rule) {
    finding.code = rule.code;
    if (finding.remedy.empty()) finding.remedy = rule.remedy;
}

/// The diagnostics of reading and of the schedule, each once.
void add_diagnostics(const Diagnostics& diagnostics, Findings& findings) {
    for (const Diagnostic& diagnostic : diagnostics) {
        // The rule never-at-rest tells these with their proof.
        if (diagnostic.code == diagnostic_codes::never_settles || diagnostic.code == diagnostic_codes::transition_limit) continue;
        const bool known = std::ranges::any_of(findings, [&](const Finding& finding) {
            return finding.code == diagnostic.code && finding.position == diagnostic.position &&
                   finding.message == diagnostic.message;
        });
        if (!known) findings.push_back({diagnostic.code, diagnostic.severity, diagnostic.message, diagnostic.position});
    }
}

class Lint {
public:
    Lint(const Cib& cib, const LintOptions& options, const LintRules& rules)
        : options_(options), rules_(rules), subject_(cib, options), report_{.name = cib.name(), .cib = cib} {
        report_.release = subject_.release();
        report_.nearest_to = subject_.cluster().nearest_to;
        report_.unchecked_kinds = unchecked_kinds(subject_.cluster());
    }

    LintReport run() {
        read();
        for (const LintRule& rule : rules_) {
            if (!rule.check || options_.disabled.contains(rule.code)) continue;
            if (options_.go_on && !options_.go_on()) throw LintStopped();
            ++report_.rules_run;
            add(run_rule(rule, subject_));
        }
        tell_what_was_not_looked_at();
        finish();
        return std::move(report_);
    }

private:
    void add(Findings findings) {
        for (Finding& finding : findings) {
            if (finding.code == "not-looked") {
                not_looked_.push_back(std::move(finding));
            } else {
                report_.findings.push_back(std::move(finding));
            }
        }
    }

    void read() {
        add_diagnostics(subject_.cib().diagnostics(), report_.findings);
        add_diagnostics(subject_.cluster().diagnostics, report_.findings);
        if (!subject_.has_state()) {
            std::erase_if(report_.findings, [](const Finding& finding) { return finding.code == "no-quorum"; });
            return;
        }
        try {
            add_diagnostics(subject_.now().diagnostics, report_.findings);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& error) {
            report_.findings.push_back({"rule-failed", Severity::Error,
                                        fmt::format("the recorded cluster cannot be simulated: {}", error.what())});
        }
    }

    /// One finding for all of them: they have one reason.
    void tell_what_was_not_looked_at() {
        std::string message = subject_.left_out();
        if (!not_looked_.empty()) {
            std::string names;
            for (const Finding& each : not_looked_) names += (names.empty() ? "" : ", ") + each.related.front().text;
            message += fmt::format("{}{} did not check everything: {}", message.empty() ? "" : "; ", names, not_looked_.front().message);
        }
        if (!message.empty()) report_.findings.push_back({"not-looked", Severity::Note, message});
    }

    void finish() {
        Findings& findings = report_.findings;
        const std::vector<Suppression> comments = suppressions(subject_.cib(), rules_, findings);
        for (Finding& finding : findings) {
            const auto rule = std::ranges::find(rules_, finding.code, &LintRule::code);
            if (rule != rules_.end()) complete(finding, *rule);
            const auto level = options_.levels.find(finding.code);
            if (level != options_.levels.end()) finding.severity = level->second;
        }
        std::erase_if(findings, [&](const Finding& finding) { return options_.disabled.contains(finding.code); });
        report_.suppressed = std::erase_if(findings, [&](const Finding& finding) {
            return std::ranges::any_of(comments, [&](const Suppression& comment) { return comment.covers(finding); });
        });
        std::erase_if(findings, [&](const Finding& finding) { return is_too_new(finding.code, subject_.written_by()); });
        std::stable_sort(findings.begin(), findings.end(), [](const Finding& left, const Finding& right) {
            if (left.severity != right.severity) return left.severity > right.severity;
            return before(left.position, right.position) || (left.position == right.position && left.code < right.code);
        });
        gather(findings, subject_.cluster());
    }

    const LintOptions& options_;
    const LintRules& rules_;
    LintSubject subject_;
    LintReport report_;
    Findings not_looked_;
};

// ---- configuration files --------------------------------------------------------------------------------------

struct Word {
    std::string text;
    std::uint32_t column = 0;
};

std::vector<Word> words_of(std::string_view line) {
    line = line.substr(0, line.find('#'));
    std::vector<Word> words;
    constexpr std::string_view blanks = " \t\r";
    std::size_t place = line.find_first_not_of(blanks);
    while (place != std::string_view::npos) {
        const std::size_t end = std::min(line.find_first_of(blanks, place), line.size());
        words.push_back({std::string(line.substr(place, end - place)), static_cast<std::uint32_t>(place + 1)});
        place = line.find_first_not_of(blanks, end);
    }
    return words;
}

class ConfigurationFile {
public:
    ConfigurationFile(const std::string& name, const LintRules& rules, LintOptions& options, std::optional<Severity>& fail_on)
        : name_(name), codes_(codes_of(rules)), options_(options), fail_on_(fail_on) {}

    void read(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            ++line_;
            const std::vector<Word> words = words_of(text.substr(0, end));
            if (!words.empty()) read(words);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

private:
    [[noreturn]] void fail(const Word& word, const std::string& message) const {
        throw InputError(name_, {line_, word.column}, message);
    }

    const std::string& code(const Word& word) const {
        if (std::ranges::find(codes_, word.text) == codes_.end()) {
            fail(word, fmt::format("there is no code `{}`{}", word.text, meant(word.text, codes_)));
        }
        return word.text;
    }

    Severity level(const Word& word) const {
        try {
            return parse_level(word.text);
        } catch (const InvalidArgument& error) {
            fail(word, error.what());
        }
    }

    void read(const std::vector<Word>& words) {
        const Word& key = words.front();
        if (key.text == "disable" && words.size() > 1) {
            for (std::size_t i = 1; i < words.size(); ++i) options_.disabled.insert(code(words[i]));
        } else if (key.text == "level" && words.size() == 3) {
            options_.levels[code(words[1])] = level(words[2]);
        } else if (key.text == "fail-on" && words.size() == 2) {
            fail_on_ = level(words[1]);
        } else if (key.text == "disable" || key.text == "level" || key.text == "fail-on") {
            fail(key, "write `disable CODE…`, `level CODE error|warning|info` or `fail-on error|warning|info`");
        } else {
            fail(key, fmt::format("`{}` is not a setting{}", key.text, meant(key.text, {"disable", "level", "fail-on"})));
        }
    }

    const std::string& name_;
    std::vector<std::string> codes_;
    LintOptions& options_;
    std::optional<Severity>& fail_on_;
    std::uint32_t line_ = 0;
};

} // namespace

std::string_view level_text(Severity severity) {
    switch (severity) {
    case Severity::Note: return "info";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
    }
    return "";
}

Severity parse_level(std::string_view text) {
    for (const Severity severity : {Severity::Note, Severity::Warning, Severity::Error}) {
        if (text == level_text(severity)) return severity;
    }
    throw InvalidArgument(fmt::format("`{}` is not a level; use error, warning or info", text));
}

const LintRule& require_rule(const LintRules& rules, const std::string& code) {
    const auto found = std::ranges::find(rules, code, &LintRule::code);
    if (found != rules.end()) return *found;
    throw UnknownName("code", code, nearest_names(code, codes_of(rules)));
}

Findings run_rule(const LintRule& rule, const LintSubject& subject) {
    Findings findings;
    if (rule.needs_state && !subject.has_state()) return findings;
    try {
        if (rule.check) rule.check(subject, findings);
    } catch (const TooMuchToRun& error) {
        findings.push_back({"not-looked", Severity::Note, error.what(), {}, {}, {{rule.code, {}}}});
    } catch (const LintStopped&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        findings.push_back({"rule-failed", Severity::Error,
                            fmt::format("the rule {} failed with an internal error: {}", rule.code, error.what())});
    } catch (...) {
        findings.push_back({"rule-failed", Severity::Error, fmt::format("the rule {} failed with an internal error", rule.code)});
    }
    for (Finding& finding : findings) {
        // One that has a code of its own has a level of its own.
        if (!finding.code.empty()) continue;
        finding.severity = rule.severity;
        complete(finding, rule);
    }
    return findings;
}

std::size_t LintReport::count(Severity severity) const {
    return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

bool LintReport::any_at_least(Severity severity) const {
    return std::ranges::any_of(findings, [severity](const Finding& finding) { return finding.severity >= severity; });
}

LintReport lint(const Cib& cib, const LintOptions& options, const std::vector<LintRule>& rules) {
    return Lint(cib, options, rules).run();
}

void read_lint_configuration(std::string_view text, const std::string& name, const std::vector<LintRule>& rules,
                             LintOptions& options, std::optional<Severity>& fail_on) {
    ConfigurationFile(name, rules, options, fail_on).read(text);
}

} // namespace placement
