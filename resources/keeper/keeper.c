/*
 * keeper: runs one program and stays the ancestor of everything that comes from it (Linux).
 *
 *   keeper [-t] [-r <ms>] <path of the program> <argument>...
 *   keeper -p                       says by its exit code whether it can work here
 *   keeper -s                       starts programs for another process instead, see starter.c
 *
 * It is a "child subreaper": whatever the program starts and detaches (setsid, a double fork, an empty
 * environment) becomes a child of the keeper when its parent ends, never of process 1. So nothing has
 * to be guessed: the descendants of the keeper are what came from the program, and nothing else is.
 * It ends only when none of them is left. Nobody but the parent may take note of the end of a process,
 * so the number of a child of the keeper cannot be another's.
 *
 * -t   standard input is a terminal, which the program gets as its own
 * -r   what the program left gets SIGTERM, and SIGKILL after so many ms
 *
 * Descriptor 3 is the socket to whoever started it. Told by lines:
 *   started <pid> | failed <errno> | ended <code> <signal>
 * Asked by bytes: t (SIGTERM to all), k (SIGKILL until none is left), s (you were stopped). The end of the socket means that
 * nobody is there any more: all is ended. Signals cannot do any of this: they are blocked, so that a
 * program that signals its parent or its own name changes nothing. SIGSTOP cannot be blocked: whoever
 * started this looks for that and sends SIGCONT, and so does the kernel when that one is gone.
 */
#define _GNU_SOURCE
#include "starter.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { CONTROL = 3, FIRST_FOREIGN = 4, CANNOT = 125, NOT_STARTED = 127 };
/* For what is left when whoever started this is gone. */
enum { ORPHAN_GRACE_MS = 5000, GIVE_UP_MS = 10000 };

struct process {
  pid_t pid;
  pid_t parent;
  char state;
  int mine;
};

static struct process *table;
static size_t table_size;
static size_t table_room;

static long long now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void tell(const char *format, ...) {
  char line[64];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  /* Nobody may be there any more, or may be too busy to listen: never a reason to wait. */
  if (length > 0) (void)send(CONTROL, line, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* State and parent of a process; 0 when it is gone. The name, field 2, may hold brackets and spaces. */
static int read_stat(pid_t pid, struct process *into) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return 0;
  text[length] = '\0';
  char *end_of_name = strrchr(text, ')');
  int parent;
  char state;
  if (end_of_name == NULL || sscanf(end_of_name + 1, " %c %d", &state, &parent) != 2) return 0;
  *into = (struct process){.pid = pid, .parent = parent, .state = state, .mine = 0};
  return 1;
}

static int by_pid(const void *a, const void *b) {
  return ((const struct process *)a)->pid - ((const struct process *)b)->pid;
}

/* Reads the table of all processes and marks what descends from this one. */
static void survey(void) {
  table_size = 0;
  DIR *folder = opendir("/proc");
  if (folder == NULL) return;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    pid_t pid = (pid_t)atoi(entry->d_name);
    if (pid <= 0) continue;
    if (table_size == table_room) {
      size_t room = table_room == 0 ? 1024 : table_room * 2;
      struct process *grown = realloc(table, room * sizeof *table);
      if (grown == NULL) break;
      table = grown;
      table_room = room;
    }
    if (read_stat(pid, &table[table_size])) table_size += 1;
  }
  closedir(folder);
  qsort(table, table_size, sizeof *table, by_pid);
  pid_t self = getpid();
  for (int grew = 1; grew;) {
    grew = 0;
    for (size_t i = 0; i < table_size; i += 1) {
      if (table[i].mine) continue;
      struct process wanted = {.pid = table[i].parent};
      struct process *parent = bsearch(&wanted, table, table_size, sizeof *table, by_pid);
      if (wanted.pid != self && (parent == NULL || !parent->mine)) continue;
      table[i].mine = grew = 1;
    }
  }
}

/*
 * Signals one descendant. The handle is taken first and the parent is read again after that: if the
 * number has become another's meanwhile, either the handle is of a process that is gone or the
 * parent is another.
 */
static int signal_one(const struct process *one, int signal) {
  int handle = (int)syscall(SYS_pidfd_open, one->pid, 0);
  if (handle < 0) {
    if (errno != ENOSYS) return 0;
    return kill(one->pid, signal) == 0;
  }
  struct process again;
  int done = 0;
  if (read_stat(one->pid, &again) && (again.parent == one->parent || again.parent == getpid())) {
    done = syscall(SYS_pidfd_send_signal, handle, signal, NULL, 0) == 0;
  }
  close(handle);
  return done;
}

/* Signals all descendants that have not ended yet; says how many. */
static int signal_all(int signal) {
  int count = 0;
  survey();
  for (size_t i = 0; i < table_size; i += 1) {
    if (table[i].mine && table[i].state != 'Z' && table[i].state != 'X') {
      count += signal_one(&table[i], signal);
    }
  }
  return count;
}

/* Makes a pseudo-terminal behave as people expect of one. */
static void prepare_terminal(void) {
  struct termios mode;
  if (tcgetattr(0, &mode) != 0) return;
  mode.c_iflag = ICRNL | IXON | IXANY | IMAXBEL | BRKINT | IUTF8;
  mode.c_oflag = OPOST | ONLCR;
  mode.c_cflag = CREAD | CS8 | HUPCL;
  mode.c_lflag = ICANON | ISIG | IEXTEN | ECHO | ECHOE | ECHOK | ECHOKE | ECHOCTL;
  cfsetispeed(&mode, B38400);
  cfsetospeed(&mode, B38400);
  tcsetattr(0, TCSANOW, &mode);
}

/* Becomes the program, in a session of its own; only returns, by _exit, when that fails. */
static void become(char **command, int terminal, const sigset_t *mask, pid_t keeper, int problem) {
  /* Who ends the keeper to be rid of it ends itself. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != keeper) _exit(NOT_STARTED);
  setsid();
  if (terminal) ioctl(0, TIOCSCTTY, 0);
  sigprocmask(SIG_SETMASK, mask, NULL);
  /* Not execvp: it hands to a shell what the kernel refuses, a text without `#!`. */
  execv(command[0], command);
  int code = errno;
  (void)!write(problem, &code, sizeof code);
  _exit(NOT_STARTED);
}

/* Lets go of all that the program was given: an open end of ours would keep its output from ending. */
static void let_go(char **command) {
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int descriptor = 0; descriptor < 3 && nothing >= 0; descriptor += 1) {
    dup2(nothing, descriptor);
  }
  if (nothing > 2) close(nothing);
  (void)!chdir("/");
  /* A search for processes by their words must find the program, not this. */
  for (char **word = command; *word != NULL; word += 1) memset(*word, 0, strlen(*word));
}

enum phase { RUNNING, ENDING, KILLING };

struct state {
  pid_t program;
  int program_ended;
  int alone;
  /* Whoever started this had to continue it: somebody stops it. */
  int was_stopped;
  enum phase phase;
  /* When to go from ENDING to KILLING; -1 leaves that to whoever started this. */
  long long deadline;
  long long killing_since;
  int rounds;
};

static void begin_ending(struct state *state, long long grace_ms) {
  if (state->phase != RUNNING) return;
  state->phase = ENDING;
  state->deadline = grace_ms < 0 ? -1 : now_ms() + grace_ms;
  signal_all(SIGTERM);
  /* A stopped process acts on SIGTERM only once it goes on. */
  signal_all(SIGCONT);
}

static void begin_killing(struct state *state) {
  if (state->phase == KILLING) return;
  state->phase = KILLING;
  state->killing_since = now_ms();
  state->rounds = 0;
}

/* Takes note of what has ended; 0 when nothing is left. */
static int reap(struct state *state, long long remains_grace_ms) {
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG | __WALL);
    if (pid == 0 || (pid < 0 && errno == EINTR)) return 1;
    if (pid < 0) return 0;
    if (pid != state->program) continue;
    state->program_ended = 1;
    tell("ended %d %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 0,
         WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    /* Mostly nothing is left, and then there is nothing to look for. */
    siginfo_t info;
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0) return 0;
    begin_ending(state, remains_grace_ms);
  }
}

/* Does what is asked over the socket. */
static void listen_to(struct state *state) {
  char bytes[16];
  ssize_t length = recv(CONTROL, bytes, sizeof bytes, MSG_DONTWAIT);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (length <= 0) {
    state->alone = 1;
    begin_ending(state, ORPHAN_GRACE_MS);
    /* Nobody will continue this another time: no grace. */
    if (state->was_stopped) begin_killing(state);
    if (state->phase == ENDING && state->deadline < 0) state->deadline = now_ms() + ORPHAN_GRACE_MS;
    return;
  }
  for (ssize_t i = 0; i < length; i += 1) {
    if (bytes[i] == 't') begin_ending(state, -1);
    if (bytes[i] == 'k') begin_killing(state);
    if (bytes[i] == 's') state->was_stopped = 1;
  }
}

/* One round of ending; how long to wait for news after it, in ms, or -1. */
static int go_on(struct state *state) {
  if (state->phase == ENDING && state->deadline >= 0) {
    long long left = state->deadline - now_ms();
    if (left > 0) return (int)left;
    begin_killing(state);
  }
  if (state->phase != KILLING) return -1;
  if (state->alone && now_ms() - state->killing_since > GIVE_UP_MS) exit(CANNOT);
  signal_all(SIGKILL);
  state->rounds += 1;
  /* Again and again: one may have started another between the look and the signal. */
  return state->rounds < 50 ? 1 : state->rounds < 200 ? 20 : 500;
}

static int keep(struct state *state, int signals, long long remains_grace_ms) {
  for (;;) {
    if (!reap(state, remains_grace_ms)) return 0;
    int timeout = go_on(state);
    struct pollfd sources[2] = {{.fd = signals, .events = POLLIN},
                                {.fd = state->alone ? -1 : CONTROL, .events = POLLIN}};
    if (poll(sources, 2, timeout) <= 0) continue;
    struct signalfd_siginfo info;
    if (sources[0].revents != 0) (void)!read(signals, &info, sizeof info);
    if (sources[1].revents != 0) listen_to(state);
  }
}

int main(int count, char **words) {
  int terminal = 0;
  long long remains_grace_ms = 150;
  for (int option; (option = getopt(count, words, "+tpsr:")) != -1;) {
    if (option == 't') terminal = 1;
    else if (option == 'r') remains_grace_ms = atoll(optarg);
    else if (option == 's') return serve_starts();
    else if (option == 'p') return prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 ? 0 : CANNOT;
    else return CANNOT;
  }
  char **command = words + optind;
  int type;
  socklen_t size = sizeof type;
  if (*command == NULL || getsockopt(CONTROL, SOL_SOCKET, SO_TYPE, &type, &size) != 0 ||
      prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    return CANNOT;
  }
  fcntl(CONTROL, F_SETFD, FD_CLOEXEC);
#ifdef SYS_close_range
  /* What whoever started this forgot to close for others: ends of other programs' terminals. */
  syscall(SYS_close_range, FIRST_FOREIGN, ~0U, 0);
#endif
  /* One that was stopped has to see that its socket has ended. Harmless if only a thread ended. */
  prctl(PR_SET_PDEATHSIG, SIGCONT);
  if (terminal) prepare_terminal();
  sigset_t all, before, child;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  int problem[2];
  if (signals < 0 || pipe2(problem, O_CLOEXEC) != 0) return CANNOT;

  pid_t keeper = getpid();
  struct state state = {.program = fork(), .deadline = -1};
  if (state.program == 0) become(command, terminal, &before, keeper, problem[1]);
  int code = errno;
  close(problem[1]);
  let_go(command);
  if (state.program > 0 && read(problem[0], &code, sizeof code) != sizeof code) {
    close(problem[0]);
    tell("started %d\n", (int)state.program);
    return keep(&state, signals, remains_grace_ms);
  }
  tell("failed %d\n", code);
  return NOT_STARTED;
}
