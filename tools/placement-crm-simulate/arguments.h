#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/behavior.h"
#include "placement/carry_out.h"
#include "placement/time.h"

/// What placement-crm-simulate was asked, and its exit statuses.
namespace placement::crm_simulate {

/// As Pacemaker's programs number them.
enum class Status : int {
    Ok = 0,
    InvalidTransition = 1, ///< the transition cannot be carried out to its end
    NotSupported = 3,
    Usage = 64,
    BadInput = 65,
    Unavailable = 69,
    Software = 70, ///< with --strict-compat: a node has several states
    OutOfMemory = 71,
    CannotCreate = 73,
    CannotWrite = 74,   ///< the graph, in either form, or the answer
    Configuration = 78, ///< no schema allows the CIB
    NoSuchObject = 105,
};

enum class Format { Text, Xml, None };

struct Arguments {
    // -- where the CIB comes from --
    std::string cib = "-"; ///< "-": standard input
    bool live = false;

    // -- what is done with it --
    bool run = false;      ///< schedule
    bool simulate = false; ///< carry the transition out
    bool in_place = false; ///< write the result to the file that was read
    std::vector<Injection> injections;
    std::vector<OperationResult> failing;
    std::optional<Time> at;
    std::string at_text; ///< as given
    Release release = default_release;

    bool strict = false; ///< what the reference passes over without a word is passed over

    // -- what is shown --
    bool quiet = false;
    bool verbose = false;
    bool attributes = false;
    bool fail_counts = false;
    bool scores = false;
    bool utilization = false;
    Format format = Format::Text;
    std::string output;  ///< the file that the answer goes to; empty or "-": standard output
    std::string request; ///< the command line

    // -- what is saved --
    std::string input_file;
    std::string output_file;
    std::string graph_file;
    std::string dot_file;
    bool all_actions = false;

    // -- profiling --
    std::string profile_directory;
    int repeat = 1;
};

/// What reading the command line gives: arguments, or an end with a text (help, version, a complaint).
struct Parsed {
    std::optional<Arguments> arguments;
    std::string output;
    std::string error;
};

Parsed parse(int count, const char* const* words);

} // namespace placement::crm_simulate
