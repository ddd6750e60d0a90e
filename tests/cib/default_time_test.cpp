#include <doctest/doctest.h>

#include "placement/cib.h"

// What a CIB is judged at where nobody says when.
using namespace placement;

namespace {

Cib cib(const std::string& attributes, const std::string& status) {
    return Cib::from_text("<cib crm_feature_set='3.20.5' validate-with='pacemaker-3.9' epoch='1' num_updates='0' admin_epoch='0' " + attributes +
                          "><configuration><crm_config/><nodes/><resources/><constraints/></configuration><status>" + status +
                          "</status></cib>");
}

std::string operation(const std::string& moment) {
    return "<node_state id='1' uname='n1' in_ccm='true' crmd='online'><lrm id='1'><lrm_resources><lrm_resource id='a' "
           "class='ocf' provider='pacemaker' type='Dummy'><lrm_rsc_op id='a_last_0' operation='start' call-id='2' rc-code='0' "
           "op-status='0' interval='0' transition-key='1:1:0:x' transition-magic='0:0;1:1:0:x' last-rc-change='" +
           moment + "'/></lrm_resource></lrm_resources></lrm></node_state>";
}

std::int64_t at(const std::string& attributes, const std::string& status) {
    return cib(attributes, status).default_time().seconds;
}

} // namespace

TEST_CASE("the execution-date comes first") {
    CHECK(at("execution-date='1700000000'", operation("1800000000")) == 1'700'000'000);
}

TEST_CASE("without it, the newest moment in the status") {
    CHECK(at("", operation("1800000000")) == 1'800'000'000);
    CHECK(at("", "<node_state id='1' uname='n1' in_ccm='1750000000' crmd='1750000005'/>") == 1'750'000'005);
    CHECK(at("", "<node_state id='1' uname='n1'><transient_attributes id='1'><instance_attributes id='i'>"
                 "<nvpair id='l' name='last-failure-a#monitor_10000' value='1760000000'/>"
                 "<nvpair id='o' name='other' value='1770000000'/></instance_attributes></transient_attributes></node_state>") ==
          1'760'000'000);
    CHECK(at("", "<tickets><ticket_state id='t' granted='true' last-granted='1740000000'/></tickets>") == 1'740'000'000);
}

TEST_CASE("what is not a moment does not count") {
    CHECK_FALSE(cib("", "<node_state id='1' uname='n1' in_ccm='true' crmd='online'/>").newest_moment());
    CHECK_FALSE(cib("", operation("0")).newest_moment());
    CHECK_FALSE(cib("cib-last-written='yesterday'", "").newest_moment());
}

TEST_CASE("cib-last-written has several spellings") {
    CHECK(at("cib-last-written='Wed Jul 27 00:07:08 2022'", "") == 1'658'880'428);
    CHECK(at("cib-last-written='Mon Jul  4 00:00:00 2022'", "") == 1'656'892'800);
    CHECK(at("cib-last-written='2022-07-27 00:07:08 -05:00'", "") == 1'658'880'428 + 5 * 3600);
}

TEST_CASE("a cib-last-written without a zone counts where no zone makes it older than the rest") {
    const std::string written = "cib-last-written='Wed Jul 27 00:07:08 2022'";
    CHECK(at(written, operation("1658880000")) == 1'658'880'000);
    CHECK(at(written, operation("1658800000")) == 1'658'880'428);
    CHECK(at("cib-last-written='2022-07-27 00:07:08Z'", operation("1658880000")) == 1'658'880'428);
}

TEST_CASE("a CIB that records nothing is judged at the beginning of 1970") { CHECK(at("", "") == 0); }
