#ifndef HOMEWARD_AUTH_TESTING_HASHER_H_
#define HOMEWARD_AUTH_TESTING_HASHER_H_

#include <string>

#include "auth/redaction/field_hash.h"
#include "auth/signing/secret.h"

namespace homeward::auth::testing {

// A hasher whose secret is `letter`, 32 times.
inline FieldHasher Hasher(char letter = 'h') {
  return *FieldHasher::Create(Secret(std::string(32, letter)));
}

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_HASHER_H_
