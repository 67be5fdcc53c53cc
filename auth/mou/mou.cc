#include "auth/mou/mou.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/mou/charter_features.h"
#include "auth/mou/mou_findings.h"
#include "auth/mou/plain_id.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

constexpr int kSchemaVersion = 1;
constexpr int kMaxParties = 32;
constexpr int kMaxClauses = 256;
constexpr size_t kMaxLegalAuthorityBytes = 2000;
constexpr size_t kSha256Bytes = 32;

// A field of a newer form could be a restriction, so one at any depth is
// refused.
void CheckNoUnknownFields(const Message& message, FindingsAt at) {
  const auto* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) {
    at.Add("has a field that this version does not know",
           "update this node, or ask for the MOU in the older form");
  }
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      CheckNoUnknownFields(reflection->GetMessage(message, field),
                           at.Field(field->name()));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      CheckNoUnknownFields(reflection->GetRepeatedMessage(message, field, i),
                           at.Item(field->name(), i));
    }
  }
}

void CheckVersion(const v1::Mou& mou, MouKind kind, FindingsAt at) {
  if (mou.schema_version() != kSchemaVersion) {
    at.Field("schema_version")
        .Add(absl::StrCat("is ", mou.schema_version(),
                          ", which this version does not know"),
             absl::StrCat("set it to ", kSchemaVersion,
                          ", or update this node"));
  }
  if (!IsPlainId(mou.mou_id())) {
    at.Field("mou_id").Add("is not a name",
                           "use 1 to 63 of a-z, 0-9 and hyphen");
  }
  if (mou.version() < 1) {
    at.Field("version").Add("is below 1", "number the versions from 1");
  }
  const size_t expected = mou.version() <= 1 ? 0 : kSha256Bytes;
  if (mou.previous_sha256().size() != expected) {
    at.Field("previous_sha256")
        .Add(absl::StrCat("has ", mou.previous_sha256().size(),
                          " bytes instead of ", expected),
             expected == 0 ? "leave it empty in version 1"
                           : "set it to the SHA-256 of the version before");
  }
  for (int i = 0; i < mou.critical_features_size(); ++i) {
    // One charter names one file of red lines.
    if (kind == MouKind::kCharter && mou.critical_features_size() == 1 &&
        RedLinesSha256(mou.critical_features(i)).has_value()) {
      continue;
    }
    at.Item("critical_features", i)
        .Add("is a feature that this version does not know",
             "update this node before signing");
  }
}

// Names of agencies, each once.
template <typename Ids>
void CheckAgencies(const Ids& ids, absl::string_view field, FindingsAt at) {
  std::set<std::string> seen;
  for (int i = 0; i < ids.size(); ++i) {
    if (!IsPlainId(ids[i])) {
      at.Item(field, i).Add("is not an agency id",
                            "write it as the directory does");
    } else if (!seen.insert(ids[i]).second) {
      at.Item(field, i).Add("is there twice", "name each agency once");
    }
  }
  if (ids.size() > kMaxParties) {
    at.Field(field).Add(absl::StrCat("names more than ", kMaxParties),
                        "make several MOUs");
  }
}

void CheckParties(const v1::Mou& mou, MouKind kind, FindingsAt at) {
  CheckAgencies(mou.party_agency_ids(), "party_agency_ids", at);
  CheckAgencies(mou.case_issuer_agency_ids(), "case_issuer_agency_ids", at);
  if (kind == MouKind::kMou && mou.party_agency_ids().empty()) {
    at.Field("party_agency_ids")
        .Add("is empty", "name every agency that must sign");
  }
  if (kind == MouKind::kCharter && !mou.party_agency_ids().empty()) {
    at.Field("party_agency_ids")
        .Add("is set in a charter, which binds every member", "leave it empty");
  }
}

bool IsTime(const Timestamp& time) {
  // The range of google.protobuf.Timestamp: years 1 to 9999.
  return time.seconds() >= -62135596800 && time.seconds() <= 253402300799 &&
         time.nanos() >= 0 && time.nanos() <= 999999999;
}

void CheckTimes(const v1::Mou& mou, FindingsAt at) {
  const bool has_both = mou.has_effective_time() && mou.has_expiry_time() &&
                        IsTime(mou.effective_time()) &&
                        IsTime(mou.expiry_time());
  if (!mou.has_effective_time() || !IsTime(mou.effective_time())) {
    at.Field("effective_time").Add("is unset or no time", "set it");
  }
  if (!mou.has_expiry_time() || !IsTime(mou.expiry_time())) {
    at.Field("expiry_time").Add("is unset or no time", "set it");
  }
  if (has_both && std::make_pair(mou.effective_time().seconds(),
                                 mou.effective_time().nanos()) >=
                      std::make_pair(mou.expiry_time().seconds(),
                                     mou.expiry_time().nanos())) {
    at.Field("expiry_time")
        .Add("is not after effective_time", "set it to a later time");
  }
}

void CheckText(const v1::Mou& mou, FindingsAt at) {
  const size_t bytes = mou.legal_authority().size();
  if (absl::StripAsciiWhitespace(mou.legal_authority()).empty()) {
    at.Field("legal_authority")
        .Add("is empty", "name the law or agreement that it rests on");
  } else if (bytes > kMaxLegalAuthorityBytes) {
    at.Field("legal_authority")
        .Add(absl::StrCat("has ", bytes, " bytes"),
             absl::StrCat("shorten it to ", kMaxLegalAuthorityBytes));
  }
}

void CheckClauses(const v1::Mou& mou, MouKind kind, FindingsAt at) {
  if (mou.clauses().empty() || mou.clauses_size() > kMaxClauses) {
    at.Field("clauses").Add(
        absl::StrCat("has ", mou.clauses_size(), " entries"),
        absl::StrCat("write 1 to ", kMaxClauses, " clauses"));
  }
  std::set<std::string> ids;
  for (int i = 0; i < mou.clauses_size(); ++i) {
    FindingsAt clause_at = at.Item("clauses", i);
    if (!ids.insert(mou.clauses(i).clause_id()).second) {
      clause_at.Field("clause_id")
          .Add("is there twice", "give each clause its own id");
    }
    CheckClause(mou.clauses(i), mou, kind, clause_at);
  }
}

}  // namespace

std::vector<Finding> CheckMou(const v1::Mou& mou, MouKind kind) {
  std::vector<Finding> findings;
  FindingsAt at("", findings);
  CheckNoUnknownFields(mou, at);
  CheckVersion(mou, kind, at);
  CheckParties(mou, kind, at);
  CheckTimes(mou, at);
  CheckText(mou, at);
  CheckClauses(mou, kind, at);
  return findings;
}

std::string FindingsText(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    absl::StrAppend(&text, text.empty() ? "" : "\n",
                    finding.path.empty() ? "the MOU" : finding.path, ": ",
                    finding.reason, "; ", finding.next_step);
  }
  return text;
}

}  // namespace homeward::auth
