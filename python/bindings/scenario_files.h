#pragma once

#include <cstddef>
#include <memory>

#include "placement/scenario_file.h"

namespace placement::python {

/// A scenario file. Its tests share it.
struct SharedScenarioFile {
    std::shared_ptr<const ScenarioFile> file;
};

/// One test of a file.
struct SharedScenarioTest {
    std::shared_ptr<const ScenarioFile> file;
    std::size_t number = 0;

    const ScenarioTest& get() const { return file->tests.at(number); }
};

} // namespace placement::python
