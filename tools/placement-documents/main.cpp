// Writes the man pages of the programs, and their completion for shells, from what the programs say with --help; part of
// the build, and not installed. placement-documents OUTPUT_FOLDER VERSION PROGRAM…
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "placement-documents/completion.h"
#include "placement-documents/help.h"
#include "placement-documents/man_page.h"

namespace {

using namespace placement::documents;

/// What the program prints for these arguments.
std::string said_by(const std::string& program, const std::string& arguments) {
    std::FILE* pipe = ::popen(("'" + program + "' " + arguments).c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + program);
    std::string text;
    char part[4096];
    for (std::size_t size = 0; (size = std::fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, size);
    if (::pclose(pipe) != 0) throw std::runtime_error(program + " " + arguments + " failed");
    return text;
}

ProgramHelp help_of(const std::string& path) {
    ProgramHelp program;
    program.name = std::filesystem::path(path).filename().string();
    program.general = parse_help(said_by(path, "--help"));
    for (const auto& [word, summary] : program.general.commands) {
        program.commands.push_back({word, summary, parse_help(said_by(path, word + " --help"))});
    }
    return program;
}

void write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw std::runtime_error("cannot write " + file.string());
}

} // namespace

int main(int count, char** words) {
    if (count < 4) return 2;
    try {
        const std::filesystem::path folder = words[1];
        for (int i = 3; i < count; ++i) {
            const ProgramHelp program = help_of(words[i]);
            write(folder / "man" / (program.name + ".1"), man_page(program, words[2]));
            write(folder / "bash" / program.name, bash_completion(program));
            write(folder / "zsh" / ("_" + program.name), zsh_completion(program));
            write(folder / "fish" / (program.name + ".fish"), fish_completion(program));
        }
    } catch (const std::exception& error) {
        std::cerr << "placement-documents: " << error.what() << '\n';
        return 1;
    }
}
