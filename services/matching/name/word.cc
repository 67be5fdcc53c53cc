#include "services/matching/name/word.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
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

// What stands in front of names and is often written as a part of them.
constexpr absl::string_view kAttached[] = {"al",  "el",   "ul",  "van",
                                           "von", "dela", "ibn", "bin"};
constexpr size_t kMinRest = 4;

bool StartsWithConsonant(absl::string_view letters) {
  return !letters.empty() && !absl::StrContains("aeiouy", letters.substr(0, 1));
}

// "Alhassan" is also "hassan", "Vangogh" also "gogh".
void AddWithoutAttached(Word* word) {
  const std::string letters = word->readings.front().letters;
  for (const absl::string_view front : kAttached) {
    if (letters.size() < front.size() + kMinRest ||
        !absl::StartsWith(letters, front)) {
      continue;
    }
    std::string rest = letters.substr(front.size());
    if (StartsWithConsonant(rest)) AddReading(std::move(rest), word);
    return;
  }
}

// The article inside names that start with "servant of" is spoken and written
// in many ways: "Abdulrahman", "Abderrahmane", "Abdirahman". One has none.
void AddServantWithoutArticle(Word* word) {
  const std::string letters = word->readings.front().letters;
  if (!absl::StartsWith(letters, "abd") || letters.size() < 8) return;
  size_t rest = 3;
  while (rest < letters.size() && !StartsWithConsonant(letters.substr(rest))) {
    ++rest;
  }
  if (rest == 3) return;  // "Abdrahman".
  const bool article = letters[rest] == 'l';
  const bool doubled =
      rest + 1 < letters.size() && letters[rest] == letters[rest + 1];
  if (article || doubled) ++rest;
  AddReading("abd" + letters.substr(rest), word);
}

void AddAbjadReading(std::u32string_view folded, Word* word) {
  AddReading(RomaniseAbjad(folded), AbjadSigns(folded), word);
}

// With the article, and without.
void AddAbjadReadings(std::u32string_view folded, Word* word) {
  constexpr std::u32string_view kArticle = U"ال";
  constexpr std::u32string_view kServant = U"عبدال";
  AddAbjadReading(folded, word);
  if (folded.size() > 4 && folded.substr(0, 2) == kArticle) {
    AddAbjadReading(folded.substr(2), word);
  }
  if (folded.size() > 6 && folded.substr(0, 5) == kServant) {
    std::u32string without(folded.substr(0, 3));
    without += folded.substr(5);
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
      if (!word->readings.empty()) {
        AddWithoutAttached(word);
        AddServantWithoutArticle(word);
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
// Ukrainian: w is v, j is a vowel, or h.
void AddSkeletons(Word* word) {
  for (const Reading& reading : word->readings) {
    AddSkeleton(reading.letters, word);
    if (word->script != Script::kLatin) continue;
    if (reading.letters.find('w') != std::string::npos) {
      AddSkeleton(Replaced(reading.letters, 'w', 'v'), word);
    }
    if (reading.letters.find('j') != std::string::npos) {
      AddSkeleton(Replaced(reading.letters, 'j', 'y'), word);
    }
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
