# Protobuf generation. protoc runs per file with --dependency_out, so that a changed import
# regenerates what depends on it. Generated code is SYSTEM and built without our warnings and
# without sanitizers.

set(INTERIM_GEN_DIR "${CMAKE_BINARY_DIR}/gen")
set(INTERIM_OUTSIDE_PROTOS "${CMAKE_BINARY_DIR}/protos-src")
file(MAKE_DIRECTORY "${INTERIM_GEN_DIR}" "${INTERIM_OUTSIDE_PROTOS}")

# _interim_generate(out_sources PLUGIN cpp|grpc ROOT <import root> FILES <absolute .proto ...>)
function(_interim_generate out)
  cmake_parse_arguments(A "" "PLUGIN;ROOT" "FILES" ${ARGN})
  set(result "")
  foreach(file IN LISTS A_FILES)
    file(RELATIVE_PATH path "${A_ROOT}" "${file}")
    string(REGEX REPLACE "\\.proto$" "" stem "${path}")
    if(A_PLUGIN STREQUAL "grpc")
      set(outputs "${INTERIM_GEN_DIR}/${stem}.grpc.pb.cc" "${INTERIM_GEN_DIR}/${stem}.grpc.pb.h")
      set(arguments --plugin=protoc-gen-grpc=${INTERIM_GRPC_CPP_PLUGIN}
                    --grpc_out=generate_mock_code=false:${INTERIM_GEN_DIR})
      set(depfile "${INTERIM_GEN_DIR}/${stem}.grpc.pb.d")
    else()
      set(outputs "${INTERIM_GEN_DIR}/${stem}.pb.cc" "${INTERIM_GEN_DIR}/${stem}.pb.h")
      set(arguments --cpp_out=${INTERIM_GEN_DIR})
      set(depfile "${INTERIM_GEN_DIR}/${stem}.pb.d")
    endif()
    list(GET outputs 0 source)
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc ${arguments} --dependency_out=${depfile} -I${A_ROOT}
              -I${CMAKE_SOURCE_DIR}/protos -I${INTERIM_OUTSIDE_PROTOS} -I/usr/include ${file}
      DEPENDS "${file}"
      DEPFILE "${depfile}"
      COMMENT "Generating ${stem} (${A_PLUGIN})"
      VERBATIM)
    list(APPEND result ${source})
  endforeach()
  set(${out} "${result}" PARENT_SCOPE)
endfunction()

# Groups generated sources per folder into one translation unit each, which compiles much faster
# than one per file. Two names are static in every generated file, so each inclusion renames them.
function(_interim_units out name sources)
  set(units "")
  foreach(source IN LISTS sources)
    get_filename_component(folder "${source}" DIRECTORY)
    file(RELATIVE_PATH folder "${INTERIM_GEN_DIR}" "${folder}")
    string(MAKE_C_IDENTIFIER "${folder}" group)
    if(NOT DEFINED headers_${group})
      list(APPEND units ${group})
      set(headers_${group} "")
      set(bodies_${group} "")
    endif()
    file(RELATIVE_PATH path "${INTERIM_GEN_DIR}" "${source}")
    string(REGEX REPLACE "\\.cc$" ".h" header "${path}")
    string(MAKE_C_IDENTIFIER "${path}" id)
    string(APPEND headers_${group} "#include \"${header}\"\n")
    string(APPEND bodies_${group} "#define schemas schemas_${id}\n"
           "#define file_default_instances file_default_instances_${id}\n"
           "#include \"${path}\"\n#undef schemas\n#undef file_default_instances\n")
  endforeach()
  set(result "")
  foreach(group IN LISTS units)
    set(unit "${INTERIM_GEN_DIR}/units/${name}_${group}.cc")
    file(CONFIGURE OUTPUT "${unit}" CONTENT "${headers_${group}}
#include <google/protobuf/descriptor.h>
#include <google/protobuf/extension_set.h>
#include <google/protobuf/generated_message_reflection.h>
#include <google/protobuf/reflection_ops.h>
#include <google/protobuf/wire_format.h>
${bodies_${group}}" @ONLY)
    list(APPEND result "${unit}")
  endforeach()
  set(${out} "${result}" PARENT_SCOPE)
endfunction()

function(_interim_proto_target name layer sources)
  list(REMOVE_ITEM sources "")
  _interim_units(units ${name} "${sources}")
  set_source_files_properties(${sources} PROPERTIES HEADER_FILE_ONLY ON)
  add_library(${name} STATIC ${units} ${sources})
  add_library(interim::${name} ALIAS ${name})
  target_include_directories(${name} SYSTEM PUBLIC "${INTERIM_GEN_DIR}")
  target_compile_options(${name} PRIVATE -pthread -w -g0)
  interim_use_pch(${name} gen)
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf)
  set_target_properties(${name} PROPERTIES INTERIM_LAYER ${layer} INTERIM_SERVICE common
                                           INTERIM_PROTO ON)
endfunction()

# interim_proto_library(NAME n [SRCS a.proto ...] [DEPS interim::protos ...])
# For internal protos beside the code (config, rule files, storage). Import paths start at the
# repository root: import "common/rpc/server_config.proto". Alias interim::n.
function(interim_proto_library)
  cmake_parse_arguments(A "" "NAME" "SRCS;DEPS" ${ARGN})
  if(NOT A_NAME OR A_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "interim_proto_library: not understood: '${A_UNPARSED_ARGUMENTS}'")
  endif()
  if(A_SRCS)
    list(TRANSFORM A_SRCS PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  else()
    file(GLOB A_SRCS CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.proto")
  endif()
  _interim_generate(sources PLUGIN cpp ROOT "${CMAKE_SOURCE_DIR}" FILES ${A_SRCS})
  _interim_proto_target(${A_NAME} protos "${sources}")
  target_link_libraries(${A_NAME} PUBLIC ${A_DEPS})
endfunction()
