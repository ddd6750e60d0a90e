#include <doctest/doctest.h>

#include <string>

#include "cib/cib_text.h"

using namespace placement;
using namespace placement::testing;

namespace {

std::string acls(const std::string& rights) {
    return inside(read({.schema = "pacemaker-1.2", .others = "<acls>" + rights + "</acls>"}), "acls");
}

} // namespace

TEST_CASE("a user with roles is a target with roles") {
    CHECK(acls("<acl_user id=\"u\"><role_ref id=\"r\"/></acl_user>") ==
          "<acl_target id=\"u\"><role id=\"r\"/></acl_target>");
}

TEST_CASE("a user's own rights become a role of its own") {
    CHECK(acls("<acl_user id=\"u\"><deny id=\"d\" xpath=\"//a\"/></acl_user>") ==
          "<acl_target id=\"u\"><role id=\"auto-u\"/></acl_target>"
          "<acl_role id=\"auto-u\"><acl_permission id=\"d\" kind=\"deny\" xpath=\"//a\"/></acl_role>");
}

TEST_CASE("a user without rights is a target") { CHECK(acls("<acl_user id=\"u\"/>") == "<acl_target id=\"u\"/>"); }

TEST_CASE("rights say what they apply to in today's words") {
    CHECK(acls("<acl_role id=\"r\"><read id=\"a\" tag=\"node\" attribute=\"x\"/><write id=\"b\" ref=\"p\" "
               "attribute=\"y\"/>"
               "<read id=\"c\" xpath=\"//a\" attribute=\"z\"/></acl_role>") ==
          "<acl_role id=\"r\"><acl_permission id=\"a\" kind=\"read\" object-type=\"node\" attribute=\"x\"/>"
          "<acl_permission id=\"b\" kind=\"write\" reference=\"p\"/>"
          "<acl_permission id=\"c\" kind=\"read\" xpath=\"//a[@z]\"/></acl_role>");
}
