#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "cib/edit.h"

namespace placement {

/// Attributes that agents set for good. A search comes to the same ones again and again: each configuration that they lead to is
/// made once, so that what was read of it, which is kept with it, need not be read again. Copies share what was made.
class PermanentAttributes {
public:
    /// No value: it is removed.
    void set(CibEdit& edit, const std::string& node, const std::string& name, const std::optional<std::string>& value);

    /// By node and name, with the values that were set last; empty for one that was removed.
    const std::map<std::string, std::string>& all() const { return all_; }

private:
    using Change = std::pair<std::string, std::optional<std::string>>; ///< node and name, and the value
    /// How a configuration was made.
    struct Way {
        std::shared_ptr<const XmlTree> from;
        std::vector<Change> changes;

        void add(const std::string& attribute, const std::optional<std::string>& value);
        friend bool operator<(const Way& one, const Way& other) {
            return std::tie(one.from, one.changes) < std::tie(other.from, other.changes);
        }
    };
    struct Made {
        std::mutex mutex;
        std::map<Way, CibDocument::Configuration> configurations; ///< guarded by mutex
    };

    std::map<std::string, std::string> all_;
    Way way_;
    std::shared_ptr<const XmlTree> reached_; ///< that the way leads to
    std::shared_ptr<Made> made_ = std::make_shared<Made>();
};

} // namespace placement
