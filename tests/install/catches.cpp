// What the library throws is caught by its type: catches CIB
#include <exception>
#include <iostream>
#include <string>

#include <placement/names.h>
#include <placement/scenario.h>
#include <placement/schema.h>

namespace {

/// Whether the call throws an Error, and nothing else.
template <typename Error, typename Call>
bool throws(const char* what, const Call& call) {
    try {
        call();
    } catch (const Error&) {
        return true;
    } catch (const std::exception& other) {
        std::cerr << what << ": another exception: " << other.what() << '\n';
        return false;
    }
    std::cerr << what << ": no exception\n";
    return false;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    const auto cib = placement::Cib::from_file(arguments[1]);
    const auto simulate = [&](placement::Event event) { placement::simulate({.cib = cib, .events = {std::move(event)}}); };
    bool all = throws<placement::InputError>("text", [] { placement::Cib::from_text("no CIB"); });
    all = throws<placement::UnknownName>("a node", [&] { simulate(placement::NodeFails{"no-such-node"}); }) && all;
    all =
        throws<placement::ImpossibleEvent>("an instance", [&] { simulate(placement::ResourceDisabled{"Postgresql:0"}); }) && all;
    return all ? 0 : 1;
}
