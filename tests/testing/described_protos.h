#ifndef HOMEWARD_TESTS_TESTING_DESCRIBED_PROTOS_H_
#define HOMEWARD_TESTS_TESTING_DESCRIBED_PROTOS_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

// The public protos with their comments, which generated code lacks: for
// tests of what the comments say.
namespace homeward::testing {

// Every file of homeward.v1 in this build, made at the first call and kept for
// good. Ends the process when the descriptor set can't be read. Thread-safe.
const std::vector<const google::protobuf::FileDescriptor*>& DescribedFiles();

// The comment above `element` (a message, a field, an enum, a value, a
// service or an rpc of DescribedFiles()), its lines joined by spaces. Empty
// when there is none.
template <typename Element>
std::string Comment(const Element& element);

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_DESCRIBED_PROTOS_H_
