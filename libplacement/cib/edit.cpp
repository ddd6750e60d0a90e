#include "cib/edit.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "cib/edit_elements.h"
#include "cib/elements.h"
#include "cib/operation_history.h"
#include "cib/rewrite.h"

namespace placement {

namespace {

pugi::xml_node find_history(pugi::xml_node node_state, std::string_view resource) {
    return find_child(node_state.child("lrm").child("lrm_resources"), "lrm_resource", "id", resource);
}

void collect_histories(pugi::xml_node element, std::vector<pugi::xml_node>& found) {
    for (const pugi::xml_node child : element.children()) {
        if (std::string_view(child.name()) == "lrm_resource") {
            found.push_back(child);
        } else {
            collect_histories(child, found);
        }
    }
}

/// The reference records results in a history wherever it stands in the node's state, though it reads only those that stand in
/// <lrm_resources>.
std::vector<pugi::xml_node> histories_anywhere(pugi::xml_node node_state) {
    std::vector<pugi::xml_node> found;
    collect_histories(node_state, found);
    return found;
}

int call_id(pugi::xml_node operation) { return counter(operation.attribute("call-id").value()); }

/// Without an id, the first that has any.
pugi::xml_node find_operation(pugi::xml_node history, std::string_view id) {
    if (!id.empty()) return find_child(history, "lrm_rsc_op", "id", id);
    for (const pugi::xml_node operation : history.children("lrm_rsc_op")) {
        if (operation.attribute("id")) return operation;
    }
    return {};
}

bool is_remote_connection(pugi::xml_node primitive) {
    return std::string_view(primitive.attribute("class").value()) == "ocf" &&
           std::string_view(primitive.attribute("provider").value()) == "pacemaker" &&
           std::string_view(primitive.attribute("type").value()) == "remote";
}

} // namespace

CibEdit::CibEdit(const Cib& cib) : document_(cib.document()) {}

Cib CibEdit::cib() {
    for (std::size_t part = 0; part < parts_.size(); ++part) {
        if (parts_[part]) read_histories(*document_.source, document_.status[part]);
    }
    // What is given away is not changed any more: the next change copies again.
    frame_.reset();
    configuration_.reset();
    parts_.clear();
    return Cib(std::make_shared<const CibDocument>(document_));
}

pugi::xml_node CibEdit::editable_root() {
    if (!frame_) {
        frame_ = std::make_shared<XmlTree>();
        const pugi::xml_node from = document_.root();
        pugi::xml_node root = frame_->document.append_child("cib");
        for (const pugi::xml_attribute attribute : from.attributes()) root.append_copy(attribute);
        for (const pugi::xml_node half : from.children()) {
            if (half.type() != pugi::node_element) {
                root.append_copy(half);
                continue;
            }
            pugi::xml_node copy = root.append_child(half.name());
            for (const pugi::xml_attribute attribute : half.attributes()) copy.append_copy(attribute);
        }
        frame_->remember(root, document_.frame.tree->offset(from));
        document_.frame = {frame_, root};
    }
    return document_.root();
}

pugi::xml_node CibEdit::editable_part(std::size_t part) {
    parts_.resize(document_.status.size());
    CibDocument::StatusPart& status = document_.status[part];
    if (!parts_[part]) {
        parts_[part] = std::make_shared<XmlTree>();
        status.element = parts_[part]->append_copy(parts_[part]->document, *status.tree, status.element);
        status.tree = parts_[part];
        std::erase_if(index_, [part](const auto& indexed) { return indexed.second.part == part; });
    }
    return status.element;
}

pugi::xml_node CibEdit::add_part(const char* element) {
    parts_.resize(document_.status.size());
    parts_.push_back(std::make_shared<XmlTree>());
    const pugi::xml_node added = parts_.back()->document.append_child(element);
    document_.status.push_back({{parts_.back(), added}});
    return added;
}

template <typename Test>
std::optional<std::size_t> CibEdit::find_part(const char* element, const Test& test) const {
    for (std::size_t part = 0; part < document_.status.size(); ++part) {
        const pugi::xml_node candidate = document_.status[part].element;
        if (std::string_view(candidate.name()) == element && test(candidate)) return part;
    }
    return std::nullopt;
}

std::optional<std::size_t> CibEdit::find_state_with(const char* attribute, std::string_view value) const {
    return find_part("node_state", [&](pugi::xml_node state) { return state.attribute(attribute).value() == value; });
}

std::optional<std::size_t> CibEdit::find_node_state(std::string_view node) const {
    const auto by_name = find_state_with("uname", node);
    return by_name ? by_name : find_state_with("id", node_id(node));
}

pugi::xml_node CibEdit::node_state(std::string_view node) const {
    const auto part = find_node_state(node);
    return part ? document_.status[*part].element : pugi::xml_node();
}

pugi::xml_node CibEdit::editable_configuration() {
    if (!configuration_) {
        configuration_ = std::make_shared<XmlTree>();
        const XmlTree& from = *document_.configuration_part.tree;
        const pugi::xml_node top =
            configuration_->append_copy(configuration_->document, from, document_.configuration());
        document_.configuration_part = {{configuration_, top}};
    }
    return document_.configuration();
}

std::string CibEdit::node_id(std::string_view node) const {
    const pugi::xml_node configured = find_child(document_.configuration().child("nodes"), "node", "uname", node);
    // Remote and guest nodes have their name for an id.
    return configured ? configured.attribute("id").value() : std::string(node);
}

void CibEdit::set_root_attribute(std::string_view name, std::string_view value) {
    state_changed_ |= set_attribute(editable_root(), name, value);
}

void CibEdit::count_update() {
    const auto grow = [this](const char* name) {
        set_attribute(editable_root(), name, fmt::format("{}", counter(document_.root().attribute(name).value()) + 1));
    };
    if (configuration_changed_) {
        set_attribute(editable_root(), "num_updates", "0");
        grow("epoch");
    } else if (state_changed_) {
        grow("num_updates");
    }
    state_changed_ = false;
    configuration_changed_ = false;
}

CibEdit::NodeIndex* CibEdit::find_index(std::string_view node) const {
    std::string name(node);
    if (const auto known = index_.find(name); known != index_.end()) return &known->second;
    const auto part = find_node_state(node);
    if (!part) return nullptr;
    NodeIndex index;
    index.part = *part;
    for (const pugi::xml_node history : histories_anywhere(document_.status[*part].element)) {
        NodeIndex::Histories& histories = index.histories[history.attribute("id").value()];
        if (histories.count++ == 0) histories.first = history;
    }
    return &index_.emplace(std::move(name), std::move(index)).first->second;
}

pugi::xml_node CibEdit::editable_node_state(std::string_view node) {
    pugi::xml_node state;
    if (const NodeIndex* index = find_index(node)) {
        state = editable_part(index->part);
    } else {
        state = add_part("node_state");
        set_attribute(state, "id", node_id(node));
        state_changed_ = true;
    }
    if (!state.attribute("uname")) state_changed_ |= set_attribute(state, "uname", node);
    return state;
}

void CibEdit::set_node_state(std::string_view node, const XmlAttributes& attributes) {
    const pugi::xml_node state = editable_node_state(node);
    for (const auto& [name, value] : attributes) state_changed_ |= set_attribute(state, name, value);
}

void CibEdit::replace_node_state(std::string_view node, const XmlAttributes& attributes) {
    set_node_state(node, attributes);
    state_changed_ = true;
}

std::optional<std::string> CibEdit::node_state_id(std::string_view node) const {
    const NodeIndex* index = find_index(node);
    if (index == nullptr) return std::nullopt;
    const pugi::xml_node state = document_.status[index->part].element;
    if (state.attribute("uname").value() != node) return std::nullopt;
    return state.attribute("id").value();
}

std::vector<std::string> CibEdit::ids_of_states_with(const char* attribute, std::string_view value) const {
    std::vector<std::string> ids;
    for (const CibDocument::StatusPart& part : document_.status) {
        const pugi::xml_node state = part.element;
        if (std::string_view(state.name()) != "node_state" || state.attribute(attribute).value() != value) continue;
        ids.emplace_back(state.attribute("id").value());
    }
    return ids;
}

void CibEdit::require_node_state(std::string_view node, std::string_view id) {
    if (node_state_id(node)) return;
    const auto part = find_state_with("id", id);
    const pugi::xml_node state = part ? editable_part(*part) : add_part("node_state");
    set_attribute(state, "id", id);
    set_attribute(state, "uname", node);
    index_.clear();
    state_changed_ = true;
}

bool CibEdit::has_equals(pugi::xml_node node_state) {
    const std::string_view id = node_state.attribute("id").value();
    if (without_equals_.find(id) != without_equals_.end()) return false;
    if (has_equal_siblings(node_state)) return true;
    without_equals_.emplace(id); // nor does any change make equals
    return false;
}

void CibEdit::rewrite_node_state(std::string_view node, const std::function<void()>& change) {
    if (!has_equals(node_state(node))) return change();
    pugi::xml_document copies;
    const pugi::xml_node original = copies.append_copy(node_state(node));
    rewriting_ = true;
    change();
    rewriting_ = false;
    pugi::xml_node state = editable_node_state(node);
    const pugi::xml_node changed = copies.append_copy(state);
    state.remove_attributes();
    state.remove_children();
    for (const pugi::xml_attribute attribute : original.attributes()) state.append_copy(attribute);
    for (const pugi::xml_node child : original.children()) state.append_copy(child);
    write_over(state, changed);
    index_.clear();
    state_changed_ = true;
}

std::optional<std::string> CibEdit::find_node_id(std::string_view node) const {
    for (const auto& [name, id] : known_nodes()) {
        if (equals_ignoring_case(name, node)) return id;
    }
    return std::nullopt;
}

std::vector<std::string> CibEdit::node_names() const {
    std::vector<std::string> names;
    for (auto& [name, id] : known_nodes()) names.push_back(name);
    return names;
}

std::vector<std::pair<std::string, std::string>> CibEdit::known_nodes() const {
    std::vector<std::pair<std::string, std::string>> nodes;
    const auto add = [&](std::string_view name, std::string_view id) { nodes.emplace_back(name, id); };
    for (const pugi::xml_node node : document_.configuration().child("nodes").children("node")) {
        const bool is_remote = equals_ignoring_case(node.attribute("type").value(), "remote");
        add(node.attribute("uname").value(), node.attribute(is_remote ? "uname" : "id").value());
    }
    for (const pugi::xml_node primitive : document_.configuration().child("resources").children("primitive")) {
        const char* id = primitive.attribute("id").value();
        if (is_remote_connection(primitive)) add(id, id);
        for (const pugi::xml_node set : primitive.children("meta_attributes")) {
            const char* guest = find_pair(set, "remote-node").attribute("value").value();
            if (*guest != 0) add(guest, guest);
        }
    }
    for (const CibDocument::StatusPart& part : document_.status) {
        const pugi::xml_node state = part.element;
        if (std::string_view(state.attribute("remote_node").value()) != "true") continue;
        add(state.attribute("id").value(), state.attribute("uname").value());
    }
    return nodes;
}

void CibEdit::remove_operation_history(std::string_view node) {
    if (!node_state(node).child("lrm")) return;
    editable_node_state(node).remove_child("lrm");
    index_.clear();
    state_changed_ = true;
}

void CibEdit::remove_operation_history(std::string_view node, std::string_view resource) {
    if (!find_history(node_state(node), resource)) return;
    const pugi::xml_node history = find_history(editable_node_state(node), resource);
    history.parent().remove_child(history);
    index_.clear();
    state_changed_ = true;
}

std::optional<std::string> CibEdit::transient_attribute(std::string_view node, std::string_view name) const {
    const pugi::xml_node attributes = node_state(node).child("transient_attributes");
    for (const pugi::xml_node set : attributes.children("instance_attributes")) {
        if (const pugi::xml_node pair = find_pair(set, name)) return pair.attribute("value").value();
    }
    return std::nullopt;
}

void CibEdit::set_transient_attribute(std::string_view node, std::string_view name, std::string_view value) {
    const pugi::xml_node state = editable_node_state(node);
    const std::string id = state.attribute("id").value();
    pugi::xml_node attributes = state.child("transient_attributes");
    if (!attributes) attributes = append_with_id(state, "transient_attributes", id);
    pugi::xml_node set = set_for(attributes, "instance_attributes", name);
    if (!set) set = append_with_id(attributes, "instance_attributes", "status-" + id);
    state_changed_ |= set_pair(set, name, value);
}

std::vector<std::string> CibEdit::transient_attribute_values(std::string_view node, std::string_view name) const {
    std::vector<std::string> values;
    const pugi::xml_node state = node_state(node);
    for (const pugi::xml_node attributes : state.children("transient_attributes")) {
        for (const pugi::xml_node set : attributes.children()) {
            for (const pugi::xml_node pair : set.children("nvpair")) {
                if (pair.attribute("name").value() == name) values.emplace_back(pair.attribute("value").value());
            }
        }
    }
    return values;
}

void CibEdit::inject_transient_attribute(std::string_view node, std::string_view name, std::string_view value) {
    const pugi::xml_node state = editable_node_state(node);
    const std::string id = state.attribute("id").value();
    pugi::xml_node attributes = state.child("transient_attributes");
    if (!attributes) attributes = append_with_id(state, "transient_attributes", id);
    pugi::xml_node set = attributes.child("instance_attributes");
    if (!set) set = append_with_id(attributes, "instance_attributes", id);
    pugi::xml_node pair = find_child(set, "nvpair", "id", pair_id(set, name));
    if (!pair) pair = append_with_id(set, "nvpair", pair_id(set, name));
    state_changed_ |= set_attribute(pair, "name", name);
    state_changed_ |= set_attribute(pair, "value", value);
}

void CibEdit::remove_transient_attribute(std::string_view node, std::string_view name) {
    if (!transient_attribute(node, name)) return;
    remove_from_sets(editable_node_state(node).child("transient_attributes"), "instance_attributes", name);
    state_changed_ = true;
}

void CibEdit::remove_transient_attributes(std::string_view node) {
    if (!node_state(node).child("transient_attributes")) return;
    editable_node_state(node).remove_child("transient_attributes");
    state_changed_ = true;
}

void CibEdit::remove_transient_attributes(std::string_view node, const std::function<bool(std::string_view)>& goes) {
    const auto has_its_name = [&](pugi::xml_node pair) { return goes(pair.attribute("name").value()); };
    const auto sets_of = [](pugi::xml_node state) { return state.child("transient_attributes").children("instance_attributes"); };
    const auto any = std::ranges::any_of(sets_of(node_state(node)), [&](pugi::xml_node set) {
        return static_cast<bool>(set.find_child(has_its_name));
    });
    if (!any) return;
    for (pugi::xml_node set : sets_of(editable_node_state(node))) {
        while (const pugi::xml_node pair = set.find_child(has_its_name)) set.remove_child(pair);
    }
    state_changed_ = true;
}

void CibEdit::remove_fail_counts(std::string_view node, std::string_view resource) {
    remove_transient_attributes(node, [resource](std::string_view name) {
        for (const std::string_view prefix : {"fail-count-", "last-failure-"}) {
            if (!name.starts_with(prefix)) continue;
            name.remove_prefix(prefix.size());
            if (!name.starts_with(resource)) return false;
            name.remove_prefix(resource.size());
            if (name.starts_with(':')) name.remove_prefix(1 + count_leading(name.substr(1), is_digit));
            return name.empty() || name.starts_with('#');
        }
        return false;
    });
}

bool CibEdit::has_operation_history(std::string_view node, std::string_view resource) const {
    const NodeIndex* index = find_index(node);
    if (index == nullptr) return false;
    const auto found = index->histories.find(std::string(resource));
    return found != index->histories.end() && found->second.count == 1;
}

int CibEdit::next_call_id(std::string_view node, std::string_view resource) const {
    if (!has_operation_history(node, resource)) return 1;
    NodeIndex::Histories& histories = find_index(node)->histories.at(std::string(resource));
    if (!histories.highest_call_id) {
        int highest = 0;
        for (const pugi::xml_node operation : histories.first) highest = std::max(highest, call_id(operation));
        histories.highest_call_id = highest;
    }
    return *histories.highest_call_id + 1;
}

void CibEdit::set_operation(std::string_view node, std::string_view resource, const XmlAttributes& agent,
                            std::string_view id, const XmlAttributes& attributes) {
    const pugi::xml_node state = editable_node_state(node);
    find_index(node);
    NodeIndex::Histories& histories = index_.at(std::string(node)).histories[std::string(resource)];
    // Of several, none is taken for the one: a new one is made, which becomes a part of the first when it is written.
    if (!histories.first || (rewriting_ && histories.count > 1)) {
        pugi::xml_node executor = state.child("lrm");
        if (!executor) executor = append_with_id(state, "lrm", state.attribute("id").value());
        histories.first = append_with_id(child_or_new(executor, "lrm_resources"), "lrm_resource", resource);
        histories.count = 1;
        histories.highest_call_id.reset();
        for (const auto& [name, value] : agent) set_attribute(histories.first, name, value);
    }
    pugi::xml_node operation = find_operation(histories.first, id);
    if (!operation) {
        operation = id.empty() ? histories.first.append_child("lrm_rsc_op") : append_with_id(histories.first, "lrm_rsc_op", id);
        state_changed_ = true;
    }
    const int before = call_id(operation);
    for (const auto& [name, value] : attributes) state_changed_ |= set_attribute(operation, name, value);
    if (!histories.highest_call_id) return;
    const int now = call_id(operation);
    if (now >= *histories.highest_call_id) {
        histories.highest_call_id = now;
    } else if (before == *histories.highest_call_id) {
        histories.highest_call_id.reset();
    }
}

void CibEdit::set_history_attribute(std::string_view node, std::string_view resource, std::string_view name,
                                    std::string_view value) {
    pugi::xml_node history = find_history(editable_node_state(node), resource);
    if (history) state_changed_ |= set_attribute(history, name, value);
}

std::string CibEdit::operation_attribute(std::string_view node, std::string_view resource, std::string_view id,
                                         std::string_view name) const {
    if (!has_operation_history(node, resource)) return "";
    const pugi::xml_node history = find_index(node)->histories.at(std::string(resource)).first;
    return find_child(history, "lrm_rsc_op", "id", id).attribute(std::string(name).c_str()).value();
}

bool CibEdit::has_operation_without(std::string_view node, std::string_view resource, const char* attribute) const {
    if (!has_operation_history(node, resource)) return false;
    const auto entries = find_index(node)->histories.at(std::string(resource)).first.children("lrm_rsc_op");
    return std::ranges::any_of(entries, [&](pugi::xml_node entry) { return !entry.attribute(attribute); });
}

void CibEdit::remove_operation(std::string_view node, std::string_view resource, std::string_view id) {
    const pugi::xml_node present = find_history(node_state(node), resource);
    if (!find_child(present, "lrm_rsc_op", "id", id)) return;
    pugi::xml_node history = find_history(editable_node_state(node), resource);
    history.remove_child(find_child(history, "lrm_rsc_op", "id", id));
    find_index(node)->histories[std::string(resource)].highest_call_id.reset();
    state_changed_ = true;
}

void CibEdit::remove_operations(std::string_view node, std::string_view resource, std::string_view task,
                                std::uint32_t interval_ms, std::string_view except) {
    if (!has_operation_history(node, resource)) return;
    const std::string interval = fmt::format("{}", interval_ms);
    const auto is_it = [&](pugi::xml_node operation) {
        const std::string_view id = operation.attribute("id").value();
        return operation.attribute("operation").value() == task && operation.attribute("interval").value() == interval &&
               id != except && !id.ends_with("_last_failure_0");
    };
    editable_part(find_index(node)->part);
    NodeIndex::Histories& histories = find_index(node)->histories.at(std::string(resource));
    histories.highest_call_id.reset();
    pugi::xml_node history = histories.first;
    while (const pugi::xml_node operation = history.find_child(is_it)) {
        history.remove_child(operation);
        state_changed_ = true;
    }
}

void CibEdit::set_ticket_state(std::string_view ticket, std::string_view name, std::string_view value) {
    const auto part = find_part("tickets", [](pugi::xml_node) { return true; });
    const pugi::xml_node tickets = part ? editable_part(*part) : add_part("tickets");
    pugi::xml_node state = find_child(tickets, "ticket_state", "id", ticket);
    if (!state) state = append_with_id(tickets, "ticket_state", ticket);
    state_changed_ |= set_attribute(state, name, value);
}

void CibEdit::set_promotion_score(std::string_view node, std::string_view resource, std::string_view value) {
    const std::string name = fmt::format("master-{}", resource);
    bool of_instances = false;
    if (find_index(node) != nullptr) {
        // The history of an anonymous clone may have its instances' numbers, and then the attribute has them, too.
        for (const pugi::xml_node set :
             editable_node_state(node).child("transient_attributes").children("instance_attributes")) {
            for (const pugi::xml_node pair : set.children("nvpair")) {
                if (!std::string_view(pair.attribute("name").value()).starts_with(name + ":")) continue;
                state_changed_ |= set_attribute(pair, "value", value);
                of_instances = true;
            }
        }
    }
    if (!of_instances || transient_attribute(node, name)) set_transient_attribute(node, name, value);
}

} // namespace placement
