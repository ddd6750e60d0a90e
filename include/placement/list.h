#pragma once

#include <initializer_list>
#include <vector>

namespace [[gnu::visibility("default")]] placement {

/// A list in a question: the events of a Scenario, its agents, and so on. It is a vector in every respect, but the library, not each
/// file that asks, has the code with which it is created, copied and destroyed; the library has that for its own lists alone.
template <typename Value>
class List : public std::vector<Value> {
public:
    List() noexcept;
    List(std::initializer_list<Value> values);
    List(std::vector<Value> values);
    List(const List& other);
    List(List&& other) noexcept;
    List& operator=(const List& other);
    List& operator=(List&& other) noexcept;
    ~List();
};

} // namespace placement
