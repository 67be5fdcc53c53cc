#include "services/federation/erasure/erasure_book.h"

#include "auth/proto_time.h"
#include "homeward/v1/erasure.pb.h"

namespace homeward::federation {

bool ErasureBook::IsTombstone(const std::string& record_id,
                              absl::Time now) const {
  const auto known = Find(record_id);
  return known.has_value() && known->erasure().has_expiry_time() &&
         now < auth::ToTime(known->erasure().expiry_time());
}

absl::Status ErasureBook::Put(const internal::v1::StoredErasure& erasure,
                              storage::Submission& submission) {
  return DocumentBook::Put(erasure.erasure().record_id(), erasure, submission);
}

}  // namespace homeward::federation
