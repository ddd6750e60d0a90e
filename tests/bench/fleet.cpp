// How long a fleet takes, and how much memory: placement_fleet_benchmark PROGRAM [FOLDER...]
// A folder of 10,000 clusters is made for the time of the run, half of them with failures that take something down. Of it, and of the
// folders that are named, it says how many clusters a second are swept by one process with one thread, by one with all cores, and by
// two that have a shard each, and what the largest of the processes took. A tenth of the fleet shows that memory does not grow.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "bench/generated_cluster.h"

namespace placement::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t clusters = 10'000;

class ScratchFolder {
public:
    ScratchFolder() : path_(fs::temp_directory_path() / fmt::format("placement-fleet-{}", getpid())) {
        fs::create_directory(path_);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Of 2 to 6 nodes and 5 to 25 resources; in each second one, a resource may run on one node alone.
void write_cluster(const fs::path& file, std::size_t number) {
    std::string cib =
        generated_cluster({.nodes = 2 + number % 5, .resources = 5 + 5 * (number / 5 % 5), .constraints = 1 + number % 4});
    if (number % 2 == 1) {
        const std::size_t place = cib.find("<constraints>") + std::string("<constraints>").size();
        cib.insert(place,
                   R"(<rsc_location id="alone" rsc="alone0"><rule id="alone-rule" score="-INFINITY">)"
                   R"(<expression id="alone-elsewhere" attribute="#uname" operation="ne" value="node1"/></rule></rsc_location>)");
    }
    std::ofstream(file, std::ios::binary) << cib;
}

struct Took {
    double seconds = 0;
    double processor_seconds = 0; ///< of all processes
    long kilobytes = 0;           ///< of the largest process
};

double seconds_of(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; }

/// All at the same time.
Took run(const std::vector<std::vector<std::string>>& commands) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    std::vector<pid_t> children;
    for (const std::vector<std::string>& command : commands) {
        const pid_t child = fork();
        if (child == 0) {
            std::vector<char*> words;
            for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
            words.push_back(nullptr);
            execv(words.front(), words.data());
            _exit(127);
        }
        children.push_back(child);
    }
    Took took;
    for (const pid_t child : children) {
        int status = 0;
        rusage used{};
        wait4(child, &status, 0, &used);
        if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) throw std::runtime_error("a run failed");
        took.processor_seconds += seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
        took.kilobytes = std::max(took.kilobytes, used.ru_maxrss);
    }
    took.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return took;
}

void show(const std::string& what, const std::string& how, std::size_t files, const Took& took) {
    std::cout << fmt::format("{:<22} {:<24} {:>6} clusters {:>7.2f} s {:>6.0f} a second {:>7.2f} processor s {:>5} MB\n", what,
                             how, files, took.seconds, static_cast<double>(files) / took.seconds, took.processor_seconds,
                             took.kilobytes / 1024)
              << std::flush;
}

std::size_t count_files(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& each : fs::recursive_directory_iterator(folder)) count += each.is_regular_file() ? 1 : 0;
    return count;
}

void measure(const std::string& program, const std::string& what, const std::string& folder, const fs::path& scratch) {
    const std::size_t files = count_files(folder);
    const auto command = [&](const std::string& threads, const std::string& shard) {
        return std::vector<std::string>{program,
                                        "fleet",
                                        folder,
                                        "--format",
                                        "json-lines",
                                        "--jobs",
                                        threads,
                                        "--shard",
                                        shard,
                                        "-o",
                                        (scratch / ("rows-" + shard.substr(0, 1))).string()};
    };
    const std::string cores = std::to_string(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
    show(what, "one process, one thread", files, run({command("1", "1/1")}));
    show(what, fmt::format("one process, {} threads", cores), files, run({command(cores, "1/1")}));
    show(what, "two processes", files, run({command("1", "1/2"), command("1", "2/2")}));
}

int benchmark(const std::vector<std::string>& words) {
    const ScratchFolder scratch;
    const fs::path all = scratch.path() / "fleet";
    const fs::path tenth = scratch.path() / "tenth";
    fs::create_directory(all);
    fs::create_directory(tenth);
    for (std::size_t number = 0; number < clusters; ++number) {
        write_cluster(all / fmt::format("{:05}.xml", number), number);
        if (number < clusters / 10) write_cluster(tenth / fmt::format("{:05}.xml", number), number);
    }
    for (std::size_t i = 1; i < words.size(); ++i) {
        measure(words[0], fs::path(words[i]).parent_path().filename().string(), words[i], scratch.path());
    }
    measure(words[0], "a tenth of the fleet", tenth.string(), scratch.path());
    measure(words[0], "the fleet", all.string(), scratch.path());
    return 0;
}

} // namespace
} // namespace placement::bench

int main(int count, char** words) {
    if (count < 2) {
        std::cerr << "placement_fleet_benchmark PROGRAM [FOLDER...]\n";
        return 2;
    }
    return placement::bench::benchmark({words + 1, words + count});
}
