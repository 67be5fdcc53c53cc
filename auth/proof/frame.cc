#include "auth/proof/frame.h"

#include "auth/mou/field_catalog.h"
#include "auth/proof/fact_pairs.h"

namespace homeward::auth::proof {

FieldSet Frame::Data(CategorySet categories) const {
  if (data_kind == DataKind::kFields) return FieldCatalog::Get().Of(categories);
  return FieldSet(Bits(categories));
}

Box Frame::Domain(RoleSet roles, PurposeSet purposes,
                  Interval<absl::Time> time) const {
  Box box = Box::Everything();
  const uint64_t everybody = agencies.size() == 64
                                 ? ~uint64_t{0}
                                 : (uint64_t{1} << agencies.size()) - 1;
  box.sets[kOwner] = everybody;
  box.sets[kRequester] = between == Between::kSame ? 1 : everybody;
  box.sets[kLineRole] = Bits(roles);
  box.sets[kPermitRole] = two_roles ? Bits(roles) : 1;
  box.sets[kPurpose] = Bits(purposes);
  box.sets[kAction] = Bits(ActionSet::All());
  box.data = Data(CategorySet::All());
  box.time = time;
  box.apart = between == Between::kApart;
  return box;
}

std::vector<Box> Frame::WithPossibleFacts(const Box& box,
                                          bool case_counts) const {
  const FieldSet exist = Data({v1::CATEGORY_EXIST});
  std::vector<Box> parts;
  for (const bool of_exist : {false, true}) {
    Box part = box;
    part.data &= of_exist ? exist : ~exist;
    for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
      part.sets[kFacts + fact] &=
          PossiblePairs(static_cast<v1::Fact>(fact), of_exist, case_counts);
    }
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

uint64_t Frame::Agencies(const CompiledAgencies& set) const {
  uint64_t bits = 0;
  for (size_t i = 0; i < agencies.size(); ++i) {
    if (set.Contains(agencies[i])) bits |= uint64_t{1} << i;
  }
  return bits;
}

Box Frame::Covered(const CompiledClause& clause) const {
  Box box = Box::Everything();
  box.sets[kOwner] = Agencies(clause.owner);
  const uint64_t requester = Agencies(clause.requester);
  if (between == Between::kSame) {
    box.sets[kOwner] &= requester;
  } else {
    box.sets[kRequester] = requester;
  }
  box.sets[kPurpose] = Bits(clause.purposes);
  box.sets[kAction] = Bits(clause.actions);
  if (clause.age.has_value()) {
    box.age = {clause.age->min_years, int64_t{clause.age->max_years} + 1};
  }
  if (clause.mou != nullptr) box.time = {clause.mou->start, clause.mou->end};
  return box;
}

Box Frame::Permitted(const CompiledClause& clause) const {
  Box box = Covered(clause);
  box.sets[two_roles ? kPermitRole : kLineRole] = Bits(clause.roles);
  // In whatever form: a hash of a field tells of it too.
  box.data = clause.discloses;
  KeepSure(clause.conditions, box);
  return box;
}

// A prohibition covers its categories, and everything if it covers EXIST.
std::vector<Box> Frame::Possible(const CompiledClause& clause) const {
  const bool of_exist = clause.categories.Contains(v1::CATEGORY_EXIST);
  std::vector<Box> boxes;
  if (of_exist) {
    boxes.push_back(Covered(clause));
    KeepPossible(clause.conditions, Where::kExist, boxes.back());
    if (clause.conditions.empty()) return boxes;
  }
  boxes.push_back(Covered(clause));
  boxes.back().data = Data(clause.categories);
  KeepPossible(clause.conditions, Where::kData, boxes.back());
  return boxes;
}

std::vector<Box> Frame::Spoken(const CompiledClause& clause) const {
  std::vector<Box> boxes = Possible(clause);
  for (Box& box : boxes) box.sets[kLineRole] = Bits(clause.roles);
  return boxes;
}

void Frame::AddForEitherRole(Box box, RoleSet roles, int source,
                             std::vector<Cut>& cuts) const {
  Box by_line = box;
  by_line.sets[kLineRole] = Bits(roles);
  cuts.push_back({by_line, source});
  if (!two_roles || roles == RoleSet::All()) return;
  box.sets[kPermitRole] = Bits(roles);
  cuts.push_back({box, source});
}

void Frame::AddProhibition(const CompiledClause& clause, int source,
                           std::vector<Cut>& cuts) const {
  for (const Box& box : Possible(clause)) {
    AddForEitherRole(box, clause.roles, source, cuts);
  }
}

void Frame::AddDropped(const CompiledClause& clause, int source,
                       std::vector<Cut>& cuts) const {
  if (clause.drops.none()) return;
  Box box = Covered(clause);
  box.data = clause.drops;
  KeepPossible(clause.conditions, Where::kData, box);
  AddForEitherRole(box, clause.roles, source, cuts);
}

}  // namespace homeward::auth::proof
