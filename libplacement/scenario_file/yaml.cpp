#include "scenario_file/yaml.h"

#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/unseen.h"
#include "placement/quoting.h"

namespace placement {

namespace {

Position position_of(const YAML::Mark& mark) {
    if (mark.is_null()) return {};
    return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
}

/// No CIB can hold control characters but tabs and ends of lines, and text for people must not: such a one is read as it is shown.
std::string without_escapes(const std::string& text) {
    return with_unseen_as(text, [](const Utf8Character& character) {
        const bool is_control = character.code < 0x20 && character.code != '\t' && character.code != '\n' && character.code != '\r';
        return is_control || !character.valid ? visible_form(character) : std::string(character.bytes);
    });
}

/// About what a value takes in memory, with what is in it.
std::size_t weight(const YamlValue& value) {
    std::size_t total = sizeof(YamlValue) + value.scalar.size();
    for (const YamlValue& item : value.items) total += weight(item);
    for (const YamlEntry& entry : value.entries) total += sizeof(YamlEntry) + entry.key.size() + weight(entry.value);
    return total;
}

/// Takes what the parser finds, as it finds it, so that nothing grows before it is looked at.
class Builder : public YAML::EventHandler {
public:
    Builder(const std::string& name, const YamlLimits& limits) : name_(name), limits_(limits) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(value(YamlValue::Kind::Null, mark), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchored_.find(anchor);
        if (found == anchored_.end()) fail(position_of(mark), "an alias stands within what it stands for");
        grow(position_of(mark), found->second.weight);
        YamlValue copy = found->second.value;
        copy.position = position_of(mark);
        place(std::move(copy));
    }

    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& text) override {
        YamlValue scalar = value(YamlValue::Kind::Scalar, mark);
        scalar.scalar = without_escapes(text);
        add(std::move(scalar), anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(value(YamlValue::Kind::Sequence, mark), anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(value(YamlValue::Kind::Mapping, mark), anchor);
    }
    void OnMapEnd() override { close(); }

    YamlValue take() { return root_ ? std::move(*root_) : YamlValue{}; }

    [[noreturn]] void fail(Position position, const std::string& message) const {
        throw InputError(name_, position, on_one_line(message));
    }

private:
    struct Open {
        YamlValue value;
        YAML::anchor_t anchor = YAML::NullAnchor;
        std::optional<YamlEntry> key = {}; ///< of a mapping: waits for its value
        std::set<std::string> keys = {};
    };
    struct Anchored {
        YamlValue value;
        std::size_t weight = 0;
    };

    static YamlValue value(YamlValue::Kind kind, const YAML::Mark& mark) {
        YamlValue made;
        made.kind = kind;
        made.position = position_of(mark);
        return made;
    }

    void grow(Position position, std::size_t by) {
        size_ += by;
        if (size_ <= limits_.expanded) return;
        fail(position,
             fmt::format("with its aliases written out the file is larger than {} MiB", limits_.expanded >> 20));
    }

    void open(YamlValue value, YAML::anchor_t anchor) {
        if (open_.size() == limits_.depth) {
            fail(value.position, fmt::format("nested more than {} deep", limits_.depth));
        }
        open_.push_back({std::move(value), anchor});
    }

    void close() {
        Open done = std::move(open_.back());
        open_.pop_back();
        add(std::move(done.value), done.anchor);
    }

    void add(YamlValue value, YAML::anchor_t anchor) {
        grow(value.position, sizeof(YamlValue) + value.scalar.size());
        if (anchor != YAML::NullAnchor) {
            const std::size_t heavy = weight(value);
            grow(value.position, heavy);
            anchored_[anchor] = {value, heavy};
        }
        place(std::move(value));
    }

    void place(YamlValue value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        Open& around = open_.back();
        if (around.value.kind == YamlValue::Kind::Sequence) {
            around.value.items.push_back(std::move(value));
        } else if (around.key) {
            // What is not there stands where it would have been asked for, not where the next thing is.
            if (value.kind == YamlValue::Kind::Null) value.position = around.key->position;
            around.key->value = std::move(value);
            around.value.entries.push_back(std::move(*around.key));
            around.key.reset();
        } else {
            begin_entry(around, std::move(value));
        }
    }

    void begin_entry(Open& mapping, YamlValue key) {
        if (key.kind != YamlValue::Kind::Scalar) fail(key.position, "a key must be a text");
        if (!mapping.keys.insert(key.scalar).second) {
            fail(key.position, fmt::format("the key `{}` is there already", key.scalar));
        }
        mapping.key = YamlEntry{std::move(key.scalar), key.position, {}};
    }

    const std::string& name_;
    const YamlLimits& limits_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Anchored> anchored_;
    std::optional<YamlValue> root_;
    std::size_t size_ = 0;
};

} // namespace

std::string on_one_line(std::string message) {
    constexpr std::size_t most = 500;
    message = visible(message);
    if (message.size() > most) message = message.substr(0, most) + "…";
    return message;
}

YamlValue parse_yaml(const std::string& text, const std::string& name, const YamlLimits& limits) {
    if (text.size() > limits.bytes) {
        throw InputError(name, {},
                         fmt::format("larger than {} KiB, which no scenario file needs to be", limits.bytes >> 10));
    }
    Builder builder(name, limits);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        YamlValue value = builder.take();
        Builder second(name, limits);
        if (parser.HandleNextDocument(second)) second.fail({}, "more than one document in one file");
        return value;
    } catch (const YAML::Exception& error) {
        throw InputError(name, position_of(error.mark), on_one_line(fmt::format("not YAML: {}", error.msg)));
    }
}

} // namespace placement
