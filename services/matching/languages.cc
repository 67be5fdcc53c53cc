#include "services/matching/languages.h"

#include <unicode/locid.h>

#include <cmath>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

// As long as a tag may have to be (RFC 5646 section 4.4.1).
constexpr size_t kMaxCodeBytes = 35;
constexpr size_t kLeastLetters = 2;
constexpr size_t kMostLetters = 3;

// Reviewed defaults: of two records of one person, and of two persons among
// those who are worth comparing.
constexpr LevelWeight kShared = {0.90, 0.60};
constexpr LevelWeight kNoneShared = {0.10, 0.40};

bool NamesNone(absl::string_view language) {
  return language == "und" || language == "mul" || language == "mis" ||
         language == "zxx";
}

}  // namespace

std::string LanguageOf(absl::string_view code) {
  const auto is_tag = [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  };
  if (code.size() > kMaxCodeBytes || !absl::c_all_of(code, is_tag)) return "";
  const absl::string_view first = code.substr(0, code.find_first_of("-_"));
  if (first.size() < kLeastLetters || first.size() > kMostLetters ||
      !absl::c_all_of(first, [](char c) { return absl::ascii_isalpha(c); })) {
    return "";
  }
  std::string language =
      icu::Locale(absl::AsciiStrToLower(first).c_str()).getLanguage();
  return NamesNone(language) ? "" : language;
}

void AddLanguage(absl::string_view code, Description& description) {
  if (description.languages.size() == kMaxDescribedLanguages) return;
  std::string language = LanguageOf(code);
  if (language.empty() ||
      absl::c_linear_search(description.languages, language)) {
    return;
  }
  description.languages.push_back(std::move(language));
}

std::optional<FieldEvidence> CompareLanguages(const Description& asked,
                                              const Description& held) {
  if (asked.languages.empty() || held.languages.empty()) return std::nullopt;
  const bool shared =
      absl::c_any_of(asked.languages, [&](const std::string& language) {
        return absl::c_linear_search(held.languages, language);
      });
  const LevelWeight& weight = shared ? kShared : kNoneShared;
  FieldEvidence evidence;
  evidence.field = "language";
  evidence.level = shared ? "exact" : "different";
  evidence.bits = std::log2(weight.m / weight.u);
  return evidence;
}

}  // namespace homeward::matching
