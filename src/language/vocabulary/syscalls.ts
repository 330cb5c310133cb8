/** The system calls that `syscall` knows: one table for checks, completion and hover. */

export interface SyscallRow {
  readonly name: string;
  /** The names of the arguments that every call has. */
  readonly parameters: readonly string[];
  readonly optional?: readonly string[];
  /** Arguments that may be texts in quotes: names that the kernel of the model has no use for. */
  readonly texts?: readonly string[];
  /** Whether it makes a task, which `as` names. */
  readonly makesTask?: boolean;
  readonly documentation: string;
}

export const SYSCALLS: readonly SyscallRow[] = [
  {
    name: 'arch_prctl',
    parameters: ['option', 'argument'],
    documentation:
      'Asks for the permission to use a component (`ARCH_REQ_XCOMP_PERM`, number), or stores a mask at an address (`ARCH_GET_XCOMP_SUPP`, `ARCH_GET_XCOMP_PERM`).',
  },
  {
    name: 'sigaltstack',
    parameters: ['address', 'size'],
    optional: ['flags'],
    documentation:
      'Sets the alternate signal stack, or takes it away (`SS_DISABLE`). It must hold the frame of everything that the process may use.',
  },
  {
    name: 'rt_sigaction',
    parameters: ['signal', 'handler'],
    optional: ['flags', 'mask'],
    documentation:
      'Sets the procedure that handles a signal, or `SIG_DFL` or `SIG_IGN`; with flags such as `SA_SIGINFO | SA_ONSTACK`, and a mask of signals that are blocked meanwhile.',
  },
  {
    name: 'rt_sigprocmask',
    parameters: ['how', 'mask'],
    documentation:
      'Blocks signals or lets them through: `rt_sigprocmask(SIG_BLOCK, 1 << (SIGUSR1 - 1))`. The mask is given as a value.',
  },
  {
    name: 'rt_sigreturn',
    parameters: [],
    documentation: 'Returns from a signal handler: the state in the frame is restored.',
  },
  {
    name: 'kill',
    parameters: ['pid', 'signal'],
    documentation: 'Sends a signal to a process: `kill(B.pid, SIGUSR1)`.',
  },
  {
    name: 'tgkill',
    parameters: ['process', 'thread', 'signal'],
    documentation:
      'Sends a signal to one thread: `tgkill(A.pid, T.pid, SIGUSR1)`, where A is the first thread of its process.',
  },
  {
    name: 'fork',
    parameters: [],
    makesTask: true,
    documentation: 'Makes a new process with one task, which `as` names.',
  },
  {
    name: 'vfork',
    parameters: [],
    makesTask: true,
    documentation:
      'Makes a new process in the memory of the current one, which waits until that has called execve or ended.',
  },
  {
    name: 'clone',
    parameters: ['flags'],
    optional: ['stack', 'parent_tid', 'child_tid', 'tls'],
    makesTask: true,
    documentation: 'Makes a new task, which `as` names; with `CLONE_THREAD` a thread of the same process.',
  },
  {
    name: 'clone3',
    parameters: ['flags'],
    optional: ['stack', 'stack_size', 'exit_signal'],
    makesTask: true,
    documentation:
      'As `clone`, but it refuses what means nothing; the stack is given by its lowest address and its size.',
  },
  {
    name: 'execve',
    parameters: [],
    optional: ['path', 'argv', 'envp'],
    texts: ['path'],
    documentation:
      'Begins the program anew, which is the trace’s own: memory as it was loaded, initial registers, no permission. The next step is its first.',
  },
  { name: 'exit', parameters: [], optional: ['status'], documentation: 'Ends the current task.' },
  {
    name: 'exit_group',
    parameters: [],
    optional: ['status'],
    documentation: 'Ends all threads of the current process.',
  },
  { name: 'getpid', parameters: [], documentation: 'The number of the current process, as `A.pid` has it.' },
  { name: 'sched_yield', parameters: [], documentation: 'Lets `run` return.' },
  {
    name: 'mmap',
    parameters: ['address', 'length', 'protection', 'flags'],
    optional: ['fd', 'offset'],
    documentation:
      'Maps pages of zeros and returns where: `mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS)`.',
  },
  {
    name: 'munmap',
    parameters: ['address', 'length'],
    documentation: 'Takes the pages of a range away: accesses there are SIGSEGV with SEGV_MAPERR.',
  },
  {
    name: 'mprotect',
    parameters: ['address', 'length', 'protection'],
    documentation:
      'Changes what may be done with the pages of a range: `mprotect(buf, 4096, PROT_READ | PROT_EXEC)`. Data is not executable without it.',
  },
  {
    name: 'pkey_mprotect',
    parameters: ['address', 'length', 'protection', 'key'],
    documentation: 'As `mprotect`, and gives the pages a protection key, whose accesses PKRU allows or forbids.',
  },
  {
    name: 'pkey_alloc',
    parameters: ['flags', 'access'],
    documentation: 'Returns a free protection key and sets PKRU for it: `pkey_alloc(0, PKEY_DISABLE_WRITE)`.',
  },
  { name: 'pkey_free', parameters: ['key'], documentation: 'Gives a protection key back.' },
  {
    name: 'ptrace',
    parameters: ['request', 'pid'],
    optional: ['address', 'data'],
    documentation:
      'Stops another task (`PTRACE_ATTACH`, `A.pid`), reads or writes its registers (`PTRACE_GETREGSET`, `PTRACE_SETREGSET`, address `NT_X86_XSTATE` or `NT_PRFPREG`, data an iovec of address and length; `PTRACE_GETFPREGS`, `PTRACE_SETFPREGS`, data 512 bytes), lets it go on (`PTRACE_CONT`, `PTRACE_DETACH`, `PTRACE_SINGLESTEP`, data a signal).',
  },
];

const byName: ReadonlyMap<string, SyscallRow> = new Map(SYSCALLS.map((row) => [row.name, row]));

export function syscallRow(name: string): SyscallRow | undefined {
  return byName.get(name);
}

/** Whether the argument at `index` may be a text. */
export function takesText({ parameters, optional = [], texts = [] }: SyscallRow, index: number): boolean {
  const name = [...parameters, ...optional][index];
  return name !== undefined && texts.includes(name);
}
