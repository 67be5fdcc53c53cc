#ifndef HOMEWARD_SERVICES_POLICY_RED_LINES_FIXTURE_H_
#define HOMEWARD_SERVICES_POLICY_RED_LINES_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/charter_features.h"
#include "auth/signing/document.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/red_line.pb.h"
#include "services/policy/policy.h"
#include "services/policy/policy_fixture.h"
#include "services/policy/state.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::policy {

// `requester` never learns `category` of anybody else's records.
inline v1::RedLine Never(const std::string& requester,
                         const std::string& category) {
  return homeward::testing::TextProto(absl::StrCat(
      "red_line_id: 'never' statement: 'Never at all.' between_agencies: true "
      "match { owner { any: true } requester { agency_ids: '",
      requester,
      "' } roles { any: true } purposes { any: true } actions { any: true } "
      "categories { categories: ",
      category, " } }"));
}

// As they stand in a file; nothing for none.
inline std::string TextOf(const std::vector<v1::RedLine>& lines) {
  v1::RedLines all;
  for (const v1::RedLine& line : lines) *all.add_red_lines() = line;
  std::string text;
  google::protobuf::TextFormat::PrintToString(all, &text);
  return lines.empty() ? "" : text;
}

// What "south" relies on, with red lines of the federation or its own.
class RedLinesFixture : public PolicyTest {
 protected:
  // A directory whose charter names these red lines, signed by governance.
  v1::Envelope DirectoryNaming(int64_t version, const std::string& red_lines) {
    v1::Directory message = federation_.message();
    message.set_version(version);
    v1::Mou charter = federation_.Template("charter");
    if (!red_lines.empty()) {
      charter.add_critical_features(auth::RedLinesFeature(red_lines));
    }
    *message.mutable_charter() =
        federation_.base().SignAs(auth::kCharterType, charter);
    return federation_.Sign(message);
  }
  // The federation's red lines are these from now on, here too.
  void Rule(int64_t version, const std::vector<v1::RedLine>& lines) {
    const std::string text = TextOf(lines);
    store_.SetRedLines({text, ""});
    ASSERT_OK(policy().InstallDirectory(DirectoryNaming(version, text), now()));
  }
  bool IsRefused(const std::string& key) {
    return !policy().state()->WhyRefused(key).empty();
  }
  absl::StatusOr<v1::MouSummary> ProposeOf(const v1::Mou& mou) {
    return policy().ProposeMou(federation_.SignMou(mou), false, now());
  }
  std::vector<v1::AuditEvent> Events() {
    std::vector<v1::AuditEvent> events;
    auto entries = store_.log().Read(0, 100);
    EXPECT_OK(entries);
    for (const auto& entry : *entries) {
      EXPECT_TRUE(events.emplace_back().ParseFromString(entry.metadata));
    }
    return events;
  }

  const v1::RedLine no_place_ = Never("south", "CATEGORY_LOC_COARSE");
  const v1::RedLine no_answers_ = Never("south", "CATEGORY_SCREEN_ANS");
  const v1::Mou mou_ = federation_.Template("ngo_clinic");
};

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_RED_LINES_FIXTURE_H_
