#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/target.h"

// replay FOLDER           runs each file of FOLDER/TARGET/ through its target
// replay TARGET FILE...   runs the files through one target
// replay TARGET --changed NUMBER FILE...   each changed by chance so often; the same changes every time
//                                          (a folder stands for its files)
using namespace placement::fuzz;

namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Some bytes more, less or otherwise: for a target that has no changes of its own.
std::string with_changed_bytes(std::string text, Chance& chance) {
    for (std::size_t changes = 1 + chance.below(4); changes > 0; --changes) {
        const std::size_t at = chance.below(text.size() + 1);
        const std::size_t length = std::min(1 + chance.below(8), text.size() - at);
        switch (chance.below(4)) {
        case 0: text.erase(at, length); break;
        case 1: text.insert(at, std::string(text, chance.below(text.size() + 1), 40)); break;
        case 2: text.insert(at, 1, static_cast<char>(chance.below(256))); break;
        default:
            for (std::size_t i = at; i < at + length; ++i) text[i] = static_cast<char>(chance.below(256));
        }
    }
    return text;
}

class Replay {
public:
    bool run(const Target& target, const std::string& name, const std::string& input) {
        ++runs_;
        const auto begin = std::chrono::steady_clock::now();
        try {
            target.run(input);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
            slowest_ = std::max(slowest_, took.count());
            if (took.count() <= most_seconds) return true;
            throw Broken("took " + std::to_string(took.count()) + " s");
        } catch (const std::exception& error) {
            std::cout << target.name << " " << name << ": " << error.what() << '\n';
            ++broken_;
            return false;
        }
    }

    void run_changed(const Target& target, const fs::path& path, std::size_t number) {
        std::string input = contents(path);
        for (std::size_t i = 0; i < number; ++i) {
            Chance chance(i);
            std::string changed = target.mutated != nullptr ? target.mutated(input, chance) : with_changed_bytes(input, chance);
            if (!run(target, path.string() + " changed " + std::to_string(i), changed)) {
                std::ofstream("broken-" + std::string(target.name) + "-" + std::to_string(i), std::ios::binary) << changed;
            }
            if (chance.percent(30)) input = std::move(changed);
            if (input.size() > 60'000 || chance.percent(2)) input = contents(path);
        }
    }

    int end() const {
        std::cout << runs_ << " inputs, " << broken_ << " broke a promise; the slowest took " << slowest_ << " s\n";
        return broken_ > 0 || runs_ == 0 ? 1 : 0;
    }

private:
    /// No input of a target is large enough to take longer, also with sanitizers.
    static constexpr double most_seconds = 60;
    std::size_t runs_ = 0;
    double slowest_ = 0;
    std::size_t broken_ = 0;
};

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

int replay_folder(const fs::path& folder) {
    Replay replay;
    for (const Target& target : targets()) {
        if (!fs::is_directory(folder / target.name)) continue;
        for (const fs::path& path : files_in(folder / target.name)) replay.run(target, path.filename().string(), contents(path));
    }
    return replay.end();
}

} // namespace

int main(int count, char** words) {
    const std::vector<std::string> arguments(words + 1, words + count);
    if (arguments.size() == 1) return replay_folder(arguments[0]);
    const Target* target = arguments.empty() ? nullptr : find_target(arguments[0]);
    if (target == nullptr) {
        std::cerr << "replay FOLDER | replay TARGET [--changed NUMBER] FILE...\n";
        return 2;
    }
    Replay replay;
    std::size_t changed = 0;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == "--changed" && i + 1 < arguments.size()) {
            changed = std::strtoul(arguments[++i].c_str(), nullptr, 10);
            continue;
        }
        for (const fs::path& path :
             fs::is_directory(arguments[i]) ? files_in(arguments[i]) : std::vector<fs::path>{arguments[i]}) {
            if (changed > 0) {
                replay.run_changed(*target, path, changed);
            } else {
                replay.run(*target, path.string(), contents(path));
            }
        }
    }
    return replay.end();
}
