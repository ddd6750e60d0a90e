# Compares the documents with what they speak of. cmake -D SOURCE=… -D PROGRAM=…/placement-sim -P documents_test.cmake
cmake_minimum_required(VERSION 3.25)

# run(ARGS...): placement-sim from the project's folder; sets output.
function(run)
  execute_process(COMMAND ${PROGRAM} ${ARGN} WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE said ERROR_VARIABLE errors
                  RESULT_VARIABLE status)
  if(NOT status MATCHES "^[01]$")
    message(FATAL_ERROR "placement-sim ${ARGN}: ${status}\n${errors}")
  endif()
  set(output "${said}" PARENT_SCOPE)
endfunction()

function(expect_in document text what)
  string(FIND "${document}" "${text}" place)
  if(place EQUAL -1)
    message(SEND_ERROR "${what}:\n${text}")
  endif()
endfunction()

# README.md shows the demo's answer and an example to the letter, and the number that the conformance floor has.
file(READ ${SOURCE}/README.md readme)
run(cib-samples/postgres-outage.xml --fail pg01)
expect_in("${readme}" "```\n$ placement-sim cib-samples/postgres-outage.xml --fail pg01\n${output}```\n"
          "README.md does not show what the demo prints now")
file(READ ${SOURCE}/examples/who_is_promoted.cpp example)
expect_in("${readme}" "```cpp\n${example}```\n" "README.md does not show examples/who_is_promoted.cpp as it is")

file(STRINGS ${SOURCE}/tests/conformance/floor.txt floor REGEX "^scores [0-9]+$")
string(REPLACE "scores " "" floor "${floor}")
expect_in("${readme}" "In ${floor} of the 852 cases" "README.md does not say how many cases agree")

# README.md names every exit status that --help does.
run(--help)
string(REGEX MATCHALL "\n  [0-9]  [^\n]*" statuses "${output}")
foreach(line IN LISTS statuses)
  string(REGEX MATCH "[0-9]" status "${line}")
  expect_in("${readme}" "\n| ${status} | " "README.md lacks an exit status of --help")
endforeach()

# docs/json.md names every key that is printed.
file(READ ${SOURCE}/docs/json.md json_document)
set(printed "")
foreach(arguments IN ITEMS "cib-samples/postgres-reverse.xml;--fail;pg01;--scores"
                           "cib-samples/web-server.xml;--fail;website@web1;--down;web1"
                           "explain;cib-samples/postgres-reverse.xml;msPostgresql;--fail;pg01"
                           "explain;cib-samples/postgres-reverse.xml;msPostgresql;--fail;pg01;--without;primary-not-with-backup-vip"
                           "margin;cib-samples/postgres-outage.xml;msPostgresql;--fail;pg01"
                           "cib-samples/web-server.xml;--split;web1|web2"
                           "sweep;cib-samples/postgres-outage.xml" "agents" "releases" "releases;2.1.5;3.0.2" "run;cib-samples/postgres-outage-2017.yaml;--only;1.1.10"
                           "diff;cib-samples/postgres-reverse.xml;cib-samples/postgres-reverse-fixed.xml"
                           "lint;cib-samples/postgres-reverse.xml" "lint;--rules"
                           "test;cib-samples/postgres-outage.yaml;--coverage"
                           "test;cib-samples/postgres-outage.yaml;--cib;cib-samples/postgres-reverse.xml")
  run(${arguments} --format json)
  string(APPEND printed "${output}")
endforeach()
string(REGEX MATCHALL "\"[a-z_]+\": " keys "${printed}")
list(REMOVE_DUPLICATES keys)
list(LENGTH keys count)
if(count LESS 40)
  message(SEND_ERROR "only ${count} keys are printed")
endif()
foreach(key IN LISTS keys)
  string(REGEX REPLACE "\"([a-z_]+)\": " "`\\1`" key "${key}")
  expect_in("${json_document}" "${key}" "docs/json.md does not describe a key")
endforeach()

# Every file and folder that a document names in backquotes is there.
file(GLOB chapters RELATIVE ${SOURCE} ${SOURCE}/docs/manual/*.md)
foreach(document IN ITEMS README.md libplacement/README.md docs/json.md docs/lint.md docs/scenarios.md docs/agents.md docs/releases.md docs/abi.md ${chapters})
  file(READ ${SOURCE}/${document} text)
  string(REGEX MATCHALL "`[A-Za-z_./-]+`" names "${text}")
  list(REMOVE_DUPLICATES names)
  foreach(name IN LISTS names)
    string(REPLACE "`" "" name "${name}")
    if(name MATCHES "/$|/.*[.](cpp|h|md|txt|xml|cmake)$|^[A-Za-z_]+[.](cpp|h|md|txt|xml|cmake)$")
      if(NOT EXISTS ${SOURCE}/${name} AND NOT EXISTS ${SOURCE}/libplacement/${name} AND
         NOT EXISTS ${SOURCE}/libplacement/schedule/${name} AND NOT EXISTS ${SOURCE}/cib-samples/${name})
        message(SEND_ERROR "${document} names ${name}, which is not there")
      endif()
    endif()
  endforeach()
endforeach()

# libplacement/README.md has a word on every folder of the library.
file(READ ${SOURCE}/libplacement/README.md map)
file(GLOB_RECURSE sources RELATIVE ${SOURCE}/libplacement ${SOURCE}/libplacement/*.cpp)
foreach(source IN LISTS sources)
  cmake_path(GET source PARENT_PATH folder)
  if(folder)
    expect_in("${map}" "`${folder}/`" "libplacement/README.md does not speak of a folder")
  endif()
endforeach()
