#include "base/md5.h"

#include <array>
#include <bit>
#include <cstdint>

#include <fmt/format.h>

namespace placement {

namespace {

using State = std::array<std::uint32_t, 4>;
constexpr std::size_t block_size = 64;

/// floor(2^32 * |sin(i + 1)|)
constexpr std::array<std::uint32_t, 64> constants = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

/// How far each of the four rounds rotates, step by step.
constexpr std::array<std::array<int, 4>, 4> rotations = {{{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

std::uint32_t word_at(std::string_view block, std::size_t index) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        word |= std::uint32_t{static_cast<unsigned char>(block[4 * index + i])} << (8 * i);
    }
    return word;
}

void digest_block(State& state, std::string_view block) {
    auto [a, b, c, d] = state;
    for (std::uint32_t step = 0; step < 64; ++step) {
        const std::uint32_t round = step / 16;
        std::uint32_t mixed = 0;
        std::uint32_t word = 0;
        switch (round) {
            case 0: mixed = (b & c) | (~b & d); word = step; break;
            case 1: mixed = (d & b) | (~d & c); word = 5 * step + 1; break;
            case 2: mixed = b ^ c ^ d; word = 3 * step + 5; break;
            default: mixed = c ^ (b | ~d); word = 7 * step; break;
        }
        mixed += a + constants[step] + word_at(block, word % 16);
        a = d;
        d = c;
        c = b;
        b += std::rotl(mixed, rotations[round][step % 4]);
    }
    state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d};
}

/// What is left of the data, a 1 bit, and at the end of a block the length in bits.
std::string padded(std::string_view rest, std::uint64_t bytes) {
    std::string last(rest);
    last.push_back(static_cast<char>(0x80));
    while (last.size() % block_size != block_size - 8) last.push_back('\0');
    for (int i = 0; i < 8; ++i) last.push_back(static_cast<char>((bytes * 8) >> (8 * i)));
    return last;
}

} // namespace

std::string md5(std::string_view data) {
    State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    const std::uint64_t bytes = data.size();
    for (; data.size() >= block_size; data.remove_prefix(block_size)) digest_block(state, data.substr(0, block_size));
    const std::string last = padded(data, bytes);
    for (std::size_t i = 0; i < last.size(); i += block_size) {
        digest_block(state, std::string_view(last).substr(i, block_size));
    }
    std::string text;
    for (const std::uint32_t word : state) {
        for (int i = 0; i < 4; ++i) text += fmt::format("{:02x}", (word >> (8 * i)) & 0xff);
    }
    return text;
}

} // namespace placement
