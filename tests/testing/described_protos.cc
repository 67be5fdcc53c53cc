#include "tests/testing/described_protos.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.pb.h"
#include "homeward/v1/category.pb.h"

namespace homeward::testing {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;

[[noreturn]] void Die(const char* what) {
  std::fprintf(stderr, "proto/v1_descriptors.bin: %s\n", what);
  std::abort();
}

}  // namespace

const std::vector<const FileDescriptor*>& DescribedFiles() {
  static const auto* const files = [] {
    // Linked, so that the option is parsed and not an unknown field.
    if (v1::category.number() == 0) Die("no option (homeward.v1.category)");
    std::ifstream stream("proto/v1_descriptors.bin", std::ios::binary);
    FileDescriptorSet set;
    if (!set.ParseFromIstream(&stream)) Die("is no descriptor set");
    auto* pool = new DescriptorPool();
    auto* made = new std::vector<const FileDescriptor*>();
    for (const FileDescriptorProto& proto : set.file()) {
      const FileDescriptor* file = pool->BuildFile(proto);
      if (file == nullptr) Die("lacks an import");
      if (file->package() == "homeward.v1") made->push_back(file);
    }
    return made;
  }();
  return *files;
}

template <typename Element>
std::string Comment(const Element& element) {
  google::protobuf::SourceLocation location;
  if (!element.GetSourceLocation(&location)) return "";
  std::vector<std::string> lines =
      absl::StrSplit(location.leading_comments, '\n');
  for (std::string& line : lines) absl::StripAsciiWhitespace(&line);
  return std::string(absl::StripAsciiWhitespace(absl::StrJoin(lines, " ")));
}

template std::string Comment(const google::protobuf::Descriptor&);
template std::string Comment(const google::protobuf::FieldDescriptor&);
template std::string Comment(const google::protobuf::EnumDescriptor&);
template std::string Comment(const google::protobuf::EnumValueDescriptor&);
template std::string Comment(const google::protobuf::ServiceDescriptor&);
template std::string Comment(const google::protobuf::MethodDescriptor&);

}  // namespace homeward::testing
