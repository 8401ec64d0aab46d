# Compiler, flags and outside packages. No flag is global: everything hangs on interim::flags,
# which interim_library() and interim_executable() link to our own code only.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_POLICY_DEFAULT_CMP0079 NEW)

find_program(INTERIM_CCACHE ccache)
if(INTERIM_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${INTERIM_CCACHE}")
endif()
find_program(INTERIM_LLD ld.lld)
if(INTERIM_LLD)
  add_link_options(-fuse-ld=lld)
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(absl REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
find_program(INTERIM_GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
if(BUILD_TESTING)
  find_package(GTest REQUIRED)
  find_package(benchmark REQUIRED)
endif()

# Warnings are errors in our own code. Switched off, with the reason:
#   missing-field-initializers  designated initialisers leave the rest to their defaults on purpose
#   restrict, maybe-uninitialized, and when optimising stringop-*, array-bounds  false alarms of
#                               g++ 12 inside std::string and std::optional
add_library(interim_flags INTERFACE)
add_library(interim::flags ALIAS interim_flags)
target_compile_options(
  interim_flags INTERFACE -pthread -Wall -Wextra -Wshadow -Werror -Wno-missing-field-initializers
                          -Wno-restrict -Wno-maybe-uninitialized
                          $<$<CONFIG:RelWithDebInfo>:-Wno-stringop-overflow>
                          $<$<CONFIG:RelWithDebInfo>:-Wno-stringop-overread>
                          $<$<CONFIG:RelWithDebInfo>:-Wno-array-bounds>)
target_include_directories(interim_flags INTERFACE "${CMAKE_SOURCE_DIR}")
if(INTERIM_SANITIZE)
  # Instrumented code makes g++ warn of what is not there; the other presets stop on warnings.
  target_compile_options(interim_flags INTERFACE -Wno-error -fsanitize=${INTERIM_SANITIZE}
                                                 -fno-omit-frame-pointer)
  target_link_options(interim_flags INTERFACE -fsanitize=${INTERIM_SANITIZE})
  if(INTERIM_SANITIZE MATCHES "thread")
    # protobuf gives the classes of map fields another layout under the first macro; the packaged
    # library has the plain one. libstdc++ takes its own annotations from it, hence the second.
    set(INTERIM_TSAN_MACROS -U__SANITIZE_THREAD__ -D_GLIBCXX_TSAN=1)
    target_compile_options(interim_flags INTERFACE ${INTERIM_TSAN_MACROS})
  endif()
  if(INTERIM_SANITIZE MATCHES "undefined")
    target_compile_options(interim_flags INTERFACE -fno-sanitize-recover=undefined)
  endif()
endif()
