#ifndef HOMEWARD_SERVICES_MATCHING_DESCRIPTION_H_
#define HOMEWARD_SERVICES_MATCHING_DESCRIPTION_H_

#include <string>
#include <vector>

#include "services/matching/identifiers.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

namespace homeward::matching {

// How many names and births of one child are read; the rest is left out.
inline constexpr size_t kMaxDescribedNames = 8;
inline constexpr size_t kMaxDescribedBirths = 4;
inline constexpr size_t kMaxDescribedRelatives = 10;
inline constexpr size_t kMaxDescribedLanguages = 10;

// One name of a child.
struct DescribedName {
  std::string text;  // As written.
  Name name;         // What is read of it; has words.
};

// Who names a relative.
enum class RelativeSource {
  kQuestion,  // Who asks.
  kFamily,    // The record, as a member of the family.
  kAdult,     // The record, as an adult who was with the child.
  kReporter,  // The record, as who reported the child missing.
};

// A person who belongs to a child.
struct DescribedRelative {
  std::string text;  // As written.
  Name name;         // What is read of it; has words.
  // homeward.v1.FamilyRelationship; 0 if it isn't known.
  int relation = 0;
  RelativeSource source = RelativeSource::kQuestion;
};

// What is known of a child, in a record or a question. Every part may be
// missing, and what is missing is neither equal nor different. Where sources
// contradict each other, each may be right.
struct Description {
  // In any scripts: names in use, other spellings, nicknames. Each text once.
  std::vector<DescribedName> names;
  // Each has an interval; each once.
  std::vector<Birth> births;
  Sex sex = Sex::kUnknown;  // Unknown, too, when claims contradict each other.
  std::vector<Identifier> identifiers;
  std::vector<DescribedRelative> relatives;
  // As LanguageOf() tells them; each once.
  std::vector<std::string> languages;
};

// Adds a name as somebody wrote it, unless it has no letters, is there already,
// or there are kMaxDescribedNames.
void AddName(const NameText& text, Description& description);

// Adds a relative, unless the name has no letters or there are
// kMaxDescribedRelatives.
void AddRelative(const std::string& name, int relation, RelativeSource source,
                 Description& description);

// Adds a birth, unless it has no interval, is there already, or there are
// kMaxDescribedBirths.
void AddBirth(const Birth& birth, Description& description);

// True if both mean the same time and are written alike.
bool IsSameBirth(const Birth& left, const Birth& right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_DESCRIPTION_H_
