#include "services/federation/signed/glass_reading.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/signing/digest.h"
#include "services/matching/describe.h"

namespace homeward::federation {
namespace {

absl::string_view Words(v1::BreakGlassFinding finding) {
  switch (finding) {
    case v1::BREAK_GLASS_FINDING_NOT_IN_TIME:
      return "it is expired, or not valid yet";
    case v1::BREAK_GLASS_FINDING_OTHER_HOLDER:
      return "it is another person's";
    case v1::BREAK_GLASS_FINDING_OTHER_PURPOSE:
      return "it is for another purpose";
    case v1::BREAK_GLASS_FINDING_OTHER_CHILD:
      return "it is about another child, or one who is named in another way";
    case v1::BREAK_GLASS_FINDING_ROLE:
      return "only cp.supervisor, clinic.clinician and police.missing may, in "
             "a role that is theirs";
    case v1::BREAK_GLASS_FINDING_NOT_APPROVED:
      return "the approver it names did not sign it with a key that the "
             "directory lists for her, or broke it herself; or it names none "
             "while too many others wait for a review: have one approve it, or "
             "review those (homeward break-glass list)";
    case v1::BREAK_GLASS_FINDING_REVIEWED:
      return "it was reviewed, so it can't be used again";
    default:
      return "a field is missing, too long or not known, or the text is not "
             "the one it was signed for";
  }
}

}  // namespace

void GlassReading::AddTo(auth::CaseFacts& facts) const {
  if (!glass.has_value()) return;
  facts.break_glass = auth::Tri::kTrue;
  facts.break_glass_roles = {glass->statement().role()};
  for (const int category : glass->statement().categories()) {
    facts.break_glass_categories.Add(static_cast<v1::Category>(category));
  }
}

GlassReading ReadGlass(const v1::Envelope& statement,
                       const auth::Caller& caller,
                       const auth::PublicKey& node_key,
                       const auth::Directory& directory, v1::Purpose purpose,
                       const v1::ChildDescriptor& child, absl::Time now) {
  if (statement.payload().empty()) return {};
  auth::GlassVerdict verdict =
      auth::VerifyBreakGlass(statement, caller, node_key, directory, now);
  if (!verdict.glass.has_value()) {
    return GlassReading::Worthless(verdict.finding);
  }
  if (verdict.glass->statement().purpose() != purpose) {
    return GlassReading::Worthless(v1::BREAK_GLASS_FINDING_OTHER_PURPOSE);
  }
  const auto key = matching::ChildKeyText(child, now);
  if (!key.ok() || !verdict.glass->Covers(auth::Sha256(*key))) {
    return GlassReading::Worthless(v1::BREAK_GLASS_FINDING_OTHER_CHILD);
  }
  return {verdict.finding, std::move(verdict.glass)};
}

absl::Status WhyNotBroken(v1::BreakGlassFinding finding) {
  if (finding == v1::BREAK_GLASS_FINDING_UNSPECIFIED ||
      finding == v1::BREAK_GLASS_FINDING_HOLDS) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("break_glass: ", Words(finding)));
}

}  // namespace homeward::federation
