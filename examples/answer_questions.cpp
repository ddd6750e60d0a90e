// As a service would: the CIB is read once, and each line of the input is answered by a thread of its own, in the order of the lines.
// "pg01" asks what is lost when node pg01 fails.
// answer_questions CIB < QUESTIONS
#include <future>
#include <iostream>
#include <string>
#include <vector>

#include <placement/error.h>
#include <placement/scenario.h>

namespace {

std::string answer(const placement::Cib& cib, const std::string& node) {
    try {
        const auto outcome = placement::simulate({.cib = cib, .events = {placement::NodeFails{node}}});
        std::string text = node + ":";
        for (const std::string& service : outcome.lost()) text += " " + service;
        return outcome.all_services_survive() ? text + " nothing is lost" : text;
    } catch (const placement::Error& error) {
        return error.what(); // a question that cannot be answered; the others can
    }
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: answer_questions CIB < QUESTIONS\n";
        return 2;
    }
    try {
        const auto cib = placement::Cib::from_file(arguments[1]);
        std::vector<std::future<std::string>> answers;
        for (std::string line; std::getline(std::cin, line);)
            answers.push_back(std::async(std::launch::async, answer, std::cref(cib), line));
        for (std::future<std::string>& each : answers) std::cout << each.get() << '\n';
    } catch (const placement::Error& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
    return 0;
}
