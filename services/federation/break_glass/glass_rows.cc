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

// Calls `take` with the name and content of each row of `kind`.
template <typename Message, typename Take>
absl::Status ForEachRow(const storage::DocumentStore& documents,
                        absl::string_view kind, const Take& take) {
  auto stored = documents.List(kind);
  if (!stored.ok()) return stored.status();
  for (const StoredDocument& document : *stored) {
    Message message;
    if (!message.ParseFromString(document.envelope().payload())) {
      return absl::DataLossError("a stored broken glass can't be read");
    }
    take(document.name(), message);
  }
  return absl::OkStatus();
}

template <typename Message>
absl::Status ReadAll(const storage::DocumentStore& documents,
                     absl::string_view kind, std::vector<Message>& messages) {
  return ForEachRow<Message>(documents, kind,
                             [&](const std::string&, const Message& message) {
                               messages.push_back(message);
                             });
}

// What is stored was verified: it can be parsed.
Deed DeedOf(const StoredBreakGlassUse& use) {
  v1::BreakGlass statement;
  statement.ParseFromString(use.statement().payload());
  return {statement.asker_agency_id(), auth::Sha256(use.statement().payload())};
}

Deed DeedOf(const StoredBreakGlassReview& stored) {
  v1::BreakGlassReview review;
  review.ParseFromString(stored.review().payload());
  return federation::DeedOf(review);
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
  std::vector<StoredBreakGlassReview> reviews;
  absl::Status read = ReadAll(documents, kUses, rows.uses);
  read.Update(ReadAll(documents, kReceipts, rows.receipts));
  read.Update(ReadAll(documents, kReviews, reviews));
  if (!read.ok()) return read;
  for (const StoredBreakGlassReview& stored : reviews) {
    KeptReview& kept = rows.reviews.emplace_back();
    kept.received = auth::ToTime(stored.received_time());
    VerifiedReview& review = kept.review;
    review.envelope = stored.review();
    review.digest = auth::Sha256(stored.review().payload());
    if (!review.review.ParseFromString(stored.review().payload())) {
      return absl::DataLossError("a stored review can't be read");
    }
  }
  return rows;
}

absl::StatusOr<std::vector<GlassRowName>> NameGlassRows(
    const storage::DocumentStore& documents, const std::string& own_agency_id) {
  std::vector<GlassRowName> rows;
  absl::Status read = ForEachRow<StoredBreakGlassUse>(
      documents, kUses, [&](const std::string& name, const auto& use) {
        rows.push_back({kUses, name, DeedOf(use)});
      });
  read.Update(ForEachRow<StoredBreakGlassReceipt>(
      documents, kReceipts, [&](const std::string& name, const auto& receipt) {
        rows.push_back(
            {kReceipts, name, {own_agency_id, receipt.break_glass_sha256()}});
      }));
  read.Update(ForEachRow<StoredBreakGlassReview>(
      documents, kReviews, [&](const std::string& name, const auto& review) {
        rows.push_back({kReviews, name, DeedOf(review)});
      }));
  if (!read.ok()) return read;
  return rows;
}

}  // namespace homeward::federation
