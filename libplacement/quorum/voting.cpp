#include "quorum/voting.h"

namespace placement {

void Voting::form(const VoterNumbers& members, bool device_votes) {
    for (const VoterNumber member : members) {
        if (!views_[member]) views_[member].emplace(rules_, member);
        views_[member]->begin(members);
    }
    const std::vector<Announcement> announcements = announcements_of(members);
    for (const VoterNumber member : members) views_[member]->conclude();
    tell(members, announcements);
    give_device_votes(members, members, device_votes);
    for (const VoterNumber member : members) views_[member]->settle();
}

void Voting::give_device_votes(const VoterNumbers& nodes, const VoterNumbers& members, bool given) {
    VoterNumbers changed;
    for (const VoterNumber member : nodes) {
        if (views_[member]->has_device_votes() == given) continue;
        views_[member]->give_device_votes(given);
        changed.push_back(member);
    }
    tell(members, announcements_of(changed));
}

void Voting::pass(std::int64_t milliseconds) {
    for (auto& view : views_) {
        if (view) view->pass(milliseconds);
    }
}

std::vector<Announcement> Voting::announcements_of(const VoterNumbers& nodes) const {
    std::vector<Announcement> announcements;
    for (const VoterNumber node : nodes) announcements.push_back(views_[node]->announcement());
    return announcements;
}

void Voting::tell(const VoterNumbers& members, const std::vector<Announcement>& announcements) {
    for (const VoterNumber member : members) {
        for (const Announcement& announcement : announcements) views_[member]->hear(announcement);
    }
}

} // namespace placement
