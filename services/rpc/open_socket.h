#ifndef HOMEWARD_SERVICES_RPC_OPEN_SOCKET_H_
#define HOMEWARD_SERVICES_RPC_OPEN_SOCKET_H_

#include <cstdint>
#include <vector>

namespace homeward::rpc {

// A TCP connection of this process, whoever holds its file.
struct OpenSocket {
  int file = -1;
  // The socket's own number: none other has it as long as it is open. The
  // number of its file may be another's soon.
  uint64_t id = 0;
  uint16_t peer_port = 0;
  // Since the connection began.
  int64_t received_bytes = 0;
};

// The connections that came to `port` of this process and are open now, in no
// order. None when /proc does not tell. Four system calls for each file of the
// process. Thread-safe.
std::vector<OpenSocket> ListSockets(int port);

// Ends the connection of `socket` and drops what it brought and nobody has
// read, which shutdown() would leave to be read: some megabytes, so a hundred
// thousand calls. The other end gets a reset; its file stays with who holds it.
// False, and nothing is done, when the file is another's by now. Thread-safe.
bool ResetSocket(const OpenSocket& socket);

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_OPEN_SOCKET_H_
