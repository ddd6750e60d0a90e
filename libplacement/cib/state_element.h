#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include "base/fingerprint.h"
#include "cib/kept.h"
#include "cib/source_text.h"

namespace placement {

class XmlTree;
struct RecordedHistory;

/// Attributes of an XML element, in the order in which new ones are written.
using XmlAttributes = std::vector<std::pair<std::string, std::string>>;
/// The same, whose texts live elsewhere.
using XmlAttributeViews = std::vector<std::pair<std::string_view, std::string_view>>;
XmlAttributeViews views_of(const XmlAttributes& attributes);

/// Whether somebody else has it, too. If not, everything that others did with it is done, on whatever thread.
template <typename Type>
bool is_shared(const std::shared_ptr<Type>& pointer) {
    if (pointer.use_count() > 1) return true;
    std::atomic_thread_fence(std::memory_order_acquire);
    return false;
}

/// An element of the state of a cluster: <cib> itself without its configuration, <status> and all that is in it. Elements are
/// shared by all states that have them; who changes one owns it, and whatever it is in, alone. What a state means to the scheduler
/// is kept with the element that says it, so that what did not change is neither read nor compared again.
class StateElement {
public:
    using Pointer = std::shared_ptr<StateElement>;
    using Attribute = std::pair<std::string_view, std::string_view>; ///< name and value

    static constexpr std::size_t nowhere = std::string::npos;

    /// What the text has; `tree` holds the memory from then on. Comments stay.
    static Pointer from_xml(const std::shared_ptr<const XmlTree>& tree, pugi::xml_node node);
    /// The same without what is in it.
    static Pointer without_content(const std::shared_ptr<const XmlTree>& tree, pugi::xml_node node);
    /// What `element` says, with other content.
    static Pointer with_content(const StateElement& element, std::vector<Pointer> children);
    /// A new one.
    explicit StateElement(std::string_view name);
    /// A copy shares its children.
    StateElement(const StateElement& other);
    StateElement& operator=(const StateElement&) = delete;
    ~StateElement() = default;

    bool is_comment() const { return comment_; }
    /// Of a comment its text.
    std::string_view name() const { return name_; }
    bool is(std::string_view name) const { return !comment_ && name_ == name; }
    std::span<const Attribute> attributes() const { return attributes_; }
    std::optional<std::string_view> find(std::string_view attribute) const;
    /// Empty where there is no such attribute.
    std::string_view value(std::string_view attribute) const { return find(attribute).value_or(std::string_view()); }
    const std::vector<Pointer>& children() const { return children_; }
    /// The first child element of this name; null for none.
    const StateElement* child(std::string_view name) const;
    /// Where its "<" stood in the text; `nowhere` for one that is not from the text.
    std::size_t offset() const { return offset_; }

    // ---- changes, by the only owner ----

    /// Whether that changes anything.
    bool set(std::string_view attribute, std::string_view value);
    bool set(const XmlAttributeViews& attributes);
    /// All that `other` says, its children included, in place of what this one does.
    void become(const StateElement& other);
    StateElement& append(std::string_view name);
    void add(Pointer child);
    /// For a child that must have an id.
    StateElement& append_with_id(std::string_view name, std::string_view id);
    /// Makes the child this element's own.
    StateElement& own(std::size_t child);
    /// The first child element of the name as its own, which is made where there is none.
    StateElement& own_or_new(std::string_view name);
    void remove(std::size_t child);
    /// Removes the children for which the test holds; whether there are any.
    template <typename Test>
    bool remove_if(const Test& test) {
        const bool any = std::erase_if(children_, [&](const Pointer& child) { return test(*child); }) > 0;
        if (any) forget();
        return any;
    }

    // ---- what is kept with it ----

    /// Of an <lrm_resource>: what it says. Null until it was read.
    const std::shared_ptr<const RecordedHistory>& history() const { return history_; }
    void keep(std::shared_ptr<const RecordedHistory> history) { history_ = std::move(history); }
    /// Of a <node_state>: the histories in it that count, in their order. None until they were read.
    using Histories = std::vector<const RecordedHistory*>;
    bool is_read() const { return reading_ != nullptr; }
    const Histories& histories() const { return reading_->histories; }
    void keep(Histories histories) { reading_ = std::make_unique<Reading>(std::move(histories)); }
    /// What was made of the histories.
    Kept& kept() const { return reading_->kept; }
    /// Whether it is known that no siblings in it are taken for each other (see rewrite.h). No change makes such.
    bool has_no_equals() const { return no_equals_.load(std::memory_order_relaxed); }
    void know_no_equals() const { no_equals_.store(true, std::memory_order_relaxed); }
    /// What tells it from others (see comparable_state.h); none where nobody has asked for it yet.
    std::optional<Fingerprint> fingerprint() const;
    void keep(Fingerprint fingerprint) const;

private:
    struct Reading {
        explicit Reading(Histories read) : histories(std::move(read)) {}

        const Histories histories;
        Kept kept;
    };

    StateElement() = default;

    static Pointer shell(const std::shared_ptr<const XmlTree>& tree, pugi::xml_node node);
    /// Something in it is about to change.
    void forget();
    /// The attributes, in memory of its own.
    void rewrite(const std::vector<Attribute>& attributes);

    std::shared_ptr<const void> memory_; ///< what the name and the attributes are views of
    std::string_view name_;
    std::vector<Attribute> attributes_;
    std::vector<Pointer> children_;
    std::size_t offset_ = nowhere;
    std::shared_ptr<const RecordedHistory> history_;
    std::unique_ptr<Reading> reading_;
    bool comment_ = false;
    mutable std::atomic<bool> no_equals_ = false;
    mutable std::atomic<std::uint64_t> low_ = 0; ///< of the fingerprint; 0: unknown
    mutable std::atomic<std::uint64_t> high_ = 0;
};

/// The child elements of this name.
std::vector<const StateElement*> children_of(const StateElement& parent, std::string_view name);
/// The place among the children of the first element of this name; none where there is none.
std::optional<std::size_t> find_child(const StateElement& parent, std::string_view name);
/// The place among the children of the first element of this name with this value of the attribute; none where there is none.
std::optional<std::size_t> find_child(const StateElement& parent, std::string_view name, std::string_view attribute,
                                      std::string_view value);
/// Adds a copy of the element, and of all that is in it, to an XML document. The copies keep their places.
pugi::xml_node append_copy(XmlTree& tree, pugi::xml_node parent, const StateElement& element);
/// Whether both say the same; comments and the order of attributes do not count.
bool say_the_same(const StateElement& left, const StateElement& right);

} // namespace placement
