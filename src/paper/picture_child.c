/* Decoding in a process of its own. Decoders have had holes; whoever finds the next one is in a
 * process that holds one picture, may neither open nor reach anything, and ends after 10 seconds.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "paper/paper.h"

#define FILE_MAX ((size_t)16 << 20)
#define WRITTEN_MAX ((rlim_t)24 << 20)
#define MEMORY_MORE ((rlim_t)80 << 20) /* beside what the program itself takes */
#define CPU_SECONDS 10
#define WAIT_MS 60000 /* the machine may be busy */
#define BUFFER_SIZE ((size_t)64 * 1024)

/* How the child says what was wrong: its exit code. */
static const struct verdict {
	int exit_code;
	enum err_kind kind;
	const char *code;
	struct words text;
} VERDICTS[] = {
	{ 10,
	  ERR_INPUT,
	  "damaged",
	  { { "Gambar ini rusak atau terpotong.", "This picture is damaged or cut off." } } },
	{ 11,
	  ERR_INPUT,
	  "too_complex",
	  { { "Gambar ini terlalu rumit untuk diolah. Simpan ulang dengan ukuran lebih kecil, "
	      "sebagai JPEG biasa atau PNG biasa.",
	      "This picture takes too much to process. Save it again, smaller, as a plain JPEG or "
	      "PNG." } } },
	{ 12, ERR_FULL, DISK_FULL, { { DISK_FULL_ID, DISK_FULL_EN } } },
};
#define EXIT_OTHER 13
#define VERDICT_TOO_COMPLEX (&VERDICTS[1])

static bool say(const struct verdict *verdict, struct err *err)
{
	return err_set(err, verdict->kind, verdict->code, __FILE__, __LINE__, "%s%.0s", "%.0s%s",
		       verdict->text.text[LANG_ID], verdict->text.text[LANG_EN]);
}

/* ---- The child ---- */

/* What a sanitizer reserves is no memory of ours. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static rlim_t memory_now(void)
{
	unsigned long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file || fscanf(file, "%lu", &pages) != 1)
		pages = 65536;
	if (file)
		(void)fclose(file);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static bool limit(int what, rlim_t most)
{
	return setrlimit((__rlimit_resource_t)what, &(struct rlimit){ most, most }) == 0;
}

static bool limits_set(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	(void)sigaction(SIGXFSZ, &ignore, NULL); /* a write that is too long fails instead */
	if (nice(10) < 0)			 /* others come first */
		errno = 0;			 /* where that is allowed */
	return limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, CPU_SECONDS) &&
	       limit(RLIMIT_FSIZE, WRITTEN_MAX) && limit(RLIMIT_NOFILE, 3) &&
	       (SANITIZED || limit(RLIMIT_AS, memory_now() + MEMORY_MORE));
}

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#endif

/* clang-format off */
#define ALLOW(name) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), \
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* From here on only memory, what is open already, and the end. */
static bool calls_limit(void)
{
#ifdef ARCH
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		ALLOW(write), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap), ALLOW(mprotect),
		ALLOW(madvise), ALLOW(brk), ALLOW(futex), ALLOW(sched_yield), ALLOW(sigaltstack),
		ALLOW(rt_sigreturn), ALLOW(exit), ALLOW(exit_group),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = { .len = COUNT(rules), .filter = rules };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
#else
	return true; /* a machine whose calls nobody has listed: the limits must do */
#endif
}
/* clang-format on */

static int exit_code_of(const struct err *err)
{
	for (size_t i = 0; i < COUNT(VERDICTS); i++)
		if (text_equal(VERDICTS[i].code, err->code))
			return VERDICTS[i].exit_code;
	return err->kind == ERR_INPUT ? VERDICTS[0].exit_code : EXIT_OTHER;
}

void picture_child(void)
{
	char *buffer = malloc(BUFFER_SIZE);
	FILE *to = fdopen(STDOUT_FILENO, "wb");
	struct stat facts;
	struct err err;
	void *data;

	if (!buffer || !to || setvbuf(to, buffer, _IOFBF, BUFFER_SIZE) != 0 ||
	    fstat(STDIN_FILENO, &facts) != 0 || facts.st_size <= 0 ||
	    (size_t)facts.st_size > FILE_MAX)
		_exit(EXIT_OTHER);
	data = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (data == MAP_FAILED || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !limits_set() || !calls_limit())
		_exit(EXIT_OTHER);
	_exit(picture_renew(data, (size_t)facts.st_size, to, &err) ? 0 : exit_code_of(&err));
}

/* ---- The parent ---- */

static bool cannot_start(struct err *err, int code)
{
	(void)FAIL(err, ERR_IO, "Pengolah gambar tidak dapat dijalankan.",
		   "The picture process cannot be started.");
	err_detail(err, "spawn: %s", strerror(code));
	return false;
}

static int start(const char *program, int from, int to, pid_t *ret)
{
	char name[] = "paritrana", option[] = "--picture";
	char *const argv[] = { name, option, NULL }, *const envp[] = { NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;
	int code;

	(void)sigemptyset(&none);
	(void)posix_spawnattr_init(&how);
	(void)posix_spawnattr_setsigmask(&how, &none);
	(void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
	(void)posix_spawn_file_actions_init(&files);
	code = posix_spawn_file_actions_adddup2(&files, from, STDIN_FILENO);
	code = code ? code : posix_spawn_file_actions_adddup2(&files, to, STDOUT_FILENO);
	code = code ? code
		    : posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", 1, 0);
	code = code ? code : posix_spawn_file_actions_addclosefrom_np(&files, 3);
	code = code ? code : posix_spawn(ret, program, &files, &how, argv, envp);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)posix_spawnattr_destroy(&how);
	return code;
}

/* It ends by itself; but on a machine that stands still it must not hold a worker for ever. */
static int wait_for(pid_t pid)
{
	int fd = pidfd_open(pid, 0), status = 0;
	struct pollfd end = { .fd = fd, .events = POLLIN };
	int64_t left = WAIT_MS, until = time_mono_ms() + WAIT_MS;

	while (fd >= 0 && left > 0 && poll(&end, 1, (int)left) < 0 && errno == EINTR)
		left = until - time_mono_ms();
	if (fd >= 0 && !(end.revents & POLLIN))
		(void)kill(pid, SIGKILL);
	if (fd >= 0)
		(void)close(fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

bool picture_renew_apart(const char *program, int from, int to, struct err *err)
{
	pid_t pid;
	int status, code = start(program, from, to, &pid);

	if (code)
		return cannot_start(err, code);
	status = wait_for(pid);
	if (WIFSIGNALED(status)) { /* a limit, or a hole that led nowhere */
		(void)say(VERDICT_TOO_COMPLEX, err);
		err_detail(err, "picture process ended by signal %d", WTERMSIG(status));
		return false;
	}
	for (size_t i = 0; i < COUNT(VERDICTS); i++)
		if (WEXITSTATUS(status) == VERDICTS[i].exit_code)
			return say(&VERDICTS[i], err);
	return WEXITSTATUS(status) == 0 || cannot_start(err, ECHILD);
}
