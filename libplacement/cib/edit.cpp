#include "cib/edit.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "base/xml_text.h"
#include "cib/edit_elements.h"
#include "cib/elements.h"
#include "cib/operation_history.h"
#include "cib/rewrite.h"

namespace placement {

namespace {

int call_id(const StateElement& operation) { return counter(operation.value("call-id")); }

/// Without an id, the first that has any.
std::optional<std::size_t> place_of_operation(const StateElement& history, std::string_view id) {
    if (!id.empty()) return find_child(history, "lrm_rsc_op", "id", id);
    const auto found = std::ranges::find_if(history.children(), [](const StateElement::Pointer& operation) {
        return operation->is("lrm_rsc_op") && operation->find("id");
    });
    if (found == history.children().end()) return std::nullopt;
    return static_cast<std::size_t>(found - history.children().begin());
}

// ---- name-value pairs in the state ------------------------------------------------------------------------------

std::optional<std::size_t> place_of_pair(const StateElement& set, std::string_view name) {
    return find_child(set, "nvpair", "name", name);
}

std::string id_of_pair(const StateElement& set, std::string_view name) {
    return as_xml_id(fmt::format("{}-{}", set.value("id"), name));
}

/// Whether that changes anything.
bool write_pair(StateElement& set, std::string_view name, std::string_view value) {
    if (const auto pair = place_of_pair(set, name)) return set.own(*pair).set("value", value);
    const std::string id = id_of_pair(set, name);
    const auto other = find_child(set, "nvpair", "id", id); // another name's pair, which then is this one's
    StateElement& pair = other ? set.own(*other) : set.append_with_id("nvpair", id);
    pair.set("name", name);
    pair.set("value", value);
    return true;
}

/// The set that has the name, or else the first that no rule limits.
std::optional<std::size_t> place_of_set(const StateElement& parent, std::string_view name) {
    const auto find_set = [&](const auto& test) -> std::optional<std::size_t> {
        for (std::size_t child = 0; child < parent.children().size(); ++child) {
            const StateElement& set = *parent.children()[child];
            if (set.is("instance_attributes") && test(set)) return child;
        }
        return std::nullopt;
    };
    const auto has_it = find_set([name](const StateElement& set) { return place_of_pair(set, name).has_value(); });
    if (has_it) return has_it;
    return find_set([](const StateElement& set) { return set.find("id") && set.child("rule") == nullptr; });
}

bool is_remote_connection(pugi::xml_node primitive) {
    return std::string_view(primitive.attribute("class").value()) == "ocf" &&
           std::string_view(primitive.attribute("provider").value()) == "pacemaker" &&
           std::string_view(primitive.attribute("type").value()) == "remote";
}

} // namespace

CibEdit::CibEdit(const Cib& cib) : document_(cib.document()) { document_.cluster.reset(); }

Cib CibEdit::cib() {
    read_histories(*document_.source, document_.status());
    // What is given away is not changed any more: the next change copies again.
    configuration_.reset();
    return Cib(std::make_shared<const CibDocument>(document_));
}

StateElement& CibEdit::editable_root() {
    if (is_shared(document_.state)) document_.state = std::make_shared<StateElement>(*document_.state);
    return *document_.state;
}

StateElement& CibEdit::editable_status() { return editable_root().own_or_new("status"); }

template <typename Test>
std::optional<std::size_t> CibEdit::find_part(std::string_view element, const Test& test) const {
    const auto& parts = document_.status().children();
    for (std::size_t part = 0; part < parts.size(); ++part) {
        if (parts[part]->is(element) && test(*parts[part])) return part;
    }
    return std::nullopt;
}

std::optional<std::size_t> CibEdit::find_state_with(const char* attribute, std::string_view value) const {
    return find_part("node_state", [&](const StateElement& state) { return state.value(attribute) == value; });
}

std::optional<std::size_t> CibEdit::find_node_state(std::string_view node) const {
    const auto by_name = find_state_with("uname", node);
    return by_name ? by_name : find_state_with("id", node_id(node));
}

const StateElement* CibEdit::node_state(std::string_view node) const {
    const auto part = find_node_state(node);
    return part ? document_.status().children()[*part].get() : nullptr;
}

const StateElement* CibEdit::in_node_state(std::string_view node, std::string_view child) const {
    const StateElement* const state = node_state(node);
    return state == nullptr ? nullptr : state->child(child);
}

pugi::xml_node CibEdit::editable_configuration() {
    if (!configuration_) {
        configuration_ = std::make_shared<XmlTree>();
        const XmlTree& from = *document_.configuration_part.tree;
        const pugi::xml_node top =
            configuration_->append_copy(configuration_->document, from, document_.configuration());
        document_.configuration_part = {configuration_, top};
    }
    return document_.configuration();
}

std::string CibEdit::node_id(std::string_view node) const {
    const pugi::xml_node configured = find_child(document_.configuration().child("nodes"), "node", "uname", node);
    // Remote and guest nodes have their name for an id.
    return configured ? configured.attribute("id").value() : std::string(node);
}

void CibEdit::set_root_attribute(std::string_view name, std::string_view value) {
    if (document_.root().find(name) == value) return;
    editable_root().set(name, value);
    state_changed_ = true;
}

void CibEdit::count_update() {
    const auto grow = [this](const char* name) {
        editable_root().set(name, fmt::format("{}", counter(document_.root().value(name)) + 1));
    };
    if (configuration_changed_) {
        editable_root().set("num_updates", "0");
        grow("epoch");
    } else if (state_changed_) {
        grow("num_updates");
    }
    state_changed_ = false;
    configuration_changed_ = false;
}

/// The reference records results in a history wherever it stands in the node's state, though it reads only those that stand in
/// <lrm_resources>.
void CibEdit::NodeIndex::add(const StateElement& element, std::vector<std::size_t>& path) {
    std::optional<std::size_t> list;
    for (std::size_t place = 0; place < element.children().size(); ++place) {
        const StateElement& child = *element.children()[place];
        if (child.is("lrm_resource")) {
            if (!list) {
                list = lists.size();
                lists.push_back(path);
            }
            Histories& of_resource = histories[std::string(child.value("id"))];
            if (of_resource.count++ == 0) {
                of_resource.list = *list;
                of_resource.child = place;
            }
        } else if (!child.children().empty()) {
            path.push_back(place);
            add(child, path);
            path.pop_back();
        }
    }
}

CibEdit::NodeIndex* CibEdit::find_index(std::string_view node) const {
    std::string name(node);
    if (const auto known = index_.find(name); known != index_.end()) return &known->second;
    const auto part = find_node_state(node);
    if (!part) return nullptr;
    NodeIndex index;
    index.part = *part;
    std::vector<std::size_t> path;
    index.add(*document_.status().children()[*part], path);
    return &index_.emplace(std::move(name), std::move(index)).first->second;
}

CibEdit::NodeIndex::Histories* CibEdit::find_histories(std::string_view node, std::string_view resource) const {
    NodeIndex* const index = find_index(node);
    if (index == nullptr) return nullptr;
    const auto found = index->histories.find(std::string(resource));
    return found == index->histories.end() ? nullptr : &found->second;
}

const StateElement* CibEdit::first_history(std::string_view node, std::string_view resource) const {
    const NodeIndex::Histories* const histories = find_histories(node, resource);
    if (histories == nullptr) return nullptr;
    const NodeIndex& index = *find_index(node);
    const StateElement* element = document_.status().children()[index.part].get();
    for (const std::size_t child : index.lists[histories->list]) element = element->children()[child].get();
    return element->children()[histories->child].get();
}

StateElement& CibEdit::editable_history(std::string_view node, const NodeIndex::Histories& histories) {
    const NodeIndex& index = *find_index(node);
    StateElement* element = &editable_status().own(index.part);
    for (const std::size_t child : index.lists[histories.list]) element = &element->own(child);
    return element->own(histories.child);
}

StateElement& CibEdit::editable_node_state(std::string_view node) {
    if (const NodeIndex* const index = find_index(node)) {
        StateElement& state = editable_status().own(index->part);
        if (!state.find("uname")) state_changed_ |= state.set("uname", node);
        return state;
    }
    StateElement& state = editable_status().append_with_id("node_state", node_id(node));
    state.set("uname", node);
    state_changed_ = true;
    return state;
}

void CibEdit::set_node_state(std::string_view node, const XmlAttributes& attributes) {
    state_changed_ |= editable_node_state(node).set(views_of(attributes));
}

void CibEdit::replace_node_state(std::string_view node, const XmlAttributes& attributes) {
    set_node_state(node, attributes);
    state_changed_ = true;
}

std::optional<std::string> CibEdit::node_state_id(std::string_view node) const {
    const StateElement* const state = node_state(node);
    if (state == nullptr || state->value("uname") != node) return std::nullopt;
    return std::string(state->value("id"));
}

std::vector<std::string> CibEdit::ids_of_states_with(const char* attribute, std::string_view value) const {
    std::vector<std::string> ids;
    for (const StateElement* const state : children_of(document_.status(), "node_state")) {
        if (state->value(attribute) == value) ids.emplace_back(state->value("id"));
    }
    return ids;
}

void CibEdit::require_node_state(std::string_view node, std::string_view id) {
    if (node_state_id(node)) return;
    const auto part = find_state_with("id", id);
    StateElement& state = part ? editable_status().own(*part) : editable_status().append("node_state");
    state.set("id", id);
    state.set("uname", node);
    index_.clear();
    state_changed_ = true;
}

bool CibEdit::has_equals(const StateElement* node_state) const {
    if (node_state == nullptr || node_state->has_no_equals()) return false;
    if (has_equal_siblings(*node_state)) return true;
    node_state->know_no_equals(); // nor does any change make equals
    return false;
}

void CibEdit::rewrite_node_state(std::string_view node, const std::function<void()>& change) {
    if (!has_equals(node_state(node))) return change();
    const StateElement original(*node_state(node));
    rewriting_ = true;
    change();
    rewriting_ = false;
    StateElement& state = editable_node_state(node);
    const StateElement changed(state);
    state.become(original);
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
    for (const StateElement::Pointer& state : document_.status().children()) {
        if (state->value("remote_node") == "true") add(state->value("id"), state->value("uname"));
    }
    return nodes;
}

const StateElement* CibEdit::list_of_histories(std::string_view node) const {
    const StateElement* const executor = in_node_state(node, "lrm");
    return executor == nullptr ? nullptr : executor->child("lrm_resources");
}

StateElement& CibEdit::editable_list_of_histories(std::string_view node) {
    return editable_node_state(node).own_or_new("lrm").own_or_new("lrm_resources");
}

std::optional<std::size_t> CibEdit::find_read_history(std::string_view node, std::string_view resource) const {
    const StateElement* const list = list_of_histories(node);
    return list == nullptr ? std::nullopt : find_child(*list, "lrm_resource", "id", resource);
}

void CibEdit::remove_operation_history(std::string_view node) {
    const StateElement* const present = node_state(node);
    if (present == nullptr || present->child("lrm") == nullptr) return;
    StateElement& state = editable_node_state(node);
    state.remove(*find_child(state, "lrm"));
    index_.clear();
    state_changed_ = true;
}

void CibEdit::remove_operation_history(std::string_view node, std::string_view resource) {
    const auto place = find_read_history(node, resource);
    if (!place) return;
    editable_list_of_histories(node).remove(*place);
    index_.clear();
    state_changed_ = true;
}

std::optional<std::string> CibEdit::transient_attribute(std::string_view node, std::string_view name) const {
    const StateElement* const attributes = in_node_state(node, "transient_attributes");
    if (attributes == nullptr) return std::nullopt;
    for (const StateElement* const set : children_of(*attributes, "instance_attributes")) {
        if (const auto pair = place_of_pair(*set, name)) return std::string(set->children()[*pair]->value("value"));
    }
    return std::nullopt;
}

StateElement& CibEdit::editable_transient_attributes(std::string_view node) {
    StateElement& state = editable_node_state(node);
    if (state.child("transient_attributes") != nullptr) return state.own_or_new("transient_attributes");
    return state.append_with_id("transient_attributes", state.value("id"));
}

void CibEdit::set_transient_attribute(std::string_view node, std::string_view name, std::string_view value) {
    StateElement& attributes = editable_transient_attributes(node);
    const auto place = place_of_set(attributes, name);
    StateElement& set =
        place ? attributes.own(*place)
              : attributes.append_with_id("instance_attributes", fmt::format("status-{}", node_state(node)->value("id")));
    state_changed_ |= write_pair(set, name, value);
}

std::vector<std::string> CibEdit::transient_attribute_values(std::string_view node, std::string_view name) const {
    std::vector<std::string> values;
    const StateElement* const state = node_state(node);
    if (state == nullptr) return values;
    for (const StateElement* const attributes : children_of(*state, "transient_attributes")) {
        for (const StateElement::Pointer& set : attributes->children()) {
            for (const StateElement* const pair : children_of(*set, "nvpair")) {
                if (pair->value("name") == name) values.emplace_back(pair->value("value"));
            }
        }
    }
    return values;
}

void CibEdit::inject_transient_attribute(std::string_view node, std::string_view name, std::string_view value) {
    StateElement& attributes = editable_transient_attributes(node);
    StateElement& set = attributes.child("instance_attributes") != nullptr
                            ? attributes.own_or_new("instance_attributes")
                            : attributes.append_with_id("instance_attributes", node_state(node)->value("id"));
    const std::string id = id_of_pair(set, name);
    const auto place = find_child(set, "nvpair", "id", id);
    StateElement& pair = place ? set.own(*place) : set.append_with_id("nvpair", id);
    state_changed_ |= pair.set("name", name);
    state_changed_ |= pair.set("value", value);
}

void CibEdit::remove_transient_attribute(std::string_view node, std::string_view name) {
    remove_transient_attributes(node, [name](std::string_view other) { return other == name; });
}

void CibEdit::remove_transient_attributes(std::string_view node) {
    if (in_node_state(node, "transient_attributes") == nullptr) return;
    StateElement& state = editable_node_state(node);
    state.remove(*find_child(state, "transient_attributes"));
    index_.clear(); // of places behind it
    state_changed_ = true;
}

void CibEdit::remove_transient_attributes(std::string_view node, const std::function<bool(std::string_view)>& goes) {
    const auto is_it = [&](const StateElement& pair) { return pair.is("nvpair") && goes(pair.value("name")); };
    const auto has_parts = [](const StateElement::Pointer& pair) { return !pair->children().empty(); };
    const auto has_any = [&](const StateElement& set) {
        return std::ranges::any_of(set.children(), [&](const StateElement::Pointer& pair) { return is_it(*pair); });
    };
    const StateElement* present = in_node_state(node, "transient_attributes");
    if (present == nullptr) return;
    for (std::size_t place = 0; place < present->children().size(); ++place) {
        const StateElement& set = *present->children()[place];
        if (!set.is("instance_attributes") || !has_any(set)) continue;
        const bool may_have_histories = std::ranges::any_of(set.children(), has_parts);
        StateElement& attributes = editable_transient_attributes(node);
        attributes.own(place).remove_if(is_it);
        if (may_have_histories) index_.clear();
        present = &attributes;
        state_changed_ = true;
    }
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
    const NodeIndex::Histories* const histories = find_histories(node, resource);
    return histories != nullptr && histories->count == 1;
}

int CibEdit::next_call_id(std::string_view node, std::string_view resource) const {
    if (!has_operation_history(node, resource)) return 1;
    NodeIndex::Histories& histories = *find_histories(node, resource);
    if (!histories.highest_call_id) {
        int highest = 0;
        for (const StateElement::Pointer& operation : first_history(node, resource)->children()) {
            highest = std::max(highest, call_id(*operation));
        }
        histories.highest_call_id = highest;
    }
    return *histories.highest_call_id + 1;
}

CibEdit::NodeIndex::Histories& CibEdit::add_history(std::string_view node, std::string_view resource,
                                                    const XmlAttributeViews& agent) {
    StateElement& state = editable_node_state(node);
    NodeIndex& index = *find_index(node);
    StateElement& executor =
        state.child("lrm") == nullptr ? state.append_with_id("lrm", state.value("id")) : state.own_or_new("lrm");
    StateElement& list = executor.own_or_new("lrm_resources");
    list.append_with_id("lrm_resource", resource).set(agent);
    const std::vector<std::size_t> path{*find_child(state, "lrm"), *find_child(executor, "lrm_resources")};
    auto known = std::ranges::find(index.lists, path);
    if (known == index.lists.end()) known = index.lists.insert(index.lists.end(), path);
    NodeIndex::Histories& histories = index.histories[std::string(resource)];
    histories = {static_cast<std::size_t>(known - index.lists.begin()), list.children().size() - 1, 1, std::nullopt};
    return histories;
}

void CibEdit::set_operation(std::string_view node, std::string_view resource, const XmlAttributeViews& agent, std::string_view id,
                            const XmlAttributeViews& attributes) {
    editable_node_state(node);
    NodeIndex::Histories* histories = find_histories(node, resource);
    // Of several, none is taken for the one: a new one is made, which becomes a part of the first when it is written.
    if (histories == nullptr || (rewriting_ && histories->count > 1)) histories = &add_history(node, resource, agent);
    StateElement& history = editable_history(node, *histories);
    const auto place = place_of_operation(history, id);
    if (!place) state_changed_ = true;
    StateElement& operation = place        ? history.own(*place)
                              : id.empty() ? history.append("lrm_rsc_op")
                                           : history.append_with_id("lrm_rsc_op", id);
    const int before = call_id(operation);
    state_changed_ |= operation.set(attributes);
    if (!histories->highest_call_id) return;
    const int now = call_id(operation);
    if (now >= *histories->highest_call_id) {
        histories->highest_call_id = now;
    } else if (before == *histories->highest_call_id) {
        histories->highest_call_id.reset();
    }
}

void CibEdit::set_history_attribute(std::string_view node, std::string_view resource, std::string_view name,
                                    std::string_view value) {
    const auto place = find_read_history(node, resource);
    if (place) state_changed_ |= editable_list_of_histories(node).own(*place).set(name, value);
}

const StateElement* CibEdit::find_operation(std::string_view node, std::string_view resource, std::string_view id) const {
    if (!has_operation_history(node, resource)) return nullptr;
    const StateElement& history = *first_history(node, resource);
    const auto place = find_child(history, "lrm_rsc_op", "id", id);
    return place ? history.children()[*place].get() : nullptr;
}

std::string CibEdit::operation_attribute(std::string_view node, std::string_view resource, std::string_view id,
                                         std::string_view name) const {
    const StateElement* const operation = find_operation(node, resource, id);
    return operation == nullptr ? "" : std::string(operation->value(name));
}

bool CibEdit::has_operation_without(std::string_view node, std::string_view resource, const char* attribute) const {
    if (!has_operation_history(node, resource)) return false;
    return std::ranges::any_of(first_history(node, resource)->children(), [&](const StateElement::Pointer& entry) {
        return entry->is("lrm_rsc_op") && !entry->find(attribute);
    });
}

void CibEdit::remove_operation(std::string_view node, std::string_view resource, std::string_view id) {
    const auto place = find_read_history(node, resource);
    if (!place) return;
    const auto entry = find_child(*list_of_histories(node)->children()[*place], "lrm_rsc_op", "id", id);
    if (!entry) return;
    editable_list_of_histories(node).own(*place).remove(*entry);
    if (NodeIndex::Histories* const histories = find_histories(node, resource)) histories->highest_call_id.reset();
    state_changed_ = true;
}

void CibEdit::remove_operations(std::string_view node, std::string_view resource, std::string_view task,
                                std::uint32_t interval_ms, std::string_view except) {
    if (!has_operation_history(node, resource)) return;
    const std::string interval = fmt::format("{}", interval_ms);
    const auto is_it = [&](const StateElement& operation) {
        const std::string_view id = operation.value("id");
        return operation.is("lrm_rsc_op") && operation.value("operation") == task && operation.value("interval") == interval &&
               id != except && !id.ends_with("_last_failure_0");
    };
    if (std::ranges::none_of(first_history(node, resource)->children(), [&](const auto& entry) { return is_it(*entry); })) return;
    NodeIndex::Histories& histories = *find_histories(node, resource);
    histories.highest_call_id.reset();
    state_changed_ |= editable_history(node, histories).remove_if(is_it);
}

void CibEdit::set_ticket_state(std::string_view ticket, std::string_view name, std::string_view value) {
    StateElement& tickets = editable_status().own_or_new("tickets");
    const auto place = find_child(tickets, "ticket_state", "id", ticket);
    StateElement& state = place ? tickets.own(*place) : tickets.append_with_id("ticket_state", ticket);
    state_changed_ |= state.set(name, value);
}

void CibEdit::set_promotion_score(std::string_view node, std::string_view resource, std::string_view value) {
    const std::string name = fmt::format("master-{}", resource);
    bool of_instances = false;
    if (in_node_state(node, "transient_attributes") != nullptr) {
        // The history of an anonymous clone may have its instances' numbers, and then the attribute has them, too.
        StateElement& attributes = editable_transient_attributes(node);
        for (std::size_t place = 0; place < attributes.children().size(); ++place) {
            if (!attributes.children()[place]->is("instance_attributes")) continue;
            StateElement& set = attributes.own(place);
            for (std::size_t pair = 0; pair < set.children().size(); ++pair) {
                const bool of_instance =
                    set.children()[pair]->is("nvpair") && set.children()[pair]->value("name").starts_with(name + ":");
                if (!of_instance) continue;
                state_changed_ |= set.own(pair).set("value", value);
                of_instances = true;
            }
        }
    }
    if (!of_instances || transient_attribute(node, name)) set_transient_attribute(node, name, value);
}

} // namespace placement
