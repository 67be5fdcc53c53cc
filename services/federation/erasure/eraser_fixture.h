#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASER_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASER_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/erasure_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/desk/desk.h"
#include "services/federation/erasure/eraser.h"
#include "services/federation/erasure/erasure_book.h"
#include "services/federation/erasure/keeping_book.h"
#include "services/federation/erasure/retention_clocks.h"
#include "services/federation/withdrawal/origin_copies.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"
#include "services/policy/testing/federation.h"
#include "services/policy/testing/store.h"
#include "storage/copies/disclosure_store.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/erasing/record_eraser.h"
#include "storage/keys/keyring.h"
#include "storage/keys/keyring_for_test.h"
#include "storage/keys/secret.h"
#include "storage/keys/subject_keys.h"
#include "storage/notices/notice_store.h"
#include "storage/records/match_store.h"
#include "storage/records/record_store.h"
#include "tests/testing/read_log.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

// The number of its one record with another system.
inline constexpr char kSourceNumber[] = "pfif.example/person.1";

// The records of west, a child protection agency.
class EraserTest : public ::testing::Test {
 protected:
  EraserTest() {
    v1::Mou house = federation_.Template("house_ngo");
    Open();
    EXPECT_OK(store_.policy().ProposeMou(federation_.SignMou(house),
                                         /*dry_run=*/false, now_));
  }

  void Open() {
    keys_engine_ =
        std::make_unique<policy::testing::BreakableEngine>(&store_.engine());
    keys_ = *storage::SubjectKeys::Open(keys_engine_.get(), keyring_.get());
    records_ = std::make_unique<storage::RecordStore>(
        &store_.engine(), keys_.get(), &store_.blind(), "west");
    record_eraser_ = std::make_unique<storage::RecordEraser>(
        &store_.engine(), keys_.get(), &store_.blind(), "west");
    matches_ = std::make_unique<storage::MatchStore>(&store_.engine(),
                                                     &store_.blind(), Key('m'));
    disclosures_ = std::make_unique<storage::DisclosureStore>(
        &store_.engine(), &store_.blind(), Key('d'));
    notices_ =
        std::make_unique<storage::NoticeStore>(&store_.engine(), Key('n'));
    desk_ = std::make_unique<Desk>("west", notices_.get(), &store_.committer());
    withdrawals_ = std::make_unique<WithdrawalBook>(
        "west", &store_.documents(), disclosures_.get(), &store_.committer(),
        OriginCopies("west", records_.get(),
                     [this] { return store_.policy().current()->directory; }));
    ASSERT_OK(withdrawals_->Restore());
    book_ = std::make_unique<ErasureBook>(&store_.documents());
    ASSERT_OK(book_->Restore());
    keepings_ = std::make_unique<KeepingBook>(&store_.documents());
    ASSERT_OK(keepings_->Restore());
    Eraser::Parts parts;
    parts.agency_id = "west";
    parts.records = records_.get();
    parts.eraser = record_eraser_.get();
    parts.matches = matches_.get();
    parts.disclosures = disclosures_.get();
    parts.documents = &store_.documents();
    parts.notices = notices_.get();
    parts.blind = &store_.blind();
    parts.withdrawals = withdrawals_.get();
    parts.desk = desk_.get();
    parts.book = book_.get();
    parts.keepings = keepings_.get();
    parts.periods = periods_;
    parts.committer = &store_.committer();
    parts.policy = &store_.policy();
    parts.clock = [this] { return now_; };
    parts.taken_back = [this] { ++taken_back_; };
    eraser_ = std::make_unique<Eraser>(std::move(parts));
  }
  // A process that was killed, and another one.
  void Restart() {
    eraser_.reset();
    keys_.reset();
    store_.Reopen(now_);
    Open();
  }

  static storage::Secret Key(char c) {
    return storage::Secret(std::string(32, c));
  }

  v1::Claim Fact() const {
    v1::Claim claim;
    claim.set_source_agency_id("west");
    *claim.mutable_source_time() = auth::ToTimestamp(now_);
    return claim;
  }
  v1::Claim Named(int birth_year) const {
    v1::Claim claim = Fact();
    claim.mutable_identity()->set_name_full("Solomiya Tkachenko");
    claim.mutable_identity()->mutable_date_of_birth()->set_year(birth_year);
    return claim;
  }
  v1::Claim Missing(v1::MissingStatus status) const {
    v1::Claim claim = Fact();
    claim.mutable_missing_report()->set_report_id("2027/1");
    claim.mutable_missing_report()->add_status_changes()->set_status(status);
    return claim;
  }
  void Commit(const storage::Batch& batch) {
    ASSERT_OK(
        store_.engine().Commit(batch, storage::Durability::kDurable).status);
  }
  std::string Register(const v1::Claim& claim) {
    internal::v1::StoredRecord record;
    *record.add_claims() = claim;
    storage::NewClaims content{{claim}, {}};
    for (const std::string& term :
         matching::IndexTerms(matching::DescribeClaims(record.claims()))) {
      content.terms.push_back({std::string(matching::kTermKind), term});
    }
    const auto change = records_->Create(content, {kSourceNumber, {}}, now_);
    EXPECT_OK(change);
    Commit(change->batch);
    return change->record_id;
  }
  void Add(const std::string& record_id, const v1::Claim& claim) {
    const auto change = records_->Append(record_id, {{claim}, {}}, now_);
    ASSERT_OK(change);
    Commit(change->batch);
  }
  // That north was shown `record_id`, in the answer that `digest` stands for.
  internal::v1::StoredDisclosure Disclosed(const std::string& record_id,
                                           char digest) const {
    internal::v1::StoredDisclosure disclosure;
    disclosure.set_record_id(record_id);
    disclosure.set_recipient_agency_id("north");
    disclosure.mutable_copy()->set_answer_sha256(std::string(32, digest));
    disclosure.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    *disclosure.mutable_decided_time() = auth::ToTimestamp(now_);
    *disclosure.mutable_expiry_time() =
        auth::ToTimestamp(now_ + absl::Hours(72));
    return disclosure;
  }
  void Put(const internal::v1::StoredDisclosure& disclosure) {
    storage::Batch batch;
    ASSERT_OK(disclosures_->Put(disclosure, &batch));
    Commit(batch);
  }

  absl::StatusOr<v1::Erasure> Erase(
      const std::string& record_id, bool dry_run = false,
      v1::ErasureRequester requester = v1::ERASURE_REQUESTER_SUBJECT,
      v1::ErasureGround ground = v1::ERASURE_GROUND_TOLD_AS_CHILD) {
    v1::EraseChildRequest request;
    request.set_record_id(record_id);
    request.set_requester(requester);
    request.set_ground(ground);
    request.set_dry_run(dry_run);
    auto response = eraser_->Erase(caller_, request);
    if (!response.ok()) return response.status();
    return response->erasure();
  }
  v1::ErasureState StateOf(const std::string& record_id, bool dry_run = false) {
    const auto erasure = Erase(record_id, dry_run);
    EXPECT_OK(erasure);
    return erasure.ok() ? erasure->state() : v1::ERASURE_STATE_UNSPECIFIED;
  }
  bool IsThere(const std::string& record_id) {
    return records_->Load(record_id, {}, now_)->has_value();
  }
  size_t RowsUnder(absl::string_view prefix) {
    return store_.engine().Scan(storage::ScanPrefix(prefix))->rows.size();
  }
  size_t NoticesWaiting() {
    return notices_
        ->List(storage::NoticeTable::kWaiting, storage::NoticeRange())
        ->notices.size();
  }
  // What the log says of erasures, or of another `kind`, oldest first.
  std::vector<homeward::testing::LogEntry> Log(
      v1::AuditKind kind = v1::AUDIT_KIND_ERASURE) {
    store_.committer().Drain();
    std::vector<homeward::testing::LogEntry> entries;
    for (auto& entry : homeward::testing::ReadLog(store_.log())) {
      if (entry.event.kind() == kind) entries.push_back(std::move(entry));
    }
    return entries;
  }

  const policy::testing::Federation federation_;
  absl::Time now_ = federation_.now();
  policy::testing::Store store_{&federation_, "west"};
  const std::unique_ptr<storage::Keyring> keyring_ =
      storage::NewKeyringForTest();
  std::unique_ptr<policy::testing::BreakableEngine> keys_engine_;
  std::unique_ptr<storage::SubjectKeys> keys_;
  std::unique_ptr<storage::RecordStore> records_;
  std::unique_ptr<storage::RecordEraser> record_eraser_;
  std::unique_ptr<storage::MatchStore> matches_;
  std::unique_ptr<storage::DisclosureStore> disclosures_;
  std::unique_ptr<storage::NoticeStore> notices_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<WithdrawalBook> withdrawals_;
  std::unique_ptr<ErasureBook> book_;
  std::unique_ptr<KeepingBook> keepings_;
  std::unique_ptr<Eraser> eraser_;
  int taken_back_ = 0;
  // Short, so that MOUs still hold when they are over.
  RetentionPeriods periods_ = {absl::Hours(24), absl::Hours(24),
                               absl::Hours(24)};
  auth::Caller caller_ =
      federation_.base().CallerOf("west", v1::ROLE_CP_SUPERVISOR);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASER_FIXTURE_H_
