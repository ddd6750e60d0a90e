#include "unpack/resource_building.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/merge_sort.h"
#include "base/text.h"
#include "rules/parameters.h"
#include "unpack/known_names.h"

namespace placement {

// ---- sources --------------------------------------------------------------------------------------------------

std::optional<std::string_view> ResourceSource::attribute(const char* name) const {
    const bool of_template = base && std::string_view(name) != "id";
    return placement::attribute(of_template ? base : own, name);
}

std::vector<pugi::xml_node> ResourceSource::children(const char* name) const {
    std::vector<pugi::xml_node> result;
    for (const pugi::xml_node part : {base, own}) {
        for (const pugi::xml_node child : part.children(name)) result.push_back(child);
    }
    return result;
}

std::vector<pugi::xml_node> ResourceSource::children() const {
    std::vector<pugi::xml_node> result = child_elements(base);
    for (const pugi::xml_node child : child_elements(own)) result.push_back(child);
    return result;
}

pugi::xml_node imply_element(UnpackContext& context, const char* name, Position position) {
    const auto document = std::make_shared<pugi::xml_document>();
    context.implied_documents.push_back(document);
    context.implied_positions.emplace(document->root().internal_object(), position);
    return document->append_child(name);
}

void add_pair(pugi::xml_node set, const char* name, std::string_view value) {
    pugi::xml_node pair = set.append_child("nvpair");
    pair.append_attribute("id") = fmt::format("{}-{}", set.attribute("id").value(), name).c_str();
    pair.append_attribute("name") = name;
    pair.append_attribute("value") = std::string(value).c_str();
}

void add_operation(pugi::xml_node operations, std::string_view prefix, const char* name, const char* interval,
                   std::string_view timeout) {
    pugi::xml_node operation = operations.append_child("op");
    operation.append_attribute("id") = fmt::format("{}-{}-{}", prefix, name, interval).c_str();
    operation.append_attribute("interval") = interval;
    operation.append_attribute("name") = name;
    if (!timeout.empty()) operation.append_attribute("timeout") = std::string(timeout).c_str();
}

Role parse_role(std::string_view text) {
    constexpr std::pair<std::string_view, Role> roles[] = {
        {"Stopped", Role::Stopped},       {"Started", Role::Started}, {"Unpromoted", Role::Unpromoted},
        {"Slave", Role::Unpromoted},      {"Promoted", Role::Promoted}, {"Master", Role::Promoted},
    };
    for (const auto& [name, role] : roles) {
        if (equals_ignoring_case(text, name)) return role;
    }
    return Role::Unknown;
}

bool is_remote_agent(std::string_view standard, std::string_view provider, std::string_view agent) {
    return equals_ignoring_case(agent, "remote") && equals_ignoring_case(standard, "ocf") &&
           equals_ignoring_case(provider, "pacemaker");
}

const ResourceSets& read_sets(UnpackContext& context, const ResourceSource& source) {
    const auto [entry, is_new] = context.resource_sets.try_emplace(source.own.internal_object());
    ResourceSets& sets = entry->second;
    if (!is_new) return sets;
    const auto read = [&](const char* element) { return read_resource_sets(context, source.base, source.own, element); };
    sets.meta = read("meta_attributes");
    sets.parameters = read("instance_attributes");
    sets.utilization = read("utilization");
    sets.operations = read_operations(context, source);
    return sets;
}

// ---- scores ---------------------------------------------------------------------------------------------------

namespace {

void list_on(Cluster& cluster, ResourceId resource, NodeId node, bool as_default) {
    const Node& listed = cluster.nodes[node];
    if (as_default && (cluster.resources[resource].exclusive_discovery || listed.base_probe_mode == ProbeMode::Never)) {
        return;
    }
    for (const ResourceId child : cluster.resources[resource].children) list_on(cluster, child, node, as_default);
    AllowedNode& entry = cluster.initial_nodes[resource][node];
    if (!entry.listed) entry = {listed.base_score, listed.base_probe_mode, true};
}

void list_everywhere(Cluster& cluster, ResourceId resource, bool as_default) {
    for (const NodeId node : cluster.nodes.ids()) list_on(cluster, resource, node, as_default);
}

} // namespace

void allow_by_default(UnpackContext& context, ResourceId resource) {
    list_everywhere(context.cluster, resource, true);
}

// ---- one resource ---------------------------------------------------------------------------------------------

namespace {

/// More instances than any cluster has; the reference would run out of memory later.
constexpr std::size_t most_resources = 100'000;

/// The template that the element asks for; an empty optional where there is none of that name.
std::optional<pugi::xml_node> find_template(UnpackContext& context, pugi::xml_node element) {
    const auto name = attribute(element, "template");
    if (!name) return pugi::xml_node();
    const Position position = context.position(element);
    const std::string_view id = attribute(element, "id").value_or("");
    if (*name == id) {
        context.error("template-of-itself", position, fmt::format("resource `{}` is its own template", id));
        return std::nullopt;
    }
    const pugi::xml_node resources = context.document.configuration().child("resources");
    for (const pugi::xml_node candidate : resources.children("template")) {
        if (attribute(candidate, "id") == *name) return candidate;
    }
    context.error("unknown-template", position, fmt::format("resource `{}` asks for the template `{}`, which does not exist",
                                                            id, *name));
    return std::nullopt;
}

std::optional<ResourceVariant> variant_named(std::string_view element) {
    if (equals_ignoring_case(element, "primitive")) return Primitive{};
    if (equals_ignoring_case(element, "group")) return Group{};
    if (equals_ignoring_case(element, "clone")) return Clone{};
    if (equals_ignoring_case(element, "bundle")) return Bundle{};
    return std::nullopt;
}

class ResourceBuilder {
public:
    ResourceBuilder(UnpackContext& context, ResourceId id) : context_(context), cluster_(context.cluster), id_(id) {}

    /// What the meta attributes say. The variant, the tables and the utilization come after it.
    void read(const ResourceSource& source) {
        self().meta = read_meta_attributes(context_, id_, source);
        const ResourceSets& sets = read_sets(context_, source);
        self().parameters = sets.parameters;
        self().operations = sets.operations;
        read_priority();
        read_flags();
        read_management();
        read_clone_membership();
        read_multiple_active();
        read_stickiness();
        read_migration_threshold();
        if (equals_ignoring_case(self().standard, "stonith")) {
            cluster_.have_fencing_devices = true;
            self().fencing_device = true;
        }
        self().requirement = requirement();
        read_failure_timeout();
        read_target_role();
    }

    bool is_guest_connection() const { return self().remote_connection && meta("container") != nullptr; }

private:
    Resource& self() { return cluster_.resources[id_]; }
    const Resource& self() const { return cluster_.resources[id_]; }
    const std::string* meta(std::string_view name) const { return find_meta(self(), name); }
    bool meta_is_true(std::string_view name) const { return meta(name) != nullptr && is_true(*meta(name)); }
    bool is_remote_node_connection() const { return self().remote_connection && meta("container") == nullptr; }

    void warn_default(const char* name) {
        context_.warn("deprecated-default-value", self().position,
                      fmt::format("`default` for `{}` is deprecated: leave the name out instead", name));
    }

    void warn_invalid(const char* name, const std::string& value, std::string_view used) {
        context_.warn("invalid-meta-attribute", self().position,
                      fmt::format("`{}` is not valid for `{}` of `{}`; {} is used", value, name, self().xml_id, used));
    }

    Score score_of(const char* name, const std::string& value, Score default_value) {
        const ParsedScore score = parse_score(value, default_value, context_.health_scores());
        if (!score.valid) warn_invalid(name, value, default_value.text());
        return score.score;
    }

    void read_priority() {
        if (meta("priority") != nullptr) self().priority = score_of("priority", *meta("priority"), Score()).value();
    }

    void tell_of_new_names() {
        for (const std::string_view name : {"critical", "allow-unhealthy-nodes"}) {
            if (is_known(NameKind::MetaAttribute, name, cluster_) || meta(name) == nullptr) continue;
            tell_unknown(context_, NameKind::MetaAttribute, name, self().position, fmt::format("`{}` is as without it", self().xml_id));
        }
    }

    void read_flags() {
        tell_of_new_names();
        self().critical = meta("critical") == nullptr || meta_is_true("critical");
        self().notify = meta_is_true("notify");
        self().remote_connection = is_remote_agent(self().standard, self().provider, self().agent);
        const std::string* migrate = meta("allow-migrate");
        self().migratable = migrate != nullptr ? is_true(*migrate) : is_remote_node_connection();
    }

    void read_management() {
        const bool everything = cluster_.options.maintenance_mode;
        self().managed = true;
        if (const std::string* managed = meta("is-managed")) {
            if (equals_ignoring_case(*managed, "default")) {
                warn_default("is-managed");
            } else {
                self().managed = is_true(*managed);
            }
        }
        self().maintenance = meta_is_true("maintenance") || everything;
        if (self().maintenance) self().managed = false;
    }

    /// (Pacemaker: detect_unique)
    bool is_unique_instance() const {
        if (const std::string* unique = meta("globally-unique")) return is_true(*unique);
        if (!cluster_.behavior.many_per_node_are_unique) return false;
        const std::string* node_max = meta("clone-node-max");
        return node_max != nullptr && parse_integer(*node_max) && parse_integer_from(*node_max, 0) > 1;
    }

    void read_clone_membership() {
        const bool in_clone = cluster_.resources[cluster_.top(id_)].is_clone();
        self().unique = !in_clone || is_unique_instance();
        self().promotable = in_clone && meta_is_true("promotable");
    }

    void read_multiple_active() {
        const std::string* value = meta("multiple-active");
        if (value == nullptr || equals_ignoring_case(*value, "stop_start")) {
            self().multiple_active = MultipleActive::StopStart;
        } else if (equals_ignoring_case(*value, "stop_only")) {
            self().multiple_active = MultipleActive::StopOnly;
        } else if (equals_ignoring_case(*value, "block")) {
            self().multiple_active = MultipleActive::Block;
        } else if (!is_known(NameKind::MultipleActive, *value, cluster_)) {
            tell_unknown(context_, NameKind::MultipleActive, *value, self().position,
                         fmt::format("`stop_start` is used for `{}`", self().xml_id));
        } else if (equals_ignoring_case(*value, "stop_unexpected")) {
            self().multiple_active = MultipleActive::StopUnexpected;
        } else {
            warn_invalid("multiple-active", *value, "stop_start");
        }
    }

    void read_stickiness() {
        const std::string* value = meta("resource-stickiness");
        if (value == nullptr) return;
        if (equals_ignoring_case(*value, "default")) {
            warn_default("resource-stickiness");
        } else {
            self().stickiness = score_of("resource-stickiness", *value, Score()).value();
        }
    }

    void read_migration_threshold() {
        const std::string* value = meta("migration-threshold");
        if (value == nullptr) return;
        if (equals_ignoring_case(*value, "default")) {
            warn_default("migration-threshold");
            return;
        }
        const Score score = score_of("migration-threshold", *value, Score::infinity());
        if (score < Score()) warn_invalid("migration-threshold", *value, "INFINITY");
        self().migration_threshold = score < Score() ? Score::infinite_value : score.value();
    }

    Requires default_requirement() const {
        if (self().fencing_device) return Requires::Quorum;
        if (self().is_primitive() && self().remote_connection) return Requires::Quorum;
        if (cluster_.unfencing_enabled) return Requires::Unfencing;
        if (cluster_.options.fencing_enabled) return Requires::Fencing;
        return cluster_.options.no_quorum_policy == NoQuorumPolicy::Ignore ? Requires::Nothing : Requires::Quorum;
    }

    /// (Pacemaker: unpack_requires)
    Requires requirement() {
        const std::string* value = meta("requires");
        std::optional<Requires> wanted;
        if (value != nullptr) {
            if (equals_ignoring_case(*value, "nothing")) wanted = Requires::Nothing;
            if (equals_ignoring_case(*value, "quorum")) wanted = Requires::Quorum;
            if (equals_ignoring_case(*value, "fencing")) wanted = Requires::Fencing;
            if (equals_ignoring_case(*value, "unfencing")) wanted = Requires::Unfencing;
            if (!wanted) {
                context_.error("invalid-meta-attribute", self().position,
                               fmt::format("`{}` is not valid for `requires` of `{}` (nothing, quorum, fencing or "
                                           "unfencing); the default is used", *value, self().xml_id));
            }
        }
        if (!wanted) wanted = default_requirement();
        if (*wanted == Requires::Unfencing && self().fencing_device) {
            context_.warn("requires-reset", self().position,
                          fmt::format("`{}` is a fencing device and cannot require unfencing; it requires quorum",
                                      self().xml_id));
            return Requires::Quorum;
        }
        if (*wanted == Requires::Unfencing && !cluster_.options.fencing_enabled) {
            context_.warn("requires-reset", self().position,
                          fmt::format("`{}` requires unfencing, but fencing is disabled; it requires quorum",
                                      self().xml_id));
            return Requires::Quorum;
        }
        if (*wanted == Requires::Fencing && !cluster_.options.fencing_enabled) {
            context_.warn("requires-disabled-fencing", self().position,
                          fmt::format("`{}` requires fencing, but fencing is disabled", self().xml_id));
        }
        return *wanted;
    }

    std::uint32_t interval_of(const char* name, const std::string& value) {
        const auto interval = parse_interval(value);
        if (!interval) warn_invalid(name, value, "0");
        return interval.value_or(0);
    }

    void read_failure_timeout() {
        if (const std::string* value = meta("failure-timeout")) {
            self().failure_timeout_ms = interval_of("failure-timeout", *value);
        }
        if (!is_remote_node_connection()) return;
        NextChange next_change;
        const AttributeTable parameters = parameters_on(cluster_, id_, nullptr, &next_change);
        if (next_change) recheck_by(cluster_, *next_change);
        const auto reconnect = parameters.find("reconnect_interval");
        if (reconnect == parameters.end()) return;
        self().remote_reconnect_ms = interval_of("reconnect_interval", reconnect->second);
        self().failure_timeout_ms = self().remote_reconnect_ms;
    }

    /// (Pacemaker: get_target_role)
    void read_target_role() {
        const std::string* value = meta("target-role");
        if (value == nullptr || equals_ignoring_case(*value, "Started")) return;
        if (equals_ignoring_case(*value, "default")) return warn_default("target-role");
        const Role role = known_role(*value, cluster_);
        if (role == Role::Unknown) {
            context_.error("invalid-meta-attribute", self().position,
                           fmt::format("{}; the target-role of `{}` is ignored", not_a_role(*value, cluster_), self().xml_id));
            return;
        }
        if (role > Role::Started) {
            if (!cluster_.resources[cluster_.top(id_)].promotable) {
                context_.error("invalid-meta-attribute", self().position,
                               fmt::format("the target-role `{}` of `{}` is ignored: it only means something for "
                                           "promotable clones", *value, self().xml_id));
                return;
            }
            if (role == Role::Promoted) return;
        }
        self().next_role = role;
        self().next_role_reason = "target-role";
    }

    UnpackContext& context_;
    Cluster& cluster_;
    ResourceId id_;
};

bool unpack_variant(UnpackContext& context, ResourceId id, const ResourceSource& source) {
    const Resource& resource = context.cluster.resources[id];
    if (resource.is_group()) return unpack_group(context, id, source);
    if (resource.is_clone()) return unpack_clone(context, id, source);
    if (resource.is_bundle()) return unpack_bundle(context, id, source);
    return unpack_primitive(context, id);
}

/// Takes the resources from `first` on out of the model again.
void forget_from(UnpackContext& context, ResourceId first) {
    Cluster& cluster = context.cluster;
    for (std::size_t i = first.index(); i < cluster.resources.size(); ++i) {
        const auto named = cluster.resource_by_id.find(cluster.resources[ResourceId(i)].id);
        if (named != cluster.resource_by_id.end() && named->second == ResourceId(i)) cluster.resource_by_id.erase(named);
        context.cloned_elements.erase(ResourceId(i));
    }
    cluster.resources.resize(first.index());
    cluster.initial_nodes.resize(first.index());
    context.resource_xml.resize(first.index());
    context.meta_sets.resize(first.index());
}

ResourceId add_resource(UnpackContext& context, const ResourceSource& source, ResourceId parent) {
    Cluster& cluster = context.cluster;
    Resource resource;
    resource.xml_id = *source.attribute("id");
    resource.id = source.number.empty() ? resource.xml_id : fmt::format("{}:{}", resource.xml_id, source.number);
    resource.element = source.own.name();
    resource.standard = source.attribute("class").value_or("");
    resource.provider = source.attribute("provider").value_or("");
    resource.agent = source.attribute("type").value_or("");
    resource.template_id = attribute_or_empty(source.own, "template");
    resource.description = source.attribute("description").value_or("");
    resource.position = context.position(source.own);
    resource.parent = parent;
    resource.variant = *variant_named(source.own.name());

    const ResourceId id = cluster.resources.push_back(std::move(resource));
    cluster.resource_by_id.emplace(cluster.resources[id].id, id);
    cluster.initial_nodes.push_back(IdVector<NodeId, AllowedNode>(cluster.nodes.size()));
    context.resource_xml.push_back(source.own);
    context.meta_sets.push_back(read_sets(context, source).meta);
    return id;
}

void add_once(std::vector<std::string>& names, std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

} // namespace

ResourceId unpack_resource(UnpackContext& context, ResourceSource source, ResourceId parent) {
    Cluster& cluster = context.cluster;
    const Position position = context.position(source.own);
    if (!attribute(source.own, "id")) {
        context.error("missing-id", position, fmt::format("a <{}> without an id is ignored", source.own.name()));
        return {};
    }
    const auto base = find_template(context, source.own);
    if (!base) return {};
    source.base = *base;
    if (!variant_named(source.own.name())) {
        context.error("unknown-resource-type", position,
                      fmt::format("<{}> `{}` is not a kind of resource and is ignored", source.own.name(),
                                  *attribute(source.own, "id")));
        return {};
    }
    if (cluster.resources.size() >= most_resources) {
        throw InputError(context.document.source->name(), position,
                         fmt::format("more than {} resources and instances: lower clone-max or replicas", most_resources));
    }
    require_room_for_rows(context, position);
    const ResourceId id = add_resource(context, source, parent);
    ResourceBuilder builder(context, id);
    builder.read(source);
    if (!unpack_variant(context, id, source)) {
        forget_from(context, id);
        return {};
    }
    if (cluster.options.symmetric_cluster) {
        list_everywhere(cluster, id, true);
    } else if (builder.is_guest_connection()) {
        list_everywhere(cluster, id, false);
    }
    RuleInput input;
    input.now = cluster.now;
    merge(context, read_sets(context, source).utilization, input, cluster.resources[id].utilization);
    if (source.base) add_once(context.templates[cluster.resources[id].template_id], cluster.resources[id].xml_id);
    return id;
}

// ---- primitives -----------------------------------------------------------------------------------------------

namespace {

/// What a standard's agents can do. (Pacemaker: pcmk_get_ra_caps)
bool can_be_unique(std::string_view standard) {
    return equals_ignoring_case(standard, "ocf") || equals_ignoring_case(standard, "stonith");
}

bool can_be_promoted(std::string_view standard) {
    return equals_ignoring_case(standard, "ocf");
}

void make_anonymous(Cluster& cluster, ResourceId id) {
    cluster.resources[id].unique = false;
    cluster.resources[id].meta["globally-unique"] = "false";
    for (const ResourceId child : cluster.resources[id].children) make_anonymous(cluster, child);
}

} // namespace

bool unpack_primitive(UnpackContext& context, ResourceId id) {
    Cluster& cluster = context.cluster;
    const ResourceId top = cluster.top(id);
    const std::string standard = cluster.resources[id].standard;
    const bool limited = cluster.behavior.standard_limits_uniqueness && !can_be_unique(standard);
    if (limited && cluster.resources[id].unique && cluster.resources[top].is_clone()) {
        context.warn("anonymous-only", cluster.resources[top].position,
                     fmt::format("globally-unique is ignored for clone `{}`: resources of the class `{}` such as `{}` can "
                                 "only be anonymous clones", cluster.resources[top].xml_id, standard,
                                 cluster.resources[id].xml_id));
        Clone& clone = std::get<Clone>(cluster.resources[top].variant);
        clone.clone_node_max = 1;
        clone.clone_max = std::min(clone.clone_max, static_cast<std::int32_t>(cluster.nodes.size()));
        clone.globally_unique = false;
        make_anonymous(cluster, top);
        make_anonymous(cluster, id);
    }
    if (!can_be_promoted(standard) && cluster.resources[top].promotable) {
        context.error("not-promotable", cluster.resources[id].position,
                      fmt::format("`{}` is of the class `{}` and cannot be in a promotable clone",
                                  cluster.resources[id].xml_id, standard));
        return false;
    }
    return true;
}

// ---- all resources --------------------------------------------------------------------------------------------

namespace {

/// Containers and what they launch. (Pacemaker: unpack_launcher)
void connect_launcher(UnpackContext& context, ResourceId id) {
    Cluster& cluster = context.cluster;
    if (!cluster.resources[id].children.empty()) {
        for (const ResourceId child : cluster.resources[id].children) connect_launcher(context, child);
        return;
    }
    const std::string* container = find_meta(cluster.resources[id], "container");
    if (container == nullptr || *container == cluster.resources[id].id) return;
    const auto launcher = cluster.resource_by_id.find(*container);
    if (launcher == cluster.resource_by_id.end()) {
        context.error("unknown-container", cluster.resources[id].position,
                      fmt::format("`{}` names the container `{}`, which does not exist", cluster.resources[id].id,
                                  *container));
        return;
    }
    cluster.resources[id].launcher = launcher->second;
    cluster.resources[launcher->second].launched.push_back(id);
}

/// (Pacemaker: link_rsc2remotenode)
void connect_remote_node(UnpackContext& context, ResourceId id) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[id];
    if (!resource.remote_connection) return;
    const NodeId node = cluster.find_node(resource.id);
    if (!node) return;
    cluster.nodes[node].connection = id;
    resource.remote_node = node;
    if (!resource.launcher) {
        mark_startup_fencing(context, node);
        return;
    }
    if (cluster.nodes[node].kind == NodeKind::Remote) cluster.nodes[node].kind = NodeKind::Guest;
    cluster.nodes[node].attributes["#kind"] = "container";
}

void unpack_top_resource(UnpackContext& context, pugi::xml_node element) {
    const auto id = attribute(element, "id");
    if (!id || id->empty()) {
        context.error("missing-id", context.position(element),
                      fmt::format("a <{}> without an id is ignored", element.name()));
        return;
    }
    if (is_element(element, "template")) {
        context.templates.try_emplace(std::string(*id));
        return;
    }
    if (const ResourceId resource = unpack_resource(context, {element}, {})) {
        context.cluster.top_resources.push_back(resource);
        return;
    }
    context.error("ignored-resource", context.position(element),
                  fmt::format("<{}> `{}` is ignored, because its configuration is invalid", element.name(), *id));
}

} // namespace

namespace {

/// Where the property default-resource-stickiness does not reach clones, their defaults are those without it.
AttributeSets clone_defaults(const UnpackContext& context) {
    AttributeSets sets = context.cluster.resource_defaults;
    if (context.cluster.behavior.stickiness_property_reaches_clones) return sets;
    for (const std::string& id : context.document.former_properties) {
        const pugi::xml_node pair = context.document.configuration().child("rsc_defaults").find_node(
            [&](pugi::xml_node node) { return node.attribute("id").value() == id; });
        for (AttributeSet& set : sets) {
            std::erase_if(set.pairs, [&](const NameValuePair& each) {
                return each.name == "resource-stickiness" && each.position == context.position(pair);
            });
        }
    }
    return sets;
}

} // namespace

void unpack_resources(UnpackContext& context) {
    Cluster& cluster = context.cluster;
    const pugi::xml_node configuration = context.document.configuration();
    cluster.resource_defaults = read_attribute_sets(context, configuration.child("rsc_defaults"), "meta_attributes");
    context.clone_defaults = clone_defaults(context);
    cluster.operation_defaults = read_attribute_sets(context, configuration.child("op_defaults"), "meta_attributes");

    const std::vector<pugi::xml_node> connections = unpack_remote_nodes(context);
    for (const pugi::xml_node element : child_elements(configuration.child("resources"))) {
        unpack_top_resource(context, element);
    }
    for (const pugi::xml_node connection : connections) unpack_top_resource(context, connection);

    for (const ResourceId resource : cluster.top_resources) {
        connect_launcher(context, resource);
        connect_remote_node(context, resource);
    }
    merge_sort(cluster.top_resources, [&](ResourceId left, ResourceId right) {
        const std::int32_t l = cluster.resources[left].priority;
        const std::int32_t r = cluster.resources[right].priority;
        return l > r ? -1 : l < r ? 1 : 0;
    });
    if (cluster.options.fencing_enabled && !cluster.have_fencing_devices) {
        context.error("no-fencing-devices", context.position(configuration.child("resources")),
                      "fencing is enabled, but there is no fencing device: nothing will be started. Configure one, or "
                      "disable fencing");
    }
}

ResourceId add_removed_resource(UnpackContext& context, std::string_view id, const StateElement& lrm_resource) {
    Cluster& cluster = context.cluster;
    const Position position = context.position(lrm_resource);
    pugi::xml_node element = imply_element(context, "primitive", position);
    for (const auto& [name, value] : lrm_resource.attributes()) {
        element.append_attribute(std::string(name).c_str()) = std::string(value).c_str();
    }
    if (!element.attribute("id")) element.append_attribute("id");
    element.attribute("id") = std::string(id).c_str();

    const ResourceId resource = unpack_resource(context, {element}, {});
    if (!resource) return resource;
    if (cluster.resources[resource].remote_connection) {
        NodeId node = cluster.find_node(id);
        if (!node) node = add_node(context, id, id, NodeKind::Remote, position);
        connect_remote_node(context, resource);
        cluster.nodes[node].shutdown = true;
    }
    cluster.resources[resource].removed_launched = attribute(lrm_resource, "container").has_value();
    cluster.resources[resource].removed = true;
    cluster.top_resources.push_back(resource);
    return resource;
}

} // namespace placement
