"""C++ from .proto files, with Debian's protoc and grpc_cpp_plugin."""

load("@rules_cc//cc:defs.bzl", "cc_library")

def homeward_cc_proto(name, srcs, deps = [], imports = [], visibility = None):
    """Messages of `srcs` as the library `name`.

    Args:
      name: the library. A filegroup `<name>_srcs` holds the .proto files.
      srcs: .proto files, below the folder `proto`.
      deps: homeward_cc_proto libraries that srcs import.
      imports: their `_srcs` filegroups.
      visibility: who may use it.
    """
    stems = [s[:-len(".proto")] for s in srcs]
    headers = [s + ".pb.h" for s in stems]
    sources = [s + ".pb.cc" for s in stems]
    native.filegroup(name = name + "_srcs", srcs = srcs, visibility = ["//visibility:public"])
    native.genrule(
        name = name + "_gen",
        srcs = srcs + imports,
        outs = headers + sources,
        cmd = "protoc -I proto -I /usr/include --cpp_out=$(RULEDIR) " +
              " ".join(["$(location %s)" % s for s in srcs]),
    )
    cc_library(
        name = name,
        srcs = sources,
        hdrs = headers,
        copts = ["-w"],
        includes = ["."],
        visibility = visibility,
        deps = deps + ["@system//:protobuf"],
    )

def homeward_cc_grpc(name, srcs, proto, imports = [], visibility = None):
    """Services of `srcs` as the library `name`.

    Args:
      name: the library.
      srcs: .proto files that define services.
      proto: the homeward_cc_proto library of the same files.
      imports: every .proto file that they import, as filegroups.
      visibility: who may use it.
    """
    stems = [s[:-len(".proto")] for s in srcs]
    headers = [s + ".grpc.pb.h" for s in stems]
    sources = [s + ".grpc.pb.cc" for s in stems]
    native.genrule(
        name = name + "_gen",
        srcs = srcs + imports,
        outs = headers + sources,
        cmd = "protoc -I proto -I /usr/include --plugin=protoc-gen-grpc=/usr/bin/grpc_cpp_plugin " +
              "--grpc_out=$(RULEDIR) " + " ".join(["$(location %s)" % s for s in srcs]),
    )
    cc_library(
        name = name,
        srcs = sources,
        hdrs = headers,
        copts = ["-w"],
        includes = ["."],
        visibility = visibility,
        deps = [proto, "@system//:grpc", "@system//:protobuf"],
    )
