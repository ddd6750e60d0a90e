#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "architecture/layers.h"

// Text for people is made of whole lines (render/lines.h), in which names cannot act.
using namespace placement::architecture;

namespace {

/// Formats with rules of their own for what may stand in them, and what works on lines that are made already.
constexpr std::array<std::string_view, 14> others{"lines.cpp", "fold.cpp",  "table.cpp",       "xml_writer.h", "_xml.cpp",
                                                  "json.cpp",  "_html.cpp", "_prometheus.cpp", "_sarif.cpp",   "_junit.cpp",
                                                  "_dot.cpp",  "_tap.cpp",  "_csv.cpp",        "_manual.cpp"};

bool is_text(const SourceFile& file) {
    if (!file.path.starts_with("libplacement/render/")) return false;
    return std::ranges::none_of(others, [&](std::string_view end) { return file.path.ends_with(end); });
}

} // namespace

TEST_CASE("no text is made but of whole lines") {
    std::size_t looked_at = 0;
    for (const SourceFile& file : read_sources(PLACEMENT_SOURCE_DIR)) {
        if (!is_text(file)) continue;
        ++looked_at;
        CHECK_MESSAGE(file.text.find("\\n") == std::string::npos, file.path << " ends a line by itself; as_line() does that");
    }
    CHECK(looked_at > 20);
}
