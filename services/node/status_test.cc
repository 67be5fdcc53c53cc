#include "services/node/status.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/mou_service.pb.h"

namespace homeward::node {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

class StatusTest : public ::testing::Test {
 protected:
  // Facts of a node in which all is well.
  StatusTest() {
    facts_.agency_id = "north";
    facts_.version = "1.0";
    facts_.now = federation_.now;
    facts_.certificate_from = facts_.now - kDay;
    facts_.certificate_until = facts_.now + 6 * kDay;
    facts_.own_revocations = facts_.now - absl::Hours(1);
    facts_.directory = federation_.directory();
    AddMou("m", v1::MOU_STATE_ACTIVE, 90 * kDay);
    for (const char* id : {"south", "west"}) {
      v1::PeerStatus peer;
      peer.set_agency_id(id);
      peer.set_reachable(true);
      *peer.mutable_last_contact_time() =
          auth::ToTimestamp(facts_.now - absl::Seconds(2));
      facts_.peers.push_back(peer);
    }
    facts_.synchronize_every = absl::Seconds(2);
    facts_.last_synchronized = facts_.now - absl::Seconds(1);
    facts_.log_size = 10;
    facts_.signed_size = 10;
    facts_.free_bytes = int64_t{50} << 30;
    facts_.disk_bytes = int64_t{100} << 30;
    facts_.queue_limit = 1000;
  }
  v1::MouSummary& AddMou(const std::string& id, v1::MouState state,
                         absl::Duration left) {
    v1::MouSummary summary;
    summary.mutable_mou()->set_mou_id(id);
    summary.mutable_mou()->set_version(1);
    *summary.mutable_mou()->mutable_expiry_time() =
        auth::ToTimestamp(facts_.now + left);
    summary.set_state(state);
    facts_.mous.push_back(summary);
    return facts_.mous.back();
  }
  // The worst item, as it comes first. Everything that is not well names a
  // next step, and each is no better than the one before.
  v1::StatusItem Worst() {
    const v1::GetStatusResponse response = BuildStatus(facts_);
    for (int i = 0; i < response.items_size(); ++i) {
      const v1::StatusItem& item = response.items(i);
      EXPECT_EQ(item.next_step().empty(), item.severity() == v1::SEVERITY_OK);
      if (i > 0) {
        EXPECT_LE(item.severity(), response.items(i - 1).severity());
      }
    }
    return response.items(0);
  }
  void ExpectWorst(const std::string& subject, v1::Severity severity,
                   const std::string& text) {
    const v1::StatusItem item = Worst();
    EXPECT_EQ(item.subject(), subject) << item.text();
    EXPECT_EQ(item.severity(), severity) << item.text();
    EXPECT_THAT(item.text(), ::testing::HasSubstr(text));
  }

  auth::testing::Federation federation_;
  StatusFacts facts_;
};

TEST_F(StatusTest, AWellNodeHasOneGoodItemForEachSubject) {
  const v1::GetStatusResponse response = BuildStatus(facts_);
  std::string subjects;
  for (const v1::StatusItem& item : response.items()) {
    EXPECT_EQ(item.severity(), v1::SEVERITY_OK) << item.text();
    subjects += item.subject() + " ";
  }
  EXPECT_EQ(
      subjects,
      "certificate clock directory index log mous notices peers probing queue "
      "reviews store withdrawals ");
  EXPECT_EQ(response.federation(), "fed.example");
  EXPECT_EQ(response.peers_size(), 2);
}

TEST_F(StatusTest, ACertificateIsRenewedInTime) {
  facts_.certificate_until = facts_.now + absl::Hours(11);
  ExpectWorst("certificate", v1::SEVERITY_WARNING, "11 hours");
  facts_.certificate_until = facts_.now + absl::Hours(4);
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "4 hours");
  facts_.certificate_until = facts_.now;
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "expired");
}

TEST_F(StatusTest, TheOwnRevocationListStaysFresh) {
  facts_.own_revocations = facts_.now - absl::Hours(19);
  ExpectWorst("certificate", v1::SEVERITY_WARNING, "19 hours");
  facts_.own_revocations = absl::InfinitePast();
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "peers deny");
}

TEST_F(StatusTest, ARenewalOfTheListThatFailsIsNamedBeforeItHurts) {
  facts_.own_revocations = facts_.now - absl::Hours(13);
  facts_.revocations_renewed =
      absl::UnauthenticatedError("the directory does not list this key");
  ExpectWorst("certificate", v1::SEVERITY_WARNING, "13 hours");
  ExpectWorst("certificate", v1::SEVERITY_WARNING,
              "the directory does not list this key");
  facts_.own_revocations = facts_.now - absl::Hours(25);
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "peers deny");
}

TEST_F(StatusTest, PeersThatAreSilentOrFarInTimeAreNamed) {
  facts_.peers[0].mutable_clock_offset()->set_seconds(-20);
  ExpectWorst("clock", v1::SEVERITY_WARNING, "south");
  facts_.peers[0].mutable_clock_offset()->set_seconds(-600);
  ExpectWorst("clock", v1::SEVERITY_ACTION, "10 minutes");
  facts_.peers[0].clear_clock_offset();
  facts_.peers[1].set_reachable(false);
  ExpectWorst("peers", v1::SEVERITY_WARNING, "west");
  *facts_.peers[1].mutable_last_contact_time() =
      auth::ToTimestamp(facts_.now - absl::Hours(3));
  ExpectWorst("peers", v1::SEVERITY_ACTION, "3 hours");
  facts_.peers[1].clear_last_contact_time();
  ExpectWorst("peers", v1::SEVERITY_WARNING, "never answered");
}

TEST_F(StatusTest, SeesThatItsOwnLoopHangs) {
  facts_.last_synchronized = facts_.now - absl::Minutes(2);
  ExpectWorst("peers", v1::SEVERITY_ACTION, "stopped asking");
}

TEST_F(StatusTest, ADirectoryNearItsEndIsSaid) {
  facts_.now += 5 * kDay;
  facts_.certificate_until += 30 * kDay;
  facts_.own_revocations = facts_.last_synchronized = facts_.now;
  for (v1::PeerStatus& peer : facts_.peers) {
    *peer.mutable_last_contact_time() = auth::ToTimestamp(facts_.now);
  }
  ExpectWorst("directory", v1::SEVERITY_WARNING, "ends in 2 days");
  facts_.now += 2 * kDay;
  const v1::GetStatusResponse response = BuildStatus(facts_);
  bool expired = false;
  for (const v1::StatusItem& item : response.items()) {
    expired |= item.subject() == "directory" &&
               item.severity() == v1::SEVERITY_ACTION &&
               absl::StrContains(item.text(), "nobody is known");
  }
  EXPECT_TRUE(expired);
}

TEST_F(StatusTest, MembersWithoutAStateAmongOthersAreNamed) {
  v1::Directory message = federation_.message();
  const auto name = [&](int member, const std::string& country) {
    message.mutable_members(member)->set_country_code(country);
    facts_.directory = federation_.Verified(message);
  };
  name(0, "PL");
  const std::string second = message.members(1).agency_id();
  ExpectWorst("directory", v1::SEVERITY_WARNING,
              "no state is named for " + second);
  EXPECT_THAT(Worst().next_step(),
              ::testing::HasSubstr("`homeward federation admit MEMBERFILE`"));
  for (int i = 1; i < message.members_size(); ++i) name(i, "UA");
  EXPECT_EQ(Worst().severity(), v1::SEVERITY_OK);
}

TEST_F(StatusTest, MousThatEndOrWaitAreNamed) {
  AddMou("soon", v1::MOU_STATE_ACTIVE, 29 * kDay);
  ExpectWorst("mous", v1::SEVERITY_WARNING, "soon@1 ends in 29 days");
  facts_.mous.pop_back();
  AddMou("new", v1::MOU_STATE_PROPOSED, 90 * kDay)
      .add_missing_agency_ids("north");
  ExpectWorst("mous", v1::SEVERITY_WARNING, "new@1 waits");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("mou sign"));
  facts_.mous.pop_back();
  AddMou("held", v1::MOU_STATE_SUSPENDED, 90 * kDay)
      .add_suspending_agency_ids("south");
  ExpectWorst("mous", v1::SEVERITY_WARNING,
              "suspended until it is resumed by south");
  facts_.mous.pop_back();
  AddMou("line", v1::MOU_STATE_PENDING, 90 * kDay);
  facts_.held_back["line@1"] = {};
  ExpectWorst("mous", v1::SEVERITY_WARNING, "until it is proven");
  facts_.held_back["line@1"] = {"red line no-place: police asks ngo"};
  ExpectWorst("mous", v1::SEVERITY_ACTION, "red line no-place: police asks");
  facts_.mous.pop_back();
  AddMou("theirs", v1::MOU_STATE_ACTIVE, 90 * kDay)
      .add_refusing_agency_ids("south");
  ExpectWorst("mous", v1::SEVERITY_WARNING,
              "theirs@1 does nothing at south: it would cross a red line");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("agree with south"));
  facts_.mous.clear();
  ExpectWorst("mous", v1::SEVERITY_WARNING, "every question is denied");
}

TEST_F(StatusTest, ALogThatIsNotSignedOrWasCutNeedsAction) {
  facts_.log_signed = absl::UnavailableError("disk");
  ExpectWorst("log", v1::SEVERITY_ACTION, "can't be signed");
  facts_.log_signed = absl::OkStatus();
  facts_.signed_size = 11;
  ExpectWorst("log", v1::SEVERITY_ACTION, "missing");
}

TEST_F(StatusTest, WhatTheDeskMustDoIsSaidTheLatestFirst) {
  const auto add = [&](v1::NoticeKind kind, int count, int overdue,
                       absl::Time due) {
    facts_.notices.push_back({kind, count, overdue, due});
  };
  const auto texts = [&] {
    std::vector<std::string> texts;
    const v1::GetStatusResponse response = BuildStatus(facts_);
    for (const v1::StatusItem& item : response.items()) {
      if (item.subject() == "notices") texts.push_back(item.text());
    }
    return texts;
  };
  add(v1::NOTICE_KIND_ANSWERED, 7, 0, absl::InfiniteFuture());
  add(v1::NOTICE_KIND_PROBING, 1, 0, absl::InfiniteFuture());
  // What only informs is no fault.
  EXPECT_EQ(Worst().severity(), v1::SEVERITY_OK);
  EXPECT_THAT(texts(),
              ::testing::ElementsAre(
                  "7 answers to look at; 1 lockouts for probing to look at"));
  add(v1::NOTICE_KIND_GUARDIAN, 2, 0, facts_.now + absl::Hours(3));
  ExpectWorst("notices", v1::SEVERITY_WARNING,
              "2 guardians to tell, the first within 3 hours");
  add(v1::NOTICE_KIND_ENFORCEMENT, 2, 1, facts_.now - absl::Hours(2));
  add(v1::NOTICE_KIND_REVIEW, 3, 2, facts_.now - absl::Hours(5));
  ExpectWorst("notices", v1::SEVERITY_ACTION,
              "3 uses to review, 2 overdue, for 5 hours");
  EXPECT_THAT(texts(),
              ::testing::ElementsAre(
                  "3 uses to review, 2 overdue, for 5 hours",
                  "2 questions of enforcement to report to oversight, 1 "
                  "overdue, for 2 hours",
                  "2 guardians to tell, the first within 3 hours",
                  "7 answers to look at; 1 lockouts for probing to look at"));
}

TEST_F(StatusTest, DiskAndQueueAreWatched) {
  facts_.free_bytes = int64_t{9} << 30;
  ExpectWorst("store", v1::SEVERITY_WARNING, "9 percent");
  facts_.free_bytes = int64_t{1} << 29;
  ExpectWorst("store", v1::SEVERITY_ACTION, "512 MiB");
  facts_.store_health = absl::UnavailableError("full");
  ExpectWorst("store", v1::SEVERITY_ACTION, "nothing is disclosed");
  facts_.store_health = absl::OkStatus();
  facts_.free_bytes = int64_t{50} << 30;
  facts_.damaged_records = 2;
  ExpectWorst("store", v1::SEVERITY_ACTION, "2 records are damaged");
  facts_.damaged_records = 0;
  facts_.lockouts.emplace_back().set_agency_id("ngo");
  facts_.lockouts.back().set_subject("anna-4");
  facts_.lockouts.emplace_back().set_agency_id("ngo");
  ExpectWorst("probing", v1::SEVERITY_WARNING, "2 lockouts, of ngo");
  facts_.lockouts.clear();
  v1::WithdrawalStatus& open = facts_.open_withdrawals.emplace_back();
  open.set_recipient_agency_id("ngo");
  *open.mutable_issued_time() =
      auth::ToTimestamp(facts_.now - absl::Minutes(1));
  ExpectWorst("withdrawals", v1::SEVERITY_WARNING,
              "1 not acknowledged by ngo, for 60 seconds");
  *facts_.open_withdrawals[0].mutable_issued_time() =
      auth::ToTimestamp(facts_.now - absl::Hours(25));
  ExpectWorst("withdrawals", v1::SEVERITY_ACTION, "for 25 hours");
  facts_.open_withdrawals.clear();
  facts_.unreadable_revocations = 3;
  ExpectWorst("withdrawals", v1::SEVERITY_ACTION, "3 times nothing");
  facts_.unreadable_revocations = 0;
  facts_.queue_depth = 501;
  ExpectWorst("queue", v1::SEVERITY_WARNING, "501");
  facts_.queue_depth = 1000;
  ExpectWorst("queue", v1::SEVERITY_ACTION, "refused");
}

TEST_F(StatusTest, WritingTermsAnewNeedsNobodyUntilItFails) {
  facts_.index_done = false;
  facts_.records_rebuilt = 120;
  facts_.records = 1000;
  EXPECT_EQ(Worst().severity(), v1::SEVERITY_OK);
  facts_.index_rebuilt = absl::UnavailableError("disk");
  ExpectWorst("index", v1::SEVERITY_WARNING, "120 of about 1000");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("disk"));
  facts_.index_rebuilt = absl::DataLossError("row");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("backup"));
  // An estimate that is too low.
  facts_.records = 100;
  ExpectWorst("index", v1::SEVERITY_WARNING, "120 of about 120");
}

// How many, never whose.
TEST_F(StatusTest, ABrokenGlassIsReviewedInTime) {
  v1::BreakGlassStatus& glass = facts_.broken_glass.emplace_back();
  glass.set_asker_subject("officer-7");
  *glass.mutable_review_due_time() =
      auth::ToTimestamp(facts_.now + absl::Hours(5));
  ExpectWorst("reviews", v1::SEVERITY_WARNING,
              "broken 1 times; the first review is due in 5 hours");
  glass.set_suspends(true);
  ExpectWorst("reviews", v1::SEVERITY_ACTION, "the accounts are suspended");
  glass.set_verdict(v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED);
  ExpectWorst("reviews", v1::SEVERITY_ACTION, "the accounts are suspended");
  glass.set_suspends(false);
  glass.set_verdict(v1::BREAK_GLASS_VERDICT_JUSTIFIED);
  glass.add_untold_agency_ids("clinic");
  ExpectWorst("reviews", v1::SEVERITY_WARNING,
              "1 reviews are not acknowledged");
  glass.clear_untold_agency_ids();
  EXPECT_EQ(BuildStatus(facts_).items(0).severity(), v1::SEVERITY_OK);
}

}  // namespace
}  // namespace homeward::node
