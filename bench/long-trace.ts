/**
 * A long trace as an importer or a compiler would write it: procedures of varied code, hardly two instructions alike,
 * then a flow of switches, calls, system calls, expectations and tile work. The same text for the same length.
 */

const REGISTERS_64 = ['rax', 'rbx', 'rdx', 'rsi', 'rdi', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14'] as const;
const REGISTERS_32 = ['eax', 'ebx', 'edx', 'esi', 'edi', 'r8d', 'r9d', 'r10d', 'r11d', 'r12d', 'r13d', 'r14d'] as const;
const CONDITIONS = ['e', 'ne', 'l', 'ge', 'b', 'ae', 's', 'ns'] as const;
const SCALES = [1, 2, 4, 8] as const;
const TASKS = ['A', 'B', 'C', 'D'] as const;
const BUFFERS = 64;
const PROC_LINES = 40;
const BRANCH_EVERY = 8;

/** A linear congruential generator (Knuth's MMIX): the same numbers every time. */
class Numbers {
  private state = 1n;

  below(limit: number): number {
    this.state = BigInt.asUintN(64, this.state * 6364136223846793005n + 1442695040888963407n);
    return Number((this.state >> 33n) % BigInt(limit));
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  }
}

export function longTrace(lines: number): string {
  const numbers = new Numbers();
  const text = head();
  const ends = ['    stop'];
  const procs: string[] = [];
  while (text.length < lines * 0.6) {
    const name = `work_${procs.length}`;
    text.push(`proc ${name}`, ...body(numbers, `.top_${procs.length}`), '    ret', 'end', '');
    procs.push(name);
  }
  text.push('switch A', '    mov       ecx, 64');
  while (text.length + ends.length < lines) text.push(flowLine(numbers, procs));
  return `${[...text, ...ends].join('\n')}\n`;
}

function head(): string[] {
  const buffers = Array.from({ length: BUFFERS }, (_, index) => `data buffer_${index} = i8[16][64] ramp(${index}, 1)`);
  return [
    '; Written by a program.',
    '',
    'xtrace 1',
    'machine sapphire-rapids cpus=2',
    'kernel linux',
    '',
    'data cfg = tilecfg { tmm0: 16x64, tmm1: 16x64, tmm2: 16x64 }',
    ...buffers,
    ...TASKS.map((task) => `task ${task}`),
    '',
  ];
}

function body(numbers: Numbers, top: string): string[] {
  const lines = Array.from({ length: PROC_LINES }, (_, line) => {
    const branches = line % BRANCH_EVERY === BRANCH_EVERY - 1;
    return branches ? `    j${numbers.of(CONDITIONS)}`.padEnd(14) + top : `    ${numbers.of(INSTRUCTIONS)(numbers)}`;
  });
  return [`${top}:`, ...lines, `    dec       ${numbers.of(REGISTERS_32)}`, `    jnz       ${top}`];
}

/** Each makes one instruction. */
const INSTRUCTIONS: readonly ((numbers: Numbers) => string)[] = [
  (n) => `mov       ${n.of(REGISTERS_64)}, ${address(n)}`,
  (n) => `mov       DWORD PTR ${address(n)}, ${n.of(REGISTERS_32)}`,
  (n) => `mov       ${n.of(REGISTERS_32)}, ${n.below(1e5)}`,
  (n) => `lea       ${n.of(REGISTERS_64)}, ${address(n)}`,
  (n) => `lea       ${n.of(REGISTERS_64)}, [buffer_${n.below(BUFFERS)} + ${n.of(REGISTERS_64)}*${n.of(SCALES)}]`,
  (n) => `add       ${n.of(REGISTERS_64)}, ${n.of(REGISTERS_64)}`,
  (n) => `sub       ${n.of(REGISTERS_32)}, ${n.below(1e3)}`,
  (n) => `imul      ${n.of(REGISTERS_64)}, ${n.of(REGISTERS_64)}, ${n.below(1e3)}`,
  (n) => `xor       ${n.of(REGISTERS_32)}, 0x${n.below(2 ** 30).toString(16)}`,
  (n) => `shl       ${n.of(REGISTERS_64)}, ${1 + n.below(60)}         ; times a power of two`,
  (n) => `movzx     ${n.of(REGISTERS_32)}, BYTE PTR ${address(n)}`,
  (n) => `cmp       ${n.of(REGISTERS_64)}, ${n.below(1e3)}`,
];

/** A field or a local mostly, else an element of an array. */
function address(n: Numbers): string {
  const offset = 8 * n.below(128);
  const index = n.below(3) === 0 ? ` + ${n.of(REGISTERS_64)}*${n.of(SCALES)}` : '';
  return `[${n.of(REGISTERS_64)}${index} + ${offset}]`;
}

/** Each makes one line of the flow. Code is the most of it. */
const FLOW_LINES: readonly ((numbers: Numbers, procs: readonly string[]) => string)[] = [
  (n) => `switch ${n.of(TASKS)}`,
  (n, procs) => `    call      ${n.of(procs)}`,
  (n) => `    tileloadd tmm${n.below(3)}, [buffer_${n.below(BUFFERS)} + rcx*1]`,
  (n) => `    tilestored [buffer_${n.below(BUFFERS)} + rcx*1], tmm${n.below(3)} => ok`,
  () => '    tdpbssd   tmm0, tmm1, tmm2',
  () => '    ldtilecfg [cfg]           => ok      ; the same for all',
  () => '    syscall   arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0',
  (n) => `    expect    ${n.of(REGISTERS_64)} < ${n.below(1e9)} || ${n.of(TASKS)}.fpstate.size == 2560, "as recorded"`,
  (n) => `    expect    tmm${n.below(3)}.i32[${n.below(16)}][${n.below(16)}] != ${n.below(1e6)} && xfd == 0`,
  (n) => `    print     "round ${n.below(1e6)}: {${n.of(REGISTERS_64)}} and {u32[buffer_${n.below(BUFFERS)} + 4]}"`,
  () => '',
  (n) => `    ; ${n.below(1e6)} cycles later`,
  ...INSTRUCTIONS.map((make) => (n: Numbers) => `    ${make(n)}`),
];

function flowLine(numbers: Numbers, procs: readonly string[]): string {
  return numbers.of(FLOW_LINES)(numbers, procs);
}
