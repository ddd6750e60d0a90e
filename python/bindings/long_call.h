#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "bindings.h"

namespace placement::python {

/// A call that may take long. The work is done by another thread without the GIL; the calling thread looks for signals meanwhile (so that
/// Ctrl-C ends the work) and tells the caller's function how far it is. What that raises ends the work, and so does False from it, whose
/// result is then partial.
class LongCall {
public:
    /// `progress` is None, or is called with two numbers.
    explicit LongCall(py::object progress) : progress_(std::move(progress)) {}

    // For the work, in any thread.

    void note(std::size_t done, std::size_t total) {
        const std::scoped_lock lock(mutex_);
        noted_ = {done, total};
    }
    /// Becomes true when the work is to end with what it has.
    const std::atomic<bool>& stop() const { return stop_; }
    bool goes_on() const { return !stop_; }
    /// For work that cannot end with what it has.
    void end_if_stopped() const {
        if (stop_) throw Stopped();
    }

    /// Called with the GIL.
    template <typename Work>
    auto run(const Work& work) {
        std::optional<decltype(work())> result;
        std::exception_ptr thrown;
        {
            const py::gil_scoped_release released;
            std::jthread worker([&] {
                try {
                    result.emplace(work());
                } catch (...) {
                    thrown = std::current_exception();
                }
                const std::scoped_lock lock(mutex_);
                done_ = true;
                wake_.notify_one();
            });
            wait();
        }
        if (!failed_) look_around();
        if (failed_) std::rethrow_exception(failed_);
        if (thrown) std::rethrow_exception(thrown);
        return std::move(*result);
    }

private:
    struct Noted {
        std::size_t done = 0;
        std::size_t total = 0;
        friend bool operator==(const Noted&, const Noted&) = default;
    };
    struct Stopped : std::exception {};

    void wait() {
        std::unique_lock lock(mutex_);
        while (!wake_.wait_for(lock, std::chrono::milliseconds(50), [this] { return done_; })) {
            lock.unlock();
            {
                const py::gil_scoped_acquire held;
                if (!failed_) look_around();
            }
            lock.lock();
        }
    }

    /// With the GIL.
    void look_around() {
        try {
            if (PyErr_CheckSignals() != 0) throw py::error_already_set();
            tell();
        } catch (...) {
            failed_ = std::current_exception();
            stop_ = true;
        }
    }

    void tell() {
        Noted now;
        {
            const std::scoped_lock lock(mutex_);
            now = noted_;
        }
        if (progress_.is_none() || now == told_) return;
        told_ = now;
        if (progress_(now.done, now.total).ptr() == Py_False) stop_ = true;
    }

    py::object progress_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> stop_ = false;
    bool done_ = false;
    Noted noted_;
    Noted told_;
    std::exception_ptr failed_;
};

} // namespace placement::python
