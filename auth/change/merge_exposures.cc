#include "auth/change/merge_exposures.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace homeward::auth {
namespace {

using Exposures = google::protobuf::RepeatedPtrField<v1::Exposure>;
using Values = google::protobuf::RepeatedField<int>;

// Joins those that are the same but for the values that `values` gives.
template <typename Get>
void MergeBy(Get values, Exposures& exposures) {
  // By what they have in common.
  std::map<std::string, std::pair<v1::Exposure, std::set<int>>> joined;
  for (const v1::Exposure& exposure : exposures) {
    v1::Exposure common = exposure;
    const Values own = *values(common);
    values(common)->Clear();
    auto& [kept, all] =
        joined.try_emplace(common.SerializeAsString(), common, std::set<int>())
            .first->second;
    all.insert(own.begin(), own.end());
  }
  exposures.Clear();
  for (auto& [key, entry] : joined) {
    auto& [kept, all] = entry;
    for (const int value : all) values(kept)->Add(value);
    *exposures.Add() = std::move(kept);
  }
}

}  // namespace

void MergeExposures(Exposures& exposures) {
  MergeBy([](v1::Exposure& e) { return e.mutable_actions(); }, exposures);
  MergeBy([](v1::Exposure& e) { return e.mutable_purposes(); }, exposures);
  MergeBy([](v1::Exposure& e) { return e.mutable_roles(); }, exposures);
  MergeBy([](v1::Exposure& e) { return e.mutable_other_roles(); }, exposures);
}

}  // namespace homeward::auth
