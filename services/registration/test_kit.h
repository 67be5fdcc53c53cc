#ifndef HOMEWARD_SERVICES_REGISTRATION_TEST_KIT_H_
#define HOMEWARD_SERVICES_REGISTRATION_TEST_KIT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/redaction/field_hash.h"
#include "auth/testing/federation.h"
#include "auth/testing/hasher.h"
#include "auth/testing/signed_mous.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/mou.pb.h"
#include "services/registration/registrar.h"
#include "storage/keys/secret.h"
#include "storage/records/attachment_store.h"
#include "storage/records/match_store.h"
#include "storage/records/record_test_kit.h"
#include "storage/records/request_store.h"
#include "storage/test_committer.h"
#include "tests/testing/read_log.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::registration {

// A clause that keeps those of `categories` (all when empty) of a child whose
// location is protected from whoever acts for PURPOSE_MISSING_SEARCH.
inline v1::Clause Hold(const std::vector<v1::Category>& categories = {}) {
  v1::Clause clause = testing::TextProto(R"pb(
    clause_id: "hold"
    effect: EFFECT_PROHIBIT
    match {
      owner { any: true }
      requester { any: true }
      roles { any: true }
      purposes { purposes: PURPOSE_MISSING_SEARCH }
      actions { any: true }
      conditions { fact: FACT_LOCATION_PROTECTED expected: true }
    }
  )pb");
  v1::CategorySet& set = *clause.mutable_match()->mutable_categories();
  set.set_any(categories.empty());
  for (const v1::Category category : categories) set.add_categories(category);
  return clause;
}

// House rules of `agency_id`, for a year, by which ROLE_POLICE_MISSING and
// ROLE_IMM_REGISTRAR may write everything but LEGAL_STATUS, and read all of
// that but HEALTH; `more` are added.
inline std::shared_ptr<const auth::ActiveSet> HouseRules(
    const std::string& agency_id, absl::Time now,
    const std::vector<v1::Clause>& more = {}) {
  const absl::Time start = now - absl::Seconds(1000);
  const absl::Time end = now + absl::Hours(365 * 24);
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  std::vector<std::string> paths;
  for (int i = 0; i < static_cast<int>(catalog.size()); ++i) {
    if (catalog.category(i) != v1::CATEGORY_HEALTH &&
        catalog.category(i) != v1::CATEGORY_LEGAL_STATUS) {
      paths.push_back(catalog.path(i));
    }
  }
  v1::Mou house = auth::testing::Permitting(
      auth::testing::Document("house", start, end), paths);
  house.add_party_agency_ids(agency_id);
  v1::Match& match = *house.mutable_clauses(0)->mutable_match();
  match.mutable_roles()->clear_any();
  match.mutable_roles()->add_roles(v1::ROLE_POLICE_MISSING);
  match.mutable_roles()->add_roles(v1::ROLE_IMM_REGISTRAR);
  match.mutable_categories()->Clear();
  for (int i = 0; i < static_cast<int>(catalog.size()); ++i) {
    if (catalog.category(i) == v1::CATEGORY_LEGAL_STATUS) continue;
    match.mutable_categories()->add_categories(catalog.category(i));
  }
  for (const v1::Clause& clause : more) *house.add_clauses() = clause;
  auto set = auth::ActiveSet::Build(
      auth::testing::AsCharter(auth::testing::Document("charter", start, end)),
      {auth::testing::SignedByAll(house)}, {});
  EXPECT_OK(set);
  return *set;
}

// A registrar of the agency "north" on real storage in memory.
class RegistrarKit {
 public:
  explicit RegistrarKit(absl::Time now = absl::FromUnixSeconds(1'800'000'000))
      : now_(now),
        mous_(HouseRules("north", now)),
        kit_(storage::RecordTestKit::Disk::kMemory, "north"),
        requests_(kit_.engine(), kit_.blind(),
                  storage::Secret(std::string(32, 'q'))),
        attachments_(kit_.engine(), kit_.keys(), "north"),
        matches_(kit_.engine(), kit_.blind(),
                 storage::Secret(std::string(32, 'm'))) {
    RegistrarParts parts;
    parts.records = kit_.records();
    parts.hasher = &hasher_;
    parts.requests = &requests_;
    parts.attachments = &attachments_;
    parts.matches = &matches_;
    parts.committer = committer_.get();
    parts.mous = [this] { return mous_; };
    parts.now = [this] { return now_; };
    parts.run = [](std::function<void()> work) {
      work();
      return true;
    };
    parts.revoke = [this](const std::string& record_id,
                          const std::vector<v1::Claim>& claims,
                          const std::string& subject, absl::Time,
                          storage::Batch* batch) {
      for (const v1::Claim& claim : claims) {
        words_.push_back({record_id, subject, claim.consent()});
      }
      batch->Put("word", subject);
      return absl::OkStatus();
    };
    parts.was_erased = [this](const std::string& source_record_id, absl::Time) {
      return absl::StatusOr<bool>(source_record_id == erased_source_);
    };
    parts.says_safe = [this](const std::string& copy_id,
                             const std::string& subject, v1::Purpose purpose,
                             absl::Time since, absl::Time) {
      return absl::StatusOr<bool>(copy_id == safe_copy_ && subject == "s-1" &&
                                  since <= safe_at_ &&
                                  purpose == v1::PURPOSE_MISSING_SEARCH);
    };
    parts.consent_changed = [this] { ++consent_changes_; };
    registrar_ = std::make_unique<Registrar>(std::move(parts));
  }

  Registrar* operator->() { return registrar_.get(); }
  Registrar* registrar() { return registrar_.get(); }
  // Words about consent that were handed on to be acted on.
  struct Word {
    std::string record_id;
    std::string subject;
    v1::Consent consent;
  };
  const std::vector<Word>& words() const { return words_; }
  int consent_changes() const { return consent_changes_; }
  storage::RecordTestKit& store() { return kit_; }
  storage::AttachmentStore& attachments() { return attachments_; }
  absl::Time now() const { return now_; }
  // Lets time pass.
  void Advance(absl::Duration time) { now_ += time; }

  // Whatever `call` gives to its Done.
  template <typename T>
  static absl::StatusOr<T> Await(std::function<void(Done<T>)> call) {
    absl::StatusOr<T> result = absl::UnknownError("never done");
    absl::Notification done;
    call([&](absl::StatusOr<T> value) {
      result = std::move(value);
      done.Notify();
    });
    done.WaitForNotification();
    return result;
  }

  // From now on `clause` is one of the house rules.
  void Adopt(const v1::Clause& clause) {
    mous_ = HouseRules("north", now_, {clause});
  }

  const storage::MatchStore& matches() const { return matches_; }

  // From now on the record with this number in another system was erased.
  void Erased(const std::string& source_record_id) {
    erased_source_ = source_record_id;
  }

  // From now on the kept answer `copy_id`, for which "s-1" asked with
  // PURPOSE_MISSING_SEARCH, says that a child is safe, as was checked `at`.
  void SaysSafe(const std::string& copy_id,
                absl::Time at = absl::InfiniteFuture()) {
    safe_copy_ = copy_id;
    safe_at_ = at;
  }

  // From now on nothing can be written, evidence included.
  void StopWriting() { committer_->Stop(); }

  // The log, oldest first.
  std::vector<testing::LogEntry> Log() {
    committer_->Drain();
    return testing::ReadLog(committer_.log());
  }

 private:
  absl::Time now_;
  std::vector<Word> words_;
  int consent_changes_ = 0;
  std::string erased_source_ = "none";
  std::string safe_copy_ = "none";
  absl::Time safe_at_;
  std::shared_ptr<const auth::ActiveSet> mous_;
  storage::RecordTestKit kit_;
  storage::RequestStore requests_;
  storage::AttachmentStore attachments_;
  storage::MatchStore matches_;
  const auth::FieldHasher hasher_ = auth::testing::Hasher();
  storage::TestCommitter committer_{&kit_};
  std::unique_ptr<Registrar> registrar_;
};

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_TEST_KIT_H_
