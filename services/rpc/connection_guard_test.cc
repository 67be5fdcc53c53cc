#include "services/rpc/connection_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace homeward::rpc {
namespace {

using Reason = ConnectionGuard::Reason;

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

int LocalPortOf(int file) {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

// Both ends of real connections over loopback, in this process.
class GuardTest : public ::testing::Test {
 protected:
  struct Ends {
    int client;
    int server;
  };

  GuardTest() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = Loopback(0);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    listen(listener_, 100);
    limits_.every = absl::Milliseconds(5);
  }
  ~GuardTest() override {
    guard_ = nullptr;
    for (const Ends& ends : connections_) {
      close(ends.client);
      close(ends.server);
    }
    close(listener_);
  }

  void Watch() {
    guard_ = std::make_unique<ConnectionGuard>(limits_, [this](Reason reason) {
      ++closed_[static_cast<int>(reason)];
    });
    guard_->Watch(LocalPortOf(listener_));
  }
  Ends Connect() {
    Ends ends = {socket(AF_INET, SOCK_STREAM, 0), -1};
    const sockaddr_in address = Loopback(LocalPortOf(listener_));
    connect(ends.client, reinterpret_cast<const sockaddr*>(&address),
            sizeof(address));
    ends.server = accept(listener_, nullptr, nullptr);
    connections_.push_back(ends);
    return ends;
  }
  // Sends `bytes` and reads them at the other end. False when it is closed.
  static bool Bring(const Ends& ends, size_t bytes) {
    std::vector<char> block(4096, 'x');
    for (size_t done = 0; done < bytes; done += block.size()) {
      if (send(ends.client, block.data(), block.size(), MSG_NOSIGNAL) < 0) {
        return false;
      }
      if (recv(ends.server, block.data(), block.size(), MSG_WAITALL) <= 0) {
        return false;
      }
    }
    return true;
  }
  static std::string PeerOf(const Ends& ends) {
    return absl::StrCat("ipv4:127.0.0.1:", LocalPortOf(ends.client));
  }
  // Whether `ends` is closed now, after the guard had time to look.
  static bool IsClosed(const Ends& ends) {
    absl::SleepFor(absl::Milliseconds(100));
    char byte;
    const ssize_t got = recv(ends.client, &byte, 1, MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno == ECONNRESET);
  }
  int closed(Reason reason) { return closed_[static_cast<int>(reason)]; }

  ConnectionGuard::Limits limits_;
  std::atomic<int> closed_[3] = {};

 private:
  const int listener_;
  std::vector<Ends> connections_;

 protected:
  std::unique_ptr<ConnectionGuard> guard_;
};

TEST_F(GuardTest, ClosesWhatBringsMuchAndNothingOfUse) {
  limits_.max_unused_bytes = 100'000;
  Watch();
  const Ends good = Connect();
  const Ends bad = Connect();
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(Bring(good, 50'000));
    guard_->Useful(PeerOf(good));
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_FALSE(IsClosed(good));
  ASSERT_TRUE(Bring(bad, 90'000));
  EXPECT_FALSE(IsClosed(bad));
  Bring(bad, 20'000);
  EXPECT_TRUE(IsClosed(bad));
  EXPECT_FALSE(IsClosed(good));
  EXPECT_EQ(closed(Reason::kUnused), 1);
}

TEST_F(GuardTest, WhatComesSlowlyMayBeLess) {
  limits_.max_slow_bytes = 2 << 20;
  limits_.patience = absl::Milliseconds(50);
  Watch();
  const Ends idle = Connect();
  EXPECT_FALSE(IsClosed(idle));
  EXPECT_FALSE(IsClosed(idle));
  const Ends slow = Connect();
  ASSERT_TRUE(Bring(slow, 3 << 19));
  EXPECT_FALSE(IsClosed(slow));
  Bring(slow, 1 << 20);
  EXPECT_TRUE(IsClosed(slow));
  EXPECT_FALSE(IsClosed(idle));
  EXPECT_EQ(closed(Reason::kUnused), 1);
}

TEST_F(GuardTest, WhatNobodyHasReadIsDropped) {
  limits_.max_unused_bytes = 10'000;
  Watch();
  const Ends bad = Connect();
  const std::vector<char> block(20'000, 'x');
  ASSERT_EQ(send(bad.client, block.data(), block.size(), MSG_NOSIGNAL), 20'000);
  EXPECT_TRUE(IsClosed(bad));
  char byte;
  EXPECT_LT(recv(bad.server, &byte, 1, MSG_DONTWAIT), 1);
}

TEST_F(GuardTest, OfTooManyItKeepsThoseThatWereOfUse) {
  limits_.max_connections = 3;
  Watch();
  std::vector<Ends> all;
  for (int i = 0; i < 3; ++i) all.push_back(Connect());
  EXPECT_FALSE(IsClosed(all[2]));
  const Ends late = Connect();
  guard_->Useful(PeerOf(all[0]));
  EXPECT_TRUE(IsClosed(late));
  EXPECT_FALSE(IsClosed(all[0]));
  EXPECT_FALSE(IsClosed(all[1]));
  EXPECT_EQ(closed(Reason::kTooMany), 1);
}

TEST_F(GuardTest, WhenMemoryGrowsTheOneThatBringsMostGoes) {
  limits_.max_growth_bytes = 64 << 20;
  Watch();
  const Ends quiet = Connect();
  const Ends loud = Connect();
  ASSERT_TRUE(Bring(quiet, 8192));
  EXPECT_FALSE(IsClosed(loud));
  std::vector<std::string> held;
  bool open = true;
  for (int i = 0; open && i < 100; ++i) {
    held.emplace_back(4 << 20, 'x');
    open = Bring(loud, 1 << 20) && !IsClosed(loud);
    guard_->Useful(PeerOf(loud));
  }
  EXPECT_FALSE(open);
  EXPECT_LT(held.size(), 40u);
  EXPECT_FALSE(IsClosed(quiet));
  EXPECT_EQ(closed(Reason::kMemory), 1);
}

TEST_F(GuardTest, AStrangePeerIsNobody) {
  Watch();
  for (const char* peer :
       {"", "unix:", "ipv4:1.2.3.4:99999", "ipv4:1.2.3.4:x"}) {
    guard_->Useful(peer);
  }
  EXPECT_FALSE(IsClosed(Connect()));
}

}  // namespace
}  // namespace homeward::rpc
