#ifndef HOMEWARD_STORAGE_RECORDS_CLAIM_BLOBS_H_
#define HOMEWARD_STORAGE_RECORDS_CLAIM_BLOBS_H_

#include <map>

#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::storage {

// `claim` cut by category: for each category of which it has a field, a claim
// with just the fields of that category. Merged in any order they are `claim`
// again, but for messages without any field: that the fact of a claim is there
// must be kept beside them. A field without a category is in none: it is never
// stored, since it could never be shown. Thread-safe.
std::map<v1::Category, v1::Claim> SplitByCategory(v1::Claim claim);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_CLAIM_BLOBS_H_
