#ifndef CLINUX_H
#define CLINUX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What Swift's Glibc module does not offer. Every function returns 0, or an errno. */

/* What a new process is given. */
struct CLinux_Spawn {
  const char *executable; /* looked for on PATH where it holds no slash */
  char *const *arguments; /* with argv[0]; ends with NULL */
  char *const *environment; /* ends with NULL */
  const char *directory; /* NULL: that of this process */
  int input, output, error; /* become descriptors 0, 1 and 2; nothing else is passed on */
  bool own_group; /* whether it leads a process group of its own */
};

/* Starts a process with default signal handlers, nothing blocked and no other descriptor. */
int CLinux_spawn(const struct CLinux_Spawn *spawn, pid_t *pid);

/* A pipe that no child inherits, its descriptors above those of standard input, output and error. */
int CLinux_pipe(int descriptors[2]);

/* Waits until a child has ended and leaves it to be reaped. ECHILD where there is none.
   With `blocks` false, EAGAIN where it still runs. */
int CLinux_await_end(pid_t pid, bool blocks);

/* Limits another process of ours: address space in bytes. */
int CLinux_limit_address_space(pid_t pid, uint64_t bytes);

/* No more sockets, for this process and all that it starts. It cannot be undone. */
int CLinux_forbid_network(void);

/* From now on the number of a signal, as one byte, is written to a descriptor; -1: it has its default
   effect again. signalfd(2), by which Dispatch watches signals, misses what any thread of ours takes. */
int CLinux_forward_signal(int number, int descriptor);

/* A file in memory, opened for appending, close-on-exec. */
int CLinux_memory_file(const char *name, int *descriptor);

#endif
