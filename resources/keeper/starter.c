/*
 * starter (keeper -s): starts programs for another process, which is large.
 *
 * To start a program, a process is copied first, with the tables of all its memory. For a program of 200 MB
 * that costs several times what a short git does. This one is small, and copies nothing (vfork).
 *
 * Descriptor 3 is the socket to whoever started it; the programs share its session, so that they can be found as
 * a group. Both sides send messages: u32 length of what follows the kind, one letter for the kind, and its content,
 * which begins with the u32 number that the other side gave the program. Numbers are in the machine's own order.
 *
 *   asked   s <id> <u32 arguments> <u32 variables> folder\0 argument\0... NAME=value\0...   start
 *           i <id> bytes                                                                 give it input
 *           c <id>                                                                       end its input
 *           k <id> <u32 signal>                                                          signal it
 *           f <id>                                                                       forget it
 *   told    x <id> <u32 errno> <u32 1 if it is the folder that could not be entered>      not started
 *           o <id> bytes | e <id> bytes                                                  output, errors
 *           q <id> <u32 exit code> <u32 signal>                                          it has ended
 *           z <id>                                              and all that it printed has been told
 *
 * With the end of the socket this one ends at once; what it has started goes on.
 */
#define _GNU_SOURCE
#include "starter.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTROL = 3, FIRST_FOREIGN = 4, FAILED = 125, PIECE = 64 * 1024 };
/* While so much waits to be told, programs that print have to wait. */
enum { MOST_UNTOLD = 4 * 1024 * 1024 };
enum { HEAD = 5, ID = 4 };

struct bytes {
  char *at;
  size_t length;
  size_t room;
};

struct program {
  uint32_t id;
  pid_t pid;
  int input;
  int output;
  int errors;
  int input_ends;
  int has_ended;
  int is_forgotten;
  struct bytes pending;
};

static struct program *programs;
static size_t count;
static size_t room;
static struct bytes untold;
static sigset_t first_mask;

static void *grown(void *at, size_t size) {
  void *larger = realloc(at, size);
  if (larger == NULL) _exit(FAILED);
  return larger;
}

static void add(struct bytes *to, const void *from, size_t length) {
  if (to->length + length > to->room) {
    to->room = (to->length + length) * 2;
    to->at = grown(to->at, to->room);
  }
  memcpy(to->at + to->length, from, length);
  to->length += length;
}

static void drop(struct bytes *from, size_t length) {
  from->length -= length;
  memmove(from->at, from->at + length, from->length);
}

static void tell(char kind, uint32_t id, const void *content, size_t length) {
  uint32_t size = (uint32_t)(ID + length);
  add(&untold, &size, sizeof size);
  add(&untold, &kind, 1);
  add(&untold, &id, ID);
  add(&untold, content, length);
}

static void tell_numbers(char kind, uint32_t id, uint32_t first, uint32_t second) {
  uint32_t both[2] = {first, second};
  tell(kind, id, both, sizeof both);
}

static void say(void) {
  while (untold.length > 0) {
    ssize_t sent = send(CONTROL, untold.at, untold.length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (sent < 0) _exit(0);
    drop(&untold, (size_t)sent);
  }
}

static void close_end(int *end) {
  if (*end >= 0) close(*end);
  *end = -1;
}

static struct program *find(uint32_t id) {
  for (size_t i = 0; i < count; i += 1) {
    if (programs[i].id == id && !programs[i].is_forgotten) return &programs[i];
  }
  return NULL;
}

/* Becomes the program. Shares all memory with the starter until then, so it changes nothing there but `problem`. */
static void become(const char *folder, char **command, const int *ends, volatile uint32_t *problem) {
  problem[1] = 1;
  if (chdir(folder) == 0) {
    problem[1] = 0;
    for (int descriptor = 0; descriptor < 3; descriptor += 1) dup2(ends[descriptor], descriptor);
    sigprocmask(SIG_SETMASK, &first_mask, NULL);
    execvp(command[0], command);
  }
  problem[0] = (uint32_t)errno;
  _exit(127);
}

/* Our end of a pipe to or from a program, and its own in `theirs`; -1 when there is none. */
static int open_pipe(int is_input, int *theirs) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  int ours = is_input ? ends[1] : ends[0];
  *theirs = is_input ? ends[0] : ends[1];
  fcntl(ours, F_SETFL, O_NONBLOCK);
  return ours;
}

static void start(uint32_t id, const char *folder, char **command, char **variables) {
  struct program one = {.id = id, .input = -1, .output = -1, .errors = -1};
  int theirs[3] = {-1, -1, -1};
  volatile uint32_t problem[2] = {0, 0};
  one.input = open_pipe(1, &theirs[0]);
  if (one.input >= 0) one.output = open_pipe(0, &theirs[1]);
  if (one.output >= 0) one.errors = open_pipe(0, &theirs[2]);
  if (one.errors < 0) problem[0] = (uint32_t)errno;
  else {
    char **own = environ;
    /* So that the program is looked for on the PATH that it is given. */
    environ = variables;
    one.pid = vfork();
    if (one.pid == 0) become(folder, command, theirs, problem);
    environ = own;
    if (one.pid < 0) problem[0] = (uint32_t)errno;
  }
  for (int descriptor = 0; descriptor < 3; descriptor += 1) close_end(&theirs[descriptor]);
  if (problem[0] != 0) {
    if (one.pid > 0) waitpid(one.pid, NULL, 0);
    close_end(&one.input);
    close_end(&one.output);
    close_end(&one.errors);
    tell_numbers('x', id, problem[0], problem[1]);
    return;
  }
  if (count == room) {
    room = room == 0 ? 16 : room * 2;
    programs = grown(programs, room * sizeof *programs);
  }
  programs[count] = one;
  count += 1;
}

/* Reads what is to be started: see `s` above. */
static void read_start(uint32_t id, char *content, size_t length) {
  uint32_t sizes[2];
  if (length < sizeof sizes || content[length - 1] != '\0') _exit(FAILED);
  memcpy(sizes, content, sizeof sizes);
  char *end = content + length;
  char *folder = content + sizeof sizes;
  char *next = folder + strlen(folder) + 1;
  size_t all = (size_t)sizes[0] + sizes[1];
  char **words = grown(NULL, (all + 2) * sizeof *words);
  size_t written = 0;
  for (size_t i = 0; i < all; i += 1) {
    if (next >= end) _exit(FAILED);
    if (i == sizes[0]) words[written++] = NULL;
    words[written++] = next;
    next += strlen(next) + 1;
  }
  if (sizes[1] == 0) words[written++] = NULL;
  words[written] = NULL;
  start(id, folder, words, words + sizes[0] + 1);
  free(words);
}

static void act(char kind, char *content, size_t length) {
  uint32_t id, signal;
  memcpy(&id, content, ID);
  content += ID;
  length -= ID;
  if (kind == 's') {
    read_start(id, content, length);
    return;
  }
  struct program *one = find(id);
  if (one == NULL) return;
  if (kind == 'i' && !one->input_ends) add(&one->pending, content, length);
  if (kind == 'c') one->input_ends = 1;
  if (kind == 'k' && !one->has_ended && length == sizeof signal) {
    memcpy(&signal, content, sizeof signal);
    kill(one->pid, (int)signal);
  }
  if (kind == 'f') {
    one->is_forgotten = 1;
    close_end(&one->input);
    close_end(&one->output);
    close_end(&one->errors);
  }
}

/* Does what is asked over the socket. */
static void listen_to(void) {
  static struct bytes heard;
  static char piece[PIECE];
  ssize_t length = recv(CONTROL, piece, sizeof piece, MSG_DONTWAIT);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (length <= 0) _exit(0);
  add(&heard, piece, (size_t)length);
  size_t done = 0;
  while (heard.length - done >= HEAD) {
    uint32_t size;
    memcpy(&size, heard.at + done, sizeof size);
    if (size < ID) _exit(FAILED);
    if (heard.length - done - HEAD < size) break;
    act(heard.at[done + 4], heard.at + done + HEAD, size);
    done += HEAD + size;
  }
  drop(&heard, done);
}

static void feed(struct program *one) {
  while (one->pending.length > 0) {
    ssize_t written = write(one->input, one->pending.at, one->pending.length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return;
    if (written < 0) {
      /* It does not read any more. */
      one->pending.length = 0;
      one->input_ends = 1;
      break;
    }
    drop(&one->pending, (size_t)written);
  }
  if (one->input_ends) close_end(&one->input);
}

static void pass_on(const struct program *one, int *end, char kind) {
  static char piece[PIECE];
  ssize_t length = read(*end, piece, sizeof piece);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (length > 0) tell(kind, one->id, piece, (size_t)length);
  else close_end(end);
}

static void reap(void) {
  int status;
  for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
    for (size_t i = 0; i < count; i += 1) {
      if (programs[i].pid != pid || programs[i].has_ended) continue;
      programs[i].has_ended = 1;
      if (programs[i].is_forgotten) continue;
      tell_numbers('q', programs[i].id, WIFEXITED(status) ? (uint32_t)WEXITSTATUS(status) : 0,
                   WIFSIGNALED(status) ? (uint32_t)WTERMSIG(status) : 0);
    }
  }
}

/* Lets go of programs of which nothing more will be heard. */
static void tidy(void) {
  for (size_t i = 0; i < count;) {
    struct program *one = &programs[i];
    if (!one->has_ended || one->output >= 0 || one->errors >= 0) {
      i += 1;
      continue;
    }
    if (!one->is_forgotten) tell('z', one->id, NULL, 0);
    close_end(&one->input);
    free(one->pending.at);
    count -= 1;
    programs[i] = programs[count];
  }
}

static void wait_for_news(int signals) {
  static struct pollfd *sources;
  static size_t sources_room;
  size_t known = count, wanted = 2 + known * 3;
  if (wanted > sources_room) {
    sources_room = wanted * 2;
    sources = grown(sources, sources_room * sizeof *sources);
  }
  short talks = untold.length > 0 ? POLLIN | POLLOUT : POLLIN;
  int listens = untold.length < MOST_UNTOLD;
  sources[0] = (struct pollfd){.fd = CONTROL, .events = talks};
  sources[1] = (struct pollfd){.fd = signals, .events = POLLIN};
  for (size_t i = 0; i < known; i += 1) {
    struct program *one = &programs[i];
    int feeds = one->pending.length > 0 || one->input_ends;
    sources[2 + i * 3] = (struct pollfd){.fd = feeds ? one->input : -1, .events = POLLOUT};
    sources[3 + i * 3] = (struct pollfd){.fd = listens ? one->output : -1, .events = POLLIN};
    sources[4 + i * 3] = (struct pollfd){.fd = listens ? one->errors : -1, .events = POLLIN};
  }
  if (poll(sources, wanted, -1) <= 0) return;
  for (size_t i = 0; i < known; i += 1) {
    struct program *one = &programs[i];
    if (sources[2 + i * 3].revents != 0) feed(one);
    if (sources[3 + i * 3].revents != 0) pass_on(one, &one->output, 'o');
    if (sources[4 + i * 3].revents != 0) pass_on(one, &one->errors, 'e');
  }
  struct signalfd_siginfo info;
  if (sources[1].revents != 0) (void)!read(signals, &info, sizeof info);
  if ((sources[0].revents & ~POLLOUT) != 0) listen_to();
}

int serve_starts(void) {
  int type;
  socklen_t size = sizeof type;
  if (getsockopt(CONTROL, SOL_SOCKET, SO_TYPE, &type, &size) != 0) return FAILED;
  fcntl(CONTROL, F_SETFD, FD_CLOEXEC);
#ifdef SYS_close_range
  syscall(SYS_close_range, FIRST_FOREIGN, ~0U, 0);
#endif
  sigset_t blocked, child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  blocked = child;
  /* A program that does not read its input is no reason to end. */
  sigaddset(&blocked, SIGPIPE);
  sigprocmask(SIG_BLOCK, &blocked, &first_mask);
  int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) return FAILED;
  for (;;) {
    reap();
    tidy();
    say();
    wait_for_news(signals);
  }
}
