#include "services/federation/withdrawal/disclosures.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/retention.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/staff.pb.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDisclosure;

// Of all matches together: what is taken back of one is never too little.
auth::CategorySet CategoriesIn(const query::NodeFinding& finding) {
  auth::CategorySet categories{v1::CATEGORY_EXIST};
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  for (const std::string& path : finding.details.disclosed_fields()) {
    const std::optional<int> leaf = catalog.Find(path);
    if (leaf.has_value()) categories.Add(catalog.category(*leaf));
  }
  return categories;
}

// With which case it was asked for, if the case holds.
void SetCase(const VerifiedQuestion& question, StoredDisclosure& disclosure) {
  if (question.case_reading().finding != v1::CASE_FINDING_HOLDS) return;
  const std::string& payload = question.question().case_token().payload();
  v1::CaseToken token;
  if (!token.ParseFromString(payload)) return;
  disclosure.set_case_sha256(auth::Sha256(payload));
  disclosure.set_case_issuer_agency_id(token.issuer_agency_id());
  *disclosure.mutable_case_expiry_time() = token.expiry_time();
}

}  // namespace

std::vector<StoredDisclosure> DisclosuresOf(const VerifiedQuestion& question,
                                            const query::NodeFinding& finding,
                                            absl::Time now) {
  std::vector<StoredDisclosure> disclosures;
  if (finding.matches.empty()) return disclosures;
  StoredDisclosure common;
  common.set_recipient_agency_id(question.question().asker_agency_id());
  common.set_question_sha256(question.digest());
  common.set_purpose(question.question().purpose());
  *common.mutable_decided_time() = auth::ToTimestamp(now);
  SetCase(question, common);
  CategoriesIn(finding).ForEach(
      [&](v1::Category category) { common.add_categories(category); });
  for (int place = 0; place < finding.matches.size(); ++place) {
    const auto& duties = finding.matches[place].record().obligations();
    StoredDisclosure& disclosure = disclosures.emplace_back(common);
    disclosure.set_record_id(finding.details.record_ids(place));
    disclosure.mutable_copy()->set_place(place);
    *disclosure.mutable_expiry_time() =
        auth::ToTimestamp(now + auth::RetentionOf(duties));
    disclosure.set_receipt_due(auth::OwesReceipt(duties));
  }
  return disclosures;
}

bool IsOver(const v1::Answer& answer, absl::Time now) {
  return absl::c_any_of(answer.matches(), [now](const v1::RecordMatch& match) {
    return auth::ToTime(match.answer_time()) +
               auth::RetentionOf(match.record().obligations()) <=
           now;
  });
}

absl::Status PutDisclosures(const storage::DisclosureStore& store,
                            const std::string& payload,
                            std::vector<StoredDisclosure> disclosures,
                            storage::Batch* batch) {
  if (disclosures.empty()) return absl::OkStatus();
  const std::string digest = auth::Sha256(payload);
  for (StoredDisclosure& disclosure : disclosures) {
    disclosure.mutable_copy()->set_answer_sha256(digest);
    absl::Status put = store.Put(disclosure, batch);
    if (!put.ok()) return put;
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
