#ifndef HOMEWARD_SERVICES_CLI_AGENCY_FIXTURE_H_
#define HOMEWARD_SERVICES_CLI_AGENCY_FIXTURE_H_

#include <sys/stat.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {

// A folder with federations and agencies, made by the command.
class AgencyTest : public ::testing::Test {
 protected:
  static constexpr char kCharter[] = "deploy/mou_templates/charter.textproto";
  static constexpr char kRedLines[] = "deploy/red_lines/red_lines.textproto";

  void Found(const std::string& folder) {
    ASSERT_EQ(Homeward({"federation", "create", "rivermark.example",
                        "--charter", kCharter, "--red-lines", kRedLines,
                        "--folder", folder_.Path(folder)})
                  .code,
              ExitCode::kOk);
  }

  // `more` are further answers.
  Ran Init(const std::string& id, const std::string& more = "") {
    const std::string answers = folder_.Write(
        id + ".answers",
        absl::StrCat("federation: \"rivermark.example\" agency_id: \"", id,
                     "\" kind: AGENCY_KIND_HEALTH listen_address: "
                     "\"127.0.0.1:7443\" ",
                     more));
    return Homeward({"init", "--home", folder_.Path(id), "--answers", answers});
  }

  Ran Admit(const std::string& id, const std::vector<std::string>& keys) {
    std::vector<std::string> line = {"federation", "admit",
                                     folder_.Path(id + "/member.textproto"),
                                     "--folder", folder_.Path("gov")};
    for (const std::string& key : keys) {
      line.push_back("--key");
      line.push_back(folder_.Path("gov/governance-" + key + ".pem"));
    }
    return Homeward(line);
  }

  // Governance's words, as they are read out.
  std::string Invite(const std::string& id) {
    const Ran ran =
        Homeward({"federation", "invite", id, "--folder", folder_.Path("gov"),
                  "--out", folder_.Path(id + ".invite")});
    for (const absl::string_view line : absl::StrSplit(ran.out, '\n')) {
      if (absl::StartsWith(line, "  words: ")) {
        return std::string(line.substr(9));
      }
    }
    return "";
  }

  Ran Join(const std::string& invite, const std::string& home,
           const std::string& fingerprint) {
    return Homeward({"join", folder_.Path(invite + ".invite"), "--home",
                     folder_.Path(home), "--fingerprint", fingerprint});
  }

  mode_t Mode(const std::string& name) {
    struct stat info;
    EXPECT_EQ(stat(folder_.Path(name).c_str(), &info), 0) << name;
    return info.st_mode & 0777;
  }

  TestFolder folder_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_AGENCY_FIXTURE_H_
