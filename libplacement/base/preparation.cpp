#include "base/preparation.h"

namespace placement {

const Preparation& preparation_of(const Cluster& cluster) {
    static const Preparation nothing;
    return cluster.preparation ? *cluster.preparation : nothing;
}

Preparation& change_preparation(Cluster& cluster) {
    if (!cluster.preparation || cluster.preparation.use_count() > 1)
        cluster.preparation = std::make_shared<Preparation>(preparation_of(cluster));
    return const_cast<Preparation&>(*cluster.preparation); // it was made here, and nobody else has it
}

} // namespace placement
