#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <emscripten.h>

#include "cib/alone.h"
#include "cib/decompress.h"
#include "placement/cib.h"

namespace {

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

/// For an editor: writes the text of a file, compressed or not, and without what stands around its CIB, to another one. Returns 0, or 2
/// after a complaint.
extern "C" EMSCRIPTEN_KEEPALIVE int placement_text_of(const char* from, const char* to) {
    try {
        const placement::CibAlone alone = placement::cib_alone(placement::decompressed(bytes_of(from), from, from), from);
        if (!alone.has_cib) placement::Cib::from_text(alone.text, from); // throws, and says what it is instead
        std::ofstream(to, std::ios::binary) << alone.text;
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return 2;
    }
}
