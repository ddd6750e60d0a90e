// The functions of fmt as a part of the program, where there is no archive of it: fmt's shared library would bring that of C++
// with it, and both together take longer to load than a short answer takes.
#define FMT_HEADER_ONLY 1
#include <fmt/format.h>
