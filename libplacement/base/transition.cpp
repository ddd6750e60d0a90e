#include "placement/transition.h"

namespace placement {

namespace {

class MadeAttributes final : public AttributeSource {
public:
    explicit MadeAttributes(AttributeTable table) : attributes_(std::move(table)) {}
    const SharedAttributes& of(ActionId /*action*/) const override { return attributes_; }

private:
    SharedAttributes attributes_;
};

} // namespace

ActionAttributes::ActionAttributes(AttributeTable made) : source_(std::make_shared<const MadeAttributes>(std::move(made))) {}

} // namespace placement
