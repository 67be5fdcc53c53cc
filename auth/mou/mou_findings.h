#ifndef HOMEWARD_AUTH_MOU_MOU_FINDINGS_H_
#define HOMEWARD_AUTH_MOU_MOU_FINDINGS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/mou/mou.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "homeward/v1/mou.pb.h"

// The parts of CheckMou().
namespace homeward::auth {

// Collects findings below one path. Not thread-safe.
class FindingsAt {
 public:
  FindingsAt(std::string path, std::vector<Finding>& findings)
      : path_(std::move(path)), findings_(findings) {}

  void Add(std::string reason, std::string next_step) {
    findings_.push_back({path_, std::move(reason), std::move(next_step)});
  }
  FindingsAt Field(absl::string_view name) {
    return {path_.empty() ? std::string(name) : absl::StrCat(path_, ".", name),
            findings_};
  }
  FindingsAt Item(absl::string_view name, int index) {
    return Field(absl::StrCat(name, "[", index, "]"));
  }

 private:
  std::string path_;
  std::vector<Finding>& findings_;
};

// Whether an enum defines `number` and it isn't "unspecified": proto3 keeps
// numbers that an enum doesn't define.
template <typename E>
bool IsKnown(int number) {
  return number != 0 &&
         google::protobuf::GetEnumDescriptor<E>()->FindValueByNumber(number) !=
             nullptr;
}

// What is wrong with the fields of a permit.
void CheckFields(const v1::Clause& clause, FindingsAt at);

// What is wrong with one clause of `mou`.
void CheckClause(const v1::Clause& clause, const v1::Mou& mou, MouKind kind,
                 FindingsAt at);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_MOU_FINDINGS_H_
