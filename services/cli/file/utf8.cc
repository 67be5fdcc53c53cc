#include "services/cli/file/utf8.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace homeward::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Places = google::protobuf::TextFormat::ParseInfoTree;

// The index of the first byte of `text` that is not UTF-8; its size if all is.
size_t FirstThatIsNot(absl::string_view text) {
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t at = 0; at < size;) {
    const int64_t start = at;
    UChar32 code;
    U8_NEXT(text.data(), at, size, code);
    if (code < 0) return static_cast<size_t>(start);
  }
  return text.size();
}

// The line of the value `index` of `field`, which is not repeated if that is
// -1; 0 if it is UTF-8 throughout.
int LineOfValue(const Message& message, const FieldDescriptor* field, int index,
                const Places& places) {
  const auto* reflection = message.GetReflection();
  if (field->type() == FieldDescriptor::TYPE_STRING) {
    const std::string value =
        index < 0 ? reflection->GetString(message, field)
                  : reflection->GetRepeatedString(message, field, index);
    if (FirstThatIsNot(value) == value.size()) return 0;
    return places.GetLocation(field, index).line + 1;
  }
  const Places* below = places.GetTreeForNested(field, index);
  if (field->message_type() == nullptr || below == nullptr) return 0;
  return LineThatIsNotUtf8(
      index < 0 ? reflection->GetMessage(message, field)
                : reflection->GetRepeatedMessage(message, field, index),
      *below);
}

}  // namespace

int LineThatIsNotUtf8(absl::string_view text) {
  const size_t at = FirstThatIsNot(text);
  if (at == text.size()) return 0;
  return 1 + static_cast<int>(std::count(
                 text.begin(), text.begin() + static_cast<int64_t>(at), '\n'));
}

int LineThatIsNotUtf8(const Message& message, const Places& places) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count =
        field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const int line =
          LineOfValue(message, field, field->is_repeated() ? i : -1, places);
      if (line > 0) return line;
    }
  }
  return 0;
}

}  // namespace homeward::cli
