#ifndef HOMEWARD_SERVICES_MATCHING_LANGUAGES_H_
#define HOMEWARD_SERVICES_MATCHING_LANGUAGES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/matching/description.h"
#include "services/matching/score/scorer.h"

// The languages of a child as evidence. Pure, thread-safe.
namespace homeward::matching {

// The language that `code` names, however it is written: `uk` for `uk-UA`,
// `UK_ua` and `ukr`. Empty if it is no code of BCP 47 or ISO 639, or one that
// names no language (`und`, `mul`, `mis`, `zxx`).
std::string LanguageOf(absl::string_view code);

// Adds a language, unless `code` names none, it is there already, or there are
// kMaxDescribedLanguages.
void AddLanguage(absl::string_view code, Description& description);

// What it says that both speak one language, or none that the other does.
// Nothing where it isn't known of one of them.
//
// Little, either way: whoever is looked for at a node mostly speaks what most
// there do, the name tells it too, and of several languages each agency writes
// the one that it asked in.
std::optional<FieldEvidence> CompareLanguages(const Description& asked,
                                              const Description& held);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_LANGUAGES_H_
