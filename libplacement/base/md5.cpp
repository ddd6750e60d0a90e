#include "base/md5.h"

#include <array>
#include <cstdint>
#include <sys/types.h>

#include <md5.h>

namespace placement {

std::string md5(std::string_view data) {
    std::array<char, MD5_DIGEST_STRING_LENGTH> digits{};
    MD5Data(reinterpret_cast<const std::uint8_t*>(data.data()), data.size(), digits.data());
    return digits.data();
}

} // namespace placement
