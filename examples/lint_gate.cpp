// A gate for a pipeline: refuses a CIB with which the loss of any one node takes a service down, or that is odd.
// lint_gate CIB...
#include <iostream>

#include <placement/scenario.h>

int main(int count, char** files) {
    int complaints = 0;
    for (int i = 1; i < count; ++i) {
        try {
            const placement::Cib cib = placement::Cib::from_file(files[i]);
            const placement::Outcome now = placement::simulate({.cib = cib});
            for (const placement::Diagnostic& odd : now.diagnostics) {
                std::cout << cib.name() << ':' << odd.position.line << ": " << odd.message << " [" << odd.code << "]\n";
                if (odd.severity == placement::Severity::Error) ++complaints;
            }
            for (const placement::Node& node : now.before->nodes) {
                if (!node.online) continue;
                const placement::Outcome outcome =
                    placement::simulate({.cib = cib, .events = {placement::NodeFails{node.name}}});
                for (const std::string& service : outcome.lost()) {
                    std::cout << cib.name() << ": " << service << " is lost when " << node.name << " fails\n";
                    ++complaints;
                }
            }
        } catch (const std::exception& error) {
            std::cout << error.what() << '\n';
            ++complaints;
        }
    }
    return complaints == 0 ? 0 : 1;
}
