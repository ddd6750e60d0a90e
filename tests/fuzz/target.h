#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "property/generator.h"

/// What is fuzzed. A target reads bytes as one kind of input, and checks that whatever they are the answer keeps its promises
/// (docs/robustness.md).
namespace placement::fuzz {

using property::Chance;

/// A promise that was not kept.
class Broken : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Target {
    std::string_view name;
    /// Throws Broken. What the library documents to throw is caught.
    void (*run)(std::string_view input);
    /// The input changed by chance, so that it often stays meaningful; null where bytes are changed as they come.
    std::string (*mutated)(std::string_view input, Chance& chance) = nullptr;
    /// Something of both.
    std::string (*crossed)(std::string_view one, std::string_view other, Chance& chance) = nullptr;
};

const std::vector<Target>& targets();
/// Null where there is none of this name.
const Target* find_target(std::string_view name);

// -- one in each file --

void run_cib_bytes(std::string_view input);
void run_cib_structure(std::string_view input);
void run_question(std::string_view input);
void run_sequence(std::string_view input);
void run_search(std::string_view input);
void run_scenario_file(std::string_view input);
void run_crm_simulate(std::string_view input);

std::string mutated_cib(std::string_view input, Chance& chance);
std::string crossed_cibs(std::string_view one, std::string_view other, Chance& chance);
std::string mutated_question(std::string_view input, Chance& chance);
std::string mutated_search(std::string_view input, Chance& chance);
std::string mutated_sequence(std::string_view input, Chance& chance);
std::string mutated_crm_simulate(std::string_view input, Chance& chance);
std::string crossed_questions(std::string_view one, std::string_view other, Chance& chance);

} // namespace placement::fuzz
