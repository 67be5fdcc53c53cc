#ifndef HOMEWARD_SERVICES_STATISTICS_TEST_KIT_H_
#define HOMEWARD_SERVICES_STATISTICS_TEST_KIT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "services/statistics/statistician.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/records/document_store.h"
#include "storage/records/record_test_kit.h"
#include "storage/test_committer.h"
#include "storage/walk/record_walk.h"
#include "tests/testing/read_log.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::statistics {

// A statistician of the agency "north" on real storage in memory.
class StatisticianKit {
 public:
  // Three tables a day for each person.
  explicit StatisticianKit(absl::Time now)
      : now_(now),
        kit_(storage::RecordTestKit::Disk::kMemory, "north"),
        documents_(kit_.engine(), kit_.blind(),
                   storage::Secret(std::string(32, 'k'))),
        walk_(kit_.engine(), "north") {
    Restart();
  }

  // Another process on the same store.
  void Restart() {
    Statistician::Parts parts;
    parts.agency_id = "north";
    parts.walk = &walk_;
    parts.records = kit_.records();
    parts.documents = &documents_;
    parts.keyring = kit_.keyring();
    parts.committer = committer_.get();
    parts.clock = [this] { return now_; };
    parts.run = [this](std::function<void()> work) {
      return run_(std::move(work));
    };
    parts.tables_per_day = 3;
    statistician_ = std::make_unique<Statistician>(std::move(parts));
  }

  Statistician* statistician() { return statistician_.get(); }
  storage::RecordTestKit& store() { return kit_; }
  absl::Time& now() { return now_; }

  // How the rest of a count is run: at once, if nobody says otherwise.
  void SetRun(std::function<bool(std::function<void()>)> run) {
    run_ = std::move(run);
  }
  // Takes all tables out of the store, as in a copy from before they were kept.
  void LoseTables() {
    storage::Batch batch;
    const auto tables = documents_.List("statistics_table");
    ASSERT_OK(tables);
    ASSERT_FALSE(tables->empty());
    for (const auto& table : *tables) {
      ASSERT_OK(documents_.Erase("statistics_table", table.name(), &batch));
    }
    EXPECT_EQ(
        kit_.engine()->Commit(batch, storage::Durability::kDurable).outcome,
        storage::CommitOutcome::kCommitted);
  }
  // From now on nothing can be written, evidence included.
  void StopWriting() { committer_->Stop(); }

  // A girl who was registered at `time` in `area` with the age band `band`, and
  // agreed to be counted in every table, unless `more` says otherwise.
  std::string Register(absl::Time time, absl::string_view area,
                       absl::string_view band, const std::string& more = "") {
    const int64_t seconds = absl::ToUnixSeconds(time);
    const std::string at = absl::StrCat(
        "source_agency_id: 'north' source_time { seconds: ", seconds, " } ");
    storage::NewClaims content;
    content.claims = {
        Claim(absl::StrCat(at, "identity { sex: SEX_FEMALE age_band: ", band,
                           " address_current { admin2_code: '", area, "' } }")),
        Claim(absl::StrCat(
            at, "location_protection { state: PROTECT_LOCATION_OFF }")),
        Claim(absl::StrCat(
            at,
            "consent { purpose: PURPOSE_STATISTICS recipient_agency_ids: "
            "'north' categories: [ CATEGORY_LOC_COARSE, CATEGORY_WELLBEING, "
            "CATEGORY_CONCERNS, CATEGORY_HEALTH, CATEGORY_SCREEN_RES ] "
            "given_by: "
            "CONSENT_GIVER_CAREGIVER consent_reporting: true "
            "given_time { seconds: ",
            seconds, " } }"))};
    if (!more.empty()) content.claims.push_back(Claim(at + more));
    const auto change = kit_.records()->Create(content, {}, time);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), storage::CommitOutcome::kCommitted);
    return change->record_id;
  }

  // What `caller` is told.
  absl::StatusOr<v1::CountChildrenResponse> Ask(
      const auth::Caller& caller, v1::StatisticsTable table,
      v1::Purpose purpose = v1::PURPOSE_STATISTICS,
      std::function<absl::Status()> waits = [] { return absl::OkStatus(); }) {
    v1::CountChildrenRequest request;
    request.set_table(table);
    request.set_purpose(purpose);
    absl::StatusOr<v1::CountChildrenResponse> result =
        absl::UnknownError("never done");
    absl::Notification done;
    statistician_->Count(
        caller, request, std::move(waits),
        [&](absl::StatusOr<v1::CountChildrenResponse> response) {
          result = std::move(response);
          done.Notify();
        });
    done.WaitForNotification();
    return result;
  }

  // The log, oldest first.
  std::vector<testing::LogEntry> Log() {
    committer_->Drain();
    return testing::ReadLog(committer_.log());
  }

 private:
  static v1::Claim Claim(const std::string& text) {
    return testing::TextProto(text);
  }

  absl::Time now_;
  std::function<bool(std::function<void()>)> run_ =
      [](std::function<void()> work) {
        work();
        return true;
      };
  storage::RecordTestKit kit_;
  storage::DocumentStore documents_;
  storage::RecordWalk walk_;
  storage::TestCommitter committer_{&kit_};
  std::unique_ptr<Statistician> statistician_;
};

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_TEST_KIT_H_
