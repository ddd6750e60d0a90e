# Helpers that give every target the same flags, and every folder of the library its own object library, so that a folder
# can be built and tested alone.

# placement_set_flags(TARGET [OPTIONS...])
function(placement_set_flags target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
  if(PLACEMENT_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(PLACEMENT_SANITIZE)
    target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
    target_compile_options(${target} PRIVATE -fsanitize=${PLACEMENT_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${PLACEMENT_SANITIZE})
  endif()
  if(PLACEMENT_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(ARGN)
    target_compile_options(${target} PRIVATE ${ARGN})
  endif()
  if(PLACEMENT_PRECOMPILE_HEADERS AND NOT target MATCHES "^placement_precompiled")
    placement_use_precompiled_headers(${target} ${ARGN})
  endif()
endfunction()

# The headers that nearly every source reads, read once for all targets with the same options. A build with them is quick and
# misses an #include of one of these that is not there.
function(placement_use_precompiled_headers target)
  string(MAKE_C_IDENTIFIER "placement_precompiled${ARGN}" precompiled)
  if(TARGET ${precompiled})
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
    return()
  endif()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/${precompiled}.cpp CONTENT "")
  add_library(${precompiled} OBJECT ${PROJECT_BINARY_DIR}/${precompiled}.cpp)
  target_precompile_headers(${precompiled} PRIVATE <algorithm> <array> <cstdint> <filesystem> <fstream> <functional>
    <map> <memory> <optional> <set> <sstream> <stdexcept> <string> <string_view> <unordered_map> <utility> <variant> <vector>
    <fmt/format.h> <pugixml.hpp>)
  placement_set_flags(${precompiled} ${ARGN})
  target_precompile_headers(${target} REUSE_FROM ${precompiled})
endfunction()

# placement_use_fast_allocator(PROGRAM): schedules are made of very many small blocks; mimalloc, where it is installed, hands
# them out faster. For programs alone: a library leaves the choice to its host. The sanitizers have an allocator of their own.
function(placement_use_fast_allocator program)
  if(mimalloc_FOUND AND NOT PLACEMENT_SANITIZE)
    target_link_libraries(${program} PRIVATE mimalloc)
    target_sources(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tools/allocation/allocation.cpp) # it aborts where there is no memory
    target_link_options(${program} PRIVATE LINKER:--undefined=mi_version) # or --as-needed drops it
    set_source_files_properties(${PROJECT_SOURCE_DIR}/tools/allocation/allocation.cpp
                                PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON) # beside other code its operators are inlined there
  endif()
endfunction()

# placement_link_for_quick_start(PROGRAM): a short answer takes less time than loading and relocating a dozen libraries. What there
# is as an archive becomes a part of the program, the rest is loaded as ever. For programs alone, as with the allocator.
function(placement_link_for_quick_start program)
  if(NOT PLACEMENT_LINK_ARCHIVES OR PLACEMENT_SANITIZE OR NOT CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang" OR APPLE OR WIN32)
    return()
  endif()
  set(archives)
  foreach(library IN ITEMS archive pugixml yaml-cpp bz2 z lzma zstd md)
    find_library(placement_archive_of_${library} lib${library}.a)
    mark_as_advanced(placement_archive_of_${library})
    if(placement_archive_of_${library})
      list(APPEND archives ${placement_archive_of_${library}})
    endif()
  endforeach()
  target_link_options(${program} PRIVATE LINKER:--as-needed -static-libgcc)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_link_options(${program} PRIVATE -static-libstdc++)
    target_sources(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tools/formatting/formatting.cpp)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/tools/formatting/formatting.cpp
                                PROPERTIES COMPILE_OPTIONS -fkeep-inline-functions SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
  target_link_libraries(${program} PRIVATE placement::placement ${archives})
endfunction()

# placement_layer(NAME DIRECTORY LIBRARIES...): the sources of one folder as the object library placement_NAME.
function(placement_layer name directory)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${directory}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(placement_${name} OBJECT ${sources})
  target_include_directories(placement_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/libplacement)
  target_link_libraries(placement_${name} PUBLIC ${ARGN})
  placement_set_flags(placement_${name})
  set_property(GLOBAL APPEND PROPERTY PLACEMENT_LAYERS placement_${name})
endfunction()

# What the shared library is called (docs/abi.md): before 1.0 each minor version may break what is linked with another.
set(PLACEMENT_SOVERSION ${PROJECT_VERSION_MAJOR})
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(PLACEMENT_SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
endif()

# placement_library(KIND STATIC|SHARED): all layers as one library, by the file name "placement": the target placement_KIND, which
# others know as placement::KIND.
function(placement_library name kind)
  set(target placement_${name})
  get_property(layers GLOBAL PROPERTY PLACEMENT_LAYERS)
  add_library(${target} ${kind})
  add_library(placement::${name} ALIAS ${target})
  foreach(layer IN LISTS layers)
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${layer}>)
  endforeach()
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE pugixml::pugixml fmt::fmt BZip2::BZip2 ZLIB::ZLIB LibLZMA::LibLZMA
                                          zstd::zstd libmd::libmd yaml-cpp)
  if(LibArchive_FOUND)
    target_link_libraries(${target} PRIVATE LibArchive::LibArchive)
  endif()
  set_target_properties(${target} PROPERTIES OUTPUT_NAME placement EXPORT_NAME ${name} VERSION ${PROJECT_VERSION}
                                             SOVERSION ${PLACEMENT_SOVERSION})
  if(kind STREQUAL "SHARED" AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang" AND NOT APPLE AND NOT WIN32 AND NOT PLACEMENT_SANITIZE)
    set(exports ${PROJECT_SOURCE_DIR}/cmake/exports.map)
    target_link_options(${target} PRIVATE LINKER:--version-script=${exports})
    set_target_properties(${target} PROPERTIES LINK_DEPENDS ${exports})
  endif()
  placement_set_flags(${target})
endfunction()
