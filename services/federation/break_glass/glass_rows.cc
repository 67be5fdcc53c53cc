#include "services/federation/break_glass/glass_rows.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/internal/v1/policy.pb.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredBreakGlassReceipt;
using internal::v1::StoredBreakGlassReview;
using internal::v1::StoredBreakGlassUse;
using internal::v1::StoredDocument;

constexpr char kUses[] = "break_glass_use";
constexpr char kReviews[] = "break_glass_review";
constexpr char kReceipts[] = "break_glass_receipt";
constexpr char kPayloadType[] = "application/vnd.homeward.stored.v1+protobuf";

template <typename Message>
StoredDocument DocumentOf(std::string name, const Message& message) {
  StoredDocument document;
  document.set_name(std::move(name));
  document.mutable_envelope()->set_payload_type(kPayloadType);
  document.mutable_envelope()->set_payload(message.SerializeAsString());
  return document;
}

template <typename Message>
absl::StatusOr<std::vector<Message>> ReadAll(
    const storage::DocumentStore& documents, absl::string_view kind) {
  auto stored = documents.List(kind);
  if (!stored.ok()) return stored.status();
  std::vector<Message> messages;
  for (const StoredDocument& document : *stored) {
    if (!messages.emplace_back().ParseFromString(
            document.envelope().payload())) {
      return absl::DataLossError("a stored broken glass can't be read");
    }
  }
  return messages;
}

}  // namespace

absl::Status PutUse(const storage::DocumentStore& documents,
                    const StoredBreakGlassUse& use, storage::Batch* batch) {
  // An owner answers one query more than once if it is asked again.
  const std::string name = absl::StrCat(
      use.query_id(), "-",
      absl::BytesToHexString(auth::Sha256(use.SerializeAsString())));
  return documents.Put(kUses, DocumentOf(name, use), batch);
}

absl::Status PutReview(const storage::DocumentStore& documents,
                       const VerifiedReview& review, absl::Time now,
                       storage::Batch* batch) {
  StoredBreakGlassReview stored;
  *stored.mutable_review() = review.envelope;
  *stored.mutable_received_time() = auth::ToTimestamp(now);
  return documents.Put(
      kReviews,
      DocumentOf(absl::StrCat(
                     absl::BytesToHexString(review.review.break_glass_sha256()),
                     "-", review.review.asker_agency_id()),
                 stored),
      batch);
}

absl::Status PutReceipt(const storage::DocumentStore& documents,
                        const StoredBreakGlassReceipt& receipt,
                        storage::Batch* batch) {
  return documents.Put(
      kReceipts,
      DocumentOf(
          absl::StrCat(absl::BytesToHexString(receipt.break_glass_sha256()),
                       "-", receipt.owner_agency_id()),
          receipt),
      batch);
}

absl::StatusOr<GlassRows> ReadGlassRows(
    const storage::DocumentStore& documents) {
  GlassRows rows;
  auto uses = ReadAll<StoredBreakGlassUse>(documents, kUses);
  if (!uses.ok()) return uses.status();
  rows.uses = *std::move(uses);
  auto receipts = ReadAll<StoredBreakGlassReceipt>(documents, kReceipts);
  if (!receipts.ok()) return receipts.status();
  rows.receipts = *std::move(receipts);
  auto reviews = ReadAll<StoredBreakGlassReview>(documents, kReviews);
  if (!reviews.ok()) return reviews.status();
  for (const StoredBreakGlassReview& stored : *reviews) {
    VerifiedReview& review = rows.reviews.emplace_back();
    review.envelope = stored.review();
    review.digest = auth::Sha256(stored.review().payload());
    if (!review.review.ParseFromString(stored.review().payload())) {
      return absl::DataLossError("a stored review can't be read");
    }
  }
  return rows;
}

}  // namespace homeward::federation
