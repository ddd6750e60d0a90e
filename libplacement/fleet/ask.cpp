#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "fleet/row.h"

namespace placement {

namespace {

/// Several threads make the rows, and the calling one hands them over in order. They are no further ahead than a few rows each, so
/// that what waits does not grow with the number of files.
class Asking {
public:
    Asking(const std::vector<std::string>& files, const FleetOptions& options, std::size_t from, const KnownRow& known)
        : files_(files), options_(options), known_(known) {
        for (std::size_t place = options.shard.number - 1; place < files.size(); place += options.shard.count)
            places_.push_back(place);
        taken_ = next_ = std::min(from, places_.size());
    }

    bool run(const std::function<void(const FleetRow&)>& take) {
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        const std::size_t wanted = std::min(options_.threads > 0 ? options_.threads : cores, places_.size() - next_);
        rows_.resize(std::max<std::size_t>(1, wanted * ahead_of_each));
        std::vector<std::jthread> workers;
        try {
            while (workers.size() < wanted && wanted > 1) workers.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
            // There is no room for another thread: those that are there do its part, and if there is none, this one.
        }
        try {
            return hand_over(take, workers.empty());
        } catch (...) {
            end();
            throw;
        }
    }

private:
    static constexpr std::size_t ahead_of_each = 16;

    struct Slot {
        bool done = false;
        std::optional<FleetRow> row; ///< none where it was given up
        std::exception_ptr thrown;
    };

    bool hand_over(const std::function<void(const FleetRow&)>& take, bool alone) {
        for (; taken_ < places_.size(); step()) {
            Slot& slot = slot_of(taken_);
            if (alone) {
                fill(slot, taken_);
            } else {
                std::unique_lock lock(mutex_);
                filled_.wait(lock, [&] { return slot.done; });
            }
            if (slot.thrown) std::rethrow_exception(slot.thrown);
            if (!slot.row) {
                end();
                return false;
            }
            take(*slot.row);
            if (options_.progress) options_.progress(taken_ + 1, places_.size());
        }
        return true;
    }

    /// The place of what was handed over is free again.
    void step() {
        {
            const std::scoped_lock lock(mutex_);
            slot_of(taken_) = {};
            ++taken_;
        }
        room_.notify_one();
    }

    void work() {
        for (;;) {
            std::size_t number = 0;
            {
                std::unique_lock lock(mutex_);
                room_.wait(lock, [this] { return ended_ || next_ >= places_.size() || next_ < taken_ + rows_.size(); });
                if (ended_ || next_ >= places_.size()) return room_.notify_all();
                number = next_++;
            }
            Slot slot;
            fill(slot, number);
            {
                const std::scoped_lock lock(mutex_);
                slot_of(number) = std::move(slot);
            }
            filled_.notify_one();
        }
    }

    void fill(Slot& slot, std::size_t number) const {
        try {
            slot.row = row_of(places_[number]);
        } catch (...) {
            slot.thrown = std::current_exception();
        }
        slot.done = true;
    }

    std::optional<FleetRow> row_of(std::size_t place) const {
        if (options_.stop != nullptr && options_.stop->load()) return std::nullopt;
        FleetRow row;
        row.place = place;
        row.file = files_[place];
        std::string content = content_of(row);
        if (known_) {
            if (std::optional<FleetRow> known = known_(row.file, row.digest)) {
                known->place = place;
                return known;
            }
        }
        if (!answer_row(std::move(content), options_, row)) return std::nullopt;
        return row;
    }

    void end() {
        {
            const std::scoped_lock lock(mutex_);
            ended_ = true;
        }
        room_.notify_all();
    }

    Slot& slot_of(std::size_t number) { return rows_[number % rows_.size()]; }

    const std::vector<std::string>& files_;
    const FleetOptions& options_;
    const KnownRow& known_;
    std::vector<std::size_t> places_; ///< in `files_`, of the shard
    std::vector<Slot> rows_;
    std::size_t next_ = 0;  ///< that no thread has begun; guarded by mutex_
    std::size_t taken_ = 0; ///< that was not handed over; written under mutex_
    bool ended_ = false;    ///< guarded by mutex_
    std::mutex mutex_;
    std::condition_variable room_;
    std::condition_variable filled_;
};

} // namespace

bool ask_fleet(const std::vector<std::string>& files, const FleetOptions& options,
               const std::function<void(const FleetRow&)>& take, std::size_t from, const KnownRow& known) {
    return Asking(files, options, from, known).run(take);
}

} // namespace placement
