/** The part of an exported program that asks the kernel: system calls that make tasks, end them or begin a program anew. */
export const RUNTIME_CALLS = `/* ---- What tasks ask of the kernel -------------------------------------------------------------------------------- */

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
`;
