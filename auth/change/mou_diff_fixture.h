#ifndef HOMEWARD_AUTH_CHANGE_MOU_DIFF_FIXTURE_H_
#define HOMEWARD_AUTH_CHANGE_MOU_DIFF_FIXTURE_H_

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/change/mou_diff.h"
#include "auth/decision/active_set.h"
#include "auth/testing/signed_mous.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {

// 2026-09-01, when every template holds.
const absl::Time kNow = absl::FromUnixSeconds(1788220800);

inline v1::Mou Template(const std::string& name) {
  std::ifstream file(absl::StrCat("deploy/mou_templates/", name, ".textproto"));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  v1::Mou mou;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &mou));
  return mou;
}

// Two texts of the MOU of the police and the NGO, under the charter.
class MouDiffFixture : public ::testing::Test {
 protected:
  std::shared_ptr<const ActiveSet> SetOf(const v1::Mou& mou) {
    auto set = ActiveSet::Build(testing::AsCharter(charter_),
                                {testing::SignedByAll(mou)}, {});
    EXPECT_OK(set);
    return *set;
  }
  v1::MouDifference Compare(const v1::Mou& before, const v1::Mou& after) {
    auto difference = CompareMous(charter_, {&before, SetOf(before)},
                                  {&after, SetOf(after)}, kNow);
    EXPECT_OK(difference);
    return *difference;
  }

  const v1::Mou charter_ = Template("charter");
  const v1::Mou mou_ = Template("police_ngo");
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_MOU_DIFF_FIXTURE_H_
