#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "placement/quoting.h"
#include "placement/render.h"

namespace placement {

namespace {

/// What may stand between quotes. The reference leaves quotes and backslashes as they are, which Graphviz refuses or misreads.
std::string dot_quotable(const std::string& name) {
    std::string text;
    for (const char c : visible(name)) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text;
}

class DotWriter {
public:
    DotWriter(const Schedule& schedule, const DotStyle& style)
        : schedule_(schedule), style_(style), written_(schedule.actions.size()) {}

    std::string write() {
        text_ = " digraph \"g\" {\n";
        for (std::size_t index = schedule_.actions.size(); index-- > 0;) write_action(ActionId(index));
        for (std::size_t index = schedule_.actions.size(); index-- > 0;) write_inputs(ActionId(index));
        text_ += "}\n";
        return std::move(text_);
    }

private:
    const Resource* resource_of(const Action& action) const {
        return action.resource ? &schedule_.cluster->resources[action.resource] : nullptr;
    }

    std::string node_of(const Action& action) const {
        if (action.node) return schedule_.cluster->nodes[action.node].name;
        return action.pseudo() ? "" : "<none>";
    }

    static std::string_view meta(const Action& action, const char* name) {
        const auto found = action.meta->find(name);
        return found == action.meta.end() ? std::string_view() : std::string_view(found->second);
    }

    /// A notification goes by what it is about, whatever the instance will be told.
    static std::string history_key(const Action& action, std::string_view history_id) {
        if (action.task != task::notify && action.task != task::notified) return text({action.key.task, action.key.interval_ms}, history_id);
        return fmt::format("{}_{}_notify_{}_0", history_id, meta(action, "notify_key_type"),
                           meta(action, "notify_key_operation"));
    }

    /// (Pacemaker: create_action_name)
    std::string name(ActionId id) const {
        const Action& action = schedule_.actions[id];
        const std::string plain = plain_name(action);
        return style_.numbers ? fmt::format("{} ({})", plain, number(id)) : plain;
    }

    std::string plain_name(const Action& action) const {
        const std::string node = node_of(action);
        const std::string at_node = node.empty() ? "" : " " + node;
        const Resource* resource = resource_of(action);
        const std::string_view prefix = action.task == task::cancel ? "Cancel " : "";
        if (resource != nullptr && !resource->history_id.empty()) {
            return fmt::format("{}{}{}", prefix, history_key(action, resource->history_id), at_node);
        }
        if (action.task == task::fence) {
            const auto kind = action.meta->find("stonith_action");
            return fmt::format("{} '{}'{}", action.task, kind == action.meta.end() ? "" : kind->second, at_node);
        }
        const std::string key = resource != nullptr ? text(action.key, resource->id) : action.name.get();
        if (node.empty()) return key;
        if (resource != nullptr) return fmt::format("{}{}{}", prefix, key, at_node);
        return fmt::format("{}{}", action.task.empty() ? std::string_view(action.name.get()) : action.task, at_node);
    }

    bool is_unmanaged(const Action& action) const {
        return action.resource && !schedule_.placements[action.resource].managed;
    }

    void write_action(ActionId id) {
        const Action& action = schedule_.actions[id];
        std::string_view style = "dashed";
        std::string_view color = "red";
        std::string_view font = action.pseudo() ? "orange" : "black";
        if (action.is(ActionFlag::InGraph)) {
            style = "bold";
            color = "green";
        } else if (is_unmanaged(action)) {
            font = "purple";
            if (!style_.all_actions) return;
        } else if (action.optional()) {
            color = "blue";
            if (!style_.all_actions) return;
        }
        written_[id.index()] = true;
        text_ += fmt::format("\"{}\" [ style={} color=\"{}\" fontcolor=\"{}\"]\n", dot_quotable(name(id)), style, color, font);
    }

    void write_inputs(ActionId then) {
        const Action& action = schedule_.actions[then];
        // Making the graph has put those of its actions in order.
        const bool sorted = action.is(ActionFlag::InputsMerged);
        for (std::size_t index = 0; index < action.before.size(); ++index) {
            write_input(action.before[sorted ? index : action.before.size() - 1 - index], then);
        }
    }

    void write_input(const Relation& first, ActionId then) {
        if (!first.graphed() && first.flags.none()) return;
        const bool both_written = written_[first.action.index()] && written_[then.index()] &&
                                  first.flags != RelationFlag::IfOnSameNodeOrTarget;
        if (!style_.all_actions && !first.graphed() && !both_written) return;
        text_ += fmt::format("\"{}\" -> \"{}\" [ style = {}]\n", dot_quotable(name(first.action)), dot_quotable(name(then)),
                             first.graphed() ? "bold" : "dashed");
    }

    const Schedule& schedule_;
    const DotStyle& style_;
    std::string text_;
    std::vector<bool> written_;
};

} // namespace

std::string transition_dot(const Schedule& schedule, const DotStyle& style) {
    return DotWriter(schedule, style).write();
}

} // namespace placement
