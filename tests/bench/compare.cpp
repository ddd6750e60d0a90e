// Time and peak memory beside the peer, crm_simulate, in one run.
//
// compare PEER [CORPUS]   PEER: the command crm_simulate; CORPUS: the folder of Pacemaker's scheduler regression data
//
// Each measurement is a process of its own: this program with --measure, and the peer with its --profile. Both read a
// CIB and schedule it again and again; the time is that of one schedule, from the parsed CIB on.
//
// Then sweeps, by the clock and with all cores, beside as many processes of the peer, one after the other and as many at a
// time as there are cores.
// Of those only some are run; what all of them would take is extrapolated. A cluster as it is generated has most resources
// to be probed on most nodes, which is much work for a scheduler; the same cluster at rest has much more history to read.
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "bench/generated_cluster.h"
#include "placement/carry_out.h"
#include "placement/cib.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/sweep.h"
#include "placement/unpack.h"

namespace placement::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{120};
constexpr std::chrono::seconds patience_with_sweeps{1800};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::vector<fs::path> cibs_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".xml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

/// The sum over a folder's CIBs of the seconds that one schedule takes, printed as the peer prints it.
int measure(const fs::path& folder, int repeat) {
    for (const fs::path& file : cibs_in(folder)) {
        const Cib cib = Cib::from_file(file.string());
        const Time time = cib.execution_date().value_or(Time{1'700'000'000, 0});
        const auto start = Clock::now();
        for (int i = 0; i < repeat; ++i) static_cast<void>(schedule(unpack(cib, time)));
        std::cout << "... " << fmt::format("{:.6f}", seconds_since(start)) << " secs\n";
    }
    return 0;
}

SweepOptions every_failure(int depth) {
    SweepOptions options;
    options.depth = depth;
    options.max_runs = 1'000'000;
    return options;
}

/// Sweeps the CIB and prints the seconds by the clock.
int measure_sweep(const fs::path& file, int depth) {
    const Cib cib = Cib::from_file(file.string());
    const auto start = Clock::now();
    const Sweep swept = sweep(cib, every_failure(depth));
    if (!swept.complete) return 1;
    std::cout << "... " << fmt::format("{:.6f}", seconds_since(start)) << " secs\n";
    return 0;
}

struct Measurement {
    double seconds = 0; ///< of processor time, the sum of what was printed where nothing else is known
    long kilobytes = 0;
    std::size_t cases = 0;
};

/// Runs a command with its output in `output`; none where it took too long or could not be run.
std::optional<rusage> run(const std::vector<std::string>& command, const fs::path& output,
                          std::chrono::seconds wait = patience) {
    std::cout.flush();
    const pid_t child = fork();
    if (child < 0) return std::nullopt;
    if (child == 0) {
        if (freopen(output.c_str(), "w", stdout) == nullptr || freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
        std::vector<char*> words;
        for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        execvp(words.front(), words.data());
        _exit(127);
    }
    const auto start = Clock::now();
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, WNOHANG, &usage) == 0) {
        if (Clock::now() - start > wait) {
            kill(child, SIGKILL);
            wait4(child, &status, 0, &usage);
            return std::nullopt;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
    return usage;
}

/// The sum of the "... 0.123 secs" of the output.
std::optional<Measurement> read_seconds(const fs::path& output, long kilobytes) {
    Measurement measured;
    measured.kilobytes = kilobytes;
    std::ifstream stream(output);
    for (std::string line; std::getline(stream, line);) {
        const std::size_t at = line.find("... ");
        if (at == std::string::npos) continue;
        measured.seconds += std::stod(line.substr(at + 4));
        ++measured.cases;
    }
    if (measured.cases == 0) return std::nullopt;
    return measured;
}

class Comparison {
public:
    Comparison(std::string self, std::string peer)
        : self_(std::move(self)), peer_(std::move(peer)),
          scratch_(fs::temp_directory_path() / fmt::format("placement-bench-{}", getpid())) {
        fs::create_directories(scratch_);
    }
    Comparison(const Comparison&) = delete;
    Comparison& operator=(const Comparison&) = delete;
    ~Comparison() {
        std::error_code ignored;
        fs::remove_all(scratch_, ignored);
    }

    void heading() {
        std::cout << "peer: " << release() << "\n\n"
                  << fmt::format("{:<40}{:>12}{:>12}{:>10}{:>12}{:>12}\n", "schedules", "ours ms", "peer ms", "peer/ours",
                                 "ours MB", "peer MB");
    }

    void folder(const std::string& name, const fs::path& cibs, int repeat) {
        const auto ours = measured({self_, "--measure", cibs.string(), std::to_string(repeat)});
        const auto theirs = peer_.empty() ? std::nullopt
                                          : measured({peer_, "--profile", cibs.string(), "--repeat", std::to_string(repeat)});
        print(name, ours, theirs, repeat);
    }

    void cluster(const Size& size, int repeat) {
        const std::string name =
            fmt::format("{} nodes, {} resources, {} constraints", size.nodes, size.resources, 3 * size.constraints);
        const fs::path folder_of_one = scratch_ / "cluster";
        fs::create_directories(folder_of_one);
        std::ofstream(folder_of_one / "cib.xml") << generated_cluster(size);
        folder(name, folder_of_one, repeat);
    }

    struct Swept {
        Size size;
        int depth = 1;
        bool at_rest = false;
    };

    /// All failures of the cluster: our time, and the time of a process of the peer a run.
    void sweep_of(const Swept& what) {
        const Size& size = what.size;
        const fs::path file = scratch_ / "swept.xml";
        const Cib generated = Cib::from_text(generated_cluster(size));
        std::ofstream(file) << (what.at_rest ? simulate({.cib = generated}).settled->cib : generated).xml();
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        const std::size_t runs = count_runs(Cib::from_file(file.string()), every_failure(what.depth));
        std::cout << fmt::format("\nsweep, depth {}, {} nodes, {} resources, {} constraints, {}: {} runs, {} cores\n",
                                 what.depth, size.nodes, size.resources, 3 * size.constraints,
                                 what.at_rest ? "at rest" : "not probed yet", runs, cores)
                  << std::flush;
        const auto usage = run({self_, "--sweep", file.string(), std::to_string(what.depth)}, scratch_ / "output", patience_with_sweeps);
        const auto ours = usage ? read_seconds(scratch_ / "output", usage->ru_maxrss) : std::nullopt;
        if (!ours) {
            std::cout << "  ours: failed\n";
            return;
        }
        std::cout << fmt::format("  ours: {:.1f} s by the clock, {:.3f} ms a run, {:.0f} MB\n", ours->seconds,
                                 1000 * ours->seconds / static_cast<double>(runs), static_cast<double>(ours->kilobytes) / 1024);
        if (peer_.empty()) return;
        const auto alone = time_of_processes(file, what, 1);
        const auto together = time_of_processes(file, what, cores);
        if (!alone || !together) {
            std::cout << "  peer: does not run\n";
            return;
        }
        std::cout << fmt::format("  peer: {} processes of crm_simulate took {:.1f} s one after the other, {:.1f} s {} at a time\n",
                                 processes_measured, *alone, *together, cores);
        const auto all = [&](double seconds) { return seconds / processes_measured * static_cast<double>(runs); };
        std::cout << fmt::format("  {} of them would take {:.0f} s one after the other, {:.0f} s {} at a time (extrapolated)\n"
                                 "  peer/ours: {:.0f} one after the other, {:.0f} {} at a time\n",
                                 runs, all(*alone), all(*together), cores, all(*alone) / ours->seconds,
                                 all(*together) / ours->seconds, cores);
    }

private:
    static constexpr int processes_measured = 10;

    /// By the clock: failures that differ, simulated as the sweep does.
    std::optional<double> time_of_processes(const fs::path& file, const Swept& what, std::size_t at_a_time) const {
        std::atomic<int> next = 0;
        std::atomic<bool> failed = false;
        const auto start = Clock::now();
        {
            std::vector<std::jthread> workers;
            for (std::size_t worker = 0; worker < at_a_time; ++worker) {
                workers.emplace_back([&, worker] {
                    const fs::path output = scratch_ / fmt::format("peer-{}", worker);
                    for (int i = next++; i < processes_measured; i = next++) {
                        const auto command = failure_for_peer(file, what, static_cast<std::size_t>(i));
                        if (!run(command, output, patience_with_sweeps)) failed = true;
                    }
                });
            }
        }
        if (failed) return std::nullopt;
        return seconds_since(start);
    }

    /// Most are of resources, as in the sweep; each tenth of a node, in a pair with a resource.
    std::vector<std::string> failure_for_peer(const fs::path& file, const Swept& what, std::size_t number) const {
        const Size& size = what.size;
        const auto resource_fails = [&](std::size_t unit) {
            return fmt::format("alone{}_monitor_10000@node{}=7", unit, unit % size.nodes + 1);
        };
        const std::size_t units = size.resources / 5;
        std::vector<std::string> command{peer_, "--xml-file", file.string(), "--simulate"};
        const bool node = number % 10 == 0;
        if (node) command.insert(command.end(), {"--node-fail", fmt::format("node{}", (number + 1) % size.nodes + 1)});
        if (!node || what.depth > 1) command.insert(command.end(), {"--op-inject", resource_fails(number % units)});
        if (!node && what.depth > 1) command.insert(command.end(), {"--op-inject", resource_fails((number + 1) % units)});
        return command;
    }

    std::string release() {
        if (peer_.empty()) return "none (crm_simulate is not installed)";
        if (!run({peer_, "--version"}, scratch_ / "version")) return peer_ + " does not run";
        std::ifstream stream(scratch_ / "version");
        std::string line;
        std::getline(stream, line);
        return line;
    }

    std::optional<Measurement> measured(const std::vector<std::string>& command) {
        const auto usage = run(command, scratch_ / "output");
        if (!usage) return std::nullopt;
        return read_seconds(scratch_ / "output", usage->ru_maxrss);
    }

    static std::string milliseconds(const std::optional<Measurement>& measured, int repeat) {
        if (!measured) return "-";
        return fmt::format("{:.3f}", 1000 * measured->seconds / repeat / static_cast<double>(measured->cases));
    }

    static std::string megabytes(const std::optional<Measurement>& measured) {
        return measured ? fmt::format("{:.1f}", static_cast<double>(measured->kilobytes) / 1024) : "-";
    }

    static void print(const std::string& name, const std::optional<Measurement>& ours,
                      const std::optional<Measurement>& theirs, int repeat) {
        std::string ratio = "-";
        if (ours && theirs && ours->seconds > 0) {
            ratio = fmt::format("{:.1f}", theirs->seconds / static_cast<double>(theirs->cases) /
                                              (ours->seconds / static_cast<double>(ours->cases)));
        }
        std::cout << fmt::format("{:<40}{:>12}{:>12}{:>10}{:>12}{:>12}\n", name, milliseconds(ours, repeat),
                                 milliseconds(theirs, repeat), ratio, megabytes(ours), megabytes(theirs))
                  << std::flush;
    }

    std::string self_;
    std::string peer_;
    fs::path scratch_;
};

int compare(const std::string& self, const std::string& peer, const std::string& corpus) {
    Comparison comparison(self, peer);
    comparison.heading();
    if (fs::exists(fs::path(corpus) / "xml")) comparison.folder("the scheduler corpus, the mean", fs::path(corpus) / "xml", 5);
    comparison.cluster({8, 100, 20}, 10);
    comparison.cluster({32, 1000, 200}, 1);
    comparison.cluster({100, 5000, 1000}, 1);
    std::cout << "\n-: took more than " << patience.count() << " s, or could not read the CIB\n";
    const Size swept{16, 200, 40};
    comparison.sweep_of({.size = swept, .depth = 1});
    comparison.sweep_of({.size = swept, .depth = 1, .at_rest = true});
    comparison.sweep_of({.size = swept, .depth = 2, .at_rest = true});
    return 0;
}

} // namespace
} // namespace placement::bench

int main(int count, char** words) {
    const std::vector<std::string> arguments(words, words + count);
    if (count == 4 && arguments[1] == "--measure") return placement::bench::measure(arguments[2], std::stoi(arguments[3]));
    if (count == 4 && arguments[1] == "--sweep") {
        return placement::bench::measure_sweep(arguments[2], std::stoi(arguments[3]));
    }
    if (count < 2 || count > 3) {
        std::cerr << "usage: compare PEER [CORPUS]\n";
        return 2;
    }
    return placement::bench::compare(arguments[0], arguments[1], count == 3 ? arguments[2] : "");
}
