#include "architecture/promises.h"

#include <algorithm>
#include <array>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>

namespace placement::architecture {

namespace {

struct Promise {
    const char* pattern;
    const char* broken_by;
};

// A name after `.` or `->`, or the definition of a member, is something else of the same name.
constexpr std::array<Promise, 8> promises{{
    {R"((?:std::(?:cout|cerr|clog)|\bstd(?:out|err)\b))", "uses the program's output"},
    {R"((?:^|[^\w.>:])(?:std::|::)?(?:v?f?printf|puts|fputs|putchar|perror)\s*\()", "prints"},
    {R"(\bfmt::(?:print|println)\b)", "prints"},
    {R"((?:std::|[^\w]::)(?:exit|_exit|_Exit|quick_exit|abort|terminate|raise)\s*\()", "ends the program"},
    {R"(^\s*(?:exit|_exit|abort|assert)\s*\(\s*\d*\s*\))", "ends the program"},
    {R"(\b(?:secure_)?getenv\b|\bsetenv\b|\bputenv\b|\benviron\b)", "reads the environment"},
    {R"(\bsetlocale\b|\blocale::global\b|\blocaltime|\bmktime\b|\btzset\b|\bsystem_clock\b|\bsrand\b|\brandom_device\b|\bisalnum\b|\bisalpha\b|\bisdigit\b|\bisspace\b|\btoupper\b|\btolower\b|\bstrto|\bstod\b)",
     "depends on the program's locale, time zone, clock or chance"},
    {R"(^\s*(?:inline\s+)?(?:static|thread_local)\s+(?!const\b|constexpr\b|const_|inline\s+const)(?!.*\bconst\s+\w+\s*[={])[^()]*(?:=|;|\{))",
     "keeps a variable"},
}};

/// A type and a name at the beginning of a line, outside functions.
constexpr const char* variable = R"(^(?:inline\s+)?[A-Za-z_][\w:<>, ]*[\w>&*]\s+\w+(?:\s*=[^=(].*|\{.*\})?;)";
constexpr const char* no_variable =
    R"(^(?:using|return|namespace|typedef|friend|extern template|template|struct|class|enum|constexpr|const|static constexpr|inline constexpr|inline const|static const)\b)";

std::string without_strings_and_comments(const std::string& line) {
    static const std::regex text(R"("(?:[^"\\]|\\.)*"|//.*$)");
    return std::regex_replace(line, text, "\"\"");
}

/// Regular expressions are slow; few lines have any of these.
bool is_suspicious(const std::string& line) {
    constexpr std::array<std::string_view, 33> signs{
        "cout",   "cerr",   "clog",      "stdout",  "stderr",    "print",   "puts",  "putc",       "perror",
        "exit",   "Exit",   "abort",     "assert",  "terminate", "raise",   "env",   "locale",     "localtime",
        "mktime", "tzset",  "_clock",    "srand",   "random_",   "static ", "local ", "environ", "isal",
        "isdig",  "isspa",  "toupp",     "tolow",   "strto",     "stod"};
    if (std::ranges::any_of(signs, [&](std::string_view sign) { return line.find(sign) != std::string::npos; })) return true;
    return !line.empty() && line.front() != ' ' && line.front() != '#' && line.back() == ';';
}

std::string first_broken(const std::string& line) {
    static const std::regex outside(variable);
    static const std::regex constant(no_variable);
    static const std::vector<std::regex> patterns = [] {
        std::vector<std::regex> compiled;
        for (const Promise& promise : promises) compiled.emplace_back(promise.pattern);
        return compiled;
    }();
    for (std::size_t i = 0; i < promises.size(); ++i) {
        if (std::regex_search(line, patterns[i])) return promises[i].broken_by;
    }
    if (std::regex_search(line, outside) && !std::regex_search(line, constant)) return "keeps a variable";
    return {};
}

} // namespace

std::vector<Violation> broken_promises(const std::vector<SourceFile>& files) {
    std::vector<Violation> found;
    for (const SourceFile& file : files) {
        if (!file.path.starts_with("libplacement/") && !file.path.starts_with("include/")) continue;
        std::istringstream lines(file.text);
        std::string line;
        for (std::size_t number = 1; std::getline(lines, line); ++number) {
            if (!is_suspicious(line)) continue;
            const std::string broken = first_broken(without_strings_and_comments(line));
            if (!broken.empty()) found.push_back({file.path, number, broken + ": " + line});
        }
    }
    return found;
}

} // namespace placement::architecture
