#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <bzlib.h>

#include "cib/cib_text.h"
#include "cib/document.h"
#include "cib/read_bytes.h"
#include "cib/temporary_file.h"
#include "cib/well_formed.h"
#include "placement/cib.h"

using namespace placement;
using namespace std::string_literals;
using namespace placement::testing;

namespace {

const std::string minimal = "<cib validate-with=\"pacemaker-4.0\">\n"
                            "  <configuration>\n"
                            "    <crm_config/>\n"
                            "    <nodes/>\n"
                            "    <resources/>\n"
                            "    <constraints/>\n"
                            "  </configuration>\n"
                            "  <status/>\n"
                            "</cib>\n";

std::string refusal_of_file(const std::string& path) {
    try {
        Cib::from_file(path);
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

std::string compressed(const std::string& text) {
    std::string bytes(text.size() + text.size() / 100 + 700, '\0');
    auto length = static_cast<unsigned>(bytes.size());
    std::string copy = text;
    REQUIRE(BZ2_bzBuffToBuffCompress(bytes.data(), &length, copy.data(), static_cast<unsigned>(copy.size()), 9, 0, 0) ==
            BZ_OK);
    bytes.resize(length);
    return bytes;
}

std::string around(const std::string& inside) {
    return "<cib validate-with=\"pacemaker-4.0\"><configuration>" + inside + "</configuration><status/></cib>";
}

} // namespace

TEST_CASE("a CIB is read from text") {
    const Cib cib = Cib::from_text(minimal, "a.xml");
    CHECK(cib.name() == "a.xml");
    CHECK(cib.diagnostics().empty());
    CHECK(cib.document().configuration().child("nodes"));
}

TEST_CASE("each element knows its line and column") {
    const Cib cib = Cib::from_text(minimal);
    CHECK(cib.document().position(cib.document().root()) == Position{1, 1});
    CHECK(cib.document().position(cib.document().configuration().child("nodes")) == Position{4, 5});
    CHECK(cib.document().position(cib.document().status()) == Position{8, 3});
}

TEST_CASE("the place of every byte is found, in lines that are short, long and not of ASCII alone") {
    std::string text = "\n\n" + std::string(1500, 'a') + "\n";
    for (int i = 0; i < 300; ++i) text += "x\n\u00e9";
    text += std::string(3 * 512 - text.size() % 512, 'b') + "\n" + std::string(511, 'c') + "\n\u20ac";
    const SourceText source("t.xml", text);
    Position expected{1, 1};
    for (std::size_t offset = 0; offset <= text.size(); ++offset) {
        CAPTURE(offset);
        const bool continues = offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U;
        if (!continues) CHECK(source.position(offset) == expected);
        if (offset < text.size() && text[offset] == '\n') {
            expected = {expected.line + 1, 1};
        } else if (offset + 1 >= text.size() || (static_cast<unsigned char>(text[offset + 1]) & 0xC0U) != 0x80U) {
            ++expected.column;
        }
    }
    CHECK(source.position(text.size() + 1000) == source.position(text.size()));
}

TEST_CASE("columns count characters, not bytes") {
    const Cib cib =
        Cib::from_text("<cib validate-with=\"pacemaker-4.0\" x=\"\xC3\xA4\xE2\x82\xAC\"><configuration/></cib>");
    CHECK(cib.document().position(cib.document().configuration()) == Position{1, 43});
}

TEST_CASE("source lines are given without their ends") {
    const Cib cib = Cib::from_text("<cib validate-with=\"pacemaker-4.0\">\r\n <configuration/>\n</cib>");
    CHECK(cib.source_line(1) == "<cib validate-with=\"pacemaker-4.0\">");
    CHECK(cib.source_line(2) == " <configuration/>");
    CHECK(cib.source_line(3) == "</cib>");
    CHECK(cib.source_line(4).empty());
    CHECK(cib.source_line(0).empty());
}

TEST_CASE("xml() is the CIB as text, and reads as the same") {
    const Cib cib =
        Cib::from_text("<cib b=\"1\" a=\"x&lt;&amp;&#10;\" validate-with=\"pacemaker-4.0\">\n<!-- note -->\n"
                       "<configuration><nodes/></configuration></cib>");
    const std::string expected = "<cib b=\"1\" a=\"x&lt;&amp;&#x0A;\" validate-with=\"pacemaker-4.0\">\n"
                                 "  <!-- note -->\n"
                                 "  <configuration>\n"
                                 "    <nodes/>\n"
                                 "  </configuration>\n"
                                 "  <status/>\n"
                                 "</cib>\n";
    CHECK(cib.xml() == expected);
    CHECK(Cib::from_text(cib.xml()).xml() == expected);
}

TEST_CASE("a CIB without a status has an empty one") {
    const Cib cib = Cib::from_text("<cib validate-with=\"pacemaker-4.0\"><configuration/></cib>");
    CHECK(cib.document().root().child("status"));
    CHECK_FALSE(cib.document().position(cib.document().status()).known());
}

TEST_CASE("a CIB is read from a stream") {
    std::istringstream input(minimal);
    CHECK(Cib::from_stream(input, "s").document().configuration().child("nodes"));
    std::istringstream archive(compressed(minimal));
    CHECK(Cib::from_stream(archive, "s").xml() == Cib::from_text(minimal).xml());
}

TEST_CASE("a CIB of any size is read whole, from a stream and from a file") {
    for (const std::size_t size : {1000U, 16'383U, 16'384U, 16'385U, 16'386U, 262'144U, 300'000U, 600'000U}) {
        CAPTURE(size);
        const std::string text = minimal + "<!--" + std::string(size - minimal.size() - 7, 'x') + "-->";
        std::istringstream stream(text);
        CHECK(Cib::from_stream(stream, "s").document().source->text() == text);
        const TemporaryFile file(text, ".xml");
        CHECK(Cib::from_file(file.path()).document().source->text() == text);
    }
}

TEST_CASE("a CIB is read from a file, plain or compressed, by name or signature") {
    const std::string xml = Cib::from_text(minimal).xml();
    CHECK(Cib::from_file(TemporaryFile(minimal, ".xml").path()).xml() == xml);
    CHECK(Cib::from_file(TemporaryFile(compressed(minimal), ".bz2").path()).xml() == xml);
    CHECK(Cib::from_file(TemporaryFile(compressed(minimal), ".xml").path()).xml() == xml);
}

TEST_CASE("an archive may have several streams") {
    const std::string archive = compressed(minimal.substr(0, 50)) + compressed(minimal.substr(50));
    CHECK(Cib::from_file(TemporaryFile(archive, ".bz2").path()).xml() == Cib::from_text(minimal).xml());
}

TEST_CASE("a file that is not there is refused by name") {
    CHECK(contains(refusal_of_file("/nonexistent/cib.xml"), "/nonexistent/cib.xml: cannot be read: No such file"));
}

TEST_CASE("a directory is refused") {
    const std::string directory = std::filesystem::temp_directory_path().string();
    CHECK(contains(refusal_of_file(directory), "is a directory"));
}

TEST_CASE("an unreadable file is refused") {
    const TemporaryFile file(minimal, ".xml");
    std::filesystem::permissions(file.path(), std::filesystem::perms::none);
    // Root may read it all the same.
    const std::string message = refusal_of_file(file.path());
    CHECK((message.empty() || contains(message, "cannot be read: Permission denied")));
}

TEST_CASE("an empty file is refused") {
    const TemporaryFile file("", ".xml");
    CHECK(refusal_of_file(file.path()) ==
          file.path() + ":1:1: there is nothing in it; a Pacemaker CIB in XML was expected");
    CHECK(contains(refusal(" \n\t"), "a.xml:1:1: there is nothing in it"));
    const TemporaryFile archive("", ".bz2");
    CHECK(contains(refusal_of_file(archive.path()), ":1:1: the file is empty"));
}

TEST_CASE("an archive that is cut short is refused where its text ends") {
    std::string bytes = compressed(minimal);
    bytes.resize(bytes.size() - 10);
    const TemporaryFile file(bytes, ".bz2");
    CHECK(contains(refusal_of_file(file.path()), "the bzip2 archive ends early"));
    const TemporaryFile stub("BZh9", ".bz2");
    CHECK(contains(refusal_of_file(stub.path()), ":1:1: the bzip2 archive ends early"));
}

TEST_CASE("an archive with a flipped bit is refused") {
    std::string bytes = compressed(minimal);
    for (std::size_t at = 4; at < bytes.size(); at += 7) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        const TemporaryFile file(damaged, ".bz2");
        CHECK(contains(refusal_of_file(file.path()), "the bzip2 archive"));
    }
}

TEST_CASE("a name that promises an archive which is none is refused") {
    const TemporaryFile file(minimal, ".bz2");
    CHECK(contains(refusal_of_file(file.path()), ":1:1: this is not a bzip2 archive"));
}

TEST_CASE("an archive of what cannot be a CIB for its size is refused") {
    const std::string block(std::size_t{1} << 20, ' ');
    const std::string stream = compressed(block);
    std::string archive;
    for (std::size_t size = 0; size <= longest_text; size += block.size()) archive += stream;
    const TemporaryFile file(archive, ".bz2");
    CHECK(contains(refusal_of_file(file.path()), "larger than 256 MiB when decompressed"));
}

TEST_CASE("what is not XML is refused at its first character") {
    CHECK(contains(refusal("hello"), "a.xml:1:1: this is not XML"));
    CHECK(contains(refusal("\n\n  {\"cib\": 1}"), "a.xml:3:3: this is JSON"));
    CHECK(contains(refusal("\0\0\0"s), "a.xml:1:1: a NUL byte"));
}

TEST_CASE("random bytes are refused") {
    std::string bytes;
    std::uint32_t state = 1;
    for (int i = 0; i < 4096; ++i) {
        state = state * 1664525 + 1013904223;
        bytes.push_back(static_cast<char>(state >> 24));
        CHECK(contains(refusal(bytes), "a.xml:"));
        if (i < 256) CHECK(contains(refusal("<cib " + bytes), "a.xml:"));
    }
}

TEST_CASE("a CIB cut short at any byte is refused") {
    const std::string text = minimal.substr(0, minimal.rfind('>'));
    for (std::size_t length = 0; length <= text.size(); ++length) {
        CHECK(contains(refusal(text.substr(0, length)), "a.xml:"));
    }
    CHECK(refusal(minimal.substr(0, minimal.find("</configuration>"))) ==
          "a.xml:7:3: the text ends inside <configuration>, which begins on line 2; it has been cut short");
}

TEST_CASE("a CIB with any byte damaged is read or refused") {
    for (std::size_t at = 0; at < minimal.size(); ++at) {
        for (const char damage : {'\0', '<', '>', '"', '&', ' ', '\x80', '\xFF', 'x', '/', '!', '?', '-', '['}) {
            std::string text = minimal;
            text[at] = damage;
            const std::string message = refusal(text);
            CHECK((message.empty() || message.starts_with("a.xml:")));
        }
    }
}

TEST_CASE("a status alone is refused") {
    CHECK(contains(refusal("<status/>"), "a.xml:1:1: <status> is not a CIB; give the whole CIB"));
    CHECK(contains(refusal("<configuration/>"), "a.xml:1:1: <configuration> is not a CIB"));
}

TEST_CASE("a CIB needs one configuration and at most one status") {
    CHECK(contains(refusal("<cib validate-with=\"pacemaker-4.0\"/>"), "a.xml:1:1: this <cib> has no <configuration>"));
    CHECK(contains(refusal("<cib>\n<configuration/>\n<configuration/></cib>"),
                   "a.xml:3:1: this is a second <configuration>"));
    CHECK(contains(refusal("<cib>\n<configuration/>\n<status/><status/></cib>"),
                   "a.xml:3:10: this is a second <status>"));
}

TEST_CASE("a million nested elements are refused") {
    std::string text = "<cib>\n";
    for (int i = 0; i < 1'000'000; ++i) text += "<a>";
    CHECK(refusal(text) == "a.xml:2:766: elements are nested deeper than 256");
}

TEST_CASE("nesting as deep as is allowed is read") {
    std::string inside;
    for (int i = 0; i < 254; ++i) inside += "<a>";
    for (int i = 0; i < 254; ++i) inside += "</a>";
    CHECK(refusal(around(inside)).empty());
    CHECK(contains(refusal(around("<a>" + inside + "</a>")), "nested deeper than 256"));
}

TEST_CASE("a file of many megabytes is read or refused in its time" * doctest::test_suite("large")) {
    std::string text = "<cib validate-with=\"pacemaker-4.0\"><configuration><nodes>";
    while (text.size() < (std::size_t{8} << 20)) text += "<node id=\"n\" uname=\"some-node-with-a-name\"/>\n";
    CHECK(contains(refusal(text), "the text ends inside <nodes>"));
    text += "</nodes></configuration></cib>";
    CHECK_NOTHROW(Cib::from_text(text));
}

TEST_CASE("a file that is larger than any CIB is refused" * doctest::test_suite("large")) {
    const TemporaryFile file(std::string(longest_text + 1, ' '), ".xml");
    CHECK(contains(refusal_of_file(file.path()), "it is larger than 256 MiB"));
}

TEST_CASE("more elements than any CIB has are refused" * doctest::test_suite("large")) {
    std::string text = "<cib>\n";
    for (std::size_t i = 0; i < most_elements_and_attributes; ++i) text += "<a/>";
    CHECK(contains(refusal(text), "more than 16000000 elements and attributes; more than any CIB has"));
}

TEST_CASE("a thousand attributes on one element are read, and a repeated one is found") {
    std::string attributes;
    for (int i = 0; i < 1000; ++i) attributes += " a" + std::to_string(i) + "=\"\"";
    CHECK(refusal(around("<x" + attributes + "/>")).empty());
    CHECK(contains(refusal(around("<x" + attributes + " a3=\"\"/>")), "<x> has the attribute a3 twice"));
    CHECK(contains(refusal(around("<x a=\"\" a=\"\"/>")), "<x> has the attribute a twice"));
}

TEST_CASE("a repeated attribute is found, however many there are and wherever it stands") {
    for (int count = 1; count < 70; ++count) {
        std::string attributes;
        for (int i = 0; i < count; ++i) attributes += " a" + std::to_string(i) + "=\"1\"";
        CAPTURE(count);
        CHECK(refusal(around("<x" + attributes + "/><y" + attributes + "/>")).empty());
        for (const int repeated : {0, count / 2, count - 1}) {
            const std::string name = "a" + std::to_string(repeated);
            const std::string message = refusal(around("<x" + attributes + " " + name + "=\"2\"/>"));
            CHECK(contains(message, "<x> has the attribute " + name + " twice"));
        }
    }
}

TEST_CASE("what is wrong with the XML is said where it is") {
    struct Fault {
        std::string text;
        std::string message;
    };
    const std::vector<Fault> faults = {
        {"<cib>\n<a></b></cib>", "a.xml:2:4: </b> does not end <a>, which begins on line 2; </a> was expected"},
        {"<cib></cib></cib>", "a.xml:1:12: </cib> ends an element that has not begun"},
        {"<cib></cib><cib/>", "a.xml:1:12: a second top-level element, <cib>"},
        {"<cib></cib>x", "a.xml:1:12: something stands after the document's end"},
        {"<?pi?>x<cib/>", "a.xml:1:7: text before <cib>"},
        {"<!-- only a note -->", "a.xml:1:21: there is no XML element"},
        {"<cib a=1/>", "a.xml:1:8: the value of the attribute a must stand in quotes"},
        {"<cib a/>", "a.xml:1:7: = was expected here, after the attribute a"},
        {"<cib a=\"\"b=\"\"/>", "a.xml:1:10: a blank, / or > was expected here, in <cib>"},
        {"<cib a=\"<\"/>", "a.xml:1:9: < in the value of the attribute a, which begins on line 1"},
        {"<cib / >", "a.xml:1:7: > was expected here, to end <cib"},
        {"<cib></cib x>", "a.xml:1:12: </cib> must end with >"},
        {"<cib 1=\"\"/>", "a.xml:1:6: the name of an attribute was expected here"},
        {"< cib/>", "a.xml:1:2: the name of an element was expected here"},
        {"<cib a=\"&lt\"/>", "a.xml:1:9: & must be written &amp;"},
        {"<cib a=\"x & y\"/>", "a.xml:1:11: & must be written &amp;"},
        {"<cib a=\"&what;\"/>", "a.xml:1:9: the entity &what; is not one of XML's own"},
        {"<cib a=\"&#0;\"/>", "a.xml:1:9: &#0; is not a character of XML"},
        {"<cib a=\"&#x110000;\"/>", "a.xml:1:9: &#x110000; is not a character of XML"},
        {"<cib a=\"&#xg;\"/>", "a.xml:1:9: &#xg; is not a character of XML"},
        {"<cib a=\"\x01\"/>", "a.xml:1:9: a byte that XML does not allow (0x01)"},
        {"<cib a=\"\0\"/>"s, "a.xml:1:9: a byte that XML does not allow (0x00)"},
        {"<cib a=\"\xC3(\"/>", "a.xml:1:9: bytes that are not a UTF-8 character (0xC3)"},
        {"<cib a=\"\xED\xA0\x80\"/>", "a.xml:1:9: bytes that are not a UTF-8 character (0xED)"},
        {"<cib a=\"\xF4\x90\x80\x80\"/>", "a.xml:1:9: bytes that are not a UTF-8 character (0xF4)"},
        {"<cib a\u202e=\"1\"/>", "a.xml:1:6: the name of an attribute has a character that no name can have"},
        {"<cib><!-- a -- b --></cib>", "a.xml:1:13: -- cannot stand inside a comment"},
        {"<cib><!-- a", "a.xml:1:6: the comment that begins here has no end"},
        {"<cib><?a", "a.xml:1:6: what begins here has no end"},
        {"<cib><? ?></cib>", "a.xml:1:6: a processing instruction without a name"},
        {"<cib>]]></cib>", "a.xml:1:6: ]]> cannot stand in text"},
        {"<![CDATA[x]]><cib/>", "a.xml:1:1: text outside the document's element"},
        {"<cib/><?xml version=\"1.0\"?>", "a.xml:1:7: a second XML declaration"},
        {" <?xml version=\"1.0\"?><cib/>", "a.xml:1:2: the XML declaration must be the very first thing"},
        {"<cib><!DOCTYPE cib></cib>", "a.xml:1:6: a document type can only stand before the first element"},
        {"<!DOCTYPE cib [<!ENTITY a \"b\">]><cib/>",
         "a.xml:1:1: a document type with declarations is not read"},
        {"<!DOCTYPE cib", "a.xml:1:14: the text ends in the middle"},
    };
    for (const Fault& fault : faults) {
        CAPTURE(fault.text);
        CHECK(refusal(fault.text).substr(0, fault.message.size()) == fault.message);
    }
}

TEST_CASE("what XML allows is read") {
    CHECK(refusal("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE cib>\n<!-- a - note & more -->" + minimal)
              .empty());
    CHECK(refusal(around("<!-- note --><?pi?><a b = 'x\"&quot;&apos;&gt;&lt;&amp;&#65;&#x41;'  />")).empty());
    CHECK(refusal(minimal + "\n<!-- after -->\n").empty());
}

TEST_CASE("text between elements is left out with a warning") {
    const Cib cib =
        Cib::from_text("<cib validate-with=\"pacemaker-4.0\">\n<configuration>a<nodes>b</nodes>c</configuration>d"
                       "<status><![CDATA[e]]></status>\n</cib>");
    REQUIRE(cib.diagnostics().size() == 1);
    CHECK(cib.diagnostics()[0].code == "stray-text");
    CHECK(cib.diagnostics()[0].position == Position{2, 16});
    CHECK(cib.xml() ==
          Cib::from_text("<cib validate-with=\"pacemaker-4.0\"><configuration><nodes/></configuration></cib>").xml());
}

TEST_CASE("UTF-8 with a mark, UTF-16 and ISO-8859-1 are read") {
    const std::string xml =
        Cib::from_text("<cib validate-with=\"pacemaker-4.0\" x=\"\xC3\xA4\xF0\x9F\x98\x80\"><configuration/></cib>")
            .xml();
    CHECK(Cib::from_text("\xEF\xBB\xBF" + xml).xml() == xml);
    for (const bool big : {false, true}) {
        std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
        for (std::size_t at = 0; at < xml.size(); ++at) {
            std::vector<unsigned> units = {static_cast<unsigned char>(xml[at])};
            if (xml[at] == '\xC3') units = {0xE4};
            if (xml[at] == '\xF0') units = {0xD83D, 0xDE00};
            at += xml[at] == '\xC3' ? 1 : xml[at] == '\xF0' ? 3 : 0;
            for (const unsigned unit : units) {
                const char high = static_cast<char>(unit >> 8);
                const char low = static_cast<char>(unit & 0xFF);
                bytes += big ? std::string{high, low} : std::string{low, high};
            }
        }
        CHECK(Cib::from_text(bytes).xml() == xml);
        CHECK(Cib::from_text(bytes.substr(2)).xml() == xml);
        CHECK(contains(refusal(bytes.substr(0, bytes.size() - 3)), "no character of UTF-16"));
    }
    const Cib latin =
        Cib::from_text("<?xml version='1.0' encoding='ISO-8859-1'?><cib validate-with=\"pacemaker-4.0\" x=\"\xE4\">"
                       "<configuration/></cib>");
    CHECK(latin.document().root().value("x") == "\xC3\xA4");
}

TEST_CASE("an encoding that is not read is named") {
    CHECK(contains(refusal("<?xml version='1.0' encoding='EBCDIC-US'?><cib/>"),
                   "a.xml:1:1: the encoding ebcdic-us is not read"));
}

TEST_CASE("an unknown schema is refused, with those that are known") {
    CHECK(contains(refusal("<cib validate-with=\"pacemaker-9.9\"><configuration/></cib>"),
                   "a.xml:1:1: the schema \"pacemaker-9.9\" (validate-with) is not known"));
    CHECK(contains(refusal("<cib validate-with=\"pacemaker-1.1\"><configuration/></cib>"), "is not known"));
}

TEST_CASE("a missing schema and no schema are diagnosed") {
    CHECK(Cib::from_text("<cib><configuration/></cib>").diagnostics().at(0).code == "missing-schema");
    CHECK(Cib::from_text("<cib validate-with=\"none\"><configuration/></cib>").diagnostics().at(0).code ==
          "schema-none");
}
