#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

// Schedules are made of very many small blocks, and the module has one thread: blocks of a size lie in pages of their own, and a
// block that is given back is the next one that is handed out. Natively mimalloc does the like.

namespace {

constexpr std::size_t step = 16; // sizes are multiples of it
constexpr std::size_t largest_small = 512;
constexpr std::size_t page_size = 65536;
constexpr std::size_t pages_at_once = 16;
constexpr std::size_t pages = (std::size_t{1} << 31) / page_size; // as many as the module's memory can have

struct Block {
    Block* next;
};

/// The blocks of one size that nobody has, and what is left of the last page.
struct Shelf {
    Block* given_back = nullptr;
    std::byte* unused = nullptr;
    std::byte* end = nullptr;
};

std::array<Shelf, largest_small / step + 1> shelves;
std::array<std::uint8_t, pages> shelf_of_page; // 0: the page is malloc's
std::byte* unused_page = nullptr;
std::byte* end_of_pages = nullptr;

[[gnu::noinline]] void* from_malloc(std::size_t size) {
    void* block = std::malloc(size == 0 ? 1 : size);
    if (block == nullptr) throw std::bad_alloc();
    return block;
}

std::byte* new_page(std::uint8_t shelf) {
    if (unused_page == end_of_pages) {
        unused_page = static_cast<std::byte*>(std::aligned_alloc(page_size, page_size * pages_at_once));
        if (unused_page == nullptr) {
            end_of_pages = nullptr;
            throw std::bad_alloc();
        }
        end_of_pages = unused_page + page_size * pages_at_once;
    }
    std::byte* const page = unused_page;
    unused_page += page_size;
    shelf_of_page[reinterpret_cast<std::uintptr_t>(page) / page_size] = shelf;
    return page;
}

[[gnu::noinline]] void* from_page(std::size_t number) {
    const std::size_t size = number * step;
    Shelf& shelf = shelves[number];
    if (static_cast<std::size_t>(shelf.end - shelf.unused) < size) {
        shelf.unused = new_page(static_cast<std::uint8_t>(number));
        shelf.end = shelf.unused + page_size;
    }
    void* const block = shelf.unused;
    shelf.unused += size;
    return block;
}

} // namespace

void* operator new(std::size_t size) {
    const std::size_t number = (size + step - 1) / step;
    if (number == 0 || number > largest_small / step) return from_malloc(size);
    Shelf& shelf = shelves[number];
    Block* const block = shelf.given_back;
    if (block == nullptr) return from_page(number);
    shelf.given_back = block->next;
    return block;
}

void operator delete(void* block) noexcept {
    const std::uint8_t number = shelf_of_page[reinterpret_cast<std::uintptr_t>(block) / page_size]; // that of nullptr is malloc's
    if (number == 0) return std::free(block);
    Block* const given_back = static_cast<Block*>(block);
    given_back->next = shelves[number].given_back;
    shelves[number].given_back = given_back;
}

void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* block) noexcept { operator delete(block); }
void operator delete(void* block, std::size_t) noexcept { operator delete(block); }
void operator delete[](void* block, std::size_t) noexcept { operator delete(block); }
