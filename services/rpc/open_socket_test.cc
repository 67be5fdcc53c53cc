#include "services/rpc/open_socket.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::rpc {
namespace {

// A connection over loopback, both ends of it in this process.
class OpenSocketTest : public ::testing::Test {
 protected:
  OpenSocketTest() {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    listen(listener_, 1);
    socklen_t size = sizeof(address);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    connect(client_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    server_ = accept(listener_, nullptr, nullptr);
  }
  ~OpenSocketTest() override {
    for (const int file : {listener_, client_, server_}) close(file);
  }

  void Send(const std::string& bytes) {
    ASSERT_EQ(send(client_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }

  const int listener_ = socket(AF_INET, SOCK_STREAM, 0);
  const int client_ = socket(AF_INET, SOCK_STREAM, 0);
  int server_ = -1;
  int port_ = 0;
};

TEST_F(OpenSocketTest, OnlyTheConnectionsThatCameToThePortAreListed) {
  Send("seven b");
  const std::vector<OpenSocket> sockets = ListSockets(port_);
  ASSERT_EQ(sockets.size(), 1u);
  EXPECT_EQ(sockets[0].file, server_);
  EXPECT_EQ(sockets[0].received_bytes, 7);
  EXPECT_NE(sockets[0].peer_port, port_);
  EXPECT_TRUE(ListSockets(1).empty());
}

TEST_F(OpenSocketTest, AResetDropsWhatWasNotReadAndIsTold) {
  Send("nobody has read this");
  ASSERT_TRUE(ResetSocket(ListSockets(port_)[0]));
  char byte;
  EXPECT_LT(recv(server_, &byte, 1, MSG_DONTWAIT), 1);
  EXPECT_EQ(recv(client_, &byte, 1, 0), -1);
  EXPECT_EQ(errno, ECONNRESET);
}

TEST_F(OpenSocketTest, AFileThatBecameAnothersIsLeftAlone) {
  OpenSocket before = ListSockets(port_)[0];
  before.id += 1;
  EXPECT_FALSE(ResetSocket(before));
  Send("x");
  char byte = 0;
  EXPECT_EQ(recv(server_, &byte, 1, 0), 1);
}

}  // namespace
}  // namespace homeward::rpc
