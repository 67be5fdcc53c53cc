#include "services/matching/record/fold_text.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/matching/name/name_tokens.h"

namespace homeward::matching {
namespace {

// As NameTokens() folds, without its cost.
std::string FoldAscii(absl::string_view text, absl::string_view between) {
  std::string folded;
  bool parted = false;
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) {
      if (parted && !folded.empty())
        folded.append(between.data(), between.size());
      parted = false;
      folded += absl::ascii_tolower(c);
    } else if (c != '\'') {
      parted = true;
    }
  }
  return folded;
}

// The same of any script: each word by itself, since words come again.
std::string FoldAny(absl::string_view text, absl::string_view between) {
  std::vector<std::string> folded;
  for (const absl::string_view word : absl::StrSplit(
           text, absl::ByAnyChar(" \t.,;:/-()"), absl::SkipEmpty())) {
    for (std::string& token : NameTokens(word)) {
      folded.push_back(std::move(token));
    }
  }
  return absl::StrJoin(folded, between);
}

}  // namespace

bool IsPlainAscii(absl::string_view text) {
  return absl::c_all_of(text, [](char c) { return absl::ascii_isascii(c); });
}

std::string FoldText(absl::string_view text, absl::string_view between) {
  return IsPlainAscii(text) ? FoldAscii(text, between) : FoldAny(text, between);
}

}  // namespace homeward::matching
