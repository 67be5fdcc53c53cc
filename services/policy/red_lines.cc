#include "services/policy/red_lines.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/mou/charter_features.h"
#include "auth/proof/prove.h"
#include "auth/signing/digest.h"
#include "google/protobuf/text_format.h"

namespace homeward::policy {
namespace {

void Add(absl::string_view whose, const std::string& text, RedLineLists& all) {
  if (text.empty()) return;
  v1::RedLines lines;
  absl::Status status = absl::InvalidArgumentError(
      "it is no text of red lines; `homeward mou prove --red-lines` names the "
      "line");
  if (google::protobuf::TextFormat::ParseFromString(text, &lines)) {
    status = auth::CheckRedLines(lines);
  }
  if (!status.ok()) {
    all.problem =
        absl::StrCat("the red lines of ", whose, ": ", status.message());
    return;
  }
  all.sha256 = auth::Sha256(absl::StrCat(all.sha256, auth::Sha256(text)));
  all.lists.push_back(std::move(lines));
}

}  // namespace

RedLineLists ReadRedLines(const v1::Mou& charter, const RedLineTexts& texts) {
  RedLineLists all;
  all.problem = texts.problem;
  if (!all.problem.empty()) return all;
  const std::optional<std::string> named = auth::RedLinesOf(charter);
  if (named.has_value() && auth::Sha256(texts.federation) != *named) {
    all.problem = absl::StrCat(
        "the charter names red lines, and ",
        texts.federation.empty() ? "they are not here" : "these are others",
        "; get red_lines.textproto from the federation's governance");
    return all;
  }
  Add("the federation", texts.federation, all);
  Add("this agency", texts.own, all);
  return all;
}

}  // namespace homeward::policy
