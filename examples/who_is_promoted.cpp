#include <iostream>

#include <placement/scenario.h>

int main(int count, char** arguments) {
    if (count != 2) return 2; // who_is_promoted CIB
    const auto cib = placement::Cib::from_file(arguments[1]);
    const auto outcome = placement::simulate({.cib = cib, .events = {placement::NodeFails{"pg01"}}});
    for (const auto& node : outcome.promoted("msPostgresql")) std::cout << "promoted on " << node << '\n';
    for (const auto& node : outcome.running("PostgresqlVIP")) std::cout << "the address runs on " << node << '\n';
    for (const auto& service : outcome.lost()) std::cout << service << " stays down\n";
    std::cout << "score on pg02: " << outcome.score("Postgresql", "pg02").text() << '\n';
    return outcome.all_services_survive() ? 0 : 1;
}
