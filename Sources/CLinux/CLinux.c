#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int prepare_actions(posix_spawn_file_actions_t *actions, const struct CLinux_Spawn *spawn) {
  int error = 0;
  if (spawn->directory) error = posix_spawn_file_actions_addchdir_np(actions, spawn->directory);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, spawn->input, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, spawn->output, 1);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, spawn->error, 2);
  /* Close-on-exec everywhere would do, if every library of ours kept to it. */
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
  return error;
}

static int prepare_attributes(posix_spawnattr_t *attributes, const struct CLinux_Spawn *spawn) {
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  if (spawn->own_group) flags |= POSIX_SPAWN_SETPGROUP;
  int error = posix_spawnattr_setsigdefault(attributes, &all);
  if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
  if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
  if (!error) error = posix_spawnattr_setflags(attributes, flags);
  return error;
}

int CLinux_spawn(const struct CLinux_Spawn *spawn, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (!error) {
    error = prepare_actions(&actions, spawn);
    if (!error) error = prepare_attributes(&attributes, spawn);
    if (!error) {
      error = posix_spawnp(
          pid, spawn->executable, &actions, &attributes, spawn->arguments, spawn->environment);
    }
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

/* Moves a descriptor above 2: there it would be overwritten while the child's own are put in place. */
static int lift(int *descriptor) {
  if (*descriptor > 2) return 0;
  int lifted = fcntl(*descriptor, F_DUPFD_CLOEXEC, 3);
  if (lifted < 0) return errno;
  close(*descriptor);
  *descriptor = lifted;
  return 0;
}

int CLinux_pipe(int descriptors[2]) {
  if (pipe2(descriptors, O_CLOEXEC) != 0) return errno;
  int error = lift(&descriptors[0]);
  if (!error) error = lift(&descriptors[1]);
  if (error) {
    close(descriptors[0]);
    close(descriptors[1]);
  }
  return error;
}

int CLinux_await_end(pid_t pid, bool blocks) {
  siginfo_t info = {0};
  int flags = WEXITED | WNOWAIT | (blocks ? 0 : WNOHANG);
  while (waitid(P_PID, (id_t)pid, &info, flags) != 0) {
    if (errno != EINTR) return errno;
  }
  return info.si_pid == pid ? 0 : EAGAIN;
}

int CLinux_limit_address_space(pid_t pid, uint64_t bytes) {
  struct rlimit limit = {bytes, bytes};
  return prlimit(pid, RLIMIT_AS, &limit, NULL) == 0 ? 0 : errno;
}

#if defined(__x86_64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_X86_64
#define FOREIGN_CALLS 0x40000000u /* numbers of the x32 ABI, which has its own `socket` */
#elif defined(__aarch64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_AARCH64
#define FOREIGN_CALLS 0xffffffffu
#endif

int CLinux_forbid_network(void) {
#ifdef NATIVE_ARCHITECTURE
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCHITECTURE, 0, 4),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FOREIGN_CALLS, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_io_uring_setup, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  /* With TSYNC the filter holds for threads that already run. */
  if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0) {
    return errno;
  }
  return 0;
#else
  return ENOSYS;
#endif
}

int CLinux_memory_file(const char *name, int *descriptor) {
  *descriptor = memfd_create(name, MFD_CLOEXEC);
  if (*descriptor < 0) return errno;
  return fcntl(*descriptor, F_SETFL, O_APPEND) == 0 ? 0 : errno;
}

static volatile sig_atomic_t signal_descriptor = -1;

static void forward(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  /* A full pipe holds signals enough. */
  if (write(signal_descriptor, &byte, 1) < 0) { }
  errno = saved;
}

int CLinux_forward_signal(int number, int descriptor) {
  struct sigaction action = {0};
  action.sa_handler = descriptor < 0 ? SIG_DFL : forward;
  action.sa_flags = SA_RESTART;
  if (descriptor >= 0) signal_descriptor = descriptor;
  return sigaction(number, &action, NULL) == 0 ? 0 : errno;
}
