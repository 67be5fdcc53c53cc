#ifndef HOMEWARD_SERVICES_MATCHING_NAME_FOLD_LETTER_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_FOLD_LETTER_H_

#include <string>

namespace homeward::matching {

// Appends the one form of a letter that writers of its script mix with others
// and that Unicode keeps apart; most letters as they are, some as none. Takes
// letters without marks.
void AppendFolded(char32_t letter, std::u32string* word);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_FOLD_LETTER_H_
