#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "placement/render.h"

namespace placement {

namespace {

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
            return fmt::format("{}{}{}", prefix, text(action.key, resource->history_id), at_node);
        }
        if (action.task == task::fence) {
            const auto kind = action.meta.find("stonith_action");
            return fmt::format("{} '{}'{}", action.task, kind == action.meta.end() ? "" : kind->second, at_node);
        }
        const std::string key = resource != nullptr ? text(action.key, resource->id) : action.name;
        if (node.empty()) return key;
        if (resource != nullptr) return fmt::format("{}{}{}", prefix, key, at_node);
        return fmt::format("{}{}", action.task, at_node);
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
        text_ += fmt::format("\"{}\" [ style={} color=\"{}\" fontcolor=\"{}\"]\n", name(id), style, color, font);
    }

    void write_inputs(ActionId then) {
        const std::vector<Relation>& before = schedule_.actions[then].before;
        for (auto first = before.rbegin(); first != before.rend(); ++first) {
            if (!first->graphed && first->flags.none()) continue;
            const bool both_written = written_[first->action.index()] && written_[then.index()] &&
                                      first->flags != RelationFlag::IfOnSameNodeOrTarget;
            if (!style_.all_actions && !first->graphed && !both_written) continue;
            text_ += fmt::format("\"{}\" -> \"{}\" [ style = {}]\n", name(first->action), name(then),
                                 first->graphed ? "bold" : "dashed");
        }
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
