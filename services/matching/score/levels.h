#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_LEVELS_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_LEVELS_H_

#include "absl/strings/string_view.h"
#include "services/matching/name/compare_words.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/record/text_level.h"

// What levels are called in explanations and in files of weights.
namespace homeward::matching {

absl::string_view LevelName(NameLevel level);
absl::string_view LevelName(BirthLevel level);
absl::string_view LevelName(TextLevel level);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_LEVELS_H_
