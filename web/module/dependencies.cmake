# What the library is built with, compiled for WebAssembly from Debian's source packages, which web/module/build unpacks into
# PLACEMENT_WEB_SOURCES. Libraries that are headers alone come from Debian's -dev packages.

enable_language(C)
set(PLACEMENT_WEB_SOURCES "" CACHE PATH "Unpacked Debian source packages")
set(PLACEMENT_WEB_HEADERS /usr/include CACHE PATH "Where the headers of Boost, CLI11, DTL and nlohmann-json are")

# source_of(VARIABLE NAME): the folder of a source package, whatever its version.
function(source_of variable name)
  file(GLOB found LIST_DIRECTORIES true ${PLACEMENT_WEB_SOURCES}/${name}-[0-9]*)
  list(FILTER found EXCLUDE REGEX "\\.(dsc|asc|gz|bz2|xz)$")
  list(LENGTH found count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "no source of ${name} in ${PLACEMENT_WEB_SOURCES}: run web/module/build")
  endif()
  set(${variable} ${found} PARENT_SCOPE)
endfunction()

# module_dependency(TARGET INCLUDE SOURCES...): a static library, by the name that find_package would give it.
function(module_dependency target include)
  string(REGEX REPLACE "^.*::" "dependency_" name ${target})
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} SYSTEM PUBLIC ${include})
  target_compile_options(${name} PRIVATE -w -Os)
  set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  add_library(${target} ALIAS ${name})
endfunction()

# module_headers(TARGET FOLDER): headers alone. Only this folder is seen, not the system's headers around it.
function(module_headers target folder)
  set(links ${PROJECT_BINARY_DIR}/headers/${folder})
  file(MAKE_DIRECTORY ${links})
  file(CREATE_LINK ${PLACEMENT_WEB_HEADERS}/${folder} ${links}/${folder} SYMBOLIC)
  string(REGEX REPLACE "^.*::" "headers_" name ${target})
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${links})
  add_library(${target} ALIAS ${name})
endfunction()

source_of(pugixml pugixml)
module_dependency(pugixml::pugixml ${pugixml}/src ${pugixml}/src/pugixml.cpp)
target_compile_options(dependency_pugixml PRIVATE -O2) # every question begins with reading

source_of(fmt fmtlib)
module_dependency(fmt::fmt ${fmt}/include ${fmt}/src/format.cc)

source_of(bzip2 bzip2)
module_dependency(BZip2::BZip2 ${bzip2} ${bzip2}/bzlib.c ${bzip2}/decompress.c ${bzip2}/huffman.c ${bzip2}/crctable.c
                  ${bzip2}/randtable.c ${bzip2}/compress.c ${bzip2}/blocksort.c)

source_of(zlib zlib)
module_dependency(ZLIB::ZLIB ${zlib} ${zlib}/inflate.c ${zlib}/inftrees.c ${zlib}/inffast.c ${zlib}/adler32.c ${zlib}/crc32.c
                  ${zlib}/zutil.c)

# What decodes a .xz file, with every filter and check.
source_of(xz xz-utils)
set(lzma ${xz}/src/liblzma)
set(filters X86 POWERPC IA64 ARM ARMTHUMB ARM64 SPARC DELTA LZMA1 LZMA2)
list(TRANSFORM filters PREPEND HAVE_DECODER_)
list(TRANSFORM filters APPEND =1)
file(GLOB simple ${lzma}/simple/*.c)
list(FILTER simple EXCLUDE REGEX encoder)
module_dependency(LibLZMA::LibLZMA ${lzma}/api ${simple}
  ${lzma}/check/check.c ${lzma}/check/crc32_small.c ${lzma}/check/crc64_small.c ${lzma}/check/sha256.c
  ${lzma}/common/block_decoder.c ${lzma}/common/block_header_decoder.c ${lzma}/common/block_util.c ${lzma}/common/common.c
  ${lzma}/common/filter_common.c ${lzma}/common/filter_decoder.c ${lzma}/common/filter_flags_decoder.c
  ${lzma}/common/index_hash.c ${lzma}/common/stream_decoder.c ${lzma}/common/stream_flags_common.c
  ${lzma}/common/stream_flags_decoder.c ${lzma}/common/vli_decoder.c ${lzma}/common/vli_size.c
  ${lzma}/delta/delta_common.c ${lzma}/delta/delta_decoder.c ${lzma}/lz/lz_decoder.c ${lzma}/lzma/lzma2_decoder.c
  ${lzma}/lzma/lzma_decoder.c)
target_compile_definitions(dependency_LibLZMA PRIVATE ${filters} HAVE_DECODERS HAVE_SMALL HAVE_CHECK_CRC32 HAVE_CHECK_CRC64
  HAVE_CHECK_SHA256 HAVE_STDBOOL_H HAVE_STDINT_H HAVE_INTTYPES_H HAVE__BOOL HAVE_STRING_H SIZEOF_SIZE_T=4
  HAVE_FUNC_ATTRIBUTE_CONSTRUCTOR TUKLIB_SYMBOL_PREFIX=lzma_)
target_include_directories(dependency_LibLZMA PRIVATE ${xz}/src/common ${lzma}/common ${lzma}/check ${lzma}/lz ${lzma}/lzma
  ${lzma}/rangecoder ${lzma}/simple ${lzma}/delta)

source_of(zstd libzstd)
file(GLOB zstd_files ${zstd}/lib/common/*.c ${zstd}/lib/decompress/*.c)
module_dependency(zstd::zstd ${zstd}/lib ${zstd_files})
target_compile_definitions(dependency_zstd PRIVATE ZSTD_LEGACY_SUPPORT=0 ZSTD_DISABLE_ASM)

source_of(md libmd)
file(WRITE ${PROJECT_BINARY_DIR}/md/config.h "")
module_dependency(libmd::libmd ${md}/include ${md}/src/md5.c ${md}/src/md5hl.c)
target_include_directories(dependency_libmd PRIVATE ${PROJECT_BINARY_DIR}/md)
target_compile_options(dependency_libmd PRIVATE -include unistd.h)

source_of(yaml yaml-cpp)
file(GLOB yaml_files ${yaml}/src/*.cpp)
module_dependency(placement::yaml-cpp ${yaml}/include ${yaml_files})
add_library(yaml-cpp ALIAS dependency_yaml-cpp)
target_compile_definitions(dependency_yaml-cpp PUBLIC YAML_CPP_STATIC_DEFINE)

module_headers(Boost::headers boost)
module_headers(nlohmann_json::nlohmann_json nlohmann)
module_headers(CLI11::CLI11 CLI)
module_headers(placement::dtl dtl)
set(DTL_INCLUDE_DIR ${PROJECT_BINARY_DIR}/headers/dtl)

# For all that follows.
add_compile_options("SHELL:-include ${PROJECT_SOURCE_DIR}/web/module/shim/missing.h")
