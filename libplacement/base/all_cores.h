#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace placement {

/// Calls `work` with each of the items, on all cores, and returns when all are done. What one of them throws is thrown; what
/// is not begun by then is left.
template <typename Item, typename Work>
void on_all_cores(std::vector<Item>& items, const Work& work) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr thrown;
    const auto run = [&] {
        for (std::size_t item = next++; item < items.size(); item = next++) {
            try {
                work(items[item]);
            } catch (...) {
                const std::scoped_lock lock(mutex);
                if (!thrown) thrown = std::current_exception();
                next = items.size();
            }
        }
    };
    {
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        const std::size_t wanted = std::min(cores, items.size());
        std::vector<std::jthread> others;
        others.reserve(wanted);
        try {
            while (others.size() + 1 < wanted) others.emplace_back(run);
        } catch (const std::system_error&) {
            // There is no memory or no room for another thread; those that are there do its part.
        }
        run();
    }
    if (thrown) std::rethrow_exception(thrown);
}

} // namespace placement
