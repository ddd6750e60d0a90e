#include "program/begin.h"

#include <csignal>
#include <initializer_list>

#include <fcntl.h>
#include <unistd.h>

namespace placement::program {

namespace {

/// Opened so that the program can do nothing with it, as with a closed one; but its number is taken.
void take_closed_stream(int stream) {
    if (fcntl(stream, F_GETFD) != -1) return;
    static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)); // the lowest number is this one
}

} // namespace

void begin() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) take_closed_stream(stream);
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace placement::program
