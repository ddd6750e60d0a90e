#include "quorum/corosync_file.h"

#include <utility>

#include "placement/quoting.h"

namespace placement {

namespace {

constexpr std::string_view blanks = " \t";
/// Limits of corosync's own reader, without the end of a line.
constexpr std::size_t longest_line = 510;
constexpr std::size_t longest_path = 254;

/// A part of a line that knows where it is.
struct Piece {
    std::string_view text;
    std::size_t column = 1;

    Piece trimmed(std::string_view also_at_end = "") const {
        const std::size_t begin = text.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return {{}, column};
        const std::string at_end = std::string(blanks) + std::string(also_at_end);
        const std::size_t end = text.find_last_not_of(at_end);
        if (end == std::string_view::npos || end < begin) return {text.substr(begin, 0), column + begin};
        return {text.substr(begin, end + 1 - begin), column + begin};
    }
    Piece before(std::size_t at) const { return {text.substr(0, at), column}; }
    Piece after(std::size_t at) const { return {text.substr(at + 1), column + at + 1}; }
};

class CorosyncReader {
public:
    explicit CorosyncReader(const std::string& file_name) : file_name_(file_name) {}

    std::vector<CorosyncEntry> read(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            ++line_;
            read_line(text.substr(0, end));
            text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        }
        if (!open_.empty()) {
            throw InputError(file_name_, open_.back().position,
                             "section `" + visible(open_.back().path) + "` is not closed with }");
        }
        return std::move(entries_);
    }

private:
    struct OpenSection {
        std::string path;
        Position position;
    };

    void read_line(std::string_view line) {
        if (line.find('\0') != std::string_view::npos) fail({line}, "this is no text: the line has a NUL character");
        if (line.size() > longest_line) fail({line}, "the line is longer than the 510 characters that corosync reads");
        if (line.ends_with('\r')) line.remove_suffix(1);
        const Piece content = Piece{line}.trimmed();
        if (content.text.empty() || content.text.front() == '#') return;
        // Whatever else is in the line: a brace opens a section, and only then a colon makes a key.
        if (const std::size_t brace = content.text.find('{'); brace != std::string_view::npos) {
            open(content, brace);
        } else if (const std::size_t colon = content.text.find(':'); colon != std::string_view::npos) {
            set(content, colon);
        } else if (content.text.find('}') != std::string_view::npos) {
            close(content);
        } else {
            fail(content, "this is neither `SECTION {`, `KEY: VALUE` nor }");
        }
    }

    void open(const Piece& line, std::size_t brace) {
        const Piece name = line.before(brace).trimmed(":");
        if (name.text.empty()) fail(line, "a section begins without a name");
        const Piece rest = line.after(brace).trimmed();
        if (!rest.text.empty()) fail(rest, "what follows { belongs on a line of its own");
        open_.push_back({path_of(name), position_of(name)});
        entries_.push_back({open_.back().path, "", "", open_.back().position});
    }

    void set(const Piece& line, std::size_t colon) {
        const Piece key = line.before(colon).trimmed();
        const Piece value = line.after(colon).trimmed();
        if (key.text.empty()) fail(line, "a value without a key");
        entries_.push_back({path_of(key), std::string(key.text), std::string(value.text), position_of(value)});
    }

    void close(const Piece& line) {
        if (line.text != "}") fail(line, "} belongs on a line of its own");
        if (open_.empty()) fail(line, "there is no section that this } could close");
        open_.pop_back();
    }

    std::string path_of(const Piece& name) const {
        std::string path = open_.empty() ? "" : open_.back().path + ".";
        path += name.text;
        if (path.size() > longest_path) fail(name, "the names of this and the sections around it are too long together");
        return path;
    }

    Position position_of(const Piece& piece) const { return {line_, static_cast<std::uint32_t>(piece.column)}; }

    [[noreturn]] void fail(const Piece& piece, const std::string& message) const {
        throw InputError(file_name_, position_of(piece), message);
    }

    const std::string& file_name_;
    std::uint32_t line_ = 0;
    std::vector<OpenSection> open_;
    std::vector<CorosyncEntry> entries_;
};

} // namespace

std::vector<CorosyncEntry> read_corosync_file(std::string_view text, const std::string& file_name) {
    return CorosyncReader(file_name).read(text);
}

} // namespace placement
