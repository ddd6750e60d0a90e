#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "unpack/unpack.h"

namespace placement {

namespace {

/// Two elements with one id are one tag.
using TagPlaces = std::unordered_map<std::string_view, std::size_t>;

Tag& tag_named(Cluster& cluster, TagPlaces& places, std::string_view id, Position position) {
    const auto [place, is_new] = places.emplace(id, cluster.tags.size());
    if (is_new) cluster.tags.push_back({std::string(id), {}, position});
    return cluster.tags[place->second];
}

} // namespace

void unpack_tags(UnpackContext& context) {
    TagPlaces places;
    for (const pugi::xml_node element : context.document.configuration().child("tags").children("tag")) {
        const Position position = context.position(element);
        const auto id = attribute(element, "id");
        if (!id) {
            context.error("missing-id", position, "a tag without an id is ignored");
            continue;
        }
        Tag& tag = tag_named(context.cluster, places, *id, position);
        std::unordered_set<std::string> known(tag.references.begin(), tag.references.end());
        for (const pugi::xml_node reference : element.children("obj_ref")) {
            const auto target = attribute(reference, "id");
            if (!target) {
                context.error("missing-id", context.position(reference),
                              fmt::format("a reference without an id is ignored in tag `{}`", *id));
            } else if (known.insert(std::string(*target)).second) {
                tag.references.emplace_back(*target);
            }
        }
    }
}

} // namespace placement
