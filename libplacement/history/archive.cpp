#include "history/archive.h"

#include <algorithm>

namespace placement {

bool looks_like_archive(std::string_view path) {
    constexpr std::string_view endings[] = {".tar",  ".tgz",    ".tbz",     ".tbz2",   ".txz",
                                            ".tzst", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"};
    return std::ranges::any_of(endings, [path](std::string_view ending) { return path.ends_with(ending); });
}

} // namespace placement

#ifdef PLACEMENT_HAS_LIBARCHIVE

#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

namespace placement {

namespace {

/// Whether the path stays below where it begins.
bool stays_inside(std::string_view path) {
    const std::filesystem::path parts(path);
    return !path.empty() && !parts.is_absolute() &&
           std::ranges::none_of(parts, [](const std::filesystem::path& part) { return part == ".."; });
}

class Archive {
public:
    Archive(const std::string& bytes, std::string name, bool is_within = false)
        : name_(std::move(name)), archive_(archive_read_new()), is_within_(is_within) {
        archive_read_support_filter_bzip2(archive_.get());
        archive_read_support_filter_gzip(archive_.get());
        archive_read_support_filter_xz(archive_.get());
        archive_read_support_filter_zstd(archive_.get());
        archive_read_support_format_tar(archive_.get());
        opened_ = archive_read_open_memory(archive_.get(), bytes.data(), bytes.size()) == ARCHIVE_OK;
    }

    /// What is no archive at all.
    bool is_one() { return opened_ && next(); }

    void collect(Collection& collection) {
        do {
            const char* const path = archive_entry_pathname(entry_);
            const std::string shown = fmt::format("{}:{}", name_, path == nullptr ? "?" : path);
            if (!collection.look(shown)) return;
            if (path != nullptr && (collection.wants(path) || looks_like_archive(path))) take(path, shown, collection);
        } while (next());
        if (damaged_) {
            collection.tell("damaged-archive", fmt::format("{} is damaged or cut short ({}); what is before that is read", name_,
                                                           archive_error_string(archive_.get())));
        }
    }

private:
    struct Free {
        void operator()(archive* each) const { archive_read_free(each); }
    };

    bool next() {
        const int status = archive_read_next_header(archive_.get(), &entry_);
        damaged_ = status != ARCHIVE_OK && status != ARCHIVE_EOF && status != ARCHIVE_WARN;
        return status == ARCHIVE_OK || status == ARCHIVE_WARN;
    }

    void take(std::string_view path, const std::string& shown, Collection& collection) {
        if (archive_entry_filetype(entry_) != AE_IFREG || archive_entry_hardlink(entry_) != nullptr) {
            if (archive_entry_filetype(entry_) != AE_IFDIR) {
                collection.tell("link-left-out", fmt::format("{} is left out: it is a link or no regular file", shown));
            }
            return;
        }
        if (!stays_inside(path)) {
            collection.tell("path-leaves-archive", fmt::format("{} is left out: its path leaves the archive", shown));
            return;
        }
        std::string bytes;
        constexpr std::size_t piece = std::size_t{1} << 16;
        while (true) {
            const std::size_t had = bytes.size();
            bytes.resize(had + piece);
            const la_ssize_t read = archive_read_data(archive_.get(), bytes.data() + had, piece);
            bytes.resize(had + static_cast<std::size_t>(std::max<la_ssize_t>(read, 0)));
            if (read < 0) {
                collection.tell("damaged-archive", fmt::format("{} is left out: it is damaged or cut short ({})", shown,
                                                               archive_error_string(archive_.get())));
                return;
            }
            if (read == 0) break;
            if (bytes.size() > collection.limits().bytes_of_file) {
                collection.tell("too-large", fmt::format("{} is left out: unpacked, it is larger than {} MiB (limit)", shown,
                                                         collection.limits().bytes_of_file >> 20));
                return;
            }
        }
        if (collection.wants(path)) {
            collection.add(shown, std::move(bytes));
        } else {
            take_archive(bytes, shown, collection);
        }
    }

    /// A report within a report; one that is in this again is left.
    void take_archive(const std::string& bytes, const std::string& shown, Collection& collection) const {
        if (is_within_) return;
        Archive inner(bytes, shown, true);
        if (inner.is_one()) inner.collect(collection);
    }

    std::string name_;
    std::unique_ptr<archive, Free> archive_;
    archive_entry* entry_ = nullptr; ///< of the archive's
    bool opened_ = false;
    bool damaged_ = false;
    bool is_within_ = false; ///< another one
};

} // namespace

bool collect_archive(const std::string& bytes, const std::string& name, Collection& collection) {
    Archive archive(bytes, name);
    if (!archive.is_one()) return false;
    archive.collect(collection);
    return true;
}

} // namespace placement

#else

namespace placement {

bool collect_archive(const std::string&, const std::string& name, Collection&) {
    throw InputError(name, {}, "this program was built without libarchive: unpack the archive, and give the folder");
}

} // namespace placement

#endif
