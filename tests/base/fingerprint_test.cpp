#include "base/fingerprint.h"

#include <initializer_list>
#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace placement;

namespace {

Fingerprint print_of(std::initializer_list<std::string_view> texts) {
    Fingerprinter print;
    for (const std::string_view text : texts) print.add(text);
    return print.value();
}

} // namespace

TEST_CASE("the same has the same fingerprint") { CHECK(print_of({"start", "n1"}) == print_of({"start", "n1"})); }

TEST_CASE("where one text ends and the next begins counts") {
    CHECK(print_of({"ab", "c"}) != print_of({"a", "bc"}));
    CHECK(print_of({"a", ""}) != print_of({"a"}));
}

TEST_CASE("the order counts") { CHECK(print_of({"n1", "n2"}) != print_of({"n2", "n1"})); }

TEST_CASE("every byte counts, and every place of it") {
    const std::string text(100, 'x');
    std::set<Fingerprint> all{print_of({text})};
    for (std::size_t place = 0; place < text.size(); ++place) {
        for (const char other : {'y', 'X', '\0', '\xff'}) {
            std::string changed = text;
            changed[place] = other;
            all.insert(print_of({changed}));
        }
    }
    CHECK(all.size() == 401);
}

TEST_CASE("numbers that are near to each other have fingerprints that differ in both halves") {
    std::set<std::uint64_t> low;
    std::set<std::uint64_t> high;
    for (int first = 0; first < 100; ++first) {
        for (int second = 0; second < 100; ++second) {
            Fingerprinter print;
            print.add(first);
            print.add(second);
            low.insert(print.value().low);
            high.insert(print.value().high);
        }
    }
    CHECK(low.size() == 10000);
    CHECK(high.size() == 10000);
}

TEST_CASE("a fingerprint in another one counts") {
    Fingerprinter one;
    one.add(print_of({"a"}));
    Fingerprinter other;
    other.add(print_of({"b"}));
    CHECK(one.value() != other.value());
}
