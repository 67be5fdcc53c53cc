#include "services/rpc/open_socket.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/numbers.h"

namespace homeward::rpc {
namespace {

uint16_t PortOf(const sockaddr_storage& address) {
  switch (address.ss_family) {
    case AF_INET:
      return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    case AF_INET6:
      return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    default:
      return 0;
  }
}

uint16_t LocalPort(int file) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  const int got =
      getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
  return got == 0 ? PortOf(address) : 0;
}

// 0 when nobody is at the other end: a socket that listens.
uint16_t PeerPort(int file) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  const int got =
      getpeername(file, reinterpret_cast<sockaddr*>(&address), &size);
  return got == 0 ? PortOf(address) : 0;
}

// 0 when it is no socket.
uint64_t IdOf(int file) {
  struct stat info = {};
  return fstat(file, &info) == 0 && S_ISSOCK(info.st_mode) ? info.st_ino : 0;
}

int64_t ReceivedBytes(int file) {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  if (getsockopt(file, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
  return static_cast<int64_t>(info.tcpi_bytes_received);
}

}  // namespace

std::vector<OpenSocket> ListSockets(int port) {
  std::vector<OpenSocket> sockets;
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return sockets;
  while (const dirent* entry = readdir(folder)) {
    OpenSocket found;
    if (!absl::SimpleAtoi(entry->d_name, &found.file)) continue;
    if (LocalPort(found.file) != port) continue;
    found.peer_port = PeerPort(found.file);
    found.id = IdOf(found.file);
    if (found.peer_port == 0 || found.id == 0) continue;
    found.received_bytes = ReceivedBytes(found.file);
    sockets.push_back(found);
  }
  closedir(folder);
  return sockets;
}

bool ResetSocket(const OpenSocket& socket) {
  // Its file can become another's meanwhile, the copy can't.
  const int copy = fcntl(socket.file, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return false;
  const bool same = IdOf(copy) == socket.id;
  if (same) {
    // Linux's tcp_disconnect().
    sockaddr nobody = {};
    nobody.sa_family = AF_UNSPEC;
    connect(copy, &nobody, sizeof(nobody));
  }
  close(copy);
  return same;
}

}  // namespace homeward::rpc
