#include "program/output.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temporary_folder.h"

using namespace placement::program;
using placement::testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

} // namespace

TEST_CASE("output: a new file has the permissions that the user wants of one") {
    const TemporaryFolder folder;
    const mode_t before = umask(027);
    write_file(folder.file("a"), "text");
    umask(before);
    CHECK(folder.read("a") == "text");
    CHECK((fs::status(folder.file("a")).permissions() & fs::perms::mask) == fs::perms(0640));
    CHECK(folder.count() == 1);
}

TEST_CASE("output: what replaces a file has its permissions") {
    const TemporaryFolder folder;
    const std::string file = folder.write("a", "a longer text");
    fs::permissions(file, fs::perms(0604));
    write_file(file, "text");
    CHECK(folder.read("a") == "text");
    CHECK((fs::status(file).permissions() & fs::perms::mask) == fs::perms(0604));
}

TEST_CASE("output: the former file stays until all is written") {
    const TemporaryFolder folder;
    const std::string file = folder.write("a", "before");
    {
        const OutputFile given_up(file);
        CHECK(folder.read("a") == "before");
    }
    CHECK(folder.read("a") == "before");
    CHECK(folder.count() == 1);
}

TEST_CASE("output: who made an empty file and holds it open reads what is written") {
    const TemporaryFolder folder;
    const std::string file = folder.write("a", "");
    std::ifstream held(file);
    write_file(file, "text");
    std::string read;
    held >> read;
    CHECK(read == "text");
    CHECK(folder.count() == 1);
}

TEST_CASE("output: a symbolic link stays, and where it leads is written") {
    const TemporaryFolder folder;
    folder.write("a", "before");
    fs::create_symlink("a", folder.file("link"));
    fs::create_symlink("new", folder.file("link-to-nothing"));
    write_file(folder.file("link"), "after");
    write_file(folder.file("link-to-nothing"), "new");
    CHECK(fs::is_symlink(folder.file("link")));
    CHECK(folder.read("a") == "after");
    CHECK(fs::is_symlink(folder.file("link-to-nothing")));
    CHECK(folder.read("new") == "new");
}

TEST_CASE("output: a link in a circle, a folder and a name that is too long cannot be written") {
    const TemporaryFolder folder;
    fs::create_symlink("loop", folder.file("loop"));
    for (const std::string& name : {std::string("loop"), std::string("."), std::string("none/a"), std::string(300, 'a')}) {
        const std::string file = folder.file(name);
        CHECK_THROWS_AS(write_file(file, "text"), CannotWrite);
    }
    CHECK(folder.count() == 1);
}

TEST_CASE("output: a device is written as it is") {
    write_file("/dev/null", "text");
    CHECK(fs::is_character_file("/dev/null"));
    CHECK_THROWS_AS(write_file("/dev/full", "text"), CannotWrite);
}

TEST_CASE("output: a pipe takes what is written") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    write_file("/dev/fd/" + std::to_string(ends[1]), "text");
    char text[8];
    CHECK(read(ends[0], text, sizeof text) == 4);
    close(ends[0]);
    close(ends[1]);
}

TEST_CASE("output: a stream that takes nothing is an error") {
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    CHECK_THROWS_AS(print(out, "text"), std::runtime_error);
}

TEST_CASE("output: a complaint is one line") {
    std::ostringstream err;
    complain(err, "no `a\n\033[31m`");
    CHECK(err.str() == "no `a\\n\\x1b[31m`\n");
}
