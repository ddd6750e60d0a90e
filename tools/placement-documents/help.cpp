#include "placement-documents/help.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <stdexcept>

namespace placement::documents {

namespace {

/// Where the descriptions begin.
constexpr std::size_t column = 30;

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool is_title(const std::string& line) { return !line.empty() && line[0] != ' ' && line.back() == ':'; }

/// A line of a list in two: what it is about, and what is said of it, if that is on the same line.
std::pair<std::string, std::string> halves(const std::string& line) {
    const bool same_line = line.size() > column && line[column - 1] == ' ' && line[column] != ' ';
    if (!same_line) return {trimmed(line), ""};
    return {trimmed(line.substr(0, column)), line.substr(column)};
}

OptionHelp option_of(const std::string& left) {
    OptionHelp option;
    const std::size_t space = left.find(' ');
    std::istringstream names(left.substr(0, space));
    for (std::string name; std::getline(names, name, ',');) option.names.push_back(name);
    if (space != std::string::npos) option.argument = trimmed(left.substr(space));
    return option;
}

class HelpReader {
public:
    Help run(const std::string& text) {
        std::istringstream stream(text);
        std::vector<std::string> lines;
        for (std::string line; std::getline(stream, line);) lines.push_back(line);
        for (std::size_t i = 0; i < lines.size(); ++i) read(lines[i], i + 1 < lines.size() ? lines[i + 1] : "");
        if (help_.usage.empty() || help_.options().empty()) throw std::runtime_error("no help: " + text);
        while (!help_.footer.empty() && help_.footer.back() == '\n') help_.footer.pop_back();
        return std::move(help_);
    }

private:
    enum class Part { About, Positionals, Options, Commands, Footer };

    void read(const std::string& line, const std::string& next) {
        // Two empty lines end a list; what follows is another list of options, or free text, but for the commands.
        const bool second_empty = line.empty() && empty_;
        empty_ = line.empty();
        if (part_ == Part::About && line.starts_with("Usage: ")) {
            const std::size_t options = line.find("[OPTIONS]");
            help_.usage = options == std::string::npos ? " " : line.substr(options);
            part_ = Part::Options;
        } else if (part_ == Part::About) {
            help_.about += (help_.about.empty() || line.empty() ? "" : " ") + line;
        } else if (line.starts_with("Commands with options") || line == "Subcommands:") {
            part_ = Part::Commands;
        } else if (is_title(line) && next.starts_with("  -")) {
            part_ = Part::Options;
            help_.groups.push_back({line.substr(0, line.size() - 1), {}});
        } else if (second_empty || (part_ == Part::Commands && line.empty())) {
            part_ = Part::Footer;
        } else if (part_ == Part::Footer) {
            help_.footer += line + "\n";
        } else if (line == "Positionals:") {
            part_ = Part::Positionals;
        } else if (!line.empty()) {
            item(line);
        }
    }

    void item(const std::string& line) {
        const auto [left, right] = halves(line);
        const bool goes_on = line.starts_with(std::string(column, ' '));
        if (part_ == Part::Commands) {
            if (!goes_on) help_.commands.emplace_back(left, right);
            return;
        }
        if (part_ == Part::Options && help_.groups.empty()) throw std::runtime_error("an option in no group: " + line);
        std::vector<OptionHelp>& list = part_ == Part::Positionals ? help_.positionals : help_.groups.back().options;
        if (goes_on) {
            if (list.empty()) throw std::runtime_error("a description of nothing: " + line);
            list.back().text += (list.back().text.empty() ? "" : " ") + trimmed(line);
        } else {
            list.push_back(option_of(left));
            list.back().text = right;
        }
    }

    Help help_;
    Part part_ = Part::About;
    bool empty_ = false;
};

} // namespace

std::vector<std::string> OptionHelp::choices() const {
    std::vector<std::string> words;
    if (argument.find('|') == std::string::npos) return words;
    std::istringstream parts(argument);
    for (std::string word; std::getline(parts, word, '|');) {
        const bool plain =
            std::ranges::all_of(word, [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '.' || c == '-'; });
        if (word.empty() || !plain) return {};
        words.push_back(word);
    }
    return words;
}

std::vector<OptionHelp> Help::options() const {
    std::vector<OptionHelp> all;
    for (const OptionGroup& group : groups) all.insert(all.end(), group.options.begin(), group.options.end());
    return all;
}

Help parse_help(const std::string& text) { return HelpReader().run(text); }

} // namespace placement::documents
