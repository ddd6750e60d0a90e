#include "render/table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "placement/quoting.h"
#include "render/columns.h"
#include "render/fold.h"

namespace placement {

namespace {

constexpr std::size_t gap = 2;
/// A column is not made narrower than that for others to fit beside it.
constexpr std::size_t narrowest = 12;

/// The least width that cuts no word, where later lines begin with so many blanks.
std::size_t longest_word(std::string_view text, std::size_t hanging) {
    const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
    std::size_t longest = 0;
    for (std::size_t at = begin; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        longest = std::max(longest, (at == begin ? begin : hanging) + shown_width(text.substr(at, end - at)));
        at = end + 1;
    }
    return longest;
}

/// Blanks before the lines of a cell that follow its first: they show that the name goes on.
std::size_t hanging_in(std::string_view text, std::size_t column) {
    return column == 0 ? std::min(text.find_first_not_of(' '), text.size()) + 2 : 0;
}

void raise(std::vector<std::size_t>& widths, std::size_t column, std::size_t to) {
    if (widths.size() <= column) widths.resize(column + 1);
    widths[column] = std::max(widths[column], to);
}

} // namespace

/// Some of the columns, the first one always, beside each other.
struct Table::Shape {
    std::vector<std::size_t> columns;
    std::vector<std::size_t> widths;
};

void Table::add(std::vector<TableCell> row) {
    for (TableCell& cell : row) cell.text = visible(cell.text);
    rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::natural_widths() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        for (std::size_t column = 0; column < row.size(); ++column) raise(widths, column, shown_width(row[column].text));
    }
    return widths;
}

std::vector<std::size_t> Table::longest_words() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::string& text = row[column].text;
            const bool fits = shown_width(text) <= narrowest;
            raise(widths, column, fits ? shown_width(text) : std::max(narrowest, longest_word(text, hanging_in(text, column))));
        }
    }
    return widths;
}

std::size_t Table::natural_width() const {
    const std::vector<std::size_t> widths = natural_widths();
    if (widths.empty()) return 0;
    return indent_ + gap * (widths.size() - 1) + std::accumulate(widths.begin(), widths.end(), std::size_t{0});
}

std::vector<Table::Shape> Table::shapes(std::size_t width) const {
    const std::vector<std::size_t> natural = natural_widths();
    Shape all;
    all.widths = natural;
    for (std::size_t column = 0; column < natural.size(); ++column) all.columns.push_back(column);
    if (width == 0 || natural_width() <= width) return {all};

    std::vector<std::size_t> least = longest_words();
    for (std::size_t column = 0; column < least.size(); ++column) least[column] = std::min(least[column], natural[column]);
    const std::size_t taken =
        indent_ + gap * (natural.size() - 1) + std::accumulate(least.begin(), least.end(), std::size_t{0});
    if (fold_ == TableFold::InCells && taken <= width) {
        // What is left goes to the column that lacks the most.
        all.widths = least;
        for (std::size_t left = width - taken; left > 0; --left) {
            const auto lacks = [&](std::size_t column) { return natural[column] - all.widths[column]; };
            ++all.widths[*std::ranges::max_element(all.columns, {}, lacks)];
        }
        return {all};
    }

    const std::size_t half = width > indent_ ? (width - indent_) / 2 : 0;
    const std::size_t first = natural[0] <= half ? natural[0] : std::clamp(half, least[0], natural[0]);
    const std::size_t room = width > indent_ + first + gap ? width - indent_ - first - gap : 0;
    std::vector<Shape> shapes;
    std::size_t used = 0;
    for (std::size_t column = 1; column < natural.size(); ++column) {
        const std::size_t wanted = natural[column] <= room ? natural[column] : std::clamp(room, least[column], natural[column]);
        if (shapes.empty() || used + gap + wanted > room) {
            shapes.push_back({{0}, {first}});
            used = wanted;
        } else {
            used += gap + wanted;
        }
        shapes.back().columns.push_back(column);
        shapes.back().widths.push_back(wanted);
    }
    if (shapes.empty()) shapes.push_back({{0}, {first}});
    return shapes;
}

void Table::write(const Shape& shape, const Paint& paint, std::string& out) const {
    static const TableCell nothing("");
    for (const auto& row : rows_) {
        std::vector<std::vector<std::string>> cells;
        std::size_t height = 1;
        for (std::size_t i = 0; i < shape.columns.size(); ++i) {
            const TableCell& cell = shape.columns[i] < row.size() ? row[shape.columns[i]] : nothing;
            cells.push_back(folded(cell.text, shape.widths[i], hanging_in(cell.text, shape.columns[i])));
            height = std::max(height, cells.back().size());
        }
        for (std::size_t level = 0; level < height; ++level) {
            std::size_t blanks = indent_; // not written before there is something after them
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const std::string text = level < cells[i].size() ? cells[i][level] : std::string();
                const std::size_t used = shown_width(text);
                if (text.find_first_not_of(' ') != std::string::npos) {
                    out.append(blanks, ' ').append(paint.as(row[shape.columns[i]].look, text));
                    blanks = 0;
                } else {
                    blanks += used;
                }
                blanks += (used < shape.widths[i] ? shape.widths[i] - used : 0) + gap;
            }
            out += '\n';
        }
    }
}

std::string Table::text(std::size_t width, const Paint& paint) const {
    std::string out;
    if (rows_.empty()) return out;
    for (const Shape& shape : shapes(width)) {
        if (!out.empty()) out += '\n';
        write(shape, paint, out);
    }
    return out;
}

} // namespace placement
