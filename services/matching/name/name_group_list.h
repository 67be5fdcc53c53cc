#ifndef HOMEWARD_SERVICES_MATCHING_NAME_NAME_GROUP_LIST_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_NAME_GROUP_LIST_H_

#include "absl/strings/string_view.h"

namespace homeward::matching {

// Names that are one name in several languages, and short forms of it: one
// group a line, folded. Spellings that sound alike need no line. Written for
// Homeward from general knowledge; taken from no list. A new line goes to the
// end, and raises kIndexVersion: the number of a line is part of keys.
extern const absl::string_view kNameGroups;

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_NAME_GROUP_LIST_H_
