#include "services/matching/score/levels.h"

namespace homeward::matching {
namespace {

// In the order of the enums.
constexpr absl::string_view kNames[kNameLevels] = {
    "exact",   "folded",        "same sound", "known form",
    "close",   "loose",         "consonants", "consonants near",
    "initial", "only one side", "different"};

constexpr absl::string_view kBirths[kBirthLevels] = {
    "missing",       "exact",       "day and month swapped",
    "one digit",     "year off",    "same month",
    "two parts",     "made-up day", "overlap",
    "next year",     "same year",   "a year off",
    "two years off", "different"};

constexpr absl::string_view kTexts[kTextLevels] = {
    "missing",   "exact",   "close",    "other script",
    "elsewhere", "in part", "different"};

}  // namespace

absl::string_view LevelName(NameLevel level) {
  return kNames[static_cast<int>(level)];
}
absl::string_view LevelName(BirthLevel level) {
  return kBirths[static_cast<int>(level)];
}
absl::string_view LevelName(TextLevel level) {
  return kTexts[static_cast<int>(level)];
}

}  // namespace homeward::matching
