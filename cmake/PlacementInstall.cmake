# cmake --install: headers, the library both ways, and what find_package(placement) and pkg-config need to find it again,
# wherever the installed tree is moved to.
include(CMakePackageConfigHelpers)

set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/placement)
foreach(kind IN ITEMS static shared)
  install(TARGETS placement_${kind} EXPORT placement-${kind}-targets
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT placement-${kind}-targets NAMESPACE placement:: DESTINATION ${package_directory})
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/placement DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/placement-config.cmake.in
                              ${PROJECT_BINARY_DIR}/placement-config.cmake INSTALL_DESTINATION ${package_directory})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/placement-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/placement-config.cmake ${PROJECT_BINARY_DIR}/placement-config-version.cmake
              ${CMAKE_CURRENT_LIST_DIR}/Findlibmd.cmake ${CMAKE_CURRENT_LIST_DIR}/Findzstd.cmake
        DESTINATION ${package_directory})

set(pkgconfig_directory ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
  set(pkgconfig_prefix ${CMAKE_INSTALL_PREFIX})
  set(pkgconfig_libdir ${CMAKE_INSTALL_LIBDIR})
else()
  file(RELATIVE_PATH up_to_prefix /${pkgconfig_directory} /)
  string(REGEX REPLACE "/$" "" up_to_prefix ${up_to_prefix})
  set(pkgconfig_prefix "\${pcfiledir}/${up_to_prefix}")
  set(pkgconfig_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE ${CMAKE_INSTALL_INCLUDEDIR})
  set(pkgconfig_includedir ${CMAKE_INSTALL_INCLUDEDIR})
else()
  set(pkgconfig_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
set(placement_libarchive)
if(LibArchive_FOUND)
  set(placement_libarchive " -larchive") # not by its own file, which asks for more than Debian installs with it
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/placement.pc.in ${PROJECT_BINARY_DIR}/placement.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/placement.pc DESTINATION ${pkgconfig_directory})
