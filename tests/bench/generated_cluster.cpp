#include "bench/generated_cluster.h"

#include <vector>

#include <fmt/format.h>

namespace placement::bench {

namespace {

constexpr std::size_t members = 4;

class Generator {
public:
    explicit Generator(const Size& size) : size_(size), units_(std::max<std::size_t>(size.resources / (members + 1), 1)) {}

    std::string cib() {
        text_ = R"(<cib crm_feature_set="3.0.14" validate-with="pacemaker-2.10" epoch="1" num_updates="0" admin_epoch="0")"
                R"( have-quorum="1" dc-uuid="1" execution-date="1700000000"><configuration><crm_config>)"
                R"(<cluster_property_set id="properties"><nvpair id="fencing" name="stonith-enabled" value="false"/>)"
                "</cluster_property_set></crm_config><nodes>";
        for (std::size_t node = 0; node < size_.nodes; ++node) {
            add(R"(<node id="{0}" uname="node{0}"/>)", node + 1);
        }
        text_ += "</nodes><resources>";
        for (std::size_t unit = 0; unit < units_; ++unit) add_unit(unit);
        text_ += "</resources><constraints>";
        for (std::size_t i = 0; i < size_.constraints; ++i) add_constraints(i);
        text_ += "</constraints></configuration><status>";
        for (std::size_t node = 0; node < size_.nodes; ++node) add_state(node);
        return text_ + "</status></cib>\n";
    }

private:
    template <typename... Values>
    void add(fmt::format_string<Values...> format, Values&&... values) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
        text_ += '\n';
    }

    void add_primitive(const std::string& id) {
        add(R"(<primitive id="{0}" class="ocf" provider="pacemaker" type="Dummy"><operations>)"
            R"(<op id="{0}-monitor" name="monitor" interval="10s"/></operations></primitive>)",
            id);
    }

    static std::vector<std::string> names(std::size_t unit) {
        std::vector<std::string> names;
        for (std::size_t member = 0; member < members; ++member) names.push_back(fmt::format("member{}-{}", unit, member));
        names.push_back(fmt::format("alone{}", unit));
        return names;
    }

    void add_unit(std::size_t unit) {
        const std::vector<std::string> all = names(unit);
        add(R"(<group id="group{}">)", unit);
        for (std::size_t member = 0; member < members; ++member) add_primitive(all[member]);
        text_ += "</group>";
        add_primitive(all.back());
    }

    void add_constraints(std::size_t i) {
        const std::size_t unit = i % units_;
        add(R"(<rsc_location id="location{}" rsc="group{}" node="node{}" score="100"/>)", i, unit, home(unit) + 1);
        add(R"(<rsc_colocation id="colocation{}" rsc="alone{}" with-rsc="group{}" score="INFINITY"/>)", i, unit, unit);
        add(R"(<rsc_order id="order{}" first="group{}" then="alone{}"/>)", i, unit, unit);
    }

    std::size_t home(std::size_t unit) const { return unit % size_.nodes; }

    void add_state(std::size_t node) {
        add(R"(<node_state id="{0}" uname="node{0}" in_ccm="true" crmd="online" join="member" expected="member">)"
            R"(<lrm id="{0}"><lrm_resources>)",
            node + 1);
        for (std::size_t unit = node; unit < units_; unit += size_.nodes) {
            for (const std::string& name : names(unit)) add_history(node, name);
        }
        text_ += "</lrm_resources></lrm></node_state>";
    }

    void add_history(std::size_t node, const std::string& name) {
        constexpr const char* key = "1:1:0:00000000-0000-0000-0000-000000000000";
        add(R"(<lrm_resource id="{0}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="{0}_last_0")"
            R"( operation_key="{0}_start_0" operation="start" transition-key="{1}" transition-magic="0:0;{1}" call-id="5")"
            R"( rc-code="0" op-status="0" interval="0" on_node="node{2}" crm_feature_set="3.0.14"/></lrm_resource>)",
            name, key, node + 1);
    }

    Size size_;
    std::size_t units_;
    std::string text_;
};

} // namespace

std::string generated_cluster(const Size& size) { return Generator(size).cib(); }

} // namespace placement::bench
