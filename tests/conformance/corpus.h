#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The scheduler regression corpus: a folder with tests.tsv, xml/NAME.xml and scores/NAME.scores.
namespace placement::conformance {

struct Case {
    std::string name;
    std::string description;
    std::vector<std::string> arguments; ///< of crm_simulate, such as "-t" and a time
};

/// The rows of tests.tsv: name, description, further arguments (quoted as for a shell). Throws std::runtime_error.
std::vector<Case> read_cases(const std::string& corpus);

/// The rows of such a text.
std::vector<Case> parse_cases(std::string_view text);

/// Words as a shell splits them: at blanks, but not inside ' or ".
std::vector<std::string> split_words(std::string_view text);

/// The value after the option ("-t"), or empty.
std::string argument_of(const Case& one, std::string_view option);

/// A file's content. Throws std::runtime_error.
std::string read_file(const std::string& path);

/// The lines of a score table in the form in which they are compared: without white space, without empty lines, sorted.
std::vector<std::string> comparable_lines(std::string_view text);

/// "-" lines that are expected and missing, "+" lines that are there and not expected; in order.
std::vector<std::string> differences(const std::vector<std::string>& expected, const std::vector<std::string>& found);

} // namespace placement::conformance
