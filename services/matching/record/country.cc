#include "services/matching/record/country.h"

#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/region.h>
#include <unicode/strenum.h>
#include <unicode/udisplaycontext.h>
#include <unicode/unistr.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/matching/record/fold_text.h"

namespace homeward::matching {
namespace {

// By folded name: the code, or nothing if two countries have the name.
using Names = absl::flat_hash_map<std::string, std::string>;

// English first: of the shortest names only its own count.
constexpr const char* kLanguages[] = {
    "en", "fr", "es", "pt", "de", "it", "nl", "pl", "ro", "hu", "el", "sv",
    "sq", "sr", "hr", "bs", "ru", "uk", "ar", "fa", "ps", "ur", "tr", "ku",
    "am", "ti", "so", "sw", "ha", "bn", "hi", "ne", "my", "vi", "zh", "id"};
// "Nga" is Russia in Vietnamese; "UK" and "US" are meant by all who write them.
constexpr size_t kLeastBytes = 4;

std::vector<std::string> Territories() {
  std::vector<std::string> codes;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> all(
      icu::Region::getAvailable(URGN_TERRITORY, error));
  if (U_FAILURE(error)) return codes;
  while (const char* code = all->next(nullptr, error)) codes.push_back(code);
  return codes;
}

// Two states are called Congo: some languages have the word alone for one.
bool TellsWhich(absl::string_view folded, absl::string_view code) {
  return code != "cg" || absl::StrContains(folded, ' ');
}

void AddName(const icu::UnicodeString& name, const std::string& code,
             bool english, Names* names) {
  std::string utf8;
  name.toUTF8String(utf8);
  std::string folded = FoldText(utf8, " ");
  if (folded.empty() || (!english && folded.size() < kLeastBytes) ||
      !TellsWhich(folded, code)) {
    return;
  }
  const auto [at, added] = names->try_emplace(std::move(folded), code);
  if (!added && at->second != code) at->second.clear();
}

void AddNames(const char* language, UDisplayContext length,
              const std::vector<std::string>& territories, Names* names) {
  UDisplayContext contexts[] = {length, UDISPCTX_NO_SUBSTITUTE};
  const std::unique_ptr<icu::LocaleDisplayNames> shown(
      icu::LocaleDisplayNames::createInstance(icu::Locale(language), contexts,
                                              2));
  if (shown == nullptr) return;
  const bool english = language == absl::string_view("en");
  for (const std::string& territory : territories) {
    icu::UnicodeString name;
    shown->regionDisplayName(territory.c_str(), name);
    if (name.isBogus()) continue;
    AddName(name, absl::AsciiStrToLower(territory), english, names);
  }
}

Names ReadNames() {
  Names names;
  const std::vector<std::string> territories = Territories();
  for (const char* language : kLanguages) {
    AddNames(language, UDISPCTX_LENGTH_FULL, territories, &names);
    AddNames(language, UDISPCTX_LENGTH_SHORT, territories, &names);
  }
  return names;
}

// The territory with this code of two letters, of three, or of three digits.
std::string TerritoryOf(absl::string_view code) {
  if (code.size() < 2 || code.size() > 3 ||
      !absl::c_all_of(code, [](char c) { return absl::ascii_isalnum(c); })) {
    return "";
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Region* region =
      icu::Region::getInstance(absl::AsciiStrToUpper(code).c_str(), error);
  if (U_FAILURE(error) || region->getType() != URGN_TERRITORY) return "";
  return absl::AsciiStrToLower(region->getRegionCode());
}

absl::flat_hash_set<std::string> ReadCodes() {
  absl::flat_hash_set<std::string> codes;
  for (const std::string& territory : Territories()) {
    codes.insert(TerritoryOf(territory));
  }
  codes.erase("");
  return codes;
}

}  // namespace

std::string CountryOf(absl::string_view folded) {
  std::string territory = TerritoryOf(folded);
  if (!territory.empty()) return territory;
  static const Names& names = *new Names(ReadNames());
  const auto found = names.find(folded);
  return found == names.end() ? "" : found->second;
}

bool IsCountryCode(absl::string_view code) {
  static const absl::flat_hash_set<std::string>& codes =
      *new absl::flat_hash_set<std::string>(ReadCodes());
  return codes.contains(code);
}

}  // namespace homeward::matching
