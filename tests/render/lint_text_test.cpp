#include <algorithm>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "placement/lint.h"
#include "placement/render.h"
#include "render/columns.h"
#include "support/sketch.h"

// What lint prints on a terminal.
using namespace placement;

TEST_CASE("lint's sentences fit the terminal; commands to copy are left whole") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("database-with-a-long-name")).runs("database-with-a-long-name", "n1");
    const std::string text = lint_text({lint(sketch.cib())}, {.width = 60});
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const bool copied = line.find(" | ") != std::string::npos || line.find("$ ") != std::string::npos;
        const bool one_word = line.find(' ', line.find_first_not_of(' ')) == std::string::npos;
        CHECK_MESSAGE((copied || one_word || shown_width(line) <= 60), line);
    }
    CHECK(std::ranges::count(text, '\n') > std::ranges::count(lint_text({lint(sketch.cib())}, {}), '\n'));
}
