#include "auth/facts/blocked_seekers.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/adult.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/family.pb.h"
#include "homeward/v1/objection.pb.h"
#include "homeward/v1/tracing.pb.h"

namespace homeward::auth {
namespace {

// Why a person may be blocked. Each is said and taken back by itself.
enum class Ground { kObjection, kWish, kRole, kEvidence };

// What one claim says of one ground.
struct Word {
  Ground ground = Ground::kObjection;
  // The person, at the source agency.
  std::string person_id;
  std::vector<std::string> names;
  v1::FamilyRelationship relation = v1::FAMILY_RELATIONSHIP_UNSPECIFIED;
  // Whether it blocks; nothing if it says nothing of that.
  std::optional<bool> blocks;
};

// Whether `value` is `stop`; nothing if it is not told.
template <typename Enum>
std::optional<bool> Is(Enum value, Enum stop) {
  if (value == Enum()) return std::nullopt;
  return value == stop;
}

std::vector<Word> WordsOf(const v1::AccompanyingAdult& adult) {
  const std::vector<std::string> names = {adult.relation_name(),
                                          adult.relation_nickname()};
  return {{Ground::kRole, adult.adult_id(), names, adult.claimed_relation(),
           Is(adult.adult_role(), v1::ADULT_ROLE_SUSPECT)},
          {Ground::kEvidence, adult.adult_id(), names, adult.claimed_relation(),
           Is(adult.legal_relation_evidence(), v1::RELATION_EVIDENCE_REFUTED)}};
}

// Nothing for a claim that is about nobody else.
std::vector<Word> WordsOf(const v1::Claim& claim) {
  if (claim.has_seeker_objection()) {
    const v1::SeekerObjection& objection = claim.seeker_objection();
    return {{Ground::kObjection,
             objection.objection_id(),
             {objection.person_name()},
             objection.relation(),
             objection.state() != v1::OBJECTION_STATE_ENDED}};
  }
  if (claim.has_family_member()) {
    const v1::FamilyMember& member = claim.family_member();
    return {{Ground::kWish,
             member.family_member_id(),
             {member.relation_name(), member.relation_nickname()},
             member.relation(),
             Is(member.wishes().wished_contact(), v1::WISHED_CONTACT_NONE)}};
  }
  if (claim.has_accompanying_adult()) {
    return WordsOf(claim.accompanying_adult());
  }
  return {};
}

// What all claims say of one ground against one person so far.
struct Person {
  std::vector<std::string> names;
  // What claims tell of it; unspecified where two contradict each other.
  std::optional<v1::FamilyRelationship> relation;
  absl::Time since = absl::InfinitePast();
  bool blocked = false;
};

void AddWord(const Word& word, const v1::Claim& claim, absl::Time now,
             Person& person) {
  for (const std::string& name : word.names) {
    if (name.empty() || absl::c_linear_search(person.names, name)) continue;
    person.names.push_back(name);
  }
  if (word.relation != v1::FAMILY_RELATIONSHIP_UNSPECIFIED) {
    person.relation = person.relation.value_or(word.relation) == word.relation
                          ? word.relation
                          : v1::FAMILY_RELATIONSHIP_UNSPECIFIED;
  }
  if (!word.blocks.has_value()) return;
  const bool blocks = *word.blocks;
  if (!blocks && !claim.has_source_time()) return;
  const absl::Time time = claim.has_source_time() ? ToTime(claim.source_time())
                                                  : absl::InfiniteFuture();
  if (time < person.since || (!blocks && time > now)) return;
  person.blocked = blocks || (time == person.since && person.blocked);
  person.since = time;
}

}  // namespace

bool ServesSeekers(v1::Purpose purpose) {
  return purpose == v1::PURPOSE_FAMILY_TRACING ||
         purpose == v1::PURPOSE_REUNIFICATION;
}

CategorySet CategoriesOfBlocks() {
  return {v1::CATEGORY_EXIST, v1::CATEGORY_ADULTS, v1::CATEGORY_FAMILY,
          v1::CATEGORY_CONCERNS};
}

std::vector<BlockedSeeker> BlockedSeekers(
    const internal::v1::StoredRecord& record, absl::Time now) {
  // By the ground, the source agency and its id of the person.
  std::map<std::tuple<Ground, std::string, std::string>, Person> persons;
  for (const v1::Claim& claim : record.claims()) {
    for (const Word& word : WordsOf(claim)) {
      AddWord(word, claim, now,
              persons[{word.ground, claim.source_agency_id(), word.person_id}]);
    }
  }
  std::vector<BlockedSeeker> blocked;
  for (auto& [id, person] : persons) {
    if (!person.blocked) continue;
    blocked.push_back(
        {std::move(person.names),
         person.relation.value_or(v1::FAMILY_RELATIONSHIP_UNSPECIFIED)});
  }
  return blocked;
}

}  // namespace homeward::auth
