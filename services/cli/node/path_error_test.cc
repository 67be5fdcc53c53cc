// The faults on the way to the own node, each made for real: what is said
// names its cause, whose fault it is and what mends it, within two seconds.

#include "services/cli/node/path_error.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/cli_test_kit.h"
#include "services/rpc/error_detail.h"
#include "tests/testing/patience.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::AtBest;
using ::testing::HasSubstr;
using ::testing::Not;

// Something that listens on a port of its own and answers `greeting` to
// everybody; with an empty one it takes connections and says nothing.
class Listener {
 public:
  explicit Listener(std::string greeting) : greeting_(std::move(greeting)) {
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(
        bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
        0);
    EXPECT_EQ(listen(socket_, 8), 0);
    socklen_t size = sizeof(address);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    if (!greeting_.empty()) thread_ = std::thread([this] { Serve(); });
  }
  ~Listener() {
    shutdown(socket_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    close(socket_);
  }
  std::string endpoint() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  void Serve() {
    while (true) {
      const int client = accept(socket_, nullptr, nullptr);
      if (client < 0) return;
      char byte = 0;
      (void)!read(client, &byte, 1);
      (void)!write(client, greeting_.data(), greeting_.size());
      close(client);
    }
  }

  const std::string greeting_;
  int socket_ = -1;
  int port_ = 0;
  std::thread thread_;
};

class PathErrorTest : public ::testing::Test {
 protected:
  PathErrorTest() {
    const std::string answers = folder_.Write(
        "answers",
        "federation: \"rivermark.example\" agency_id: \"clinic\" kind: "
        "AGENCY_KIND_HEALTH listen_address: \"127.0.0.1:1\"");
    Homeward({"init", "--home", folder_.Path("clinic"), "--answers", answers},
             "", false, absl::Now());
    Homeward({"sign-in", "--as", "anna-4", "--role", "node.admin", "--home",
              folder_.Path("clinic")},
             "", false, absl::Now());
  }

  // What `homeward status` says of the node at `endpoint`: `code`, soon.
  Ran Status(const std::string& endpoint, const std::string& code,
             absl::Time now = absl::Now()) {
    Ran ran;
    EXPECT_TRUE(AtBest([&] {
      const absl::Time start = absl::Now();
      ran = Homeward(
          {"status", "--home", folder_.Path("clinic"), "--address", endpoint},
          "", false, now);
      return absl::Now() - start < absl::Seconds(2.5) &&
             absl::StrContains(ran.err, code);
    })) << ran.err;
    EXPECT_THAT(ran.err, Not(HasSubstr("DEADLINE")));
    EXPECT_THAT(ran.err, HasSubstr("Next: "));
    EXPECT_THAT(ran.err, HasSubstr("Look at: "));
    return ran;
  }

  TestFolder folder_;
};

TEST_F(PathErrorTest, NothingListens) {
  const Ran ran = Status("127.0.0.1:1", "HW-NET-002");
  EXPECT_EQ(ran.code, ExitCode::kRetry);
  EXPECT_THAT(ran.err, HasSubstr("refused"));
}

TEST_F(PathErrorTest, WhatListensDoesNotSpeakTls) {
  const Listener listener("HTTP/1.1 400 Bad Request\r\n\r\n");
  const Ran ran = Status(listener.endpoint(), "HW-TLS-010");
  EXPECT_EQ(ran.code, ExitCode::kError);
}

TEST_F(PathErrorTest, WhatListensSaysNothing) {
  const Listener listener("");
  Status(listener.endpoint(), "HW-NET-003");
}

// Whoever presses Tab types on, and is told nothing.
TEST_F(PathErrorTest, CompletionWaitsLessThanASecondForANodeThatSaysNothing) {
  const Listener listener("");
  folder_.Write(
      "clinic/node.textproto",
      absl::StrReplaceAll(folder_.Read("clinic/node.textproto"),
                          {{"\"127.0.0.1:1\"",
                            absl::StrCat("\"", listener.endpoint(), "\"")}}));
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{"mou", "suspend", ""},
        {"locate", "--mou", ""}}) {
    std::vector<std::string> words = {"__complete", "--", "--home",
                                      folder_.Path("clinic")};
    words.insert(words.end(), line.begin(), line.end());
    EXPECT_TRUE(AtBest([&] {
      const absl::Time start = absl::Now();
      const Ran ran = Homeward(words, "", false, start);
      EXPECT_EQ(ran.code, ExitCode::kOk);
      EXPECT_EQ(ran.out, "");
      EXPECT_EQ(ran.err, "");
      const absl::Duration took = absl::Now() - start;
      // It did try.
      EXPECT_GT(took, absl::Milliseconds(500));
      return took < absl::Seconds(1);
    }));
  }
}

TEST_F(PathErrorTest, TheNameHasNoAddress) {
  Status("no-such-host.invalid:7443", "HW-NET-001");
}

TEST_F(PathErrorTest, TheOwnCertificateHasExpired) {
  const absl::Time later = absl::Now() + absl::Hours(8 * 24);
  Homeward({"sign-in", "--as", "anna-4", "--role", "node.admin", "--home",
            folder_.Path("clinic")},
           "", false, later);
  const Ran ran = Status("127.0.0.1:1", "HW-TLS-013", later);
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("homeward certificate renew"));
}

TEST(ExplainCallTest, EachFailureOfACallHasACode) {
  struct Case {
    absl::StatusCode status;
    const char* code;
  };
  for (const Case& each :
       {Case{absl::StatusCode::kDeadlineExceeded, "HW-NET-003"},
        Case{absl::StatusCode::kUnavailable, "HW-NET-004"},
        Case{absl::StatusCode::kUnauthenticated, "HW-STAFF-001"},
        Case{absl::StatusCode::kPermissionDenied, "HW-MOU-001"},
        Case{absl::StatusCode::kUnimplemented, "HW-NODE-001"},
        Case{absl::StatusCode::kResourceExhausted, "HW-LOAD-001"}}) {
    const absl::Status status =
        ExplainCall(absl::Status(each.status, "x"), "127.0.0.1:1");
    EXPECT_EQ(rpc::DetailOf(status).code(), each.code);
    EXPECT_FALSE(rpc::DetailOf(status).next_command().empty());
    EXPECT_NE(rpc::DetailOf(status).fault(), v1::FAULT_UNSPECIFIED);
  }
}

}  // namespace
}  // namespace homeward::cli
