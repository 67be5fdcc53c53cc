#include "services/policy/mou_register.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/identity/directory.h"
#include "auth/mou/signed_mou.h"
#include "auth/signing/document.h"
#include "homeward/v1/mou.pb.h"
#include "services/policy/party_signatures.h"

namespace homeward::policy {
namespace {

// Documents that one party has signed and the own agency has not.
constexpr int kMaxUnsigned = 50;

bool SignedBy(const MouRegister::Held& held, const std::string& agency_id) {
  return absl::c_linear_search(held.mou.mou().party_agency_ids(), agency_id) &&
         !absl::c_linear_search(held.mou.missing_signers(), agency_id);
}

// Whether every party of `before` is one of `after` too.
bool KeepsParties(const v1::Mou& before, const v1::Mou& after) {
  return absl::c_all_of(before.party_agency_ids(), [&](const auto& party) {
    return absl::c_linear_search(after.party_agency_ids(), party);
  });
}

}  // namespace

std::string MouRegister::KeyOf(const v1::Mou& mou) {
  return absl::StrCat(mou.mou_id(), "@", mou.version());
}

std::vector<const MouRegister::Held*> MouRegister::VersionsOf(
    absl::string_view mou_id) const {
  std::vector<const Held*> versions;
  const std::string prefix = absl::StrCat(mou_id, "@");
  for (auto it = mous_.lower_bound(prefix);
       it != mous_.end() && absl::StartsWith(it->first, prefix); ++it) {
    versions.push_back(it->second.get());
  }
  absl::c_sort(versions, [](const Held* a, const Held* b) {
    return a->mou.mou().version() < b->mou.mou().version();
  });
  return versions;
}

std::string MouRegister::NewestOf(absl::string_view mou_id) const {
  const std::vector<const Held*> versions = VersionsOf(mou_id);
  return versions.empty() ? "" : KeyOf(versions.back()->mou.mou());
}

absl::Status MouRegister::CheckRoom(const Held& next, const std::string& key,
                                    const std::string& own_agency_id) const {
  if (mous_.count(key) > 0 || SignedBy(next, own_agency_id)) {
    return absl::OkStatus();
  }
  for (const std::string& signer : next.mou.mou().party_agency_ids()) {
    if (!SignedBy(next, signer)) continue;
    const auto open = absl::c_count_if(mous_, [&](const auto& entry) {
      return SignedBy(*entry.second, signer) &&
             !SignedBy(*entry.second, own_agency_id);
    });
    if (open >= kMaxUnsigned) {
      return absl::ResourceExhaustedError(
          absl::StrCat(key, ": ", kMaxUnsigned, " documents of ", signer,
                       " wait for this agency's signature; sign some first"));
    }
  }
  return absl::OkStatus();
}

absl::Status MouRegister::CheckVersions(const Held& next,
                                        const std::string& key) const {
  const auto same = mous_.find(key);
  if (same != mous_.end() &&
      same->second->envelope.payload() != next.envelope.payload() &&
      (same->second->mou.complete() || !next.mou.complete())) {
    return absl::FailedPreconditionError(absl::StrCat(
        "another document is ", key, " here; raise the version to change it"));
  }
  for (const Held* other : VersionsOf(next.mou.mou().mou_id())) {
    if (!other->mou.complete()) continue;
    const int64_t distance =
        next.mou.mou().version() - other->mou.mou().version();
    if (distance > 0 && !KeepsParties(other->mou.mou(), next.mou.mou())) {
      return absl::FailedPreconditionError(absl::StrCat(
          key, ": party_agency_ids: leaves out a party of version ",
          other->mou.mou().version(),
          "; terminate it and begin an MOU with another id"));
    }
    absl::Status follows;
    if (distance == 1) follows = auth::CheckFollows(other->mou, next.mou);
    if (distance == -1 && !next.mou.complete()) {
      follows = auth::CheckFollows(next.mou, other->mou);
    }
    if (!follows.ok()) return follows;
  }
  return absl::OkStatus();
}

void MouRegister::EraseUnfit(const Held& next) {
  const v1::Mou& mou = next.mou.mou();
  std::vector<std::string> unfit;
  for (const Held* other : VersionsOf(mou.mou_id())) {
    const int64_t distance = other->mou.mou().version() - mou.version();
    if (distance < 1) continue;
    if (!KeepsParties(mou, other->mou.mou()) ||
        (distance == 1 && !auth::CheckFollows(next.mou, other->mou).ok())) {
      unfit.push_back(KeyOf(other->mou.mou()));
    }
  }
  for (const std::string& key : unfit) mous_.erase(key);
}

absl::StatusOr<std::string> MouRegister::AddMou(
    const v1::Envelope& envelope, const std::string& own_agency_id,
    const auth::Directory& directory, absl::Time now,
    absl::Span<const absl::Time> signature_times) {
  v1::Mou document;
  absl::Status read = auth::ParseStrictly(envelope.payload(), document);
  if (!read.ok()) return read;
  const std::string key = KeyOf(document);
  const auto held = mous_.find(key);
  PartySignatures all(document, directory);
  absl::Time received = now;
  const bool same = held != mous_.end() &&
                    held->second->envelope.payload() == envelope.payload();
  if (same) {
    received = held->second->received;
    all.Add(held->second->envelope, held->second->signature_times, now);
  }
  const int given = all.Add(envelope, signature_times, now);
  auto mou = auth::VerifyMou(
      all.times().empty() ? envelope : all.On(envelope),
      [&](absl::string_view agency_id) { return all.KeysOf(agency_id); });
  if (!mou.ok()) return mou.status();
  if (!absl::c_linear_search(document.party_agency_ids(), own_agency_id)) {
    return absl::FailedPreconditionError(
        absl::StrCat(key, ": this agency is no party; nothing to keep"));
  }
  if (given == 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        key,
        ": no party's signature is valid; sign with the key that the "
        "directory lists for MOUs"));
  }
  if (same && all.times().size() <= held->second->signature_times.size()) {
    return absl::AlreadyExistsError(
        absl::StrCat(key, " is here with all these signatures"));
  }
  auto next = std::make_shared<const Held>(
      Held{all.On(envelope), *std::move(mou), received, all.times()});
  absl::Status fits = CheckVersions(*next, key);
  if (fits.ok()) fits = CheckRoom(*next, key, own_agency_id);
  if (!fits.ok()) return fits;
  if (next->mou.complete()) EraseUnfit(*next);
  mous_.insert_or_assign(key, std::move(next));
  return key;
}

}  // namespace homeward::policy
