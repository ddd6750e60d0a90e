#include <doctest/doctest.h>

#include "placement/behavior.h"
#include "placement/unpack.h"

// Which release's rules a CIB asks for.
using namespace placement;

namespace {

std::string nearest(std::string_view version) {
    const auto found = nearest_release(version);
    if (!found) return "none";
    return std::string(text(found->release)) + (found->nearest_to.empty() ? "" : " for " + found->nearest_to);
}

Cib cib(const std::string& feature_set, const std::string& dc_version) {
    const std::string set = feature_set.empty() ? "" : " crm_feature_set='" + feature_set + "'";
    const std::string pair =
        dc_version.empty() ? ""
                           : "<cluster_property_set id='p'><nvpair id='v' name='dc-version' value='" + dc_version + "'/></cluster_property_set>";
    return Cib::from_text("<cib" + set + " validate-with='pacemaker-3.0' epoch='1' num_updates='0' admin_epoch='0'><configuration>"
                          "<crm_config>" + pair + "</crm_config><nodes/><resources/><constraints/></configuration><status/></cib>");
}

std::string of_cib(const std::string& feature_set, const std::string& dc_version) {
    const auto found = cluster_release(cib(feature_set, dc_version));
    if (!found) return "none";
    return std::string(text(found->release)) + (found->nearest_to.empty() ? "" : " for " + found->nearest_to);
}

} // namespace

TEST_CASE("a version whose rules are known is that release") {
    for (const Release release : offered_releases()) CHECK(nearest(text(release)) == text(release));
    CHECK(nearest("1.1.10-42f2063") == "1.1.10");
    CHECK(nearest("2.1.5+20221208.a3f44794f-150500.6.5.8") == "2.1.5");
}

TEST_CASE("another version has the nearest release's rules, and its own name is kept") {
    CHECK(nearest("1.0.9") == "1.1.10 for 1.0.9");
    CHECK(nearest("1.1.16-94ff4df") == "1.1.11 for 1.1.16");
    CHECK(nearest("1.1.17") == "2.0.5 for 1.1.17");
    CHECK(nearest("1.1.18-11.el7-2b07d5c5a9") == "2.0.5 for 1.1.18");
    CHECK(nearest("2.0.3-5.el8_2.1-4b1f869f0f") == "2.0.5 for 2.0.3");
    CHECK(nearest("2.1.0") == "2.1.2 for 2.1.0");
    CHECK(nearest("2.1.4-5.el9-dc6eb4362e") == "2.1.5 for 2.1.4");
    CHECK(nearest("2.1.11") == "2.1.10 for 2.1.11");
    CHECK(nearest("3.1.0") == "3.0.2 for 3.1.0");
}

TEST_CASE("what begins with no version names none") {
    for (const char* text : {"", "unknown", "3", ".", "v2.1.5"}) CHECK(nearest(text) == "none");
}

TEST_CASE("a CIB's dc-version counts before its feature set") {
    CHECK(of_cib("3.19.0", "2.1.5-a3f44794f94") == "2.1.5");
    CHECK(of_cib("3.16.1", "") == "2.1.5");
    CHECK(of_cib("3.15.0", "") == "2.1.5 for feature set 3.15.0");
    CHECK(of_cib("3.16.1", "unknown") == "2.1.5");
    CHECK(of_cib("3.19.0", "") == "2.1.7");
    CHECK(of_cib("3.19.6", "") == "2.1.10"); // 2.1.9 has the same
    CHECK(of_cib("3.19.7", "") == "3.0.0 for feature set 3.19.7");
    CHECK(of_cib("3.20.5", "") == "3.0.2");
    CHECK(of_cib("3.0.1", "") == "1.1.10 for feature set 3.0.1");
    CHECK(of_cib("", "") == "none");
}

TEST_CASE("what is asked for counts before what the CIB names, and without either it is the default") {
    CHECK(release_for(cib("3.16.1", "2.1.4"), Release::v1_1_10) == ClusterRelease{Release::v1_1_10, ""});
    CHECK(release_for(cib("3.16.1", "2.1.4"), {}) == ClusterRelease{Release::v2_1_5, "2.1.4"});
    CHECK(release_for(cib("", ""), {}) == ClusterRelease{default_release, ""});
}

TEST_CASE("unpacking takes the release, however often it is asked") {
    const Cib named = cib("3.16.1", "2.1.4");
    for (int turn = 0; turn < 3; ++turn) {
        const auto cluster = unpack(named, Time{1'704'067'200, 0}, std::nullopt);
        CHECK(cluster->release == Release::v2_1_5);
        CHECK(cluster->nearest_to == "2.1.4");
        CHECK(unpack(named, Time{1'704'067'200, 0}, Release::v2_1_5)->nearest_to.empty());
        CHECK(unpack(named, Time{1'704'067'200, 0})->release == default_release);
    }
}
