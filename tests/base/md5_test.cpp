#include "base/md5.h"

#include <doctest/doctest.h>

using placement::md5;

TEST_CASE("the checksums that RFC 1321 gives") {
    CHECK(md5("") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(md5("a") == "0cc175b9c0f1b6a831c399e269772661");
    CHECK(md5("message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
    CHECK(md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890") ==
          "57edf4a22be3c955ac49da2e2107b67a");
}

TEST_CASE("data whose length leaves no place for the padding takes one block more") {
    CHECK(md5(std::string(55, 'x')) == "04364420e25c512fd958a70738aa8f72");
    CHECK(md5(std::string(56, 'x')) == "668a72d5ba17f08e62dabcafad6db14b");
    CHECK(md5(std::string(64, 'x')) == "c1bb4f81d892b2d57947682aeb252456");
}
