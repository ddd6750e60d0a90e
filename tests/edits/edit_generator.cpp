#include "edits/edit_generator.h"

#include <set>
#include <sstream>
#include <stdexcept>

#include <pugixml.hpp>

#include "edits/edit_kinds.h"

namespace placement::edits {

namespace {

std::string written(const pugi::xml_document& document) {
    std::ostringstream stream;
    document.save(stream, " ");
    return stream.str();
}

class Generator {
public:
    Generator(const Cib& cib, std::uint64_t seed) : cib_(cib), chance_(seed) {
        if (!original_.load_string(cib.xml().c_str())) throw std::runtime_error("the CIB is not written as XML");
        seen_.insert(written(original_));
        kinds_.assign(edit_kinds().begin(), edit_kinds().end());
    }

    std::vector<MadeEdit> make(std::size_t count) {
        std::vector<MadeEdit> edits;
        for (int fruitless = 0; fruitless < 3;) {
            const std::size_t before = edits.size();
            chance_.shuffle(kinds_);
            for (const EditKind& kind : kinds_) {
                if (edits.size() == count) return edits;
                try_one(kind, edits);
            }
            fruitless = edits.size() == before ? fruitless + 1 : 0;
        }
        return edits;
    }

private:
    void try_one(const EditKind& kind, std::vector<MadeEdit>& edits) {
        pugi::xml_document document;
        document.reset(original_);
        const auto text = kind.make(document.child("cib"), chance_);
        if (!text) return;
        const std::string xml = written(document);
        if (!seen_.insert(xml).second) return;
        edits.push_back({std::string(kind.name), *text, Cib::from_text(xml, cib_.name())});
    }

    const Cib& cib_;
    property::Chance chance_;
    pugi::xml_document original_;
    std::set<std::string> seen_;
    std::vector<EditKind> kinds_;
};

} // namespace

std::vector<MadeEdit> make_edits(const Cib& cib, std::uint64_t seed, std::size_t count) {
    return Generator(cib, seed).make(count);
}

} // namespace placement::edits
