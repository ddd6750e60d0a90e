#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/paint.h"

namespace placement {

/// A cell of a table: text without colours, and how it looks.
struct TableCell {
    TableCell(std::string_view shown, Look how = Look::Plain) : text(shown), look(how) {} // a text is a cell
    TableCell(const std::string& shown, Look how = Look::Plain) : text(shown), look(how) {}
    TableCell(const char* shown, Look how = Look::Plain) : text(shown), look(how) {}
    std::string text;
    Look look = Look::Plain;
};

/// What becomes of a table that is wider than it may be.
enum class TableFold : std::uint8_t {
    InCells, ///< its cells fold between their words; what does not fit even so is as BetweenColumns
    BetweenColumns, ///< the columns that do not fit stand below the others, with the first column again
};

/// Columns of text. The first column names the row; the first row is the heading. No line ends with blanks, and no word is
/// ever cut: a word that is wider than the table makes a line that is too long.
class Table {
public:
    explicit Table(std::size_t indent = 2, TableFold fold = TableFold::InCells) : indent_(indent), fold_(fold) {}

    /// A row may have fewer cells than others. Of their texts all is seen (placement/quoting.h).
    void add(std::vector<TableCell> row);
    bool empty() const { return rows_.empty(); }
    /// How wide it is where nothing limits it.
    std::size_t natural_width() const;
    /// Its lines, each with its end. A width of 0 is no limit.
    std::string text(std::size_t width, const Paint& paint) const;

private:
    struct Shape;
    std::vector<std::size_t> natural_widths() const;
    std::vector<std::size_t> longest_words() const;
    std::vector<Shape> shapes(std::size_t width) const;
    void write(const Shape& shape, const Paint& paint, std::string& out) const;

    std::size_t indent_;
    TableFold fold_;
    std::vector<std::vector<TableCell>> rows_;
};

} // namespace placement
