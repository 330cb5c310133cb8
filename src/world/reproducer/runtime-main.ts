/** The beginning and the end of an exported program's text: see `runtime-flow.ts`. */

/** What all of it needs; the generated declarations of sizes stand before it. */
export const RUNTIME_HEAD = `
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* What a trace expects is written as the trace has it, whatever is to be thought of it. */
#pragma GCC diagnostic ignored "-Wtautological-compare"
/* No function below may use vector registers: they are the trace's. */
#pragma GCC target("general-regs-only")

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t i8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;
__extension__ typedef __int128 num;	/* values of the trace: exact, signed */

#define BAIL_OUT "Bail out" "! "
#define UNUSED __attribute__((unused))
#define KEPT __attribute__((used))
#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

enum { KSFT_PASS = 0, KSFT_FAIL = 1, KSFT_SKIP = 4 };
#ifndef ARCH_GET_XCOMP_SUPP
#define ARCH_GET_XCOMP_SUPP 0x1021
#define ARCH_GET_XCOMP_PERM 0x1022
#define ARCH_REQ_XCOMP_PERM 0x1023
#define ARCH_GET_XCOMP_GUEST_PERM 0x1024
#define ARCH_REQ_XCOMP_GUEST_PERM 0x1025
#endif
#ifndef AT_MINSIGSTKSZ
#define AT_MINSIGSTKSZ 51
#endif
#ifndef PR_SET_PTRACER
#define PR_SET_PTRACER 0x59616d61
#endif
`;

export const RUNTIME_MAIN = `
/* ---- The program ------------------------------------------------------------------------------------------------ */

static void done(void)
{
	baton.wish = DONE;
	if (baton.current == NOBODY)
		finish();
	block_all();
	send_to(NOBODY);
	for (;;)
		SYS(SYS_poll, 0, 0, -1);
}

static void flow_step(void)
{
	u64 number = xt_event;

	captured = 0;
	if (baton.dying && in_flow(number))
		SYS(SYS_exit_group, 97);	/* it was to die: whoever watches sees that it did not */
	event(number);
	if (baton.wish == DONE)
		done();
	xt_next = baton.next;
}

static void place(void)
{
	u64 *table = map(TABLE, (SITES * 8 + 4095) & ~4095ul, PROT_READ | PROT_WRITE);

	for (u64 site = 0; site < SITES; site++)
		table[site] = (u64)xt_stubs + STUB * site;
	for (u32 one = 0; one < sizeof(regions) / sizeof(*regions); one++)
		map(regions[one].at, regions[one].bytes, PROT_READ | PROT_WRITE);
	for (u32 one = 0; one < sizeof(pieces) / sizeof(*pieces); one++)
		copy((void *)pieces[one].at, pieces[one].from, pieces[one].bytes);
	for (u32 one = 0; one < sizeof(regions) / sizeof(*regions); one++)
		SYS(SYS_mprotect, regions[one].at, regions[one].bytes, regions[one].protection);
}

static void skip_all(const char *why)
{
	put("1..0 # SKIP ");
	put(why);
	flush();
	SYS(SYS_exit_group, KSFT_SKIP);
}

static void look_at_processor(void)
{
	u32 answer[4];

	cpuid(1, 0, answer);
	if (!(answer[2] >> 27 & 1))
		skip_all("no XSAVE");
	for (const struct feature *one = features; one->name; one++) {
		cpuid(one->leaf, one->subleaf, answer);
		if (!(answer[one->reg] >> one->bit & 1))
			skip_all(one->name);
	}
	if ((xgetbv(0) & XCR0_NEEDED) != XCR0_NEEDED)
		skip_all("the kernel has not enabled the state components in XCR0");
	if ((permission(ARCH_GET_XCOMP_SUPP) & XCOMP_NEEDED) != XCOMP_NEEDED)
		skip_all("the kernel does not know these permissions: Linux 5.16 does");
	cpuid(0, 0, answer);
	if (VENDOR && answer[1] != VENDOR)
		skip_all("the processor is of another maker than the trace's machine");
	if (OTHER_PROCESSOR && !INJECTED)
		skip_all("the trace is about a processor with an erratum, or one that a monitor distorts");
	if (LAYOUT_NEEDED && xgetbv(0) != XCR0_OF_TRACE)
		skip_all("XCR0 is another than on the trace's machine, and with it the sizes of images");
	if (xgetbv(0) != XCR0_OF_TRACE) {
		put("# XCR0 is ");
		put_number(xgetbv(0), 16);
		put(", and that of the trace's machine ");
		put_number(XCR0_OF_TRACE, 16);
		put("");
		flush();
	}
}

/* The process of a task, with the threads that the trace declares in it. */
static void start_process(int leader)
{
	long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;

	die_with_all();
	SYS(SYS_setpgid, 0, 0);
	SYS(SYS_prctl, PR_SET_PTRACER, -1);
	block_all();
	for (int task = 0; task < TASKS; task++)
		if (task != leader && declared[task].process == leader)
			xt_clone(flags, new_stack(C_STACK), task);
	begin(leader);
}

static int text_number(const char *text)
{
	int value = 0;

	while (*text)
		value = 10 * value + *text++ - '0';
	return value;
}

int main(int argc, char **argv)
{
	minsigstksz = getauxval(AT_MINSIGSTKSZ);
	if (argc == 4) {
		int task = text_number(argv[2]);

		place();
		receive(text_number(argv[3]));
		find_cpus();
		prepare(task);
		step_in(task);
	}
	put("TAP version 13");
	flush();
	look_at_processor();
	find_cpus();
	place();
	for (int task = 0; task <= TASKS; task++) {
		SYS(SYS_pipe2, baton.pipes[task], 0);
		prepare(task);
	}
	for (int cpu = 0; cpu < CPUS; cpu++)
		baton.on[cpu] = NOBODY;
	baton.current = NOBODY;
	for (int task = 0; task < TASKS; task++) {
		long pid;

		if (declared[task].process != task)
			continue;
		pid = SYS(SYS_clone, SIGCHLD);
		if (pid == 0)
			start_process(task);
	}
	for (int task = 0; task < TASKS; task++) {
		if (declared[task].process < 0)
			continue;
		baton.wish = HELLO;
		send_to(task);
		receive(baton.pipes[NOBODY][0]);
	}
	baton.next = START;
	baton.behind = START;
	if (RUNS_AT_ONCE) {
		baton.on[0] = 0;
		hand_over(0);
	}
	xt_stack = ((u64)__builtin_frame_address(0) - 1024) & ~63ul;
	xt_next = baton.next;
	xt_regs[RSP] = baton.task[NOBODY].regs[RSP];
	xt_leave();
	return KSFT_FAIL;
}
`;
