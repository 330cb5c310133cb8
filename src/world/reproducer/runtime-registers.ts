/**
 * The part of an exported program between the trace's steps and C: how a step calls an event. The flow lies at the addresses that the
 * trace was laid out at. Where the flow has an event, it jumps through a table; all of C runs on a stack of its own and leaves every
 * register alone that the flow can see.
 */
export const RUNTIME_REGISTERS = String.raw`/* ---- Registers and the way between the flow and C ------------------------------------------------------------ */

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
`;
