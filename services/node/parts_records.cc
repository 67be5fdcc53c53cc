#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/config.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/watch/topics.h"
#include "services/node/config/retention_config.h"
#include "services/node/parts.h"
#include "services/policy/state.h"

// What own staff do with the own records, joined to the store.
namespace homeward::node {

void Parts::MakeDesk(const internal::v1::NodeConfig& config) {
  desk = std::make_unique<federation::Desk>(
      config.agency_id(), &store->notices(), &store->committer());
  record_walk = std::make_unique<storage::RecordWalk>(&store->engine(),
                                                      config.agency_id());
  keeping_book = std::make_unique<federation::KeepingBook>(&store->documents());
  std::vector<federation::WatchTopic> topics = federation::RetentionTopics(
      keeping_book.get(), RetentionPeriodsOf(config.retention()));
  topics.push_back(federation::MajorityTopic());
  record_watch = std::make_unique<federation::RecordWatch>(
      config.agency_id(),
      federation::RecordWatch::Parts{record_walk.get(), &store->records(),
                                     &store->documents(), desk.get(),
                                     &store->committer()},
      std::move(topics));
}

void Parts::MakeErasures(const internal::v1::NodeConfig& config) {
  record_eraser = std::make_unique<storage::RecordEraser>(
      &store->engine(), &store->subject_keys(), &store->blind(),
      config.agency_id());
  erasure_book = std::make_unique<federation::ErasureBook>(&store->documents());
  federation::Eraser::Parts parts;
  parts.agency_id = config.agency_id();
  parts.records = &store->records();
  parts.eraser = record_eraser.get();
  parts.matches = &store->matches();
  parts.disclosures = &store->disclosures();
  parts.documents = &store->documents();
  parts.notices = &store->notices();
  parts.blind = &store->blind();
  parts.withdrawals = withdrawals.get();
  parts.desk = desk.get();
  parts.book = erasure_book.get();
  parts.keepings = keeping_book.get();
  parts.periods = RetentionPeriodsOf(config.retention());
  parts.committer = &store->committer();
  parts.policy = policy.get();
  parts.clock = absl::Now;
  parts.taken_back = [this] { withdrawer->courier().Nudge(); };
  eraser = std::make_unique<federation::Eraser>(std::move(parts));
}

void Parts::MakeSideFlows(const internal::v1::NodeConfig& config) {
  registration::RegistrarParts parts;
  parts.records = &store->records();
  parts.hasher = &store->field_hasher();
  parts.requests = &store->requests();
  parts.attachments = &store->attachments();
  parts.matches = &store->matches();
  parts.committer = &store->committer();
  parts.mous = [this] { return policy->current()->mous; };
  parts.now = absl::Now;
  parts.run = [this](std::function<void()> work) {
    return pool->Submit("", std::move(work));
  };
  parts.revoke = [this](const std::string& record_id,
                        const std::vector<v1::Claim>& claims,
                        const std::string& subject, absl::Time now,
                        storage::Batch* batch) {
    return withdrawals->Revoke(record_id, claims, subject, now, batch).status();
  };
  parts.was_erased = [this](const std::string& source_record_id,
                            absl::Time now) {
    return eraser->WasErased(source_record_id, now);
  };
  parts.says_safe = [this](const std::string& copy_id,
                           const std::string& subject, v1::Purpose purpose,
                           absl::Time since, absl::Time now) {
    return kept->SaysSafe(copy_id, subject, purpose, since, now);
  };
  parts.consent_changed = [this] { withdrawer->courier().Nudge(); };
  registrar = std::make_unique<registration::Registrar>(std::move(parts));
  path_check = std::make_unique<PathCheck>(
      config.agency_id(), policy.get(), keeper.get(), &admission->verifier(),
      [this](const std::string& agency_id) {
        return peers->FindAnew(agency_id);
      });
}

void Parts::MakeStatistician(const internal::v1::NodeConfig& config) {
  statistics::Statistician::Parts parts;
  parts.agency_id = config.agency_id();
  parts.walk = record_walk.get();
  parts.records = &store->records();
  parts.documents = &store->documents();
  parts.keyring = &store->keyring();
  parts.committer = &store->committer();
  parts.clock = absl::Now;
  parts.run = [this](std::function<void()> work) {
    return pool->Submit(agency_id, std::move(work));
  };
  if (config.statistics_tables_per_day() > 0) {
    parts.tables_per_day = config.statistics_tables_per_day();
  }
  statistician = std::make_unique<statistics::Statistician>(std::move(parts));
}

}  // namespace homeward::node
