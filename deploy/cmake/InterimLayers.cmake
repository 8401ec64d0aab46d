# The table of layers (conventions, section 2): which layer may depend on which. The check runs at
# the end of the configure step, over the dependencies as they were written down.

set(INTERIM_ALLOWED_core "")
set(INTERIM_ALLOWED_observe core)
set(INTERIM_ALLOWED_type core protos)
set(INTERIM_ALLOWED_rules core type protos)
set(INTERIM_ALLOWED_catalogue core type rules protos)
set(INTERIM_ALLOWED_law core type rules catalogue protos)
set(INTERIM_ALLOWED_domain core type rules catalogue law protos own:domain)
set(INTERIM_ALLOWED_store core type observe protos)
set(INTERIM_ALLOWED_redis core observe)
set(INTERIM_ALLOWED_session core type store redis observe protos rpc)
set(INTERIM_ALLOWED_rpc core type rules catalogue store redis session observe protos grpc_protos)
set(INTERIM_ALLOWED_testing
    core type rules catalogue law store redis session rpc observe protos grpc_protos)
set(INTERIM_ALLOWED_service
    core type rules catalogue law store session rpc observe protos own:domain own:service)
set(INTERIM_ALLOWED_main
    core type rules catalogue law store redis session rpc observe protos grpc_protos own:domain
    own:service own:main)
set(INTERIM_ALLOWED_cli core rpc testing protos grpc_protos own:cli)
set(INTERIM_ALLOWED_conformance core rpc testing protos grpc_protos)
# Tests of the whole see every part, each test names what it needs.
set(INTERIM_ALLOWED_tests
    core type rules catalogue law store redis session rpc observe testing protos grpc_protos domain
    service cli)

# Outside packages that only some layers may name (regular expression -> layers).
set(INTERIM_OUTSIDE_PATTERNS "^gRPC::" "hiredis" "SQLite" "^prometheus-cpp::")
set(INTERIM_OUTSIDE_LAYERS_0 rpc main testing cli conformance tests)
set(INTERIM_OUTSIDE_LAYERS_1 redis)
set(INTERIM_OUTSIDE_LAYERS_2 store)
set(INTERIM_OUTSIDE_LAYERS_3 observe)

# Says in `out` whether target `name` (layer, service) may name `dep`; empty when it may.
function(interim_layer_error out name layer service dep)
  set(${out} "" PARENT_SCOPE)
  if(NOT DEFINED INTERIM_ALLOWED_${layer})
    set(${out} "${name}: unknown layer '${layer}'" PARENT_SCOPE)
    return()
  endif()
  list(LENGTH INTERIM_OUTSIDE_PATTERNS last)
  math(EXPR last "${last} - 1")
  foreach(i RANGE ${last})
    list(GET INTERIM_OUTSIDE_PATTERNS ${i} pattern)
    if(dep MATCHES "${pattern}" AND NOT layer IN_LIST INTERIM_OUTSIDE_LAYERS_${i})
      set(${out} "${name}: layer '${layer}' may not name the package ${dep}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  if(NOT TARGET ${dep})
    return()
  endif()
  get_target_property(dep_layer ${dep} INTERIM_LAYER)
  if(NOT dep_layer OR (dep_layer STREQUAL layer AND NOT layer MATCHES "^(domain|service|main)$"))
    return()
  endif()
  get_target_property(dep_service ${dep} INTERIM_SERVICE)
  if(dep_layer IN_LIST INTERIM_ALLOWED_${layer})
    return()
  endif()
  if("own:${dep_layer}" IN_LIST INTERIM_ALLOWED_${layer} AND "${dep_service}" STREQUAL "${service}")
    return()
  endif()
  set(${out}
      "${name}: layer '${layer}' may not depend on ${dep} (layer '${dep_layer}', service '${dep_service}')"
      PARENT_SCOPE)
endfunction()
