#include "services/matching/record/field_level.h"

#include <string>
#include <vector>

#include "services/matching/name/compare_words.h"
#include "services/matching/name/letters.h"
#include "services/matching/name/word.h"
#include "services/matching/record/country.h"
#include "services/matching/record/fold_text.h"

namespace homeward::matching {
namespace {

constexpr size_t kMaxWords = 16;

using Words = std::vector<WrittenWord>;

// Whether a value is words that are said, and not digits or a code.
bool IsSpoken(TextField field) {
  switch (field) {
    case TextField::kNationality:
    case TextField::kPlace:
    case TextField::kStreet:
    case TextField::kLocality:
    case TextField::kSuburb:
    case TextField::kState:
      return true;
    default:
      return false;
  }
}

std::u32string Joined(const Words& words) {
  std::u32string joined;
  for (const WrittenWord& word : words) joined += word.letters;
  return joined;
}

bool SoundAlike(std::u32string_view left, std::u32string_view right) {
  return CompareWords(*ReadWord(left), *ReadWord(right)).level <=
         NameLevel::kClose;
}

// Word by word; as one where they are parted otherwise.
bool SoundAlike(const Words& left, const Words& right) {
  if (left.size() != right.size()) {
    return SoundAlike(Joined(left), Joined(right));
  }
  for (size_t i = 0; i < left.size(); ++i) {
    if (!SoundAlike(left[i].letters, right[i].letters)) return false;
  }
  return true;
}

TextLevel CompareSpoken(absl::string_view left, absl::string_view right) {
  if (IsPlainAscii(left) && IsPlainAscii(right)) {
    return CompareTexts(left, right);
  }
  const Words l = SplitWords(left, kMaxWords);
  const Words r = SplitWords(right, kMaxWords);
  if (ScriptOf(Joined(l)) == ScriptOf(Joined(r))) {
    return CompareTexts(left, right);
  }
  return SoundAlike(l, r) ? TextLevel::kOtherScript : TextLevel::kMissing;
}

}  // namespace

TextLevel CompareFields(TextField field, absl::string_view left,
                        absl::string_view right) {
  if (left.empty() || right.empty() || left == right || !IsSpoken(field)) {
    return CompareTexts(left, right);
  }
  if (field == TextField::kNationality) {
    const int countries =
        (IsCountryCode(left) ? 1 : 0) + (IsCountryCode(right) ? 1 : 0);
    if (countries == 2) return TextLevel::kDifferent;
    if (countries == 1) return TextLevel::kMissing;
  }
  return CompareSpoken(left, right);
}

}  // namespace homeward::matching
