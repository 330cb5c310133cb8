/** The part of an exported program that moves its flow: how a task hands the flow to another. */
export const RUNTIME_FLOW = `/* ---- The flow -------------------------------------------------------------------------------------------------- */

enum { NOBODY = TASKS };
/* What the flow's holder wants of whoever gets it. */
enum { GO_ON, HELLO, DIES, EXITS, ASKS, DONE };

/* Whoever has this has the flow. It goes from task to task through pipes. */
static struct baton {
	u64 next, behind;
	num last;
	int current, cpu, on[CPUS];
	int wish, about, line, signal;
	u32 count, passed, failed, skipped;
	u64 running_from;
	int running;
	int dying;
	u64 visits;
	struct {
		int tid, tgid;
		u64 mask, position;
		int fate, left, begun, traced;
		u64 regs[REGISTERS];
	} task[TASKS + 1];
	u64 round[LOOPS + 1], rounds[LOOPS + 1];
	int pipes[TASKS + 1][2];
} baton;

static u64 block_all(void)
{
	u64 all = ~0ul, old = 0;

	SYS(SYS_rt_sigprocmask, SIG_SETMASK, &all, &old, 8);
	return old;
}

static void send_to(int task)
{
	const char *from = (const char *)&baton;
	u64 left = sizeof(baton);
	int pipe = baton.pipes[task][1];

	while (left) {
		long sent = SYS(SYS_write, pipe, from, left);

		if (sent == -EINTR)
			continue;
		if (sent <= 0)
			SYS(SYS_exit_group, 98);
		from += sent;
		left -= (u64)sent;
	}
}

static void receive(int pipe)
{
	char *to = (char *)&baton;
	u64 left = sizeof(baton);

	while (left) {
		long got = SYS(SYS_read, pipe, to, left);

		if (got == -EINTR)
			continue;
		if (got <= 0)
			SYS(SYS_exit_group, 98);
		to += got;
		left -= (u64)got;
	}
}

static void introduce(int me)
{
	baton.task[me].tid = (int)SYS(SYS_gettid);
	baton.task[me].tgid = (int)SYS(SYS_getpid);
}

/* Until it is this task's turn. */
static void wait_turn(int me)
{
	int pipe = baton.pipes[me][0];

	for (;;) {
		receive(pipe);
		introduce(me);
		if (baton.wish != HELLO)
			return;
		baton.wish = GO_ON;
		send_to(NOBODY);
	}
}

static int cpus_[CPUS], known_cpus;

/* CPU numbers of the trace are those that this process may use, in their order. */
static void find_cpus(void)
{
	u64 mask[16];
	long bytes;

	zero(mask, sizeof(mask));
	bytes = SYS(SYS_sched_getaffinity, 0, sizeof(mask), mask);
	for (long cpu = 0; cpu < bytes * 8 && known_cpus < CPUS; cpu++)
		if (mask[cpu / 64] >> (cpu % 64) & 1)
			cpus_[known_cpus++] = (int)cpu;
	if (known_cpus < CPUS)
		say("There are fewer CPUs here than the trace has: the last one stands for those that are not there.");
}

static void pin(int cpu)
{
	u64 mask[16];
	int real = cpus_[cpu < known_cpus ? cpu : known_cpus - 1];

	if (!known_cpus)
		return;
	zero(mask, sizeof(mask));
	mask[real / 64] = 1ul << (real % 64);
	SYS(SYS_sched_setaffinity, 0, sizeof(mask), mask);
}

/* A system call by the task of the flow, with the flow's stack and those registers that a call leaves alone. */
static long trapped(long n, long a, long b, long c, long d, long e, long f)
{
	u64 kept[REGISTERS];
	u64 stack = xt_stack, next = baton.next;
	long call[7] = { n, a, b, c, d, e, f };
	long result;

	copy(kept, xt_regs, sizeof(kept));
	copy(xt_call, call, sizeof(xt_call));
	result = xt_syscall();
	xt_stack = stack;
	copy(xt_regs, kept, sizeof(kept));
	baton.next = next;
	return result;
}
#define CALL(...) CALL_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define CALL_(n, a, b, c, d, e, f, ...) trapped(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static void supervise(void);

/* The flow goes to another task, and comes back at some later step of it. */
static void hand_over(int to)
{
	u64 kept[REGISTERS];
	u64 stack = xt_stack, frame = xt_frame, mask = 0;
	int me = baton.current;

	if (me != NOBODY)
		mask = block_all();
	copy(kept, xt_regs, sizeof(kept));
	copy(baton.task[me].regs, xt_regs, sizeof(kept));
	baton.current = to;
	baton.wish = GO_ON;
	send_to(to);
	if (me == NOBODY)
		supervise();
	else
		wait_turn(me);
	xt_stack = stack;
	xt_frame = frame;
	copy(xt_regs, kept, sizeof(kept));
	if (me == NOBODY)
		return;
	pin(baton.cpu);
	CALL(SYS_rt_sigprocmask, SIG_SETMASK, &mask, 0, 8);
}

static void bail_out(const char *why, int task);

UNUSED static void go_on_at(int to)
{
	if (to != NOBODY && baton.task[to].tid <= 0)
		bail_out("The task was not made", to);
	if (to != baton.current)
		hand_over(to);
}

/* The flow goes on without a task, and this one never again. */
static void leave_flow(void)
{
	baton.current = NOBODY;
	send_to(NOBODY);
}

static void initial_state(void);
static void step_in(int me);

/* A task begins: it waits for its turn, and steps into the flow. */
static void begin(int me)
{
	wait_turn(me);
	step_in(me);
}

/* C begins below this place from here on. */
static void step_in(int me)
{
	copy(xt_regs, baton.task[me].regs, sizeof(xt_regs));
	xt_stack = ((u64)__builtin_frame_address(0) - 1024) & ~63ul;
	pin(baton.cpu);
	if (!baton.task[me].begun && declared[me].thread_pointer)
		SYS(SYS_arch_prctl, ARCH_SET_FS, declared[me].thread_pointer);
	if (!baton.task[me].begun)
		initial_state();
	baton.task[me].begun = 1;
	CALL(SYS_rt_sigprocmask, SIG_SETMASK, &baton.task[me].mask, 0, 8);
	xt_next = baton.next;
	xt_leave();
}

static void *map(u64 at, u64 bytes, int protection)
{
	long got = SYS(SYS_mmap, at, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if ((got < 0 && got > -4096) || (at && (u64)got != at)) {
		put(BAIL_OUT "There is no room in memory at ");
		put_number(at, 16);
		flush();
		SYS(SYS_exit_group, KSFT_FAIL);
	}
	return (void *)got;
}

enum { C_STACK = 1 << 18, FLOW_STACK = 1 << 16, ABOVE_STACK = 1 << 14, RESERVE = 64 };

static u64 new_stack(u64 bytes)
{
	return (u64)map(0, bytes, PROT_READ | PROT_WRITE) + bytes;
}

/* A task that the trace declares begins with nothing in its registers and a stack of its own. */
static void prepare(int task)
{
	zero(baton.task[task].regs, sizeof(baton.task[task].regs));
	baton.task[task].regs[RSP] = new_stack(FLOW_STACK + ABOVE_STACK) - ABOVE_STACK - RESERVE;
	baton.task[task].regs[RFLAGS] = 0x202;
	baton.task[task].mask = 0;
	baton.task[task].begun = 0;
	baton.task[task].position = declared[task].position;
}
`;
