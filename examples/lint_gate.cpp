// A gate for a pipeline: refuses a CIB with an error or a warning of lint, and says what to do about each.
// lint_gate CIB...
#include <iostream>

#include <placement/error.h>
#include <placement/lint.h>

int main(int count, char** files) {
    int complaints = 0;
    for (int i = 1; i < count; ++i) {
        try {
            const placement::LintReport report = placement::lint(placement::Cib::from_file(files[i]));
            for (const placement::Finding& finding : report.findings) {
                if (finding.severity == placement::Severity::Note) continue;
                std::cout << files[i] << ':' << finding.position.line << ": " << finding.message << " [" << finding.code
                          << "]\n  " << finding.remedy << '\n';
                ++complaints;
            }
        } catch (const placement::Error& error) {
            std::cout << error.what() << '\n';
            ++complaints;
        }
    }
    return complaints == 0 ? 0 : 1;
}
