#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "placement/behavior.h"
#include "unpack/unpack.h"

namespace placement {

/// What a name or word in a CIB stands for.
enum class NameKind : std::uint8_t { Property, MetaAttribute, Role, QuorumPolicy, MultipleActive };

/// Whether that release has it. What no release lacks is known to all.
bool is_known(NameKind kind, std::string_view name, Release release);
/// Whether the cluster's release has it. Where only the feature set tells the release, later names for what it has are known, too.
bool is_known(NameKind kind, std::string_view name, const Cluster& cluster);
/// What the releases that do not know it call it; empty if they have nothing like it.
std::string_view older_name(NameKind kind, std::string_view name);

/// A diagnostic that the cluster's release does not know something: "Pacemaker 2.1.5 does not know the property `…`: …".
void tell_unknown(UnpackContext& context, NameKind kind, std::string_view name, Position where, std::string_view consequence);

/// The role of that name; Role::Unknown where it is none, or none that the cluster knows.
Role known_role(std::string_view text, const Cluster& cluster);
/// A clause: why known_role() knows none.
std::string not_a_role(std::string_view text, const Cluster& cluster);

} // namespace placement
