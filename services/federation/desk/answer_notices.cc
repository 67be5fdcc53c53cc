#include "services/federation/desk/answer_notices.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "auth/identity/staff_assertion.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/proto_time.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "services/federation/desk/desk.h"
#include "services/query/pipeline.h"

namespace homeward::federation {
namespace {

using Matches = google::protobuf::RepeatedPtrField<v1::RecordMatch>;

// A duty that leaves more time is as if it left this.
constexpr absl::Duration kLongestDuty = absl::Hours(10 * 365 * 24);

v1::Notice NoticeOf(const DecidedQuestion& question, v1::NoticeKind kind) {
  v1::Notice notice;
  notice.set_kind(kind);
  *notice.mutable_time() = auth::ToTimestamp(question.now);
  notice.set_query_id(question.query_id);
  notice.set_asker_agency_id(question.asker.agency_id());
  notice.set_owner_agency_id(question.owner_agency_id);
  for (const v1::Role role : question.asker.staff()->roles()) {
    notice.add_roles(role);
  }
  notice.set_subject(question.asker.staff()->subject());
  notice.set_purpose(question.purpose);
  return notice;
}

// The duty of `type` that came with `match`. Null: there is none.
const v1::Obligation* FindDuty(const v1::RecordMatch& match,
                               v1::ObligationType type) {
  for (const v1::Obligation& duty : match.record().obligations()) {
    if (duty.type() == type) return &duty;
  }
  return nullptr;
}

// `notice` must be acknowledged `within` from its time, or sooner if it says
// so already.
void SetDue(const DecidedQuestion& question, absl::Duration within,
            v1::Notice& notice) {
  absl::Time due =
      question.now + std::clamp(within, absl::ZeroDuration(), kLongestDuty);
  if (notice.has_due_time()) {
    due = std::min(due, auth::ToTime(notice.due_time()));
  }
  *notice.mutable_due_time() = auth::ToTimestamp(due);
}

// As `duty` says.
void SetDue(const DecidedQuestion& question, const v1::Obligation& duty,
            v1::Notice& notice) {
  SetDue(question,
         duty.has_within() ? auth::ToDuration(duty.within()) : kDueUnsaid,
         notice);
}

// Of all matches together.
void AddCategories(const Matches& matches, v1::Notice& notice) {
  v1::AuditDetails details;
  query::NoteDisclosed(matches, details);
  auth::CategorySet categories{v1::CATEGORY_EXIST};
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  for (const std::string& path : details.disclosed_fields()) {
    const std::optional<int> leaf = catalog.Find(path);
    if (leaf.has_value()) categories.Add(catalog.category(*leaf));
  }
  categories.ForEach(
      [&](v1::Category category) { notice.add_categories(category); });
}

}  // namespace

std::vector<v1::Notice> OwnerNotices(const DecidedQuestion& question,
                                     const query::NodeFinding& finding) {
  std::vector<v1::Notice> notices;
  if (finding.decision.reason() == v1::DECISION_REASON_RED_LINE) {
    SetDue(
        question, kDueUnsaid,
        notices.emplace_back(NoticeOf(question, v1::NOTICE_KIND_ENFORCEMENT)));
  }
  v1::Notice answered = NoticeOf(question, v1::NOTICE_KIND_ANSWERED);
  for (int place = 0; place < finding.matches.size(); ++place) {
    const v1::RecordMatch& match = finding.matches[place];
    const std::string& record_id = finding.details.record_ids(place);
    const auto* owner = FindDuty(match, v1::OBLIGATION_TYPE_NOTIFY_OWNER);
    if (owner != nullptr) {
      answered.add_record_ids(record_id);
      if (owner->has_within()) SetDue(question, *owner, answered);
    }
    const auto* guardian = FindDuty(match, v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN);
    if (guardian != nullptr) {
      v1::Notice& task =
          notices.emplace_back(NoticeOf(question, v1::NOTICE_KIND_GUARDIAN));
      task.add_record_ids(record_id);
      AddCategories(finding.matches, task);
      SetDue(question, *guardian, task);
    }
  }
  if (answered.record_ids().empty()) return notices;
  AddCategories(finding.matches, answered);
  notices.push_back(std::move(answered));
  return notices;
}

std::vector<v1::Notice> AskerNotices(const DecidedQuestion& question,
                                     const Matches& matches) {
  v1::Notice review = NoticeOf(question, v1::NOTICE_KIND_REVIEW);
  for (const v1::RecordMatch& match : matches) {
    const auto* duty = FindDuty(match, v1::OBLIGATION_TYPE_REVIEW);
    if (duty != nullptr) SetDue(question, *duty, review);
  }
  if (!review.has_due_time()) return {};
  AddCategories(matches, review);
  return {std::move(review)};
}

}  // namespace homeward::federation
