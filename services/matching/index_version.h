#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_

namespace homeward::matching {

// The version of the normalisation behind index terms; part of every term.
// Raise it with any change that makes other terms of the same name or number:
// a node must then build its index anew, and peers must agree on it.
inline constexpr int kIndexVersion = 1;

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_
