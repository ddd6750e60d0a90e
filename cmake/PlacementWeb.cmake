# The page of placement-sim report, built from web/ by npm, and put into the library as bytes.

find_program(NPM_PROGRAM npm)
find_program(NODE_PROGRAM node)

# placement_embed_report_page(SOURCE): a header with the page's bytes, for this source alone.
function(placement_embed_report_page source)
  if(NOT NPM_PROGRAM OR NOT NODE_PROGRAM)
    message(FATAL_ERROR "PLACEMENT_WEB needs node.js and npm (Debian: nodejs, npm)")
  endif()
  set(web ${PROJECT_SOURCE_DIR}/web)
  set(folder ${PROJECT_BINARY_DIR}/web)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/source/*)
  # Packages lie beside the sources, where node.js looks for them.
  add_custom_command(
    OUTPUT ${folder}/packages
    COMMAND ${web}/fetch
    COMMAND ${CMAKE_COMMAND} -E touch ${folder}/packages
    DEPENDS ${web}/fetch ${web}/package.json ${web}/package-lock.json
    COMMENT "Fetching what the page is built with (npm ci)")
  add_custom_command(
    OUTPUT ${folder}/report_page_bytes.h
    COMMAND ${NODE_PROGRAM} ${web}/build.mjs --report ${folder}/report.html --header ${folder}/report_page_bytes.h
    DEPENDS ${folder}/packages ${web}/build.mjs ${sources}
    COMMENT "Building the page of placement-sim report")
  set_source_files_properties(${source} PROPERTIES
    SKIP_UNITY_BUILD_INCLUSION ON
    INCLUDE_DIRECTORIES ${folder}
    COMPILE_DEFINITIONS PLACEMENT_HAS_WEB
    OBJECT_DEPENDS ${folder}/report_page_bytes.h)
endfunction()
