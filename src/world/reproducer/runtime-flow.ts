/**
 * The part of an exported program that moves its flow: how a step of the trace calls an event, how a task hands the flow to another,
 * and who watches them. The flow lies at the addresses that the trace was laid out at. Where it has an event, it jumps
 * through a table; all of C runs on a stack of its own and leaves every register alone that the flow can see.
 */
export const RUNTIME_FLOW = String.raw`
/* ---- Registers and the way between the flow and C ------------------------------------------------------------ */

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15, RFLAGS, REGISTERS };

/* The task that has the flow; the values are in memory while C runs. */
static u64 xt_regs[REGISTERS] KEPT;
static u64 xt_next KEPT;		/* where the flow goes on */
static u64 xt_event KEPT;		/* the number of the event that the flow has come to */
static u64 xt_stack KEPT;		/* where C begins */
static u64 xt_frame KEPT;		/* of the system call that the flow makes */
static u64 xt_call[7] KEPT;		/* its number and arguments */

static void flow_step(void) KEPT;
static void begin(int task) KEPT;
void xt_leave(void);
long xt_syscall(void);
long xt_clone(long flags, u64 stack, int task);
extern const char xt_stubs[], xt_restorer[], xt_sigreturn[];

asm(
	".text\n"
	"xt_enter:\n"
	"	movq %rsp, xt_regs+8*4(%rip)\n"
	"	movq xt_stack(%rip), %rsp\n"
	"	pushfq\n"
	"	popq xt_regs+8*16(%rip)\n"
	"	cld\n"
	"	movq %rax, xt_regs(%rip)\n"
	"	movq %rcx, xt_regs+8*1(%rip)\n"
	"	movq %rdx, xt_regs+8*2(%rip)\n"
	"	movq %rbx, xt_regs+8*3(%rip)\n"
	"	movq %rbp, xt_regs+8*5(%rip)\n"
	"	movq %rsi, xt_regs+8*6(%rip)\n"
	"	movq %rdi, xt_regs+8*7(%rip)\n"
	"	movq %r8, xt_regs+8*8(%rip)\n"
	"	movq %r9, xt_regs+8*9(%rip)\n"
	"	movq %r10, xt_regs+8*10(%rip)\n"
	"	movq %r11, xt_regs+8*11(%rip)\n"
	"	movq %r12, xt_regs+8*12(%rip)\n"
	"	movq %r13, xt_regs+8*13(%rip)\n"
	"	movq %r14, xt_regs+8*14(%rip)\n"
	"	movq %r15, xt_regs+8*15(%rip)\n"
	"	call flow_step\n"
	"xt_leave:\n"
	"	pushq xt_regs+8*16(%rip)\n"
	"	popfq\n"
	"	movq xt_regs(%rip), %rax\n"
	"	movq xt_regs+8*1(%rip), %rcx\n"
	"	movq xt_regs+8*2(%rip), %rdx\n"
	"	movq xt_regs+8*3(%rip), %rbx\n"
	"	movq xt_regs+8*5(%rip), %rbp\n"
	"	movq xt_regs+8*6(%rip), %rsi\n"
	"	movq xt_regs+8*7(%rip), %rdi\n"
	"	movq xt_regs+8*8(%rip), %r8\n"
	"	movq xt_regs+8*9(%rip), %r9\n"
	"	movq xt_regs+8*10(%rip), %r10\n"
	"	movq xt_regs+8*11(%rip), %r11\n"
	"	movq xt_regs+8*12(%rip), %r12\n"
	"	movq xt_regs+8*13(%rip), %r13\n"
	"	movq xt_regs+8*14(%rip), %r14\n"
	"	movq xt_regs+8*15(%rip), %r15\n"
	"	movq xt_regs+8*4(%rip), %rsp\n"
	"	jmp *xt_next(%rip)\n"
	/* A system call on the stack of the flow: a signal that comes of it finds the flow as the trace has it. */
	"xt_syscall:\n"
	"	pushq %rbx\n"
	"	pushq %rbp\n"
	"	pushq %r12\n"
	"	pushq %r13\n"
	"	pushq %r14\n"
	"	pushq %r15\n"
	"	pushq xt_frame(%rip)\n"
	"	movq %rsp, xt_frame(%rip)\n"
	"	leaq -64(%rsp), %rax\n"
	"	andq $-64, %rax\n"
	"	movq %rax, xt_stack(%rip)\n"
	"	movq xt_regs+8*3(%rip), %rbx\n"
	"	movq xt_regs+8*5(%rip), %rbp\n"
	"	movq xt_regs+8*12(%rip), %r12\n"
	"	movq xt_regs+8*13(%rip), %r13\n"
	"	movq xt_regs+8*14(%rip), %r14\n"
	"	movq xt_regs+8*15(%rip), %r15\n"
	"	movq xt_call(%rip), %rax\n"
	"	movq xt_call+8*1(%rip), %rdi\n"
	"	movq xt_call+8*2(%rip), %rsi\n"
	"	movq xt_call+8*3(%rip), %rdx\n"
	"	movq xt_call+8*4(%rip), %r10\n"
	"	movq xt_call+8*5(%rip), %r8\n"
	"	movq xt_call+8*6(%rip), %r9\n"
	"	movq xt_regs+8*4(%rip), %rsp\n"
	"	syscall\n"
	"	movq xt_frame(%rip), %rsp\n"
	"	popq xt_frame(%rip)\n"
	"	popq %r15\n"
	"	popq %r14\n"
	"	popq %r13\n"
	"	popq %r12\n"
	"	popq %rbp\n"
	"	popq %rbx\n"
	"	ret\n"
	/* A handler ends with its return address still on the stack, or behind it. */
	"xt_sigreturn:\n"
	"	addq $8, %rsp\n"
	"xt_restorer:\n"
	"	movq $15, %rax\n"
	"	syscall\n"
	/* A task that shares this memory: it begins on a stack of its own. */
	"xt_clone:\n"
	"	leaq -16(%rsi), %rsi\n"
	"	movq %rdx, (%rsi)\n"
	"	xorl %edx, %edx\n"
	"	xorl %r10d, %r10d\n"
	"	xorl %r8d, %r8d\n"
	"	movl $56, %eax\n"
	"	syscall\n"
	"	testq %rax, %rax\n"
	"	jz 1f\n"
	"	ret\n"
	"1:	popq %rdi\n"
	"	subq $8, %rsp\n"
	"	xorl %ebp, %ebp\n"
	"	call begin\n"
	/* Where the flow has an event: each is as long as every other. */
	".set number, 0\n"
	"xt_stubs:\n"
	".rept " TEXT(SITES) "\n"
	"	movq $number, xt_event(%rip)\n"
	"	.byte 0xe9\n"
	"	.long xt_enter - . - 4\n"
	"	.set number, number + 1\n"
	".endr\n"
);
enum { STUB = 11 + 5 };	/* bytes of a stub */

/* Calls of the kernel that libc is kept out of: it uses vector registers, which are the flow's. */
static long raw(long n, long a, long b, long c, long d, long e, long f)
{
	register long r10 asm("r10") = d, r8 asm("r8") = e, r9 asm("r9") = f;

	asm volatile("syscall" : "+a"(n) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return n;
}
#define SYS(...) SYS_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define SYS_(n, a, b, c, d, e, f, ...) raw(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static void copy(void *to, const void *from, u64 bytes)
{
	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
}

static void zero(void *at, u64 bytes)
{
	asm volatile("rep stosb" : "+D"(at), "+c"(bytes) : "a"(0) : "memory");
}

/* ---- TAP, as the kernel's selftests write it ------------------------------------------------------------------ */

static char text_[2048];
static u32 length_;

static void put(const char *text)
{
	while (*text && length_ < sizeof(text_))
		text_[length_++] = *text++;
}

UNUSED static void put_number(num value, int base)
{
	char digits[136];
	int count = 0;
	int negative = value < 0;
	unsigned __int128 rest = negative ? -(unsigned __int128)value : (unsigned __int128)value;

	do {
		digits[count++] = "0123456789abcdef"[(u64)(rest % (u32)base)];
		rest /= (u32)base;
	} while (rest);
	if (negative)
		put("-");
	if (base == 16)
		put("0x");
	if (base == 2)
		put("0b");
	while (count && length_ < sizeof(text_))
		text_[length_++] = digits[--count];
}

static void flush(void)
{
	put("\n");
	SYS(SYS_write, 1, text_, length_);
	length_ = 0;
}

UNUSED static void say(const char *text)
{
	put("# ");
	put(text);
	flush();
}

/* ---- The flow -------------------------------------------------------------------------------------------------- */

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
