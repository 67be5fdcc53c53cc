#ifndef HOMEWARD_TESTS_TESTING_TEXT_PROTO_H_
#define HOMEWARD_TESTS_TESTING_TEXT_PROTO_H_

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace homeward::testing {

// A protobuf message from its text form, of the type that it is assigned to.
// The test fails when the text does not parse.
class TextProto {
 public:
  explicit TextProto(std::string text) : text_(std::move(text)) {}

  template <typename Message>
  operator Message() const {  // NOLINT: implicit is the point.
    Message message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text_, &message))
        << text_;
    return message;
  }

 private:
  std::string text_;
};

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_TEXT_PROTO_H_
