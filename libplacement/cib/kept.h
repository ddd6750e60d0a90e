#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace placement {

/// What was made of a part of a CIB, kept with it for when the same is asked again; all Cibs that share the part share this.
/// Several threads may use it. What is in it is up to who made it.
class Kept {
public:
    std::shared_ptr<const void> get() const {
        const std::scoped_lock lock(mutex_);
        return value_;
    }
    void set(std::shared_ptr<const void> value) {
        const std::scoped_lock lock(mutex_);
        value_ = std::move(value);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const void> value_;
};

} // namespace placement
