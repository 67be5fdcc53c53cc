// The templates of MOUs, held to the default red lines.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/proof/prove.h"
#include "auth/proof/prove_test_kit.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::testing::ElementsAre;

const char* const kTemplates[] = {
    "house_registrar",  "house_ngo",        "house_clinic",  "house_police",
    "police_registrar", "police_ngo",       "police_clinic", "ngo_clinic",
    "ngo_registrar",    "clinic_registrar", "hotline_ngo",   "tracing_ngo",
    "house_hotline",    "house_tracing"};

template <typename Message>
Message Read(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  Message message;
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(text.str(), &message))
      << path;
  return message;
}

v1::Mou Template(const std::string& name) {
  return Read<v1::Mou>(
      absl::StrCat("deploy/mou_templates/", name, ".textproto"));
}

v1::RedLines DefaultRedLines() {
  return Read<v1::RedLines>("deploy/red_lines/red_lines.textproto");
}

std::vector<v1::Mou> Templates() {
  std::vector<v1::Mou> mous;
  for (const char* name : kTemplates) mous.push_back(Template(name));
  return mous;
}

std::string Failed(const v1::ProofReport& report) {
  std::string failed;
  for (const v1::RedLineResult& result : report.results()) {
    if (result.verdict() == v1::VERDICT_HOLDS) continue;
    absl::StrAppend(&failed, result.ShortDebugString(), "\n");
  }
  return failed;
}

TEST(ProveTemplatesTest, TheTemplatesKeepTheDefaultRedLines) {
  const auto report =
      Prove(SetOf(Template("charter"), Templates()), DefaultRedLines());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(Failed(*report), "");
  EXPECT_TRUE(report->holds());
  EXPECT_EQ(report->results_size(), 22);
  EXPECT_THAT(report->assumptions(), ::testing::SizeIs(4));
  EXPECT_EQ(report->policy_sha256().size(), 32u);
}

TEST(ProveTemplatesTest, WithoutTheCharterItsRedLinesAreNotItsOwn) {
  const auto report = Prove(SetOf(Charter(), Templates()), DefaultRedLines());
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->holds());
  for (const v1::RedLineResult& result : report->results()) {
    if (result.red_line_id() == "firewall-purpose") {
      EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
      EXPECT_THAT(result.charter().clauses(),
                  ElementsAre("charter@1/firewall"));
    }
    if (result.red_line_id() == "firewall-role") {
      EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
      EXPECT_EQ(result.charter().verdict(), v1::VERDICT_BREACHED);
      EXPECT_THAT(result.charter().gap().request().roles(),
                  ElementsAre(v1::ROLE_IMM_ENFORCEMENT));
    }
  }
}

}  // namespace
}  // namespace homeward::auth
