// A node on a store that a program with older rules wrote.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"
#include "services/node/index/term_rules.h"
#include "services/node/node.h"
#include "services/node/store.h"
#include "services/node/testing/node_folder.h"
#include "services/rpc/tls/openssl_setup.h"
#include "storage/committer.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/record_store.h"
#include "tests/testing/scrape.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::node {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A claim of each kind that terms are made of.
std::vector<v1::Claim> Claims() {
  std::vector<v1::Claim> claims;
  claims.push_back(TextProto(R"pb(
    source_time { seconds: 1700000000 }
    identity {
      name_full: "Solomiia Melnyk"
      name_first: "Solomiia"
      name_last: "Melnyk"
      name_nickname: "Solya"
      name_other: "Соломія Мельник"
      sex: SEX_FEMALE
      date_of_birth { year: 2014 month: 5 day: 3 }
      documents { type: DOCUMENT_TYPE_PASSPORT number: "AB123456" }
      telephone_current: "+380441234567"
      telephone_last: "+48221234567"
    }
  )pb"));
  claims.push_back(TextProto(R"pb(
    family_member {
      relation_name: "Oksana Melnyk"
      relation: FAMILY_RELATIONSHIP_MOTHER
    }
  )pb"));
  claims.push_back(TextProto(R"pb(
    accompanying_adult {
      relation_name: "Halyna Bondar"
      claimed_relation: FAMILY_RELATIONSHIP_AUNT
    }
  )pb"));
  claims.push_back(TextProto(R"pb(
    missing_report {
      child {
        name_full: "Solomiya Melnik"
        age { min_years: 9 max_years: 9 }
      }
      reporter { name: "Oksana Melnik" relation: FAMILY_RELATIONSHIP_MOTHER }
      guardian_name: "Petro Bondar"
      last_seen_with: "Ivan Koval"
    }
  )pb"));
  return claims;
}

// What the terms are that registration stores the claims under.
std::vector<std::string> Terms() {
  google::protobuf::RepeatedPtrField<v1::Claim> claims;
  for (const v1::Claim& claim : Claims()) *claims.Add() = claim;
  return matching::IndexTerms(matching::DescribeClaims(claims));
}

class OlderStoreTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_OK(rpc::ConfigureOpenSsl()); }

  OlderStoreTest() : federation_(absl::Now()), folder_(federation_, "north") {
    store_ = Open();
  }

  std::unique_ptr<Store> Open() {
    storage::CommitterOptions committer;
    auto store = Store::Open(folder_.config(), std::move(committer));
    EXPECT_OK(store);
    return store.ok() ? *std::move(store) : nullptr;
  }

  // Stores her as version 1 did, and version 2 one who was added to since.
  std::string Register() {
    storage::NewClaims content;
    content.claims = Claims();
    for (const char* term : {"1|n|solomiia", "1|y|melnyk|2014", "2|1Tmelnyk"}) {
      content.terms.push_back({std::string(matching::kOlderTermKind), term});
    }
    auto change = store_->records().Create(content, {}, absl::Now());
    EXPECT_OK(change);
    EXPECT_TRUE(store_->engine()
                    .Commit(change->batch, storage::Durability::kDurable)
                    .ok());
    return change->record_id;
  }

  std::vector<std::string> Find(absl::string_view kind,
                                const std::string& term) {
    auto ids = store_->records().Find({std::string(kind), term}, 1000);
    EXPECT_OK(ids);
    return ids.ok() ? *ids : std::vector<std::string>();
  }

  // Runs a node on the store until it says that all is at the present version.
  void RunUntilRebuilt() {
    store_.reset();
    {
      ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Node> node,
                           Node::Start(folder_.config()));
      const absl::Time deadline = absl::Now() + absl::Minutes(2);
      const std::string all = "homeward_index_rebuilt_ratio 1\n";
      while (!absl::StrContains(homeward::testing::Scrape(node->metrics_port()),
                                all)) {
        ASSERT_LT(absl::Now(), deadline);
        absl::SleepFor(absl::Milliseconds(20));
      }
    }
    store_ = Open();
  }

  auth::testing::Federation federation_;
  node::testing::NodeFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(OlderStoreTest, IsBroughtToThePresentVersionByItself) {
  const std::string id = Register();
  EXPECT_THAT(store_->records().TermVersion(), IsOkAndHolds(0));
  RunUntilRebuilt();
  EXPECT_THAT(store_->records().TermVersion(),
              IsOkAndHolds(matching::kIndexVersion));
  for (const std::string& term : Terms()) {
    EXPECT_THAT(Find(matching::kTermKind, term), ElementsAre(id)) << term;
  }
  for (const char* term : {"1|n|solomiia", "1|y|melnyk|2014", "2|1Tmelnyk"}) {
    EXPECT_THAT(Find(matching::kOlderTermKind, term), IsEmpty());
  }
}

TEST_F(OlderStoreTest, ANewOneIsAtThePresentVersion) {
  RunUntilRebuilt();
  EXPECT_THAT(store_->records().TermVersion(),
              IsOkAndHolds(matching::kIndexVersion));
}

}  // namespace
}  // namespace homeward::node
