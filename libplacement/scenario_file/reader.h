#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/score.h"
#include "scenario_file/yaml.h"

/// What a scenario file says, key by key, and complaints that say where.
namespace placement {

/// Throws InputError, with the file's name.
class Complaints {
public:
    explicit Complaints(std::string file) : file_(std::move(file)) {}
    const std::string& file() const { return file_; }

    [[noreturn]] void fail(Position position, const std::string& message) const;
    /// "no KIND `name`; did you mean …?"
    [[noreturn]] void unknown(Position position, std::string_view kind, const std::string& name,
                              const std::vector<std::string>& known) const;
    /// Does it, and says where what it complains of stands: UnknownName and InvalidArgument become InputError.
    void located(Position position, const std::function<void()>& something) const;

private:
    std::string file_;
};

/// A mapping of one kind (see scenario_file_mappings()) with no other keys than that kind has.
class MappingReader {
public:
    /// Throws InputError for what is no mapping, or has a key that is not known.
    MappingReader(const Complaints& complaints, const YamlValue& value, std::string_view mapping);

    /// Null where the key is not there.
    const YamlValue* find(std::string_view key) const;
    const YamlValue& require(std::string_view key) const;
    Position position() const { return value_.position; }

private:
    const Complaints& complaints_;
    const YamlValue& value_;
    std::string_view mapping_;
};

/// The only key, for a mapping that says one thing.
const YamlEntry& only_entry(const Complaints& complaints, const YamlValue& value, std::string_view mapping);

// ---- values; `what` is what is wanted, as in "a node" ----------------------------------------------------------

std::string text_of(const Complaints& complaints, const YamlValue& value, std::string_view what);
std::int64_t number_of(const Complaints& complaints, const YamlValue& value, std::int64_t least, std::int64_t most);
bool truth_of(const Complaints& complaints, const YamlValue& value);
Score score_of(const Complaints& complaints, const YamlValue& value);
/// "90", "1.5", "500ms", "90s", "10min", "1h", in milliseconds; no more than 100 years.
std::int64_t milliseconds_of(const Complaints& complaints, const YamlValue& value);
/// The entries of a mapping whose keys are names.
const std::vector<YamlEntry>& entries_of(const Complaints& complaints, const YamlValue& value, std::string_view what);

struct PlacedName {
    std::string name;
    Position position;
};
/// One, or a sequence of them; "none", nothing and an empty sequence are none at all.
std::vector<PlacedName> names_of(const Complaints& complaints, const YamlValue& value, std::string_view what);

} // namespace placement
