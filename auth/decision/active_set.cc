#include "auth/decision/active_set.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "auth/decision/compiled_set.h"
#include "auth/signing/digest.h"

namespace homeward::auth {
namespace {

using Documents = std::vector<const SignedMou*>;

absl::Status CheckKinds(const SignedMou& charter,
                        absl::Span<const SignedMou> mous) {
  if (charter.kind() != MouKind::kCharter) {
    return absl::InvalidArgumentError(absl::StrCat(
        charter.mou().mou_id(), " is an MOU where the charter is expected"));
  }
  for (const SignedMou& mou : mous) {
    if (mou.kind() != MouKind::kMou) {
      return absl::InvalidArgumentError(absl::StrCat(
          mou.mou().mou_id(), " is a charter where an MOU is expected"));
    }
  }
  return absl::OkStatus();
}

// The complete ones, each text once, by id and version.
Documents SortedComplete(absl::Span<const SignedMou> mous) {
  Documents sorted;
  for (const SignedMou& mou : mous) {
    if (mou.complete()) sorted.push_back(&mou);
  }
  const auto key = [](const SignedMou* document) {
    return std::make_tuple(absl::string_view(document->mou().mou_id()),
                           document->mou().version(),
                           absl::string_view(document->sha256()));
  };
  absl::c_sort(sorted, [key](const SignedMou* a, const SignedMou* b) {
    return key(a) < key(b);
  });
  sorted.erase(std::unique(sorted.begin(), sorted.end(),
                           [key](const SignedMou* a, const SignedMou* b) {
                             return key(a) == key(b);
                           }),
               sorted.end());
  return sorted;
}

absl::Status CheckVersions(const Documents& sorted) {
  for (size_t i = 1; i < sorted.size(); ++i) {
    const v1::Mou& before = sorted[i - 1]->mou();
    const v1::Mou& after = sorted[i]->mou();
    if (before.mou_id() != after.mou_id()) continue;
    if (before.version() == after.version()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "two different texts were signed as ", after.mou_id(), " version ",
          after.version(), "; sign the one that is meant as version ",
          after.version() + 1));
    }
    // Where versions between them aren't here, nothing can be compared.
    if (before.version() + 1 != after.version()) continue;
    const absl::Status follows = CheckFollows(*sorted[i - 1], *sorted[i]);
    if (!follows.ok()) return follows;
  }
  return absl::OkStatus();
}

std::string DigestOf(const SignedMou& charter, const Documents& sorted,
                     const absl::flat_hash_set<std::string>& suspended) {
  std::string lines =
      absl::StrCat("charter ", absl::BytesToHexString(charter.sha256()), "\n");
  for (const SignedMou* document : sorted) {
    const v1::Mou& mou = document->mou();
    absl::StrAppend(&lines, mou.mou_id(), "@", mou.version(), " ",
                    absl::BytesToHexString(document->sha256()),
                    suspended.contains(mou.mou_id()) ? " suspended" : "", "\n");
  }
  return Sha256(lines);
}

// Ends each version where a higher one begins. `mous` is by id and version.
void EndReplaced(std::vector<std::unique_ptr<CompiledMou>>& mous) {
  for (size_t i = mous.size(); i-- > 1;) {
    CompiledMou& before = *mous[i - 1];
    const CompiledMou& after = *mous[i];
    if (before.id != after.id) continue;
    // `after` may begin later than the version that replaces it in turn.
    before.replaced_by = std::min(after.start, after.replaced_by);
    before.end = std::min(before.end, before.replaced_by);
  }
}

}  // namespace

ActiveSet::ActiveSet(std::unique_ptr<const CompiledSet> set, std::string digest)
    : set_(std::move(set)), digest_(std::move(digest)) {}

ActiveSet::~ActiveSet() = default;

absl::StatusOr<std::shared_ptr<const ActiveSet>> ActiveSet::Build(
    const SignedMou& charter, absl::Span<const SignedMou> mous,
    absl::Span<const std::string> suspended_ids) {
  absl::Status checked = CheckKinds(charter, mous);
  if (!checked.ok()) return checked;
  const Documents sorted = SortedComplete(mous);
  checked = CheckVersions(sorted);
  if (!checked.ok()) return checked;

  const absl::flat_hash_set<std::string> suspended(suspended_ids.begin(),
                                                   suspended_ids.end());
  auto set = std::make_unique<CompiledSet>();
  set->charter = Compile(charter, *set);
  IndexProhibitions(*set->charter, *set);
  std::vector<std::unique_ptr<CompiledMou>> compiled;
  for (const SignedMou* document : sorted) {
    compiled.push_back(Compile(*document, *set));
    compiled.back()->suspended = suspended.contains(compiled.back()->id);
  }
  EndReplaced(compiled);
  for (std::unique_ptr<CompiledMou>& mou : compiled) {
    IndexProhibitions(*mou, *set);
    set->by_id[mou->id].push_back(mou.get());
    set->mous.push_back(std::move(mou));
  }
  return std::shared_ptr<const ActiveSet>(
      new ActiveSet(std::move(set), DigestOf(charter, sorted, suspended)));
}

std::shared_ptr<const ActiveSet> ActiveSet::DenyAll() {
  return std::shared_ptr<const ActiveSet>(
      new ActiveSet(std::make_unique<CompiledSet>(), Sha256("")));
}

std::optional<ActiveSet::MouRef> ActiveSet::InForce(absl::string_view mou_id,
                                                    absl::Time now) const {
  const CompiledMou* mou = set_->InForce(mou_id, now);
  if (mou == nullptr || mou->suspended) return std::nullopt;
  return MouRef{mou->id, mou->version, mou->sha256};
}

bool ActiveSet::HasParty(absl::string_view mou_id, absl::string_view agency_id,
                         absl::Time now) const {
  const CompiledMou* mou = set_->InForce(mou_id, now);
  return mou != nullptr && mou->HasParty(set_->NumberOf(agency_id));
}

std::vector<std::string> ActiveSet::Partners(absl::string_view agency_id,
                                             absl::Time now) const {
  const int agency = set_->NumberOf(agency_id);
  std::set<std::string> partners;
  for (const auto& mou : set_->mous) {
    if (mou->suspended || !mou->InForce(now) || !mou->HasParty(agency)) {
      continue;
    }
    for (int party : mou->parties) {
      if (party != agency) partners.insert(set_->agency_ids[party]);
    }
  }
  return {partners.begin(), partners.end()};
}

}  // namespace homeward::auth
