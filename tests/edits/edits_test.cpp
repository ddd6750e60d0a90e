#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "edits/check.h"
#include "edits/edit_generator.h"
#include "edits/edit_kinds.h"
#include "edits/observed.h"
#include "placement/difference.h"

using namespace placement;
using namespace placement::edits;

namespace {

const Time at = Time::parse("2024-03-04T09:10:00Z");

Cib web_server() { return Cib::from_file(PLACEMENT_SOURCE_DIR "/cib-samples/web-server.xml"); }

std::vector<std::string> differences(const std::string& kind) {
    const Cib cib = web_server();
    const Observed before = observe(cib, at);
    for (const MadeEdit& edit : make_edits(cib, 1, 1000)) {
        if (edit.kind != kind) continue;
        if (auto aspects = aspects_that_differ(before, observe(edit.cib, at)); !aspects.empty()) return aspects;
    }
    return {};
}

} // namespace

TEST_CASE("the same seed makes the same edits, another one others") {
    const auto texts = [](std::uint64_t seed) {
        std::vector<std::string> all;
        for (const MadeEdit& edit : make_edits(web_server(), seed, 30)) all.push_back(edit.kind + ": " + edit.text);
        return all;
    };
    CHECK(texts(1).size() == 30);
    CHECK(texts(1) == texts(1));
    CHECK(texts(1) != texts(2));
}

TEST_CASE("no edit is made twice, and none leaves the cluster as it was") {
    std::set<std::string> seen{web_server().xml()};
    for (const MadeEdit& edit : make_edits(web_server(), 1, 100)) {
        INFO(edit.text);
        CHECK(seen.insert(edit.cib.xml()).second);
    }
}

TEST_CASE("every kind of edit can be made of some sample") {
    std::set<std::string> made;
    for (const char* sample : {"web-server", "drbd-mysql", "galera", "postgres-reverse", "rabbitmq", "nfs-group"}) {
        const Cib cib = Cib::from_file(std::string(PLACEMENT_SOURCE_DIR "/cib-samples/") + sample + ".xml");
        for (const MadeEdit& edit : make_edits(cib, 1, 400)) made.insert(edit.kind);
    }
    // No sample has tickets, bundles, fencing levels or utilization; the clusters that are not part of the project have.
    const std::set<std::string> elsewhere{"ticket policy changed", "ticket constraint removed", "replicas changed",
                                          "fencing level removed", "utilization changed"};
    for (const EditKind& kind : edit_kinds()) {
        INFO(std::string(kind.name));
        CHECK((made.contains(std::string(kind.name)) || elsewhere.contains(std::string(kind.name))));
    }
}

TEST_CASE("what an edit changes is seen") {
    const auto has = [](const std::vector<std::string>& aspects, const char* aspect) {
        return std::ranges::find(aspects, aspect) != aspects.end();
    };
    CHECK(has(differences("parameter changed"), "transition"));
    CHECK(has(differences("monitor removed"), "monitors"));
    CHECK(has(differences("host list changed"), "fencing"));
    CHECK(has(differences("migration-threshold set"), "states"));
}

TEST_CASE("a diff that says nothing misses every edit that changes something, and one that always speaks none") {
    const auto silent = check(web_server(), at, 1, 20, [](const Cib&, const Cib&) { return false; });
    CHECK(std::ranges::any_of(silent, &JudgedEdit::missed));
    CHECK(std::ranges::all_of(silent, [](const JudgedEdit& edit) { return edit.missed() == !edit.differs.empty(); }));
    const auto loud = check(web_server(), at, 1, 20, [](const Cib&, const Cib&) { return true; });
    CHECK(std::ranges::none_of(loud, &JudgedEdit::missed));
}

TEST_CASE("diff tells when a service ends elsewhere") {
    const auto judged = check(web_server(), at, 1, 60, [](const Cib& before, const Cib& after) {
        const Difference found = difference(before, after, SweepOptions{.release = default_release, .at = at, .threads = 1});
        return !found.scenarios.empty() || !found.not_compared.empty();
    });
    for (const JudgedEdit& edit : judged) {
        if (edit.kind != "target-role set" || edit.differs.empty()) continue;
        INFO(edit.text);
        CHECK(edit.told);
    }
}
