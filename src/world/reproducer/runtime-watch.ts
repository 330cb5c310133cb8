/** The part of an exported program that watches tasks end, and says what became of them. */
export const RUNTIME_WATCH = `/* ---- Who watches ------------------------------------------------------------------------------------------------ */

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
`;
