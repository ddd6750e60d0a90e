#include <cstddef>
#include <cstdlib>
#include <new>

// For programs with an allocator that aborts where operator new has no memory, as mimalloc does when it is compiled as C: all
// forms of it over the allocator's malloc, with the exception that C++ promises. What they give is freed by its operator delete.

namespace {

void* allocated(std::size_t size) noexcept { return std::malloc(size == 0 ? 1 : size); }

void* allocated(std::size_t size, std::align_val_t alignment) noexcept {
    const auto unit = static_cast<std::size_t>(alignment);
    if (size > static_cast<std::size_t>(-1) - unit) return nullptr;
    const std::size_t units = size == 0 ? 1 : (size + unit - 1) / unit;
    return std::aligned_alloc(unit, units * unit);
}

void* require(void* block) {
    if (block == nullptr) throw std::bad_alloc();
    return block;
}

} // namespace

void* operator new(std::size_t size) { return require(allocated(size)); }
void* operator new[](std::size_t size) { return require(allocated(size)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void* operator new(std::size_t size, std::align_val_t alignment) { return require(allocated(size, alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return require(allocated(size, alignment)); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return allocated(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return allocated(size, alignment);
}
