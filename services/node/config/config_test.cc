#include "services/node/config/config.h"

#include <sys/stat.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/config/config_address.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

const std::string& Good() {
  static const auto* good = new std::string(
      "agency_id: \"rivermark-registrar\"\n"
      "federation: \"rivermark.example\"\n"
      "listen_address: \"0.0.0.0:7443\"\n"
      "data_folder: \"data\"\n"
      "certificate_folder: \"tls/current\"\n"
      "root_key_file: \"keys/root.key\"\n"
      "log_key_file: \"/etc/homeward/log.pem\"\n"
      "directory_file: \"directory.pb\"\n"
      "governance_fingerprints: \"" +
      std::string(64, 'a') +
      "\"\n"
      "governance_fingerprints: \"" +
      std::string(64, 'b') +
      "\"\n"
      "governance_threshold: 2\n");
  return *good;
}

TEST(ParseConfigTest, ResolvesPathsAndFillsDefaults) {
  ASSERT_OK_AND_ASSIGN(const auto config,
                       ParseConfig(Good(), "/srv/homeward/node.textproto"));
  EXPECT_EQ(config.data_folder(), "/srv/homeward/data");
  EXPECT_EQ(config.certificate_folder(), "/srv/homeward/tls/current");
  EXPECT_EQ(config.log_key_file(), "/etc/homeward/log.pem");
  EXPECT_EQ(config.revocation_list_file(), "");
  EXPECT_EQ(config.node_id(), "1");
  EXPECT_GE(config.worker_threads(), 1);
  EXPECT_LE(config.worker_threads(), 64);
  EXPECT_EQ(config.queue_limit(), 1024);
  EXPECT_EQ(config.log_level(), "info");
  EXPECT_EQ(config.synchronize_seconds(), 2);
  EXPECT_EQ(config.peer_timeout_milliseconds(), 3000);
  EXPECT_EQ(config.statistics_tables_per_day(), 20);
  EXPECT_EQ(config.memory_growth_mib(), 192);
}

TEST(ParseConfigTest, ARelativeFileLeavesPathsInItsFolder) {
  ASSERT_OK_AND_ASSIGN(const auto here, ParseConfig(Good(), "node.textproto"));
  EXPECT_EQ(here.data_folder(), "data");
  ASSERT_OK_AND_ASSIGN(
      const auto below,
      ParseConfig(Good() + "health_address: \"unix:health.sock\"",
                  "north/node.textproto"));
  EXPECT_EQ(below.data_folder(), "north/data");
  EXPECT_EQ(below.health_address(), "unix:north/health.sock");
}

struct BadField {
  std::string from;
  std::string to;
  std::string field;
};

// Each changes one line of the good configuration, or adds one.
std::vector<BadField> BadFields() {
  const std::string a(64, 'a');
  const std::string b(64, 'b');
  return {
      {"rivermark-registrar", "Rivermark", "agency_id: "},
      {"rivermark-registrar", "", "agency_id: "},
      {"rivermark-registrar", std::string(64, 'r'), "agency_id: "},
      {"rivermark.example", "Rivermark.Example", "federation: "},
      {"rivermark.example", "", "federation: "},
      {"0.0.0.0:7443", "", "listen_address: "},
      {"0.0.0.0:7443", "0.0.0.0", "listen_address: "},
      {"0.0.0.0:7443", ":7443", "listen_address: "},
      {"0.0.0.0:7443", "0.0.0.0:70000", "listen_address: "},
      {"0.0.0.0:7443", "::1:7443", "listen_address: "},
      {"\"data\"", "\"\"", "data_folder: "},
      {"tls/current", "", "certificate_folder: "},
      {"keys/root.key", "", "root_key_file: "},
      {"/etc/homeward/log.pem", "", "log_key_file: "},
      {"directory.pb", "", "directory_file: "},
      {a, "abc", "governance_fingerprints[0]: "},
      {b, std::string(64, 'g'), "governance_fingerprints[1]: "},
      {b, std::string(64, 'A'), "governance_fingerprints[1]: "},
      {"threshold: 2", "threshold: 3", "governance_threshold: "},
      {"data_folder", "terms_sha256: \"abc\" data_folder", "terms_sha256: "},
      {"threshold: 2", "threshold: 0", "governance_threshold: "},
      {"threshold: 2", "threshold: -1", "governance_threshold: "},
      {"data_folder", "node_id: \"A b\" data_folder", "node_id: "},
      {"data_folder", "worker_threads: 65 data_folder", "worker_threads: "},
      {"data_folder", "worker_threads: -1 data_folder", "worker_threads: "},
      {"data_folder", "queue_limit: 100001 data_folder", "queue_limit: "},
      {"data_folder", "log_level: \"verbose\" data_folder", "log_level: "},
      {"data_folder", "synchronize_seconds: 3601 data_folder",
       "synchronize_seconds: "},
      {"data_folder", "peer_timeout_milliseconds: 99 data_folder",
       "peer_timeout_milliseconds: "},
      {"data_folder", "statistics_tables_per_day: 1001 data_folder",
       "statistics_tables_per_day: "},
      {"data_folder", "memory_growth_mib: 63 data_folder",
       "memory_growth_mib: "},
      {"data_folder", "metrics_address: \"0.0.0.0:9464\" data_folder",
       "metrics_address: "},
      {"data_folder", "health_address: \"10.0.0.1:1\" data_folder",
       "health_address: "},
      {"data_folder", "health_address: \"unix:\" data_folder",
       "health_address: "},
      {"data_folder",
       "health_address: \"unix:/" + std::string(107, 's') + "\" data_folder",
       "health_address: "},
  };
}

TEST(ParseConfigTest, NamesTheFieldThatIsWrongAndWhatToDo) {
  for (const BadField& bad : BadFields()) {
    const std::string text = absl::StrReplaceAll(Good(), {{bad.from, bad.to}});
    ASSERT_NE(text, Good()) << bad.from;
    EXPECT_THAT(
        ParseConfig(text, "node.textproto"),
        StatusIs(kInvalid, AllOf(StartsWith("node.textproto: " + bad.field),
                                 HasSubstr("; "))))
        << bad.to;
  }
}

TEST(ParseConfigTest, GovernanceMustBeThere) {
  EXPECT_THAT(
      ParseConfig(absl::StrReplaceAll(
                      Good(), {{"governance_fingerprints: \"", "# \""}}),
                  "n"),
      StatusIs(kInvalid, HasSubstr("governance_fingerprints: missing")));
}

TEST(ParseConfigTest, SaysWhereTheTextCantBeRead) {
  EXPECT_THAT(
      ParseConfig("agency_id: \"a\"\n  listen: \"b\"\n", "n"),
      StatusIs(kInvalid, AllOf(StartsWith("n:2:"),
                               HasSubstr("no field named \"listen\""))));
  EXPECT_THAT(
      ParseConfig("agency_id: \"a\"\nagency_id: \"b\"\n", "n"),
      StatusIs(kInvalid, AllOf(StartsWith("n:2:"), HasSubstr("agency_id"))));
  EXPECT_THAT(ParseConfig("queue_limit: \"many\"", "n"),
              StatusIs(kInvalid, StartsWith("n:1:")));
  EXPECT_THAT(ParseConfig(std::string("\0\x01\xff", 3), "n"),
              StatusIs(kInvalid, StartsWith("n:1:")));
}

TEST(ParseConfigTest, AFileCutAnywhereIsRefused) {
  const std::string& text = Good();
  // The last line feed and the last digit's line are whole before it.
  for (size_t size = 0; size + 2 < text.size(); ++size) {
    EXPECT_THAT(ParseConfig(text.substr(0, size), "n"), StatusIs(kInvalid))
        << size;
  }
}

TEST(AddressTest, SplitsAndKnowsLoopback) {
  EXPECT_EQ(SplitAddress("[::1]:80")->host, "::1");
  EXPECT_EQ(SplitAddress("localhost:0")->port, 0);
  for (const char* bad : {"", ":", "a", "a:", "a:-1", "a:65536", "[::1]",
                          "::1:80", "[a]:80", "a/b:80", "[[::1]]:80"}) {
    EXPECT_FALSE(SplitAddress(bad).ok()) << bad;
  }
  EXPECT_TRUE(IsLoopback("127.1.2.3:80"));
  EXPECT_TRUE(IsLoopback("[::1]:80"));
  EXPECT_FALSE(IsLoopback("127.example:80"));
  EXPECT_FALSE(IsLoopback("128.0.0.1:80"));
}

// A folder with a configuration and everything that it names.
class LoadConfigTest : public ::testing::Test {
 protected:
  LoadConfigTest() {
    std::string folder = ::testing::TempDir() + "/config_XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    mkdir(Path("tls").c_str(), 0700);
    mkdir(Path("tls/current").c_str(), 0700);
    mkdir(Path("keys").c_str(), 0700);
    Write("keys/root.key", "r", 0600);
    Write("log.pem", "l", 0600);
    Write("revoke.pem", "v", 0600);
    Write("directory.pb", "d", 0644);
    Write("node.textproto",
          absl::StrReplaceAll(Good(), {{"/etc/homeward/log.pem", "log.pem"}}) +
              "revocation_key_file: \"revoke.pem\"",
          0644);
  }
  std::string Path(const std::string& name) { return folder_ + "/" + name; }
  void Write(const std::string& name, const std::string& text, mode_t mode) {
    std::ofstream(Path(name)) << text;
    EXPECT_EQ(chmod(Path(name).c_str(), mode), 0);
  }
  auto Load() { return LoadConfig(Path("node.textproto")); }

  std::string folder_;
};

TEST_F(LoadConfigTest, ReadsAFileWhoseFilesAreThere) {
  ASSERT_OK_AND_ASSIGN(const auto config, Load());
  EXPECT_EQ(config.root_key_file(), Path("keys/root.key"));
}

TEST_F(LoadConfigTest, RefusesAKeyThatOthersMayRead) {
  const std::pair<std::string, std::string> keys[] = {
      {"keys/root.key", "root_key_file"},
      {"log.pem", "log_key_file"},
      {"revoke.pem", "revocation_key_file"}};
  for (const auto& [file, field] : keys) {
    for (const mode_t mode : {0640, 0604, 0620}) {
      chmod(Path(file).c_str(), mode);
      EXPECT_THAT(Load(),
                  StatusIs(kPrecondition,
                           AllOf(HasSubstr(field),
                                 HasSubstr("chmod 0600 " + Path(file)))));
    }
    chmod(Path(file).c_str(), 0600);
    EXPECT_OK(Load());
  }
}

TEST_F(LoadConfigTest, RefusesWhatOthersMayWrite) {
  for (const char* folder : {"data", "data/store", "data/keyring"}) {
    mkdir(Path(folder).c_str(), 0700);
  }
  Write("data/log-head", "h", 0600);
  const std::pair<std::string, std::string> files[] = {
      {"data", "data_folder"},
      {"data/store", "data_folder"},
      {"data/keyring", "data_folder"},
      {"data/log-head", "data_folder"},
      {"tls", "certificate_folder"},
      {"tls/current", "certificate_folder"},
      {"directory.pb", "directory_file"},
      {"node.textproto", "this file"}};
  for (const auto& [file, field] : files) {
    for (const mode_t more : {0777, 0720, 0702}) {
      chmod(Path(file).c_str(), more);
      EXPECT_THAT(Load(),
                  StatusIs(kPrecondition,
                           AllOf(HasSubstr(field),
                                 HasSubstr("chmod go-w " + Path(file) + "`"))));
    }
    chmod(Path(file).c_str(), 0755);
    EXPECT_OK(Load());
  }
  // As /tmp: nobody can put another in the place of what is there.
  chmod(Path("tls").c_str(), 01777);
  EXPECT_OK(Load());
}

TEST_F(LoadConfigTest, RefusesAKeyThatEveryCopyOfTheDataWouldHold) {
  mkdir(Path("data").c_str(), 0700);
  mkdir(Path("data-keys").c_str(), 0700);
  ASSERT_EQ(symlink("data", Path("link").c_str()), 0);
  const auto with = [&](const std::string& folder, const std::string& key) {
    Write(key, "r", 0600);
    Write("node.textproto",
          absl::StrReplaceAll(
              Good(), {{"/etc/homeward/log.pem", "log.pem"},
                       {"keys/root.key", key},
                       {"data_folder: \"data\"",
                        absl::StrCat("data_folder: \"", folder, "\"")}}),
          0644);
    return Load();
  };
  for (const auto& [folder, key] : {std::pair("data", "data/root.key"),
                                    {"data/", "link/root.key"},
                                    {"link", "data/root.key"},
                                    {"link", "keys/../data/root.key"}}) {
    EXPECT_THAT(with(folder, key),
                StatusIs(kPrecondition, HasSubstr("root_key_file")));
  }
  EXPECT_OK(with("data", "data-keys/root.key"));
  EXPECT_OK(with("data-keys", "data/root.key"));
}

TEST_F(LoadConfigTest, NamesAFileThatIsMissing) {
  for (const char* file :
       {"keys/root.key", "log.pem", "revoke.pem", "directory.pb"}) {
    const std::string aside = Path("aside");
    rename(Path(file).c_str(), aside.c_str());
    EXPECT_THAT(Load(), StatusIs(kPrecondition, HasSubstr(Path(file))));
    rename(aside.c_str(), Path(file).c_str());
  }
  rmdir(Path("tls/current").c_str());
  EXPECT_THAT(Load(), StatusIs(kPrecondition, HasSubstr("certificate_folder")));
}

TEST_F(LoadConfigTest, SaysThatTheFileItselfIsMissing) {
  EXPECT_THAT(LoadConfig(Path("other")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("other")));
}

}  // namespace
}  // namespace homeward::node
