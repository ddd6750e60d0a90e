#include "cib/well_formed.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "placement/quoting.h"

namespace placement {

namespace {

/// What a byte can be; a byte may be several of these.
enum ByteClass : std::uint8_t {
    Blank = 1,
    NameStart = 2,
    NamePart = 4,
    LongCharacter = 8, ///< a byte of a character of several
    Plain = 16,        ///< in a value it is nothing but itself
};

constexpr std::array<std::uint8_t, 256> classes_of_bytes() {
    std::array<std::uint8_t, 256> classes{};
    for (std::size_t byte = 0; byte < classes.size(); ++byte) {
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        const bool blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
        const bool starts = letter || byte == '_' || byte == ':' || byte >= 0x80;
        const bool continues = starts || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
        const bool marks = byte == '<' || byte == '&' || byte == '"' || byte == '\'';
        const bool plain = blank || (byte >= 0x20 && byte < 0x80 && !marks);
        classes[byte] = static_cast<std::uint8_t>((blank ? Blank : 0) | (starts ? NameStart : 0) | (continues ? NamePart : 0) |
                                                  (byte >= 0x80 ? LongCharacter : 0) | (plain ? Plain : 0));
    }
    return classes;
}

constexpr std::array<std::uint8_t, 256> byte_classes = classes_of_bytes();

bool is_any(char c, unsigned classes) { return (byte_classes[static_cast<unsigned char>(c)] & classes) != 0; }

bool is_name_start(char c) { return is_any(c, NameStart); }

bool is_name_part(char c) { return is_any(c, NamePart); }

/// The attributes that a tag has had so far. Finding one takes the same time however many there are.
class AttributeNames {
public:
    void begin_tag() {
        ++tag_;
        few_ = 0;
        if (!many_.empty()) many_.clear();
    }

    /// False where the tag has had it.
    bool add(std::string_view name) {
        if (few_ == most_few) return add_to_many(name);
        std::size_t place = place_of(name);
        for (; slots_[place].tag == tag_; place = (place + 1) % slots_.size()) {
            if (slots_[place].name == name) return false;
        }
        slots_[place] = {name, tag_};
        ++few_;
        return true;
    }

private:
    struct Slot {
        std::string_view name;
        std::uint32_t tag = 0; ///< the last one that had it
    };
    static constexpr std::size_t most_few = 32;

    /// Names have a first and a last character.
    std::size_t place_of(std::string_view name) const {
        const auto byte = [name](std::size_t at) { return static_cast<unsigned char>(name[at]); };
        return (byte(0) + 3U * byte(name.size() - 1) + 7U * byte(name.size() / 2) + 13U * name.size()) % slots_.size();
    }

    bool add_to_many(std::string_view name) {
        if (many_.empty()) {
            for (const Slot& slot : slots_) {
                if (slot.tag == tag_) many_.insert(slot.name);
            }
        }
        return many_.insert(name).second;
    }

    std::array<Slot, 128> slots_;
    std::uint32_t tag_ = 0;
    std::size_t few_ = 0;
    std::unordered_set<std::string_view> many_;
};

bool is_xml_character(std::uint32_t code) {
    return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/// A name as a message may show it: what random bytes hold is no help to anyone, at full length.
std::string shown(std::string_view name) {
    constexpr std::size_t most = 40;
    return name.size() <= most ? std::string(name) : std::string(name.substr(0, most)) + "...";
}

class Checker {
public:
    explicit Checker(const SourceText& source) : source_(source), text_(source.text()) {}

    WellFormedText check() {
        check_beginning();
        while (at_ < text_.size()) {
            if (text_[at_] == '<') {
                check_markup();
            } else {
                check_character_data();
            }
        }
        if (!open_.empty()) fail_unfinished();
        if (!root_seen_) source_.fail(at_, "there is no XML element; a Pacemaker CIB (<cib ...>) was expected");
        return result_;
    }

private:
    struct OpenElement {
        std::string_view name;
        std::size_t offset;
    };

    [[noreturn]] void fail(const std::string& message) const { source_.fail(at_, message); }

    [[noreturn]] void fail_unfinished() const {
        const std::size_t end = text_.size();
        if (open_.empty()) source_.fail(end, "the text ends in the middle; it has been cut short");
        const OpenElement& last = open_.back();
        source_.fail(end, fmt::format("the text ends inside <{}>, which begins on line {}; it has been cut short",
                                      shown(last.name), source_.position(last.offset).line));
    }

    bool starts_with(std::string_view word) const { return text_.substr(at_).starts_with(word); }

    /// The text's next character; '\0' at its end.
    char next() const { return text_.data()[at_]; }

    void skip(unsigned classes) {
        const char* place = text_.data() + at_;
        while (is_any(*place, classes)) ++place;
        at_ = static_cast<std::size_t>(place - text_.data());
    }

    void check_beginning() {
        const std::size_t first = std::min(text_.find_first_not_of(" \t\r\n"), text_.size());
        if (first == text_.size()) {
            source_.fail(0, "there is nothing in it; a Pacemaker CIB in XML was expected");
        }
        if (text_[first] == '\0') source_.fail(first, "a NUL byte: this is not XML; a Pacemaker CIB was expected");
        if (text_[first] != '<') source_.fail(first, "this is not XML; a Pacemaker CIB (<cib ...>) was expected");
        if (first > 0 && text_.substr(first).starts_with("<?xml ")) {
            source_.fail(first, "the XML declaration must be the very first thing; remove the blanks before it");
        }
        if (first == 0 && starts_with("<?xml")) check_past("<?", "?>");
    }

    void check_markup() {
        const char mark = text_.data()[at_ + 1];
        if (mark == '/') return check_end_tag();
        if (mark == '?') return check_instruction();
        if (mark == '!') {
            if (starts_with("<!--")) return check_comment();
            if (starts_with("<![CDATA[")) return check_character_section();
            if (starts_with("<!DOCTYPE")) return check_document_type();
        }
        check_start_tag();
    }

    void check_comment() {
        const std::size_t begin = at_;
        at_ += 4;
        const std::size_t dashes = text_.find("--", at_);
        if (dashes == std::string_view::npos) {
            source_.fail(begin,
                         "the comment that begins here has no end; the text has been cut short, or --> is missing");
        }
        check_characters(dashes);
        if (!starts_with("-->")) fail("-- cannot stand inside a comment; end it with -->");
        at_ += 3;
    }

    void check_character_section() {
        if (open_.empty()) fail("text outside the document's element");
        if (!result_.stray_text) result_.stray_text = at_;
        check_past("<![CDATA[", "]]>");
    }

    void check_instruction() {
        const std::string_view target = text_.substr(at_ + 2, 4);
        if (target.starts_with("xml") && (target.size() < 4 || !is_name_part(target[3]))) {
            fail("a second XML declaration; are there two documents in it?");
        }
        if (target.empty() || !is_name_start(target.front())) fail("a processing instruction without a name");
        check_past("<?", "?>");
    }

    void check_document_type() {
        if (root_seen_) fail("a document type can only stand before the first element");
        const std::size_t end = text_.find_first_of("[>", at_);
        if (end == std::string_view::npos) fail_unfinished();
        if (text_[end] == '[') {
            fail("a document type with declarations is not read; remove it, a CIB needs none");
        }
        check_characters(end);
        ++at_;
    }

    void check_past(std::string_view opening, std::string_view closing) {
        const std::size_t begin = at_;
        at_ += opening.size();
        const std::size_t end = text_.find(closing, at_);
        if (end == std::string_view::npos) {
            source_.fail(
                begin,
                fmt::format("what begins here has no end; the text has been cut short, or {} is missing", closing));
        }
        check_characters(end);
        at_ = end + closing.size();
    }

    std::string_view check_name(const char* of_what) {
        if (at_ >= text_.size()) fail_unfinished();
        if (!is_name_start(text_[at_])) fail(fmt::format("the name of {} was expected here", of_what));
        const std::size_t begin = at_;
        skip_ascii_name();
        if (!is_any(next(), LongCharacter)) return text_.substr(begin, at_ - begin);
        while (is_name_part(next())) {
            check_long_character();
            skip_ascii_name();
        }
        const std::string_view name = text_.substr(begin, at_ - begin);
        if (!is_visible(name)) source_.fail(begin, fmt::format("the name of {} has a character that no name can have", of_what));
        return name;
    }

    void skip_ascii_name() {
        const char* place = text_.data() + at_;
        while ((byte_classes[static_cast<unsigned char>(*place)] & (NamePart | LongCharacter)) == NamePart) ++place;
        at_ = static_cast<std::size_t>(place - text_.data());
    }

    bool skip_blanks() {
        const std::size_t begin = at_;
        skip(Blank);
        return at_ != begin;
    }

    void check_end_tag() {
        const std::size_t begin = at_;
        at_ += 2;
        const std::string_view name = check_name("an element");
        skip_blanks();
        if (at_ >= text_.size()) fail_unfinished();
        if (text_[at_] != '>') fail(fmt::format("</{}> must end with >", shown(name)));
        ++at_;
        if (open_.empty()) source_.fail(begin, fmt::format("</{}> ends an element that has not begun", shown(name)));
        if (open_.back().name != name) {
            source_.fail(begin, fmt::format("</{}> does not end <{}>, which begins on line {}; </{}> was expected",
                                            shown(name), shown(open_.back().name),
                                            source_.position(open_.back().offset).line, shown(open_.back().name)));
        }
        open_.pop_back();
    }

    void check_start_tag() {
        const std::size_t begin = at_;
        ++at_;
        const std::string_view name = check_name("an element");
        if (open_.empty() && root_seen_) {
            source_.fail(begin,
                         fmt::format("a second top-level element, <{}>; are there two documents in it?", shown(name)));
        }
        if (open_.size() == deepest_nesting) {
            source_.fail(begin, fmt::format("elements are nested deeper than {}", deepest_nesting));
        }
        root_seen_ = true;
        count(begin);
        open_.push_back({name, begin});
        attributes_.begin_tag();
        while (true) {
            const bool separated = skip_blanks();
            if (at_ >= text_.size()) fail_unfinished();
            if (text_[at_] == '>') {
                ++at_;
                return;
            }
            if (text_[at_] == '/') {
                ++at_;
                if (at_ >= text_.size()) fail_unfinished();
                if (text_[at_] != '>') fail(fmt::format("> was expected here, to end <{}", shown(name)));
                ++at_;
                open_.pop_back();
                return;
            }
            if (!separated) fail(fmt::format("a blank, / or > was expected here, in <{}>", shown(name)));
            check_attribute(name);
        }
    }

    void check_attribute(std::string_view element) {
        const std::size_t begin = at_;
        const std::string_view name = check_name("an attribute");
        count(begin);
        if (!attributes_.add(name)) {
            source_.fail(begin, fmt::format("<{}> has the attribute {} twice", shown(element), shown(name)));
        }
        skip_blanks();
        if (at_ >= text_.size()) fail_unfinished();
        if (text_[at_] != '=') fail(fmt::format("= was expected here, after the attribute {}", shown(name)));
        ++at_;
        skip_blanks();
        if (at_ >= text_.size()) fail_unfinished();
        const char quote = text_[at_];
        if (quote != '"' && quote != '\'') {
            fail(fmt::format("the value of the attribute {} must stand in quotes", shown(name)));
        }
        ++at_;
        while (true) {
            skip(Plain);
            if (at_ >= text_.size()) fail_unfinished();
            const char c = text_[at_];
            if (c == quote) break;
            if (c == '<') {
                fail(fmt::format(
                    "< in the value of the attribute {}, which begins on line {}: a quote is missing, or it "
                    "should be &lt;",
                    shown(name), source_.position(begin).line));
            }
            check_character();
        }
        ++at_;
    }

    void count(std::size_t offset) {
        if (++count_ > most_elements_and_attributes) {
            source_.fail(offset, fmt::format("more than {} elements and attributes; more than any CIB has",
                                             most_elements_and_attributes));
        }
    }

    void check_character_data() {
        while (true) {
            skip(Blank);
            if (at_ >= text_.size() || text_[at_] == '<') return;
            if (text_[at_] == '\0') fail("a NUL byte: this is not XML");
            if (open_.empty()) fail(root_seen_ ? "something stands after the document's end" : "text before <cib>");
            if (!result_.stray_text) result_.stray_text = at_;
            if (starts_with("]]>")) fail("]]> cannot stand in text");
            check_character();
        }
    }

    /// Characters in which & means nothing.
    void check_characters(std::size_t end) {
        while (at_ < end) {
            if (is_any(text_[at_], Plain) || text_[at_] == '&') {
                ++at_;
            } else {
                check_character();
            }
        }
    }

    void check_character() {
        const char c = text_[at_];
        if (c == '&') return check_reference();
        if ((c & 0x80) != 0) return check_long_character();
        if (c < 0x20 && !is_any(c, Blank)) {
            fail(fmt::format("a byte that XML does not allow (0x{:02X}): this is not XML, or it is damaged",
                             static_cast<unsigned>(c)));
        }
        ++at_;
    }

    /// A character of more than one byte of UTF-8.
    void check_long_character() {
        const auto byte = [&](std::size_t index) {
            return index < text_.size() ? static_cast<unsigned char>(text_[index]) : 0U;
        };
        const std::uint32_t first = byte(at_);
        const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
        std::uint32_t code = first & (0xFFU >> (length + 1));
        bool valid = first >= 0xC2 && first <= 0xF4;
        for (std::size_t i = 1; i < length; ++i) {
            const std::uint32_t next = byte(at_ + i);
            valid = valid && (next & 0xC0) == 0x80;
            code = code << 6 | (next & 0x3F);
        }
        if (!valid || code < smallest[length] || !is_xml_character(code)) {
            fail(fmt::format("bytes that are not a UTF-8 character (0x{:02X}): this is not XML, it is damaged, or its "
                             "encoding is not declared",
                             first));
        }
        at_ += length;
    }

    void check_reference() {
        const std::size_t begin = at_ + 1;
        std::size_t end = begin;
        while (end < text_.size() && (is_name_part(text_[end]) || text_[end] == '#')) ++end;
        const std::string_view name = text_.substr(begin, end - begin);
        if (name.empty() || end == text_.size() || text_[end] != ';') fail("& must be written &amp;");
        constexpr std::array<std::string_view, 5> known = {"lt", "gt", "amp", "quot", "apos"};
        if (name.starts_with('#')) {
            if (!is_number_of_character(name.substr(1))) fail(fmt::format("&{}; is not a character of XML", shown(name)));
        } else if (std::find(known.begin(), known.end(), name) == known.end()) {
            fail(fmt::format("the entity &{}; is not one of XML's own; write the text itself", shown(name)));
        }
        at_ = end + 1;
    }

    static bool is_number_of_character(std::string_view digits) {
        const std::uint32_t base = digits.starts_with('x') ? 16 : 10;
        if (base == 16) digits.remove_prefix(1);
        if (digits.empty()) return false;
        std::uint32_t code = 0;
        for (const char c : digits) {
            std::uint32_t digit = base;
            if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
            if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
            if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
            if (digit >= base) return false;
            code = code * base + digit;
            if (code > 0x10FFFF) return false;
        }
        return is_xml_character(code);
    }

    const SourceText& source_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t count_ = 0; ///< of elements and attributes
    bool root_seen_ = false;
    std::vector<OpenElement> open_;
    AttributeNames attributes_;
    WellFormedText result_;
};

} // namespace

WellFormedText check_well_formed(const SourceText& source) { return Checker(source).check(); }

} // namespace placement
