#include "services/matching/name/word.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_replace.h"
#include "services/matching/name/double_metaphone.h"
#include "services/matching/name/name_groups.h"
#include "services/matching/name/romanise.h"
#include "services/matching/name/sound.h"

namespace homeward::matching {
namespace {

// Words that a thread remembers: some 10 MB.
constexpr size_t kMaxRemembered = 1 << 15;

void AddReading(std::string letters, std::string sound, Word* word) {
  if (letters.empty() || word->readings.size() == kMaxReadings) return;
  const auto same = [&](const Reading& reading) {
    return reading.letters == letters;
  };
  if (absl::c_any_of(word->readings, same)) return;
  const Skeleton skeleton = Skeleton::Of(letters);
  word->readings.push_back(Reading{std::move(letters), std::move(sound),
                                   skeleton, skeleton.classes()});
}

void AddReading(std::string letters, Word* word) {
  std::string sound = SoundOf(letters);
  AddReading(std::move(letters), std::move(sound), word);
}

void AddAbjadReading(std::u32string_view folded, Word* word) {
  AddReading(RomaniseAbjad(folded), AbjadSigns(folded), word);
}

// With the article, and without.
void AddAbjadReadings(std::u32string_view folded, Word* word) {
  constexpr std::u32string_view kArticle = U"ال";
  AddAbjadReading(folded, word);
  if (folded.size() > 4 && folded.substr(0, 2) == kArticle) {
    AddAbjadReading(folded.substr(2), word);
  }
  // Between the halves of a name: "servant of", "light of the faith".
  const size_t inside = folded.find(kArticle, 2);
  if (inside != std::u32string_view::npos && folded.size() > inside + 3) {
    std::u32string without(folded.substr(0, inside));
    without += folded.substr(inside + 2);
    AddAbjadReading(without, word);
  }
}

// Hangul as ICU has it, "jeongeun", and as most Koreans write: "jongun".
void AddHangulReadings(std::u32string_view letters, Word* word) {
  const std::string official = RomaniseOther(letters);
  AddReading(official, word);
  AddReading(absl::StrReplaceAll(official, {{"eo", "o"}, {"eu", "u"}}), word);
}

void AddReadings(std::u32string_view letters, std::u32string_view folded,
                 Word* word) {
  switch (word->script) {
    case Script::kLatin:
      for (std::string& latin : RomaniseLatin(letters)) {
        AddReading(std::move(latin), word);
      }
      if (word->readings.empty()) return;
      for (std::string& other :
           OtherLatinReadings(word->readings.front().letters)) {
        AddReading(std::move(other), word);
      }
      return;
    case Script::kCyrillic:
      for (std::string& latin : RomaniseCyrillic(letters)) {
        AddReading(std::move(latin), word);
      }
      return;
    case Script::kArabic:
    case Script::kHebrew:
      word->vowels_missing = true;
      AddAbjadReadings(folded, word);
      return;
    case Script::kHangul:
      AddHangulReadings(letters, word);
      return;
    case Script::kEthiopic:
      AddReading(RomaniseEthiopic(folded), EthiopicSound(folded), word);
      return;
    default:
      AddReading(RomaniseOther(letters), word);
  }
}

void AddSkeleton(absl::string_view letters, Word* word) {
  const Skeleton skeleton = Skeleton::Of(letters);
  if (skeleton.empty() || absl::c_linear_search(word->skeletons, skeleton)) {
    return;
  }
  word->skeletons.push_back(skeleton);
}

// `letters` with each `from` as `to`.
std::string Replaced(std::string letters, char from, char to) {
  absl::c_replace(letters, from, to);
  return letters;
}

// Also of letters that stand for another sound in German, Polish, Spanish or
// Ukrainian: w is v, j is a vowel.
void AddSkeletons(Word* word) {
  for (const Reading& reading : word->readings) {
    AddSkeleton(reading.letters, word);
    if (word->script != Script::kLatin) continue;
    const std::string with_v = Replaced(reading.letters, 'w', 'v');
    AddSkeleton(with_v, word);
    AddSkeleton(Replaced(reading.letters, 'j', 'y'), word);
    AddSkeleton(Replaced(with_v, 'j', 'y'), word);
  }
}

WordPtr MakeWord(std::u32string_view letters) {
  auto word = std::make_shared<Word>();
  const std::u32string folded = FoldWord(letters);
  word->written = ToUtf8(letters);
  word->folded = ToUtf8(folded);
  word->script = ScriptOf(letters);
  AddReadings(letters, folded, word.get());
  AddSkeletons(word.get());
  word->initial = folded.size() == 1 && word->script != Script::kHan &&
                  word->script != Script::kHangul;
  if (!word->vowels_missing && !word->readings.empty()) {
    word->metaphone = DoubleMetaphone(word->readings.front().letters);
  }
  word->groups = GroupsOf(*word);
  return word;
}

}  // namespace

WordPtr ReadWord(std::u32string_view letters) {
  thread_local absl::flat_hash_map<std::u32string, WordPtr> remembered;
  std::u32string key(letters.substr(0, kMaxWordLetters));
  if (const auto at = remembered.find(key); at != remembered.end()) {
    return at->second;
  }
  if (remembered.size() == kMaxRemembered) remembered.clear();
  WordPtr word = MakeWord(key);
  remembered.emplace(std::move(key), word);
  return word;
}

}  // namespace homeward::matching
