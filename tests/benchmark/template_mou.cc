#include "tests/benchmark/template_mou.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "google/protobuf/text_format.h"
#include "tests/benchmark/must.h"

namespace homeward::benchmark {

v1::Mou TemplateInForce(
    const std::string& name,
    const std::vector<std::pair<std::string, std::string>>& renamed,
    absl::Time now) {
  const std::string path =
      absl::StrCat("deploy/mou_templates/", name, ".textproto");
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  for (const auto& [from, to] : renamed) {
    text = absl::StrReplaceAll(
        text, {{absl::StrCat("\"", from, "\""), absl::StrCat("\"", to, "\"")},
               {absl::StrCat("-", from, "\""), absl::StrCat("-", to, "\"")}});
  }
  v1::Mou mou;
  if (!google::protobuf::TextFormat::ParseFromString(text, &mou)) {
    Must(absl::NotFoundError(path), "read a template");
  }
  const absl::Duration year = 365 * absl::Hours(24);
  *mou.mutable_effective_time() = auth::ToTimestamp(now - year);
  *mou.mutable_expiry_time() = auth::ToTimestamp(now + year);
  return mou;
}

}  // namespace homeward::benchmark
