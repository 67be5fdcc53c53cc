#include "services/cli/mou/page/plain_words.h"

#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "auth/period_words.h"
#include "auth/proto_time.h"

namespace homeward::cli {
namespace {

template <typename E>
using Words = std::map<E, const char*>;

// The words of `value`, or else `name` without `prefix`.
template <typename E>
std::string WordsOf(const Words<E>& words, E value, absl::string_view name,
                    absl::string_view prefix) {
  const auto found = words.find(value);
  if (found != words.end()) return found->second;
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

std::string Spaced(absl::string_view name) {
  return absl::StrReplaceAll(name, {{"_", " "}});
}

}  // namespace

std::string RoleWords(v1::Role role) {
  static const auto& words = *new Words<v1::Role>{
      {v1::ROLE_IMM_REGISTRAR, "somebody who registers children at a border"},
      {v1::ROLE_IMM_ENFORCEMENT, "somebody who enforces immigration law"},
      {v1::ROLE_CP_CASEWORKER, "a caseworker in child protection"},
      {v1::ROLE_CP_SUPERVISOR, "a supervisor of caseworkers"},
      {v1::ROLE_CP_BID_PANEL, "a member of a best interests panel"},
      {v1::ROLE_CLINIC_CLINICIAN, "a clinician who treats patients"},
      {v1::ROLE_CLINIC_ADMIN, "an administrator of a clinic"},
      {v1::ROLE_POLICE_MISSING,
       "a police officer who searches for missing children"},
      {v1::ROLE_POLICE_GENERAL, "any other police officer"},
      {v1::ROLE_HOTLINE_OPERATOR,
       "somebody who answers a missing children's hotline"},
      {v1::ROLE_RFL_TRACER, "somebody who traces families"},
      {v1::ROLE_ADOPTION_AUTHORITY, "an authority that decides on adoptions"},
      {v1::ROLE_GUARDIAN, "the child's legal guardian"},
      {v1::ROLE_OVERSIGHT_AUDITOR, "an auditor of the federation"},
      {v1::ROLE_RESEARCH_ANALYST, "an analyst who sees numbers only"},
      {v1::ROLE_NODE_ADMIN, "an administrator of the computer"}};
  return WordsOf(words, role, v1::Role_Name(role), "ROLE_");
}

std::string PurposeWords(v1::Purpose purpose) {
  static const auto& words = *new Words<v1::Purpose>{
      {v1::PURPOSE_REGISTER, "to register a child who crosses a border"},
      {v1::PURPOSE_LOCATE_SAFETY,
       "to know that a child is safe and in whose care"},
      {v1::PURPOSE_MISSING_SEARCH, "to find a child who is reported missing"},
      {v1::PURPOSE_FAMILY_TRACING,
       "to bring a child and her family into contact"},
      {v1::PURPOSE_CARE_COORDINATION, "to coordinate care between agencies"},
      {v1::PURPOSE_TREAT, "to treat a patient"},
      {v1::PURPOSE_ETREAT, "to treat a patient in an emergency"},
      {v1::PURPOSE_TRAFFICKING_RESPONSE, "to respond to trafficking"},
      {v1::PURPOSE_BEST_INTERESTS,
       "to assess or determine a child's best interests"},
      {v1::PURPOSE_REUNIFICATION, "to reunify a family"},
      {v1::PURPOSE_ADOPTION, "to decide on an adoption"},
      {v1::PURPOSE_STATISTICS, "to count, without naming anybody"},
      {v1::PURPOSE_OVERSIGHT, "to oversee how data were used"},
      {v1::PURPOSE_SUBJECT_RIGHTS,
       "to answer a person who asks about her own data"},
      {v1::PURPOSE_IMM_ENFORCEMENT, "to enforce immigration law"},
      {v1::PURPOSE_CRIMINAL_INVESTIGATION, "to investigate a crime"}};
  return WordsOf(words, purpose, v1::Purpose_Name(purpose), "PURPOSE_");
}

std::string ActionWords(v1::Action action) {
  static const auto& words = *new Words<v1::Action>{
      {v1::ACTION_LOCATE, "ask where a child is"},
      {v1::ACTION_GET_WELLBEING, "ask how a child is"},
      {v1::ACTION_READ_RECORD, "read a record"},
      {v1::ACTION_WRITE_RECORD, "write a record or add to it"}};
  return WordsOf(words, action, v1::Action_Name(action), "ACTION_");
}

std::string CategoryWords(v1::Category category) {
  static const auto& words = *new Words<v1::Category>{
      {v1::CATEGORY_EXIST, "that a record exists, from whom and when"},
      {v1::CATEGORY_ID_MIN, "name, sex and age band"},
      {v1::CATEGORY_ID_FULL, "further identity"},
      {v1::CATEGORY_PHOTO, "photos of the child"},
      {v1::CATEGORY_ADULTS, "adults who came with the child"},
      {v1::CATEGORY_FAMILY, "family members who are not with the child"},
      {v1::CATEGORY_LOC_COARSE, "area, and the agency in charge of the child"},
      {v1::CATEGORY_LOC_EXACT, "exact place"},
      {v1::CATEGORY_WELLBEING, "whether the child is safe"},
      {v1::CATEGORY_HEALTH, "health"},
      {v1::CATEGORY_HEALTH_SENS, "sensitive health matters"},
      {v1::CATEGORY_CONCERNS, "protection concerns, risks and needs"},
      {v1::CATEGORY_INCIDENT,
       "accounts of what happened, and recordings of what the child says"},
      {v1::CATEGORY_SCREEN_ANS, "answers of a screening"},
      {v1::CATEGORY_SCREEN_RES, "result of a screening"},
      {v1::CATEGORY_BIA, "best interests assessments"},
      {v1::CATEGORY_LEGAL_STATUS, "legal status and travel documents"},
      {v1::CATEGORY_TIP, "tips from the public, and who gave them"},
      {v1::CATEGORY_CARE, "care arrangements"},
      {v1::CATEGORY_CONSENT, "consent and what it excludes"},
      {v1::CATEGORY_AUDIT, "entries of the log"},
      {v1::CATEGORY_HOLD, "adoption holds"}};
  return WordsOf(words, category, v1::Category_Name(category), "CATEGORY_");
}

std::string ConditionWords(v1::Fact fact, bool expected) {
  using Pair = std::pair<const char*, const char*>;  // So, and not so.
  static const auto& words = *new std::map<v1::Fact, Pair>{
      {v1::FACT_OPEN_CASE,
       {"an open case covers the question", "no open case covers it"}},
      {v1::FACT_IMMINENT_DANGER,
       {"the case says that the child is in imminent danger",
        "the child is in no imminent danger"}},
      {v1::FACT_CONSENT_ON_FILE,
       {"consent for this purpose, recipient and kind of data is on file",
        "consent was refused"}},
      {v1::FACT_CUSTODY_RELATION,
       {"the agency that asks has custody of the child",
        "the agency that asks has no custody of the child"}},
      {v1::FACT_CARE_RELATION,
       {"the asking agency has custody of the child, or an open referral of "
        "her to it is on record",
        "the asking agency neither has custody of the child nor an open "
        "referral of her"}},
      {v1::FACT_LOCATION_PROTECTED,
       {"the child's place is protected",
        "the child's place is not protected"}},
      {v1::FACT_ADOPTION_HOLD,
       {"an adoption hold covers the child",
        "no adoption hold covers the child"}},
      {v1::FACT_BREAK_GLASS,
       {"the glass was broken for this kind of data in an emergency",
        "the glass was not broken for this kind of data"}}};
  const auto found = words.find(fact);
  if (found != words.end()) {
    return expected ? found->second.first : found->second.second;
  }
  return absl::StrCat(WordsOf<v1::Fact>({}, fact, v1::Fact_Name(fact), "FACT_"),
                      expected ? " is so" : " is not so");
}

std::string OutcomeWords(const v1::FieldRule& rule) {
  static const auto& words = *new Words<v1::FieldOutcome>{
      {v1::FIELD_OUTCOME_DROP, "not shown"},
      {v1::FIELD_OUTCOME_HASH, "shown as a code that can only be compared"},
      {v1::FIELD_OUTCOME_COARSEN, "shown less exactly"},
      {v1::FIELD_OUTCOME_MASK, "shown with a part hidden"},
      {v1::FIELD_OUTCOME_CLEAR, "shown as it is"}};
  static const auto& coarse =
      *new Words<v1::Coarseness>{{v1::COARSENESS_DAY, "the day"},
                                 {v1::COARSENESS_MONTH, "the month"},
                                 {v1::COARSENESS_YEAR, "the year"},
                                 {v1::COARSENESS_AGE_BAND, "the age band"},
                                 {v1::COARSENESS_ADMIN2, "the district"},
                                 {v1::COARSENESS_ADMIN1, "the region"},
                                 {v1::COARSENESS_COUNTRY, "the country"}};
  static const auto& kept = *new Words<v1::MaskKeep>{
      {v1::MASK_KEEP_LAST_TWO, "the last two characters are left"},
      {v1::MASK_KEEP_FIRST_LETTER, "the first character is left"},
      {v1::MASK_KEEP_NOTHING, "nothing is left but that there is a value"}};
  std::string all =
      WordsOf(words, rule.outcome(), v1::FieldOutcome_Name(rule.outcome()),
              "FIELD_OUTCOME_");
  if (rule.coarsen_to() != v1::COARSENESS_UNSPECIFIED) {
    absl::StrAppend(
        &all, ": ",
        WordsOf(coarse, rule.coarsen_to(),
                v1::Coarseness_Name(rule.coarsen_to()), "COARSENESS_"));
  }
  if (rule.mask_keep() != v1::MASK_KEEP_UNSPECIFIED) {
    absl::StrAppend(&all, ": ",
                    WordsOf(kept, rule.mask_keep(),
                            v1::MaskKeep_Name(rule.mask_keep()), "MASK_KEEP_"));
  }
  return all;
}

std::string DutyWords(const v1::Obligation& duty) {
  static const auto& words = *new Words<v1::ObligationType>{
      {v1::OBLIGATION_TYPE_NOTIFY_OWNER,
       "the agency that answers is told of the answer"},
      {v1::OBLIGATION_TYPE_RETAIN_AT_MOST,
       "the agency that asks deletes what it received"},
      {v1::OBLIGATION_TYPE_NO_ONWARD_SHARING,
       "the agency that asks passes nothing on"},
      {v1::OBLIGATION_TYPE_DELETE_WITH_RECEIPT,
       "the agency that asks deletes what it received when it must, or when "
       "the owner asks, and sends a signed receipt"},
      {v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN,
       "the child's guardian is told of the answer"},
      {v1::OBLIGATION_TYPE_REVIEW,
       "a second person of the agency that asks reviews the use"}};
  const std::string what =
      WordsOf(words, duty.type(), v1::ObligationType_Name(duty.type()),
              "OBLIGATION_TYPE_");
  if (!duty.has_within()) return what;
  return absl::StrCat(what, ", within ",
                      auth::PeriodWords(auth::ToDuration(duty.within())));
}

std::string FieldWords(absl::string_view path) {
  std::vector<absl::string_view> parts = absl::StrSplit(path, '.');
  const std::string last = Spaced(parts.back());
  parts.pop_back();
  if (parts.empty()) return last;
  return absl::StrCat(last, " (", Spaced(absl::StrJoin(parts, ", ")), ")");
}

std::string AgeWords(const v1::AgeLimits& age) {
  return age.max_years() == 0
             ? absl::StrCat(age.min_years(), " years old or older")
             : absl::StrCat("from ", age.min_years(), " to ", age.max_years(),
                            " years old");
}

}  // namespace homeward::cli
