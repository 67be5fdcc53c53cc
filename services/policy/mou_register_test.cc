#include "services/policy/mou_register.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/mou/signed_mou.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

class MouRegisterTest : public ::testing::Test {
 protected:
  MouRegisterTest()
      : directory_(federation_.base().Verified(federation_.message())) {}

  // Which documents and statements `mous` has, and what holds by them.
  std::string StateOf(const MouRegister& mous) const {
    std::string text;
    for (const auto& [key, held] : mous.mous()) {
      const v1::MouSummary summary = mous.Summarize(key, federation_.now());
      std::vector<std::string> signers(summary.signed_agency_ids().begin(),
                                       summary.signed_agency_ids().end());
      std::sort(signers.begin(), signers.end());
      absl::StrAppend(&text, summary.mou().mou_id(), "@",
                      summary.mou().version(), " ", summary.state());
      for (const std::string& signer : signers) {
        absl::StrAppend(&text, " ", signer);
      }
      absl::StrAppend(&text, "\n");
    }
    for (const auto& [key, held] : mous.statements()) {
      absl::StrAppend(&text, key, " ", held.statement.number(), " ",
                      held.statement.kind(), "\n");
    }
    const auto charter = auth::ReadCharter(*directory_->charter());
    EXPECT_OK(charter);
    const auto set =
        mous.Compile(*charter, [](const auto& key) { return true; });
    EXPECT_OK(set);
    if (set.ok()) absl::StrAppend(&text, (*set)->digest());
    return text;
  }

  absl::Status Add(const v1::Envelope& envelope, MouRegister& mous) const {
    if (envelope.payload_type() == kMouStatementType) {
      return mous.AddStatement(envelope, *directory_, federation_.now())
          .status();
    }
    return mous.AddMou(envelope, "south", *directory_, federation_.now())
        .status();
  }

  // Adds all, again and again as nodes do, until nothing changes.
  std::string Settled(const std::vector<v1::Envelope>& documents) const {
    MouRegister mous;
    std::string before = "nothing";
    while (StateOf(mous) != before) {
      before = StateOf(mous);
      for (const v1::Envelope& document : documents) (void)Add(document, mous);
    }
    return before;
  }

  // A version after `first` to which the clinic alone is a party.
  v1::Mou Alone(const v1::Mou& first) const {
    v1::Mou alone = federation_.Template("house_clinic");
    alone.set_mou_id(first.mou_id());
    alone.set_version(first.version() + 1);
    alone.set_previous_sha256(
        testing::Federation::After(first).previous_sha256());
    return alone;
  }

  const testing::Federation federation_;
  const std::shared_ptr<const auth::Directory> directory_;
};

TEST_F(MouRegisterTest, AnyOrderOfArrivalGivesTheSameState) {
  const v1::Mou first = federation_.Template("ngo_clinic");
  const v1::Mou second = testing::Federation::After(first);
  v1::Mou astray = first;
  astray.set_legal_authority("a text that nobody else holds");
  astray = testing::Federation::After(astray);
  const v1::Mou police = federation_.Template("police_clinic");
  const v1::Mou alone = Alone(first);
  const std::vector<v1::Envelope> pool = {
      federation_.SignMou(alone),
      federation_.SignMou(first, {"west"}),
      federation_.SignMou(first, {"south"}),
      federation_.SignMou(second),
      federation_.SignMou(testing::Federation::After(second), {"west"}),
      federation_.SignMou(astray, {"west"}),
      federation_.SignMou(police, {"north"}),
      federation_.SignMou(police, {"north", "south"}),
      federation_.SignMou(federation_.Template("police_ngo")),
      federation_.State("ngo-clinic", "west", 1,
                        v1::MOU_STATEMENT_KIND_SUSPEND),
      federation_.State("ngo-clinic", "west", 2, v1::MOU_STATEMENT_KIND_RESUME),
      federation_.State("ngo-clinic", "west", 2,
                        v1::MOU_STATEMENT_KIND_SUSPEND),
      federation_.State("ngo-clinic", "north", 3,
                        v1::MOU_STATEMENT_KIND_TERMINATE),
      federation_.State("police-clinic", "north", 2,
                        v1::MOU_STATEMENT_KIND_TERMINATE),
      federation_.State("police-clinic", "north", 9,
                        v1::MOU_STATEMENT_KIND_RESUME)};
  std::mt19937 random(7);
  const std::string state = Settled(pool);
  EXPECT_THAT(state, ::testing::HasSubstr("ngo-clinic@3"));
  std::vector<v1::Envelope> shuffled = pool;
  for (int round = 0; round < 20; ++round) {
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    ASSERT_EQ(Settled(shuffled), state) << "round " << round;
  }
}

TEST_F(MouRegisterTest, WhatIsHereAlreadyIsToldApart) {
  MouRegister mous;
  const v1::Mou mou = federation_.Template("ngo_clinic");
  ASSERT_OK(Add(federation_.SignMou(mou, {"west"}), mous));
  EXPECT_THAT(Add(federation_.SignMou(mou, {"west"}), mous),
              StatusIs(StatusCode::kAlreadyExists));
  ASSERT_OK(Add(federation_.SignMou(mou, {"south"}), mous));
  EXPECT_THAT(Add(federation_.SignMou(mou), mous),
              StatusIs(StatusCode::kAlreadyExists));
  ASSERT_EQ(mous.mous().size(), 1);
  EXPECT_TRUE(mous.mous().begin()->second->mou.complete());
}

TEST_F(MouRegisterTest, OfTwoStatementsTheStricterCounts) {
  MouRegister mous;
  ASSERT_OK(Add(federation_.SignMou(federation_.Template("ngo_clinic")), mous));
  const auto tell = [&](int64_t number, v1::MouStatementKind kind) {
    return Add(federation_.State("ngo-clinic", "west", number, kind), mous);
  };
  EXPECT_OK(tell(4, v1::MOU_STATEMENT_KIND_RESUME));
  EXPECT_OK(tell(4, v1::MOU_STATEMENT_KIND_SUSPEND));
  EXPECT_THAT(tell(4, v1::MOU_STATEMENT_KIND_RESUME),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_OK(tell(1, v1::MOU_STATEMENT_KIND_TERMINATE));
  EXPECT_THAT(tell(9, v1::MOU_STATEMENT_KIND_RESUME),
              StatusIs(StatusCode::kFailedPrecondition));
}

TEST_F(MouRegisterTest, OnlyBothResumeWhatOneSuspended) {
  MouRegister mous;
  ASSERT_OK(Add(federation_.SignMou(federation_.Template("ngo_clinic")), mous));
  const auto tell = [&](const char* agency, int64_t seconds,
                        v1::MouStatementKind kind) {
    return Add(federation_.State("ngo-clinic", agency, seconds * 1000, kind,
                                 absl::FromUnixSeconds(seconds)),
               mous);
  };
  const auto waits_for = [&] {
    const v1::MouSummary summary =
        mous.Summarize("ngo-clinic@1", federation_.now());
    return std::vector<std::string>(summary.suspending_agency_ids().begin(),
                                    summary.suspending_agency_ids().end());
  };
  const std::vector<std::string> nobody;
  EXPECT_OK(tell("south", 1, v1::MOU_STATEMENT_KIND_RESUME));
  EXPECT_EQ(waits_for(), nobody);
  for (const int64_t begun : {10, 20}) {
    EXPECT_OK(tell("west", begun, v1::MOU_STATEMENT_KIND_SUSPEND));
    EXPECT_EQ(waits_for(), (std::vector<std::string>{"south", "west"}));
    EXPECT_OK(tell("west", begun + 1, v1::MOU_STATEMENT_KIND_RESUME));
    EXPECT_EQ(waits_for(), std::vector<std::string>{"south"});
    EXPECT_OK(tell("south", begun + 2, v1::MOU_STATEMENT_KIND_RESUME));
    EXPECT_EQ(waits_for(), nobody);
  }
}

// It would stand above every suspension until then.
TEST_F(MouRegisterTest, NobodyResumesAheadOfTheClock) {
  MouRegister mous;
  ASSERT_OK(Add(federation_.SignMou(federation_.Template("ngo_clinic")), mous));
  const int64_t now = absl::ToUnixMillis(federation_.now());
  const auto resume = [&](int64_t number, absl::Duration ahead) {
    return Add(federation_.State("ngo-clinic", "west", number,
                                 v1::MOU_STATEMENT_KIND_RESUME,
                                 federation_.now() + ahead),
               mous);
  };
  EXPECT_THAT(resume(now, absl::Minutes(6)),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(resume(now + 6 * 60 * 1000, absl::ZeroDuration()),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(resume(std::numeric_limits<int64_t>::max(), absl::ZeroDuration()),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_OK(resume(now + 4 * 60 * 1000, absl::Minutes(4)));
}

TEST_F(MouRegisterTest, NoVersionLeavesAPartyOut) {
  const v1::Mou first = federation_.Template("ngo_clinic");
  for (const int version : {2, 9}) {
    v1::Mou alone = Alone(first);
    alone.set_version(version);
    MouRegister mous;
    ASSERT_OK(Add(federation_.SignMou(first), mous));
    EXPECT_THAT(Add(federation_.SignMou(alone), mous),
                StatusIs(StatusCode::kFailedPrecondition,
                         ::testing::HasSubstr("leaves out a party")));
    // Nor when it came first.
    MouRegister other;
    ASSERT_OK(Add(federation_.SignMou(alone), other));
    ASSERT_OK(Add(federation_.SignMou(first), other));
    EXPECT_EQ(other.NewestOf("ngo-clinic"), "ngo-clinic@1");
  }
}

TEST_F(MouRegisterTest, RefusesAStatementThatSaysNothingKnown) {
  MouRegister mous;
  ASSERT_OK(Add(federation_.SignMou(federation_.Template("ngo_clinic")), mous));
  for (const int kind : {0, 77}) {
    EXPECT_THAT(Add(federation_.State("ngo-clinic", "west", 1,
                                      static_cast<v1::MouStatementKind>(kind)),
                    mous),
                StatusIs(StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(Add(federation_.State("unheard-of", "west", 1,
                                    v1::MOU_STATEMENT_KIND_SUSPEND),
                  mous),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(MouRegisterTest, ACompleteTextTakesThePlaceOfAWaitingOne) {
  MouRegister mous;
  const v1::Mou mou = federation_.Template("ngo_clinic");
  v1::Mou other = mou;
  other.set_legal_authority("another text");
  ASSERT_OK(Add(federation_.SignMou(other, {"west"}), mous));
  EXPECT_THAT(Add(federation_.SignMou(mou, {"west"}), mous),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_OK(Add(federation_.SignMou(mou), mous));
  EXPECT_THAT(Add(federation_.SignMou(other), mous),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(
      mous.Summarize("ngo-clinic@1", federation_.now()).mou().legal_authority(),
      mou.legal_authority());
}

TEST_F(MouRegisterTest, SaysWhichStateAnMouIsIn) {
  MouRegister mous;
  ASSERT_OK(Add(federation_.SignMou(federation_.Template("ngo_clinic")), mous));
  const auto state = [&](int64_t seconds) {
    return mous.Summarize("ngo-clinic@1", absl::FromUnixSeconds(seconds))
        .state();
  };
  EXPECT_EQ(state(1767225599), v1::MOU_STATE_PENDING);
  EXPECT_EQ(state(1767225600), v1::MOU_STATE_ACTIVE);
  EXPECT_EQ(state(1830297599), v1::MOU_STATE_ACTIVE);
  EXPECT_EQ(state(1830297600), v1::MOU_STATE_EXPIRED);
}

}  // namespace
}  // namespace homeward::policy
