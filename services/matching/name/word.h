#ifndef HOMEWARD_SERVICES_MATCHING_NAME_WORD_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_WORD_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/matching/name/letters.h"
#include "services/matching/name/skeleton.h"

// One word of a name and all that can be read of it. Pure, thread-safe.
namespace homeward::matching {

// The version of everything that is read of a name. Raise it with any change
// that gives another skeleton, reading or key of the same name: keys are then
// built anew, and tests/golden/names shows what changed.
inline constexpr int kNameKeyVersion = 1;

// The most readings of a word that are kept.
inline constexpr size_t kMaxReadings = 6;

// One way to write a word in the letters a to z.
struct Reading {
  std::string letters;
  // How they sound: see SoundOf(). Of a word whose vowels are missing, the
  // signs of its abjad.
  std::string sound;
  Skeleton skeleton;
  uint16_t classes = 0;  // Of the skeleton.
};

// A word, immutable once made.
struct Word {
  // NFKC, in lower case; marks and apostrophes as written.
  std::string written;
  // With the fold of its script: no marks, one form for letters that writers
  // mix. Equal for all spellings that differ in typing only.
  std::string folded;
  // Most likely first; at most kMaxReadings. Empty if nothing reads the
  // script: then only `folded` can match.
  std::vector<Reading> readings;
  // Of the readings and of what their letters stand for in other languages;
  // each once, none empty.
  std::vector<Skeleton> skeletons;
  // Double Metaphone of the first reading, primary and, if another, secondary.
  // None for words without vowels.
  std::vector<std::string> metaphone;
  // Known forms of one name in several languages, and short forms, share a
  // group: "Oleksandr" and "Alexander". Sorted.
  std::vector<uint16_t> groups;
  Script script = Script::kOther;
  // Written in a script that leaves vowels out, so they are not known.
  bool vowels_missing = false;
  // A single letter, which may stand for any word that starts with it.
  bool initial = false;
};

using WordPtr = std::shared_ptr<const Word>;

// Reads one word as SplitWords() gives it. What is beyond kMaxWordLetters is
// left out. Words read lately by this thread are remembered, so that reading
// one again costs a look-up.
WordPtr ReadWord(std::u32string_view letters);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_WORD_H_
