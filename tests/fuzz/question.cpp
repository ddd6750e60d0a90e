#include "fuzz/question.h"

#include <algorithm>
#include <stdexcept>

#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/mutation.h"
#include "fuzz/target.h"

namespace placement::fuzz {

namespace {

constexpr std::size_t most_words = 40;
constexpr std::size_t most_bytes = 48 * 1024;

/// The values of one attribute of all elements of one name.
std::vector<std::string> values_of(const std::vector<pugi::xml_node>& elements, std::initializer_list<std::string_view> names,
                                   const char* attribute) {
    std::vector<std::string> values;
    for (const pugi::xml_node element : elements) {
        if (std::ranges::find(names, element.name()) == names.end()) continue;
        if (const pugi::xml_attribute found = element.attribute(attribute)) values.emplace_back(found.value());
    }
    if (values.empty()) values.emplace_back("x");
    return values;
}

class Words {
public:
    Words(const pugi::xml_document& cib, Chance& chance) : elements_(elements_of(cib)), chance_(chance) {}

    /// The pattern with a word of the cluster for each of its placeholders.
    std::string filled(std::string pattern) {
        replace(pattern, "%node", {"node"}, "uname");
        replace(pattern, "%resource", {"primitive", "group", "clone", "bundle"}, "id");
        replace(pattern, "%constraint", {"rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket"}, "id");
        replace(pattern, "%ticket", {"rsc_ticket"}, "ticket");
        static const std::vector<std::string> numbers{"0", "1", "2", "7", "5", "124", "0.5", "100", "-1", "99999999999"};
        replace(pattern, "%number", numbers);
        static const std::vector<std::string> scores{"0", "1", "-1", "INFINITY", "-INFINITY", "1000", "x", ""};
        replace(pattern, "%score", scores);
        return pattern;
    }

private:
    void replace(std::string& pattern, std::string_view what, std::initializer_list<std::string_view> names, const char* attribute) {
        if (pattern.find(what) != std::string::npos) replace(pattern, what, values_of(elements_, names, attribute));
    }
    void replace(std::string& pattern, std::string_view what, const std::vector<std::string>& values) {
        for (std::size_t at = pattern.find(what); at != std::string::npos; at = pattern.find(what, at)) {
            const std::string& value = chance_.one_of(values);
            pattern.replace(at, what.size(), value);
            at += value.size();
        }
    }

    std::vector<pugi::xml_node> elements_;
    Chance& chance_;
};

std::string without_line_ends(std::string word) {
    std::ranges::replace(word, '\n', ' ');
    return word.empty() ? "x" : word;
}

} // namespace

std::string Question::text() const {
    std::string result;
    for (const std::string& word : words) result += without_line_ends(word) + "\n";
    return result + "\n" + cib;
}

std::optional<Question> read_question(std::string_view input) {
    Question question;
    if (input.size() > most_bytes) return std::nullopt;
    while (true) {
        const std::size_t end = input.find('\n');
        if (end == std::string_view::npos || question.words.size() > most_words) return std::nullopt;
        const std::string_view line = input.substr(0, end);
        input.remove_prefix(end + 1);
        if (line.empty()) break;
        // A command line has no null character.
        question.words.emplace_back(line.substr(0, line.find('\0')));
    }
    question.cib = std::string(input);
    return question;
}

std::string mutated(std::string_view input, const WordTable& table, property::Chance& chance) {
    Question question = read_question(input).value_or(Question{{}, smallest_cib()});
    pugi::xml_document cib;
    if (!cib.load_buffer(question.cib.data(), question.cib.size())) cib.load_string(smallest_cib().c_str());
    const bool changes_cib = chance.percent(60);
    if (changes_cib) {
        mutate(cib, chance);
        question.cib = text_of(cib);
    }
    if (question.words.empty()) question.words.push_back(chance.one_of(table.commands));
    if (changes_cib && chance.percent(70)) return question.text();
    Words words(cib, chance);
    for (std::size_t changes = 1 + chance.below(3); changes > 0; --changes) {
        const std::size_t kind = chance.below(6);
        if (kind == 0) {
            question.words.front() = words.filled(chance.one_of(table.commands));
        } else if (kind == 1 && question.words.size() > 1) {
            question.words.erase(question.words.begin() + 1 + static_cast<std::ptrdiff_t>(chance.below(question.words.size() - 1)));
        } else if (kind == 2 && question.words.size() > 2) {
            std::swap(question.words[1 + chance.below(question.words.size() - 1)], question.words.back());
        } else {
            for (const std::string& word : chance.one_of(table.options)) question.words.push_back(words.filled(word));
        }
    }
    if (question.words.size() > most_words) question.words.resize(most_words / 2);
    return question.text();
}

bool is_harmless(const std::vector<std::string>& words, const WordTable& table) {
    return std::ranges::all_of(words, [&](const std::string& word) {
        if (word.starts_with('/') || word.find("..") != std::string::npos) return false;
        if (!word.starts_with('-')) return true;
        const bool number = word.size() > 1 && word.find_first_not_of("-0123456789.INFTY") == std::string::npos;
        return number || std::ranges::any_of(table.options, [&](const std::vector<std::string>& option) { return option.front() == word; });
    });
}

NamedText::NamedText(std::string_view text) : descriptor_(::memfd_create("fuzz", 0)) {
    if (descriptor_ < 0) throw std::runtime_error("no memory for a file");
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written <= 0) throw std::runtime_error("cannot write the file");
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    path_ = "/proc/self/fd/" + std::to_string(descriptor_);
}

NamedText::~NamedText() { ::close(descriptor_); }

std::string crossed_questions(std::string_view one, std::string_view other, Chance& chance) {
    std::optional<Question> first = read_question(one);
    const std::optional<Question> second = read_question(other);
    if (!first || !second) return std::string(one);
    if (chance.percent(50)) {
        first->cib = crossed_cibs(first->cib, second->cib, chance);
    } else {
        first->words = second->words;
    }
    return first->text();
}

} // namespace placement::fuzz
