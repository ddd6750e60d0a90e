#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "architecture/layers.h"

/// The files of one folder may be compiled as one. Two functions of one name, each in the unnamed namespace of its file,
/// are then overloads, and a call may find the other.
namespace placement::architecture {

struct FunctionName {
    std::string name;
    std::size_t line = 0;
    bool local = false; ///< in an unnamed namespace
};

/// The functions that a file defines or declares at the beginning of a line, outside of any class.
std::vector<FunctionName> functions_of(std::string_view text);

/// What is local to one .cpp of libplacement/ and also the name of a function in another .cpp of its folder.
std::vector<Violation> names_in_two_files(const std::vector<SourceFile>& files);

} // namespace placement::architecture
