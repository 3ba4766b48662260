# How a folder becomes a target. Four functions; each folder's CMakeLists.txt calls one.
#
#   lienthong_library(storage_engine            target lienthong_storage_engine,
#     SOURCES batch.cc engine.cc                alias lienthong::storage_engine
#     DEPS lienthong::storage_base RocksDB::rocksdb
#     TESTS batch_test.cc engine_test.cc        one test program, linking only this target
#     TEST_DEPS rapidcheck)                     third-party test libraries, if any
#
#   lienthong_executable(lienthong-node SOURCES main.cc DEPS lienthong::services_node)
#
#   lienthong_test(simulation SOURCES a_test.cc DEPS ... LABELS slow)
#                                               a gtest program for tests/, which may link anything
#
# A library without SOURCES is header-only. Include paths start at the repository
# root ("storage/engine/batch.h") and, for protos, at proto/ ("lienthong/v1/fact.pb.h").
# Labels: unit (default), golden, layering, system-quick run in `make test`; anything
# labelled slow only in `make test-all`.

find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)  # RocksDB::rocksdb is the static library
find_package(OpenSSL REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(date CONFIG REQUIRED)
find_package(yaml-cpp CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(Boost REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(simdjson CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(rapidcheck CONFIG REQUIRED)
find_package(benchmark CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
# The long names keep clear of the cache variables of RocksDB's own Find modules.
pkg_check_modules(LIENTHONG_XXHASH REQUIRED IMPORTED_TARGET GLOBAL libxxhash)
pkg_check_modules(LIENTHONG_ZSTD REQUIRED IMPORTED_TARGET GLOBAL libzstd)
pkg_check_modules(LIENTHONG_UTF8PROC REQUIRED IMPORTED_TARGET GLOBAL libutf8proc)
pkg_check_modules(LIENTHONG_XML2 REQUIRED IMPORTED_TARGET GLOBAL libxml-2.0)
pkg_check_modules(LIENTHONG_ZIP REQUIRED IMPORTED_TARGET GLOBAL libzip)
find_program(LIENTHONG_GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
include(GoogleTest)

# Libraries that ship no CMake target, under one family of names.
add_library(lienthong::xxhash ALIAS PkgConfig::LIENTHONG_XXHASH)
add_library(lienthong::zstd ALIAS PkgConfig::LIENTHONG_ZSTD)
add_library(lienthong::utf8proc ALIAS PkgConfig::LIENTHONG_UTF8PROC)
add_library(lienthong::xml2 ALIAS PkgConfig::LIENTHONG_XML2)
add_library(lienthong::zip ALIAS PkgConfig::LIENTHONG_ZIP)
if(NOT TARGET yaml-cpp::yaml-cpp)  # 0.7 calls it yaml-cpp, 0.8 yaml-cpp::yaml-cpp
  add_library(lienthong_yaml INTERFACE)
  add_library(yaml-cpp::yaml-cpp ALIAS lienthong_yaml)
  target_link_libraries(lienthong_yaml INTERFACE yaml-cpp)
endif()

# Abseil is fine-grained beyond use to us; everybody needs about the same twelve.
add_library(lienthong_absl INTERFACE)
add_library(lienthong::absl ALIAS lienthong_absl)
target_link_libraries(
  lienthong_absl
  INTERFACE absl::status
            absl::statusor
            absl::strings
            absl::str_format
            absl::cord
            absl::span
            absl::time
            absl::synchronization
            absl::flat_hash_map
            absl::flat_hash_set
            absl::btree
            absl::inlined_vector
            absl::hash
            absl::cleanup)

# Flags of our own code; generated code switches the warnings off for itself.
# -Wextra would have every designated initialiser name every field; -Wrestrict of
# g++ 12 takes `"text" + string` for an overlapping copy (its bug 105651).
add_library(lienthong_flags INTERFACE)
# -pthread, because gRPC's own libraries bring it and a precompiled header is one set of flags.
target_compile_options(lienthong_flags INTERFACE -pthread -Wall -Wextra -Werror -Werror=unused-result
                                                 -Wno-missing-field-initializers -Wno-restrict)
target_include_directories(lienthong_flags INTERFACE ${PROJECT_SOURCE_DIR})

# Precompiled headers, compiled once and shared: one for everybody, one more for
# folders that name gRPC or lienthong::proto_grpc, one for tests. They hold
# headers of other projects only, so touching our own recompiles none of them.
set(LIENTHONG_PCH_BASE
    <algorithm> <cstdint> <functional> <map> <memory> <optional> <set> <string> <string_view>
    <utility> <vector>
    <absl/container/flat_hash_map.h> <absl/status/statusor.h> <absl/strings/str_cat.h>
    <absl/strings/str_format.h> <absl/synchronization/mutex.h> <absl/time/time.h>
    <google/protobuf/generated_message_util.h> <google/protobuf/message.h>
    <google/protobuf/repeated_field.h> <google/protobuf/timestamp.pb.h>)

function(lienthong_precompiled_headers name)
  cmake_parse_arguments(arg "" "" "HEADERS;DEPS" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/pch/${name}.cc CONTENT "// holds nothing\n")
  add_library(lienthong_pch_${name} OBJECT ${CMAKE_BINARY_DIR}/pch/${name}.cc)
  target_link_libraries(lienthong_pch_${name} PRIVATE lienthong_flags ${arg_DEPS})
  # ccache can only store what was compiled against a precompiled header with this flag.
  target_compile_options(lienthong_pch_${name} PRIVATE -fpch-preprocess)
  target_precompile_headers(lienthong_pch_${name} PRIVATE ${arg_HEADERS})
endfunction()

lienthong_precompiled_headers(base HEADERS ${LIENTHONG_PCH_BASE} DEPS lienthong_absl
                              protobuf::libprotobuf)
lienthong_precompiled_headers(grpc HEADERS ${LIENTHONG_PCH_BASE} <grpcpp/grpcpp.h>
                              DEPS lienthong_absl protobuf::libprotobuf gRPC::grpc++)
lienthong_precompiled_headers(test HEADERS ${LIENTHONG_PCH_BASE} <gmock/gmock.h> <gtest/gtest.h>
                              DEPS lienthong_absl protobuf::libprotobuf GTest::gmock)

function(lienthong_use_precompiled_headers target name)
  target_precompile_headers(${target} REUSE_FROM lienthong_pch_${name})
  target_compile_options(${target} PRIVATE -fpch-preprocess)
endfunction()

function(_lienthong_own_code target)
  target_link_libraries(${target} PRIVATE lienthong_flags)
  set(pch base)
  if("lienthong::proto_grpc" IN_LIST ARGN OR "gRPC::grpc++" IN_LIST ARGN)
    set(pch grpc)
  endif()
  lienthong_use_precompiled_headers(${target} ${pch})
endfunction()

function(_lienthong_check_arguments)
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
endfunction()

function(lienthong_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;TESTS;TEST_DEPS" ${ARGN})
  _lienthong_check_arguments()
  set(target lienthong_${name})
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    target_link_libraries(${target} PUBLIC ${arg_DEPS})
    _lienthong_own_code(${target} ${arg_DEPS})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${arg_DEPS})
  endif()
  add_library(lienthong::${name} ALIAS ${target})
  if(arg_TESTS)
    lienthong_test(${name} SOURCES ${arg_TESTS} DEPS ${target} ${arg_TEST_DEPS})
  endif()
endfunction()

function(lienthong_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  _lienthong_check_arguments()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPS})
  _lienthong_own_code(${name} ${arg_DEPS})
endfunction()

function(lienthong_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;LABELS" ${ARGN})
  _lienthong_check_arguments()
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  set(target lienthong_${name}_test)
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_DEPS} GTest::gmock_main lienthong_flags)
  lienthong_use_precompiled_headers(${target} test)
  gtest_discover_tests(
    ${target}
    DISCOVERY_MODE PRE_TEST
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 300)
endfunction()
