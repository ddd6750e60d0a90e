#include <cerrno>

#include <spawn.h>

/// There are no other programs in a browser, so that --live says that `cibadmin` is not there.
extern "C" int posix_spawnp(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*, char* const*,
                            char* const*) {
    return ENOENT;
}
