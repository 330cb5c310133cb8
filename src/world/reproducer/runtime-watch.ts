/** The part of an exported program that checks, that watches tasks end, and that makes them: see `runtime-flow.ts`. */
export const RUNTIME_WATCH = String.raw`
/* ---- Who watches ------------------------------------------------------------------------------------------------ */

/* Processes that have ended, and what wait4 said of them. */
static struct {
	int pid, status;
} dead[4 * (TASKS + 1)];
static int deaths;
enum { ALIVE = -1, POLL_MS = 20, PATIENCE = 250, LONG_PATIENCE = 3000 };

static int known_fate(int task)
{
	if (baton.task[task].left)
		return 0;
	for (int one = 0; one < deaths; one++)
		if (dead[one].pid == baton.task[task].tgid)
			return dead[one].status;
	return ALIVE;
}

static void finish(void)
{
	put("1..");
	put_number(baton.count, 10);
	flush();
	put("# Totals: pass:");
	put_number(baton.passed, 10);
	put(" fail:");
	put_number(baton.failed, 10);
	put(" xfail:0 xpass:0 skip:");
	put_number(baton.skipped, 10);
	put(" error:0");
	flush();
	for (int task = 0; task < TASKS; task++)
		if (known_fate(task) == ALIVE && baton.task[task].tgid > 1)
			SYS(SYS_kill, baton.task[task].tgid, SIGKILL);
	SYS(SYS_exit_group, baton.failed ? KSFT_FAIL : KSFT_PASS);
}

static void bail_out(const char *why, int task)
{
	put(BAIL_OUT);
	put(why);
	if (task >= 0) {
		put(": ");
		put(declared[task].name);
	}
	flush();
	baton.failed++;
	if (baton.current == NOBODY)
		finish();
	baton.wish = DONE;
	send_to(NOBODY);
	for (;;)
		SYS(SYS_poll, 0, 0, -1);
}

static void begin_check(int good, int line)
{
	baton.count++;
	put(good ? "ok " : "not ok ");
	put_number(baton.count, 10);
	put(" line ");
	put_number(line, 10);
	put(": ");
}

UNUSED static void check(int line, int good, const char *text)
{
	if (good)
		baton.passed++;
	else
		baton.failed++;
	begin_check(good, line);
	put(text);
	flush();
}

/* All that is left of the trace is not run. */
UNUSED static void skip_rest(int line, const char *why)
{
	baton.skipped++;
	begin_check(1, line);
	put("and what follows # SKIP ");
	put(why);
	flush();
	baton.wish = DONE;
}

static void note_deaths(void)
{
	int status = 0;
	long pid;

	while ((pid = SYS(SYS_wait4, -1, &status, WNOHANG | __WALL, 0)) > 0) {
		if (!WIFEXITED(status) && !WIFSIGNALED(status))
			continue;
		if (deaths < 4 * (TASKS + 1)) {
			dead[deaths].pid = (int)pid;
			dead[deaths++].status = status;
		}
	}
}

static int signal_of(int status)
{
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* Waits for the end of a task; ALIVE after a while. */
static int wait_for(int task)
{
	note_deaths();
	for (int round = 0; round < PATIENCE && known_fate(task) == ALIVE; round++) {
		SYS(SYS_poll, 0, 0, POLL_MS);
		note_deaths();
	}
	return known_fate(task);
}

/* A task said that its next step ends it. */
static void see_it_end(void)
{
	int task = baton.about, by_signal = baton.wish == DIES, status = wait_for(task);
	int good = status != ALIVE && by_signal == WIFSIGNALED(status);

	if (good && baton.signal)
		good = signal_of(status) == baton.signal;
	if (by_signal)
		check(baton.line, good, status == ALIVE ? "killed (and it lives)" : "killed");
	baton.current = NOBODY;
	if (!good)
		bail_out(by_signal ? "A task lives on, or died of something else" : "A task has not ended", task);
	for (int cpu = 0; cpu < CPUS; cpu++)
		if (baton.on[cpu] != NOBODY && known_fate(baton.on[cpu]) != ALIVE)
			baton.on[cpu] = NOBODY;
	baton.current = NOBODY;
	baton.wish = GO_ON;
	baton.dying = 0;
	baton.running = 0;
}

/* The first process runs nothing while tasks have the flow: it sees them end, and answers. */
static void supervise(void)
{
	int pipe = baton.pipes[NOBODY][0], quiet = 0, expected = deaths;

	for (;;) {
		struct pollfd ready = { .fd = pipe, .events = POLLIN };
		long got = SYS(SYS_poll, &ready, 1, POLL_MS);

		note_deaths();
		if (got <= 0) {
			quiet++;
			if (quiet > PATIENCE)
				baton.current = deaths > expected || quiet > LONG_PATIENCE ? NOBODY : baton.current;
			if (deaths > expected && quiet > PATIENCE)
				bail_out("A process has ended that was to go on", -1);
			if (quiet > LONG_PATIENCE)
				bail_out("The flow has come to a stop", -1);
			continue;
		}
		quiet = 0;
		expected = deaths;
		receive(pipe);
		if (baton.wish == DONE)
			finish();
		if (baton.wish == ASKS) {
			baton.task[baton.about].fate = wait_for(baton.about);
			baton.wish = GO_ON;
			send_to(baton.current);
			continue;
		}
		if (baton.wish == DIES || baton.wish == EXITS)
			see_it_end();
		if (baton.current == NOBODY)
			return;
		/* It only told where the flow is: the task that has it goes on. */
	}
}

/* How a task has ended, as wait4 says it; ALIVE. */
UNUSED static int fate(int task)
{
	int me = baton.current;

	if (me == NOBODY)
		return wait_for(task);
	baton.wish = ASKS;
	baton.about = task;
	send_to(NOBODY);
	receive(baton.pipes[me][0]);
	return baton.task[task].fate;
}

UNUSED static int was_killed(int task)
{
	int status = fate(task);

	return status != ALIVE && WIFSIGNALED(status);
}

UNUSED static int has_exited(int task)
{
	int status = fate(task);

	return status != ALIVE && WIFEXITED(status);
}

UNUSED static int exit_code(int task)
{
	int status = fate(task);

	if (status == ALIVE)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- What tasks ask of the kernel -------------------------------------------------------------------------------- */

/* The next step ends the task: whoever watches goes on with the flow behind it. */
UNUSED static void dies(int line, int task, int signal, u64 behind)
{
	int wish = baton.wish;
	u64 next = baton.next;

	baton.wish = DIES;
	baton.about = task;
	baton.line = line;
	baton.signal = signal;
	baton.next = behind;
	send_to(NOBODY);
	baton.wish = wish;
	baton.next = next;
	baton.dying = line;
}

static void take_off_cpus(int task)
{
	for (int cpu = 0; cpu < CPUS; cpu++)
		if (baton.on[cpu] == task)
			baton.on[cpu] = NOBODY;
}

UNUSED static int cpu_of(int task)
{
	for (int cpu = 0; cpu < CPUS; cpu++)
		if (baton.on[cpu] == task)
			return cpu;
	return -1;
}

UNUSED static const u64 *registers_of(int task)
{
	return task == baton.current ? xt_regs : baton.task[task].regs;
}

/* Asked for before anything runs: libc is kept out of the flow. */
UNUSED static u64 minsigstksz;

/* exit and exit_group. */
UNUSED static void leave(long call, long status)
{
	int me = baton.current, alone = 1;

	for (int task = 0; task < TASKS; task++)
		if (task != me && baton.task[task].tgid == baton.task[me].tgid)
			alone = 0;
	block_all();
	take_off_cpus(me);
	if (call == SYS_exit)
		baton.task[me].left = 1;
	if (baton.running) {
		baton.running = 0;
		baton.next = baton.running_from;
	}
	baton.about = me;
	baton.wish = alone || call == SYS_exit_group ? EXITS : GO_ON;
	leave_flow();
	SYS(call, status);
}

/* Nobody is left behind where the first process is ended from outside. */
static void die_with_all(void)
{
	SYS(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
}

UNUSED static long new_task(int task, u64 flags, u64 stack)
{
	u64 mask = block_all();
	int me = baton.current, shares = (flags & CLONE_VM) != 0, waits = (flags & CLONE_VFORK) != 0;
	u64 kept[REGISTERS], c_stack = xt_stack, frame = xt_frame;
	long made;

	if (!(flags & CLONE_THREAD))
		flags |= CLONE_PARENT | (flags & 0xff ? 0 : SIGCHLD);
	copy(kept, xt_regs, sizeof(kept));
	copy(baton.task[task].regs, xt_regs, sizeof(kept));
	baton.task[task].regs[RAX] = 0;
	if (stack)
		baton.task[task].regs[RSP] = stack;
	baton.task[task].mask = mask;
	baton.task[task].begun = 1;
	baton.task[task].left = 0;
	if (waits) {
		baton.wish = GO_ON;
		take_off_cpus(me);
		leave_flow();
	}
	if (shares) {
		made = xt_clone((long)flags, new_stack(C_STACK), task);
	} else {
		made = SYS(SYS_clone, flags);
		if (made == 0) {
			die_with_all();
			begin(task);
		}
	}
	if (waits) {
		wait_turn(me);
		xt_stack = c_stack;
		xt_frame = frame;
		copy(xt_regs, kept, sizeof(kept));
		pin(baton.cpu);
	}
	if (made > 0) {
		baton.task[task].tid = (int)made;
		baton.task[task].tgid = flags & CLONE_THREAD ? baton.task[me].tgid : (int)made;
	}
	CALL(SYS_rt_sigprocmask, SIG_SETMASK, &mask, 0, 8);
	return made;
}

UNUSED static long set_handler(int signal, u64 handler, u64 flags, u64 mask)
{
	struct {
		u64 handler, flags, restorer, mask;
	} action = { handler, flags | 0x04000000 /* SA_RESTORER */, (u64)xt_restorer, mask };

	return CALL(SYS_rt_sigaction, signal, &action, 0, 8);
}

UNUSED static long set_mask(int how, u64 mask)
{
	return CALL(SYS_rt_sigprocmask, how, &mask, 0, 8);
}

UNUSED static long set_stack(u64 at, u64 bytes, int flags)
{
	stack_t stack = { .ss_sp = (void *)at, .ss_size = bytes, .ss_flags = flags };

	return CALL(SYS_sigaltstack, &stack, 0);
}

/* A tracer waits until its tracee has stopped, as the trace has it. */
UNUSED static long trace_task(long request, long pid, long address, long data)
{
	long result = CALL(SYS_ptrace, request, pid, address, data);

	if (result == 0 && (request == PTRACE_ATTACH || request == PTRACE_INTERRUPT))
		SYS(SYS_wait4, pid, 0, __WALL, 0);
	for (int task = 0; task < TASKS && result == 0; task++)
		if (baton.task[task].tid == pid)
			baton.task[task].traced = request != PTRACE_DETACH;
	return result;
}

UNUSED static long send_signal(int line, int task, int signal)
{
	if (baton.task[task].traced) {
		skip_rest(line, "the tracer would stop the task that has the flow");
		return 0;
	}
	return CALL(SYS_tgkill, baton.task[task].tgid, baton.task[task].tid, signal);
}

static void number_text(char *to, int value)
{
	int tens = 1;

	while (value / tens >= 10)
		tens *= 10;
	for (; tens; tens /= 10)
		*to++ = (char)('0' + value / tens % 10);
	*to = 0;
}

/* The program begins anew, and takes the flow with it. */
UNUSED static long execute_again(void)
{
	int me = baton.current;
	char task[16], pipe[16];
	char *arguments[] = { (char *)declared[me].name, "again", task, pipe, 0 }, *environment[] = { 0 };

	number_text(task, me);
	number_text(pipe, baton.pipes[me][0]);
	baton.wish = GO_ON;
	send_to(me);
	return SYS(SYS_execve, "/proc/self/exe", arguments, environment);
}

/* ---- What checks look at --------------------------------------------------------------------------------------- */

static u8 area[1 << 15] __attribute__((aligned(64)));
static int captured;

static u64 xgetbv(u32 which)
{
	u32 low, high;

	asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(which));
	return low | (u64)high << 32;
}

static void cpuid(u32 leaf, u32 subleaf, u32 *answer)
{
	asm volatile("cpuid"
		     : "=a"(answer[0]), "=b"(answer[1]), "=c"(answer[2]), "=d"(answer[3])
		     : "a"(leaf), "c"(subleaf));
}

/* XSAVE writes what the registers hold and changes none of them; what IA32_XFD disables it takes for initial. */
static void capture(void)
{
	if (captured)
		return;
	captured = 1;
	zero(area + 512, 64);
	asm volatile("xsave64 %0" : "+m"(area) : "a"(-1), "d"(-1) : "memory");
}

static u64 load(u64 at, int bytes)
{
	switch (bytes) {
	case 1:
		return *(volatile u8 *)at;
	case 2:
		return *(volatile u16 *)at;
	case 4:
		return *(volatile u32 *)at;
	default:
		return *(volatile u64 *)at;
	}
}

/* Bytes of a component, 0 where it is initial. */
static u64 saved(int component, u32 at, int bytes)
{
	u32 answer[4] = { 0, 0, 0, 0 };

	capture();
	if (!(*(u64 *)(area + 512) >> component & 1))
		return 0;
	if (component > 1)
		cpuid(0xd, (u32)component, answer);
	return load((u64)area + answer[1] + at, bytes);
}

/* Of ZMM and its parts. */
UNUSED static u64 lane(u32 reg, u32 at, int bytes)
{
	if (reg >= 16)
		return saved(7, 64 * (reg - 16) + at, bytes);
	if (at >= 32)
		return saved(6, 32 * reg + at - 32, bytes);
	if (at >= 16)
		return saved(2, 16 * reg + at - 16, bytes);
	return saved(1, 160 + 16 * reg + at, bytes);
}

UNUSED static u64 legacy(u32 at, int bytes)
{
	capture();
	return load((u64)area + at, bytes);
}

UNUSED static u64 permission(int code)
{
	u64 mask = 0;

	SYS(SYS_arch_prctl, code, &mask);
	return mask;
}

/* A float as the bits of a double. */
UNUSED static u64 widened(u64 bits, int exponent, int mantissa)
{
	u64 sign = bits >> (exponent + mantissa) & 1, e = bits >> mantissa & ((1ul << exponent) - 1);
	u64 m = bits & ((1ul << mantissa) - 1);
	long bias = 1023 - ((1l << (exponent - 1)) - 1);

	if (e == (1ul << exponent) - 1)
		return sign << 63 | 0x7fful << 52 | m << (52 - mantissa);
	if (e == 0 && m) {
		e = 1;
		for (; !(m >> mantissa); m <<= 1)
			bias--;
		m &= (1ul << mantissa) - 1;
	} else if (e == 0) {
		return sign << 63;
	}
	return sign << 63 | (u64)((long)e + bias) << 52 | m << (52 - mantissa);
}

static int is_nan(u64 bits)
{
	return (bits << 1) > 0xffe0000000000000ul;
}

/* Of two doubles by their bits. */
UNUSED static int float_equal(u64 a, u64 b)
{
	return !is_nan(a) && !is_nan(b) && (a == b || !((a | b) << 1));
}

UNUSED static int float_less(u64 a, u64 b)
{
	long x = (long)a < 0 ? -(long)(a << 1 >> 1) : (long)a, y = (long)b < 0 ? -(long)(b << 1 >> 1) : (long)b;

	return !is_nan(a) && !is_nan(b) && x < y;
}

UNUSED static num inverted(num value)
{
	return (num)~(u64)value;
}

UNUSED static int bits_set(u64 value)
{
	int count = 0;

	for (; value; value &= value - 1)
		count++;
	return count;
}

/* x87, vector, mask and tile registers as a new program has them; PKRU is the kernel's choice. */
static void initial_state(void)
{
	zero(area, 576);
	*(u32 *)(area + 24) = 0x1f80;
	*(u16 *)area = 0x37f;
	asm volatile("xrstor64 %0" : : "m"(area), "a"(~(1u << 9)), "d"(-1) : "memory");
}
`;
