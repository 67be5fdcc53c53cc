#ifndef HOMEWARD_SERVICES_MATCHING_NAME_NAME_LISTS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_NAME_LISTS_H_

#include "absl/strings/string_view.h"

// What folded words do in names, other than being one. Pure, thread-safe.
namespace homeward::matching {

// A rank or a form of address: "sheikh", "dr". Some are names too.
bool IsTitle(absl::string_view word);
bool IsTitleOrName(absl::string_view word);
// "jr", "iii".
bool IsSuffix(absl::string_view word);
// Son or daughter of: "bin", "bint", "ould".
bool IsFiliation(absl::string_view word);
// The Arabic article. After a hyphen also as it is spoken: "ash-Shami".
bool IsArticle(absl::string_view word, bool hyphen_follows);
// "de", "van", "von", "y".
bool IsParticle(absl::string_view word);
// The first half of one name: "abd", "abu", "mac". The article between the
// halves is a part of it.
bool JoinsNext(absl::string_view word);
// The second half of one name: "ullah", "uddin"; and what is so after an
// article only: "din".
bool JoinsPrevious(absl::string_view word);
bool JoinsPreviousAfterArticle(absl::string_view word);
// A family name of two Han characters, in UTF-8.
bool IsLongHanFamily(absl::string_view two);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_NAME_LISTS_H_
