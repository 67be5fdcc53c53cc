// A disk that is full for one process: LD_PRELOAD this, with FULL_DISK_FOLDER
// (whose files are on that disk) and FULL_DISK_FLAG (a file: the disk is full
// while it exists). Needs no right to mount, so it works everywhere.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int IsFull(int file) {
  const char* folder = getenv("FULL_DISK_FOLDER");
  const char* flag = getenv("FULL_DISK_FLAG");
  if (folder == NULL || flag == NULL || access(flag, F_OK) != 0) return 0;
  char link[64];
  char path[4096];
  snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
  const ssize_t size = readlink(link, path, sizeof(path) - 1);
  return size > 0 && strncmp(path, folder, strlen(folder)) == 0;
}

static void* Real(const char* name) { return dlsym(RTLD_NEXT, name); }

// As a real disk does, it takes what fits: half of a large write.
ssize_t write(int file, const void* data, size_t size) {
  ssize_t (*real)(int, const void*, size_t) = Real("write");
  if (!IsFull(file)) return real(file, data, size);
  if (size > 4096) return real(file, data, size / 2);
  errno = ENOSPC;
  return -1;
}

ssize_t writev(int file, const struct iovec* parts, int count) {
  ssize_t (*real)(int, const struct iovec*, int) = Real("writev");
  if (!IsFull(file)) return real(file, parts, count);
  errno = ENOSPC;
  return -1;
}

ssize_t pwrite(int file, const void* data, size_t size, off_t at) {
  ssize_t (*real)(int, const void*, size_t, off_t) = Real("pwrite");
  if (!IsFull(file)) return real(file, data, size, at);
  errno = ENOSPC;
  return -1;
}

ssize_t pwrite64(int file, const void* data, size_t size, off64_t at) {
  ssize_t (*real)(int, const void*, size_t, off64_t) = Real("pwrite64");
  if (!IsFull(file)) return real(file, data, size, at);
  errno = ENOSPC;
  return -1;
}
