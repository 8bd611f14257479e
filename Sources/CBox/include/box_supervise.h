// What watching over boxes needs of the system. Each returns -errno on failure.
#pragma once
#include <stdint.h>
#include <sys/types.h>

/// A descriptor that stands for a child that was not waited for.
int cbox_pidfd(pid_t pid);
/// 1 when the peers of a socket are gone, 0 after the time, in milliseconds.
int cbox_wait_hangup(int socket, int milliseconds);
/// Raises the soft limit of descriptors as far as needed and allowed; what it is then.
int64_t cbox_raise_descriptors(uint64_t needed);
/// Holds a name that only one process at a time can hold; a descriptor, closed to let go of it.
int cbox_claim(const char *name);
