#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "placement/diagnostic.h"

/// YAML as a tree of values that know where they stand. Text that could cost more than it is worth is refused.
namespace placement {

struct YamlEntry;

struct YamlValue {
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Mapping };
    Kind kind = Kind::Null;
    /// As written, whatever YAML would make of it: `on`, `1.10` and `"pg01"` are texts.
    std::string scalar;
    std::vector<YamlValue> items;
    std::vector<YamlEntry> entries; ///< in the order of the file; no key is there twice
    Position position;
};

struct YamlEntry {
    std::string key;
    Position position;
    YamlValue value;
};

/// What is accepted: far more than a file that people write, far less than what hurts.
struct YamlLimits {
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t depth = 16;
    /// Bytes of memory, about, once aliases are written out.
    std::size_t expanded = std::size_t{32} << 20;
};

/// The only document in the text; `name` stands for the file in messages. Throws InputError for what is no YAML, has a key
/// twice, a key that is no text, more than one document, or goes beyond the limits.
YamlValue parse_yaml(const std::string& text, const std::string& name, const YamlLimits& limits = {});

/// A complaint on one line of bounded length: what it quotes may be long, and have anything in it.
std::string on_one_line(std::string message);

} // namespace placement
