#ifndef HOMEWARD_AUTH_MOU_FIELD_SET_H_
#define HOMEWARD_AUTH_MOU_FIELD_SET_H_

#include <bitset>
#include <cstddef>

namespace homeward::auth {

// The most leaf fields that Claim may have.
inline constexpr size_t kMaxFields = 512;

// A set of leaf fields of Claim: bit n is the field that FieldCatalog numbers
// n. Good in one process only: numbers change with the protos.
using FieldSet = std::bitset<kMaxFields>;

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_FIELD_SET_H_
