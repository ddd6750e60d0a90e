#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "property/generator.h"

/// A command line and the CIB that it asks about, in one input: a line for each word, an empty line, and the CIB.
namespace placement::fuzz {

struct Question {
    std::vector<std::string> words;
    std::string cib;

    std::string text() const;
};

/// None where it has no empty line, or too much.
std::optional<Question> read_question(std::string_view input);

/// What a word of a command line may be; "%node", "%resource", "%constraint", "%ticket", "%number" and "%score" stand for any
/// one of that kind.
struct WordTable {
    std::vector<std::string> commands;                   ///< one of them begins
    std::vector<std::vector<std::string>> options;       ///< each with its arguments
};

/// The words or the CIB are changed.
std::string mutated(std::string_view input, const WordTable& table, property::Chance& chance);
/// No word begins with a dash that the table does not have, or names a file.
bool is_harmless(const std::vector<std::string>& words, const WordTable& table);

/// A file that has the text, by a name that is there as long as this is.
class NamedText {
public:
    explicit NamedText(std::string_view text);
    ~NamedText();
    NamedText(const NamedText&) = delete;
    NamedText& operator=(const NamedText&) = delete;

    const std::string& path() const { return path_; }

private:
    int descriptor_;
    std::string path_;
};

} // namespace placement::fuzz
