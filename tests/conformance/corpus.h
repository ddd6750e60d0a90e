#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The scheduler regression corpus: a folder with tests.tsv, xml/NAME.xml, and what Pacemaker's own suite expects of each:
/// scores/, summary/, exp/ (the graph), dot/ and, rarely, stderr/.
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
/// The same, or nothing where there is no such file.
std::string read_file_if_any(const std::string& path);

/// The lines of a text as they are compared: without white space, and without empty lines.
std::vector<std::string> lines_of(std::string_view text);
/// Of a score table, whose order does not count: sorted.
std::vector<std::string> sorted_lines(std::string_view text);
/// Of a graph, in which the feature set and the batch limit do not count.
std::vector<std::string> graph_lines(const std::string& text);
/// Of a Graphviz text, between whose first and last line neither order nor repetition counts.
std::vector<std::string> dot_lines(std::string_view text);

/// "-" lines that are expected and missing, "+" lines that are there and not expected; where only the order differs, the
/// first line that is not where it should be.
std::vector<std::string> differences(const std::vector<std::string>& expected, const std::vector<std::string>& found);

} // namespace placement::conformance
