#include "render/services_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "render/lines.h"
#include "render/services.h"
#include "render/table.h"
#include "render/words.h"

namespace placement {

namespace {

/// So many services fit on a screen.
constexpr std::size_t services_on_a_screen = 20;

Look look_of(const ResourceOutcome& resource) {
    if (resource.fate >= Fate::LostPromoted) return Look::Red;
    return resource.fate == Fate::Reduced ? Look::Yellow : Look::Plain;
}

class ServicesTable {
public:
    ServicesTable(const std::vector<ResourceOutcome>& resources, const std::vector<NodeOutcome>& nodes, const Outcome* anyway,
                  const TextStyle& style, bool changed_alone)
        : nodes_(nodes), anyway_(anyway), style_(style), paint_(style.color), rows_(service_rows(resources)),
          changed_alone_(changed_alone) {}

    std::string run() {
        part(true, "Services");
        part(false, "Not services");
        return table_.text(style_.width, paint_) + rest_;
    }

private:
    static bool changed(const ResourceOutcome& resource) {
        return !resource.changes.empty() || resource.course.interruptions > 0 || resource.before != resource.after ||
               !resource.because.empty();
    }

    bool is_shown(const ServiceRow& row, bool services) const {
        return !row.heading && row.resource->service == services && (!filtered_ || changed(*row.resource));
    }

    /// Whether something below the heading is shown.
    bool heads(std::size_t heading, bool services) const {
        for (std::size_t i = heading + 1; i < rows_.size() && rows_[i].depth > rows_[heading].depth; ++i) {
            if (is_shown(rows_[i], services)) return true;
        }
        return false;
    }

    /// The rows that count as services, or those that do not.
    void part(bool services, const char* title) {
        const auto count = std::ranges::count_if(
            rows_, [&](const ServiceRow& row) { return !row.heading && row.resource->service == services; });
        if (count == 0) return;
        filtered_ = changed_alone_ || (!style_.everything && rows_.size() > services_on_a_screen);
        std::vector<const ServiceRow*> shown;
        std::size_t running = 0;
        std::size_t stopped = 0;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const ServiceRow& row = rows_[i];
            if (row.heading ? heads(i, services) : is_shown(row, services)) {
                shown.push_back(&row);
            } else if (!row.heading && row.resource->service == services) {
                ++(row.resource->after.empty() ? stopped : running);
            }
        }
        if (services && running > 0) rest(shown.size(), running, running == 1 ? "runs as before" : "run as before");
        if (services && stopped > 0)
            rest(shown.size(), stopped, stopped == 1 ? "is stopped, as before" : "are stopped, as before");
        if (shown.empty()) return;
        if (table_.empty()) {
            table_.add({{title, Look::Bold}, {"before", Look::Bold}, {"after", Look::Bold}});
        } else {
            table_.add({{title, Look::Bold}});
        }
        for (const ServiceRow* row : shown) add(*row);
    }

    void rest(std::size_t shown, std::size_t count, const char* what) {
        const char* const of_what = shown > 0 ? " more" : count == 1 ? " service" : " services";
        rest_ += as_line(paint_.faint(fmt::format("  {}{} {}", count, of_what, what)), paint_);
    }

    static std::string indented(const ServiceRow& row) {
        return std::string(static_cast<std::size_t>(2 + 2 * row.depth), ' ') + row.resource->id;
    }

    void add(const ServiceRow& row) {
        const ResourceOutcome& resource = *row.resource;
        if (row.heading) return table_.add({indented(row) + ":"});
        const std::vector<std::string> before = places(resource.before);
        const std::vector<std::string> after = places(resource.after);
        const std::vector<std::string> notes = notes_of(resource);
        const std::size_t count = std::max({before.size(), after.size(), notes.size()});
        const auto at = [](const std::vector<std::string>& list, std::size_t i) {
            return i < list.size() ? list[i] : std::string();
        };
        for (std::size_t i = 0; i < count; ++i) {
            table_.add({i == 0 ? indented(row) : "", at(before, i), {at(after, i), look_of(resource)}, at(notes, i)});
        }
    }

    /// What changed, and why.
    std::vector<std::string> notes_of(const ResourceOutcome& resource) const {
        std::vector<std::string> notes;
        for (const Change& change : resource.changes) notes.push_back(change_text(nodes_, resource, change));
        const Course& course = resource.course;
        const bool often = course.interruptions > std::max<std::size_t>(1, resource.before.size());
        if (often || (notes.empty() && course.interruptions > 0)) notes.push_back(interruptions_text(course));
        if (notes.empty()) return resource.because.empty() ? notes : std::vector{resource.because};
        const ResourceOutcome* const anyway = would_anyway(resource);
        const std::string other = anyway == nullptr ? "" : said_anyway(*anyway, notes.front());
        if (anyway != nullptr && other.empty()) notes.front() += ", as without the event";
        if (!resource.because.empty() && !says_so_already(resource)) notes.front() += ": " + resource.because;
        if (!other.empty()) notes.front() += "; without the event, it " + other;
        return notes;
    }

    /// "lost with n1" needs no "n1 is offline".
    static bool says_so_already(const ResourceOutcome& resource) {
        if (resource.changes.empty() || resource.changes.front().kind != Change::Kind::Stops) return false;
        const std::string& node = resource.changes.front().from;
        return resource.because == node + " is offline" || resource.because == node + " is lost";
    }

    /// What becomes of it without the event, if that is the same; or null.
    const ResourceOutcome* would_anyway(const ResourceOutcome& resource) const {
        if (anyway_ == nullptr) return nullptr;
        const auto found = std::ranges::find(anyway_->resources, resource.id, &ResourceOutcome::id);
        const bool same = found != anyway_->resources.end() && found->changes == resource.changes &&
                          found->after == resource.after && found->fate == resource.fate &&
                          found->course.interruptions == resource.course.interruptions;
        return same ? &*found : nullptr;
    }

    /// How it changes without the event, where that comes about in another way; empty where it does not.
    std::string said_anyway(const ResourceOutcome& anyway, const std::string& said) const {
        if (anyway.changes.empty()) return "";
        const std::string text = change_text(anyway_->nodes, anyway, anyway.changes.front());
        return text == said ? "" : text;
    }

    const std::vector<NodeOutcome>& nodes_;
    const Outcome* anyway_;
    const TextStyle& style_;
    Paint paint_;
    std::vector<ServiceRow> rows_;
    bool changed_alone_;
    bool filtered_ = false;
    Table table_{0};
    std::string rest_;
};

} // namespace

std::string services_table(const std::vector<ResourceOutcome>& resources, const std::vector<NodeOutcome>& nodes,
                           const Outcome* anyway, const TextStyle& style, bool changed_alone) {
    return ServicesTable(resources, nodes, anyway, style, changed_alone).run();
}

} // namespace placement
