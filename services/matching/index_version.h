#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_

namespace homeward::matching {

// The version of the rules behind terms of names; part of each. Raise it with
// any change that makes other terms of the same name, and let LookupTerms()
// find those of the version before. Keys of names have a version of their own
// (kNameKeyVersion), which is part of a term too.
inline constexpr int kIndexVersion = 2;

// Likewise of the rules behind terms of numbers.
inline constexpr int kNumberVersion = 1;

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_
