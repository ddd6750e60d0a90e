#include "cib/operation_history.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/characters.h"
#include "base/hashed_name.h"
#include "base/merge_sort.h"
#include "base/text.h"
#include "cib/document.h"

namespace placement {

namespace {

std::int32_t clamped(std::int64_t value) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, std::numeric_limits<std::int32_t>::min(),
                                                             std::numeric_limits<std::int32_t>::max()));
}

/// Takes an integer and the separator after it from the front of `text`.
std::optional<std::int32_t> take_integer(std::string_view& text, char separator) {
    const auto scanned = scan_integer(text);
    if (!scanned || scanned->rest.empty() || scanned->rest.front() != separator) return std::nullopt;
    text = scanned->rest.substr(1);
    return clamped(scanned->value);
}

std::string_view first_word(std::string_view text) {
    text.remove_prefix(count_leading(text, is_blank));
    return text.substr(0, count_leading(text, [](char c) { return !is_blank(c); }));
}

/// What an operation has, found in one go: operations are most of a CIB.
class OperationTexts {
public:
    enum Name : std::size_t {
        Id,
        Key,
        Task,
        Origin,
        FeatureSet,
        TransitionKey,
        TransitionMagic,
        ExitReason,
        Node,
        CallId,
        ExitStatus,
        ExecutionStatus,
        Interval,
        LastRun,
        LastChange,
        ExecutionTime,
        QueueTime,
        Digest,
        Nonreloadable,
        DigestNonreloadable,
        Secure,
        DigestSecure
    };

    explicit OperationTexts(std::span<const StateElement::Attribute> attributes) {
        std::size_t guess = 0;
        for (const auto& [name, value] : attributes) {
            const std::size_t place = find(name, guess);
            if (place == names.size()) continue;
            guess = place + 1;
            if (texts_[place].data() == nullptr) texts_[place] = value;
        }
    }

    bool has(Name name) const { return texts_[name].data() != nullptr; }
    /// Empty if it is not written.
    std::string_view operator[](Name name) const { return texts_[name]; }

private:
    /// In the order in which Pacemaker writes them, so that each is found where the last one was. (Some are not read.)
    static constexpr std::array<std::string_view, 22> names = {"id",
                                                               "operation_key",
                                                               "operation",
                                                               "crm-debug-origin",
                                                               "crm_feature_set",
                                                               "transition-key",
                                                               "transition-magic",
                                                               "exit-reason",
                                                               "on_node",
                                                               "call-id",
                                                               "rc-code",
                                                               "op-status",
                                                               "interval",
                                                               "last-run",
                                                               "last-rc-change",
                                                               "exec-time",
                                                               "queue-time",
                                                               "op-digest",
                                                               "op-force-restart",
                                                               "op-restart-digest",
                                                               "op-secure-params",
                                                               "op-secure-digest"};
    static_assert(names.size() == DigestSecure + 1);

    static std::size_t find(std::string_view name, std::size_t guess) {
        for (std::size_t place = guess; place < names.size(); ++place) {
            if (names[place] == name) return place;
            if (place > guess + 2) break; // it is one that Pacemaker does not write there
        }
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    }

    std::array<std::string_view, names.size()> texts_;
};

template <typename Integer>
std::optional<Integer> integer(std::string_view text) {
    const auto value = parse_integer(text);
    if (!value || *value < std::numeric_limits<Integer>::min() || *value > std::numeric_limits<Integer>::max()) {
        return std::nullopt;
    }
    return static_cast<Integer>(*value);
}

bool affects_state(std::string_view task) {
    static constexpr std::array<std::string_view, 8> tasks = {"monitor", "start",      "stop",         "promote",
                                                              "demote",  "migrate_to", "migrate_from", "asyncmon"};
    return std::ranges::find(tasks, task) != tasks.end();
}

constexpr std::string_view no_exit_status = "rc-code must be an exit status from 0 to 255";

bool lacks_exit_status(const OperationHistory& operation) {
    return !operation.exit_status || *operation.exit_status < 0 || *operation.exit_status > exit_status::highest;
}

/// What other defects there are comes first. (Pacemaker: unpack_action_result)
std::string_view defect_of(const OperationHistory& operation, const OperationTexts& texts) {
    if (!texts.has(OperationTexts::Id)) return "it needs an id";
    if (!texts.has(OperationTexts::Task)) return "it needs an operation";
    if (!operation.affects_state) return {};
    const auto status = operation.execution_status;
    if (!status || *status < execution_status::pending || *status > execution_status::highest ||
        *status == execution_status::cancelled) {
        return "op-status must be an execution status from -1 to 11 other than 1";
    }
    if (lacks_exit_status(operation)) return no_exit_status;
    return {};
}

OperationHistory read_operation(const SourceText& source, const StateElement& element) {
    OperationHistory operation;
    const OperationTexts texts(element.attributes());
    operation.attributes = RecordedAttributes(element.attributes());
    using enum OperationTexts::Name;
    operation.key = texts[Key];
    if (operation.key.empty()) operation.key = texts[Id]; // Pacemaker before 1.1.6
    operation.task = texts[Task];
    operation.interval_ms = integer<std::uint32_t>(texts[Interval]).value_or(0);
    operation.call_id = integer<std::int32_t>(texts[CallId]).value_or(-1);
    operation.exit_status = integer<std::int32_t>(texts[ExitStatus]);
    operation.execution_status = integer<std::int32_t>(texts[ExecutionStatus]);
    operation.last_run = integer<std::int64_t>(texts[LastRun]);
    operation.last_change = integer<std::int64_t>(texts[LastChange]);
    operation.transition_key = texts[TransitionKey];
    operation.transition_magic = texts[TransitionMagic];
    operation.exit_reason = texts[ExitReason];
    operation.digest_all = texts[Digest];
    operation.digest_nonreloadable = texts[DigestNonreloadable];
    operation.digest_secure = texts[DigestSecure];
    operation.nonreloadable_parameters = texts[Nonreloadable];
    operation.secure_parameters = texts[Secure];
    if (const auto key = parse_transition_key(operation.transition_key)) {
        operation.expected_exit_status = key->expected_exit_status;
    }
    operation.affects_state = affects_state(operation.task);
    operation.last_failure = texts[Id].ends_with("_last_failure_0");
    operation.defect = defect_of(operation, texts);
    operation.lacks_exit_status = operation.defect == no_exit_status;
    operation.position = position_in(source, element);
    return operation;
}

int compare_last_change(const OperationHistory& left, const OperationHistory& right) {
    const std::int64_t left_change = left.last_change.value_or(-1);
    const std::int64_t right_change = right.last_change.value_or(-1);
    if (left_change >= 0 && left_change < right_change) return -1;
    if (right_change >= 0 && left_change > right_change) return 1;
    return 0;
}

/// One of the two is pending, or they are of different nodes and one has no call id.
int compare_transitions(const OperationHistory& left, const OperationHistory& right) {
    const auto left_key = parse_transition_magic(left.transition_magic);
    const auto right_key = parse_transition_magic(right.transition_magic);
    if (!left_key || !right_key) return 0;
    if (!equals_ignoring_case(left_key->uuid, right_key->uuid) || left_key->transition == right_key->transition) {
        // A pending operation is the newest of its transition.
        if (right.call_id == -1) return -1;
        if (left.call_id == -1) return 1;
        return 0;
    }
    const std::int32_t l = left_key->transition;
    const std::int32_t r = right_key->transition;
    if ((l >= 0 && l < r) || r == -1) return -1;
    if ((r >= 0 && l > r) || l == -1) return 1;
    return 0;
}

/// (Pacemaker: calculate_active_ops)
void find_active_range(ResourceHistory& history, std::span<const OperationHistory> operations) {
    std::int32_t implied_by_monitor = -1;
    std::int32_t implied_by_role_change = -1;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const OperationHistory& operation = operations[i];
        const auto index = static_cast<std::int32_t>(i);
        const std::string_view task = operation.task;
        if (equals_ignoring_case(task, "stop") && attribute(operation, "op-status") == "0") {
            history.stop_index = index;
        } else if (equals_ignoring_case(task, "start") || equals_ignoring_case(task, "migrate_from")) {
            history.start_index = index;
        } else if (implied_by_monitor <= history.stop_index && equals_ignoring_case(task, "monitor")) {
            const auto answer = attribute(operation, "rc-code");
            if (answer == "0" || answer == "8") implied_by_monitor = index;
        } else if (equals_ignoring_case(task, "promote") || equals_ignoring_case(task, "demote")) {
            implied_by_role_change = index;
        }
    }
    if (history.start_index != -1) return;
    history.start_index = implied_by_role_change != -1 ? implied_by_role_change : implied_by_monitor;
}

bool says_only_not_running(const std::vector<OperationHistory>& operations) {
    if (operations.size() != 1) return false;
    const OperationHistory& probe = operations.front();
    return is_probe(probe) && probe.defect.empty() && !probe.last_failure && probe.expected_exit_status >= 0 &&
           probe.execution_status == execution_status::done && probe.exit_status == exit_status::not_running;
}

int compare_age_if(bool same_node, const OperationHistory& left, const OperationHistory& right) {
    if (same_node && attribute(left, "id") == attribute(right, "id")) return 0;
    const std::int32_t l = left.call_id;
    const std::int32_t r = right.call_id;
    if (l == -1 && r == -1) return 0;
    if (same_node && l >= 0 && l < r) return -1;
    if (same_node && r >= 0 && l > r) return 1;
    if (l >= 0 && r >= 0) return compare_last_change(left, right);
    return compare_transitions(left, right);
}

int compare_age_on_one_node(const OperationHistory& left, const OperationHistory& right) {
    return compare_age_as_before(left, right, true);
}

bool names_its_node(const OperationHistory& operation) { return attribute(operation, "on_node").has_value(); }

/// Last first, which shows where the comparison does not decide.
std::vector<OperationHistory> read_operations_of(const SourceText& source, const StateElement& element) {
    std::vector<OperationHistory> operations;
    operations.reserve(element.children().size());
    for (const StateElement::Pointer& operation : element.children()) {
        if (operation->is("lrm_rsc_op")) operations.push_back(read_operation(source, *operation));
    }
    std::reverse(operations.begin(), operations.end());
    return operations;
}

void complete(RecordedHistory& recorded, const SourceText& source, const StateElement& element) {
    recorded.element = &element;
    ResourceHistory& history = recorded.history;
    history.operations = recorded.operations;
    history.xml_id = element.value("id");
    history.xml_id_hash = NameHash()(history.xml_id);
    history.standard = element.find("class");
    history.provider = element.find("provider");
    history.agent = element.find("type");
    history.position = position_in(source, element);
    find_active_range(history, recorded.operations);
    recorded.found_nothing = says_only_not_running(recorded.operations);
}

/// Its operations oldest first.
std::shared_ptr<const RecordedHistory> read_history(const SourceText& source, const StateElement& element) {
    auto recorded = std::make_shared<RecordedHistory>();
    recorded->operations = read_operations_of(source, element);
    const auto named = std::ranges::count_if(recorded->operations, names_its_node);
    if (named != 0 && named != std::ssize(recorded->operations)) {
        auto of_one_node = std::make_unique<RecordedHistory>();
        of_one_node->operations = recorded->operations;
        merge_sort(of_one_node->operations, compare_age_on_one_node);
        complete(*of_one_node, source, element);
        recorded->of_one_node = std::move(of_one_node);
    }
    if (recorded->operations.size() > 1) merge_sort(recorded->operations, compare_age);
    complete(*recorded, source, element);
    return recorded;
}

} // namespace

std::optional<TransitionKey> parse_transition_key(std::string_view key) {
    const auto action = take_integer(key, ':');
    if (!action) return std::nullopt;
    const auto transition = take_integer(key, ':');
    if (!transition) return std::nullopt;
    const auto expected = take_integer(key, ':');
    if (!expected) return std::nullopt;
    constexpr std::size_t uuid_length = 36;
    const auto uuid = first_word(key).substr(0, uuid_length);
    if (uuid.empty()) return std::nullopt;
    return TransitionKey{*action, *transition, *expected, uuid};
}

std::optional<TransitionKey> parse_transition_magic(std::string_view magic) {
    if (!take_integer(magic, ':') || !take_integer(magic, ';')) return std::nullopt;
    return parse_transition_key(first_word(magic));
}

std::optional<std::string_view> attribute(const OperationHistory& operation, std::string_view name) {
    return operation.attributes.find(name);
}

bool is_probe(std::string_view task, std::uint32_t interval_ms) { return task == "monitor" && interval_ms == 0; }

bool is_probe(const OperationHistory& operation) { return is_probe(operation.task, operation.interval_ms); }

bool is_maskable_probe_failure(const OperationHistory& operation) {
    return (operation.exit_status == exit_status::not_installed || operation.exit_status == exit_status::invalid_parameter ||
            operation.execution_status == execution_status::not_installed) &&
           is_probe(operation);
}

int compare_age(const OperationHistory& left, const OperationHistory& right) {
    const auto left_node = attribute(left, "on_node");
    const auto right_node = attribute(right, "on_node");
    const bool same_node =
        left_node.has_value() == right_node.has_value() && (!left_node || equals_ignoring_case(*left_node, *right_node));
    return compare_age_if(same_node, left, right);
}

int compare_age_as_before(const OperationHistory& left, const OperationHistory& right, bool same_node) {
    if (!names_its_node(left) || !names_its_node(right)) return compare_age_if(same_node, left, right);
    return compare_age(left, right);
}

void read_histories(const SourceText& source, const StateElement& status) {
    for (const StateElement::Pointer& state : status.children()) {
        if (!state->is("node_state") || state->is_read()) continue;
        StateElement::Histories histories;
        const StateElement* const executor = state->child("lrm");
        const StateElement* const list = executor == nullptr ? nullptr : executor->child("lrm_resources");
        if (list != nullptr) {
            histories.reserve(list->children().size());
            for (const StateElement::Pointer& element : list->children()) {
                if (!element->is("lrm_resource")) continue;
                if (!element->history()) element->keep(read_history(source, *element));
                histories.push_back(element->history().get());
            }
        }
        state->keep(std::move(histories));
    }
}

} // namespace placement
