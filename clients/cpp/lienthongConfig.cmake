# find_package(lienthong) gives lienthong::client.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(OpenSSL)
find_dependency(absl CONFIG)
find_dependency(Protobuf)
find_dependency(gRPC CONFIG)
find_dependency(yaml-cpp CONFIG)
include(${CMAKE_CURRENT_LIST_DIR}/lienthongTargets.cmake)
