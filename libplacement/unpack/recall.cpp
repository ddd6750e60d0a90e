#include "unpack/recall.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace placement {

namespace {

/// What the model of a configuration depends on, besides the configuration.
struct Question {
    Time now;
    Release release;
    Behavior behavior;
    bool have_quorum = false;
    std::string coordinator;
    std::string panic;

    Question(const UnpackContext& context, bool depends_on_time)
        : now(depends_on_time ? context.cluster.now : Time()), release(context.cluster.release),
          behavior(context.cluster.behavior), have_quorum(context.cluster.have_quorum),
          coordinator(context.document.root().value("dc-uuid")), panic(context.document.root().value("no-quorum-panic")) {}

    friend bool operator==(const Question&, const Question&) = default;
};

struct Answer {
    Cluster cluster;
    ReadConfiguration read;

    explicit Answer(const UnpackContext& context) : cluster(context.cluster), read(context) {
        cluster.text.reset(); // it holds the configuration, which holds this
        read.recalled = std::make_shared<RecalledConfiguration>();
    }

    void copy_to(UnpackContext& context) const {
        const Time now = context.cluster.now;
        auto text = std::move(context.cluster.text);
        auto feature_set = std::move(context.cluster.feature_set);
        auto nearest_to = std::move(context.cluster.nearest_to);
        context.cluster = cluster;
        context.cluster.now = now;
        context.cluster.text = std::move(text);
        context.cluster.feature_set = std::move(feature_set);
        context.cluster.nearest_to = std::move(nearest_to);
        static_cast<ReadConfiguration&>(context) = read;
    }
};

/// What is asked once is most often not asked again, and then an answer is not worth its memory: the first time leaves the
/// question alone, unless it is known that more follow.
struct Asked {
    Question question;
    std::optional<Answer> answer;
};

/// The last questions, the newest first: coordinator and quorum change back and forth.
struct LastAsked {
    bool depends_on_time = false;
    std::vector<std::shared_ptr<const Asked>> asked;
};

/// Only conditions on dates ask for the time.
bool depends_on_time(pugi::xml_node element) {
    if (std::string_view(element.name()) == "date_expression") return true;
    return std::ranges::any_of(element.children(), depends_on_time);
}

void keep(const LastAsked& before, std::shared_ptr<const Asked> now, Kept& kept) {
    constexpr std::size_t most = 6;
    auto last = std::make_shared<LastAsked>();
    last->depends_on_time = before.depends_on_time;
    last->asked.reserve(most);
    last->asked.push_back(std::move(now));
    for (const auto& each : before.asked) {
        if (last->asked.size() < most && each->question != last->asked.front()->question) last->asked.push_back(each);
    }
    kept.set(std::move(last));
}

} // namespace

void recall_or(void (*unpack_configuration)(UnpackContext&), UnpackContext& context) {
    Kept& kept = *context.document.configuration_part.kept;
    auto last = std::static_pointer_cast<const LastAsked>(kept.get());
    if (!last) last = std::make_shared<const LastAsked>(LastAsked{depends_on_time(context.document.configuration()), {}});
    const Question question(context, last->depends_on_time);
    const auto known = std::ranges::find_if(last->asked, [&](const auto& each) { return each->question == question; });
    if (known != last->asked.end() && (*known)->answer) {
        (*known)->answer->copy_to(context);
        return;
    }
    unpack_configuration(context);
    auto asked = std::make_shared<Asked>(Asked{question, std::nullopt});
    // A reference by id may have led into the status, which is another the next time.
    const bool is_kept = known != last->asked.end() || context.document.configuration_part.is_asked_again;
    if (is_kept && !context.state_elements) asked->answer.emplace(context);
    keep(*last, std::move(asked), kept);
}

} // namespace placement
