#include "render/report_page.h"

#include "placement/render.h"

#ifdef PLACEMENT_HAS_WEB
#include <report_page_bytes.h> // made by the build
#endif

namespace placement {

namespace {

constexpr std::string_view place_of_document = "PLACEMENT-REPORT-DOCUMENT";

/// JSON as it may stand within <script>: no "<" begins an end tag or a comment.
std::string within_script(const std::string& json) {
    std::string text;
    text.reserve(json.size() + json.size() / 64);
    for (const char c : json) {
        if (c == '<') {
            text += "\\u003c";
        } else {
            text += c;
        }
    }
    return text;
}

} // namespace

std::optional<std::string_view> built_report_page() {
#ifdef PLACEMENT_HAS_WEB
    return std::string_view(reinterpret_cast<const char*>(report_page_bytes), sizeof report_page_bytes);
#else
    return std::nullopt;
#endif
}

bool has_report_page() { return built_report_page().has_value(); }

std::string report_page(const std::string& report_json) {
    const std::optional<std::string_view> page = built_report_page();
    if (!page) throw NoReportPage();
    const std::size_t at = page->find(place_of_document);
    return std::string(page->substr(0, at)) + within_script(report_json) +
           std::string(page->substr(at + place_of_document.size()));
}

NoReportPage::NoReportPage()
    : Error("this program was built without the page: configure it with -DPLACEMENT_WEB=ON, which needs node.js and "
            "npm (--format json gives what the page would show)") {}

} // namespace placement
