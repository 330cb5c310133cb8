/** Programs of random instructions, of all rows of the instruction tables; what faults is passed over by a handler of theirs. */
import { FEATURES } from '../../../src/machine/architecture/feature';
import { assemble } from '../../../src/machine/assembler/assemble';
import { formatDefaultFlags, isConditionalCompare } from '../../../src/machine/assembler/default-flags';
import { type Form, formByName } from '../../../src/machine/assembler/form';
import type { InstructionRow } from '../../../src/machine/cpu/instruction';
import { isAssemblyError } from '../../../src/machine/encoding/operand';
import { INSTRUCTIONS } from '../../../src/machine/instructions';
import { processor } from '../../machine/bench-cpu';
import { isPromoted, samplesOf, vectorSamplesOf } from '../../machine/instructions/operand-samples';
import type { Random } from '../../machine/random';

/** What executes the program: a bare processor at CPL 0, or a task of Linux. */
const KERNELS = ['none', 'linux'] as const;
type KernelName = (typeof KERNELS)[number];

const MODEL = 'diamond-rapids';

const MISSING_FEATURES = [...new Set(INSTRUCTIONS.flatMap(({ features }) => features))]
  .filter((feature) => !processor(MODEL).has(feature))
  .map((feature) => `+${FEATURES[feature].flag}`);

/** Instructions between two places at which registers are set anew. */
const MOST_IN_BLOCK = 4;

/** Every row once, in random order, in programs of `length` random instructions. */
export function randomPrograms(random: Random, length: number): string[] {
  const rows = shuffled(INSTRUCTIONS, random);
  const programs: string[] = [];
  for (let at = 0; at < rows.length; at += length) {
    programs.push(programOf(rows.slice(at, at + length), random.pick(KERNELS), random));
  }
  return programs;
}

function programOf(rows: readonly InstructionRow[], kernel: KernelName, random: Random): string {
  const blocks: InstructionRow[][] = [];
  for (let at = 0; at < rows.length; ) {
    const size = 1 + random.below(MOST_IN_BLOCK);
    blocks.push(rows.slice(at, at + size));
    at += size;
  }
  return [
    'xtrace 1',
    `machine ${MODEL} ${MISSING_FEATURES.join(' ')}`,
    `kernel ${kernel}`,
    `data area = hex "${Buffer.from(random.bytes(1024)).toString('hex')}" align=4096`,
    'data beyond = zero 7168',
    'data stack = zero 20480',
    `data tiles = hex "0100${'00'.repeat(14)}${'4000'.repeat(8)}${'00'.repeat(16)}${'10'.repeat(8)}${'00'.repeat(8)}"`,
    'data next = u64[1] zero',
    ...PROLOGUE[kernel],
    ...blocks.flatMap((block, index) => [
      `block${index}:`,
      ...settingRegisters(`block${index + 1}`, random),
      ...block.map((row) => lineOf(row, random).replace(BRANCH, `block${random.oneIn(6) ? index : index + 1}`)),
    ]),
    `block${blocks.length}:`,
    'nop',
    ...(kernel === 'linux' ? ['syscall exit(0)'] : []),
    ...HANDLERS[kernel],
    '',
  ].join('\n');
}

/** Exceptions that instructions raise, by whether an error code is pushed. */
const WITHOUT_CODE = ['#DE', '#DB', '#BP', '#OF', '#BR', '#UD', '#NM', '#MF', '#XM'];
const WITH_CODE = ['#NP', '#SS', '#GP', '#PF', '#AC'];
const SIGNALS = ['SIGSEGV', 'SIGILL', 'SIGFPE', 'SIGBUS', 'SIGTRAP'];

/** On a bare processor everything in XCR0 is enabled: x87 to AVX-512, PKRU, tiles, and the registers of APX. */
const PROLOGUE: Readonly<Record<KernelName, readonly string[]>> = {
  none: [
    ...WITHOUT_CODE.map((name) => `idt ${name} = skip`),
    ...WITH_CODE.map((name) => `idt ${name} = skip_with_code`),
    'xor ecx, ecx',
    'xor edx, edx',
    'mov eax, 0xe02e7',
    'xsetbv',
  ],
  linux: SIGNALS.map((signal) => `syscall rt_sigaction(${signal}, skip, SA_SIGINFO)`),
};

/** The handlers go on at the next block: by the RIP of the frame, or of the ucontext. */
const HANDLERS: Readonly<Record<KernelName, readonly string[]>> = {
  none: [
    ...['proc skip', 'push rax', 'mov rax, QWORD PTR [next]', 'mov [rsp+8], rax', 'pop rax', 'iretq', 'end'],
    ...['proc skip_with_code', 'mov [rsp], rax', 'mov rax, QWORD PTR [next]', 'mov [rsp+8], rax', 'pop rax', 'iretq'],
    'end',
  ],
  linux: ['proc skip', 'mov rax, QWORD PTR [next]', 'mov [rdx+0xa8], rax', 'ret', 'end'],
};

const POINTERS = ['rax', 'rcx', 'rdx', 'rbx', 'rbp', 'rsi', 'rdi', 'r12', 'r13'];

/** Pointers go to data, or to code that is then written; other registers hold few bits, so that they can be indices. */
function settingRegisters(next: string, random: Random): string[] {
  const pointer = (): string => {
    if (random.oneIn(4)) return `[rip + block0 + ${random.below(512)}]`;
    return `[area + ${random.oneIn(3) ? random.below(1024) : 64 * random.below(16)}]`;
  };
  return [
    `lea rax, [rip + ${next}]`,
    'mov QWORD PTR [next], rax',
    'lea rsp, [stack + 20000]',
    ...POINTERS.filter(() => random.oneIn(2)).map((name) => `lea ${name}, ${pointer()}`),
    ...(random.oneIn(2) ? [`mov ecx, ${random.below(20)}`, `mov r14d, ${random.below(9)}`] : []),
    ...(random.oneIn(4) ? ['ldtilecfg [tiles]'] : []),
  ];
}

/** What the samples have as the target of a branch. */
const BRANCH = /\.[+-]\d+$/;

/** Operands that cannot stand together are drawn again: tiles must differ, AH cannot stand beside R8. */
const MOST_DRAWS = 1000;

/** A random form with random operands. */
function lineOf({ mnemonic, forms }: InstructionRow, random: Random): string {
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const form = formByName(random.pick(forms));
    const samples = form ? choicesOf(form).map((choices) => random.pick(choices)) : [];
    const operands = samples.map(({ operand }) => operand);
    const prefixes = form && isConditionalCompare(form.name) ? [formatDefaultFlags(random.below(16))] : [];
    if (isAssemblyError(assemble(mnemonic, prefixes, operands, 0))) continue;
    return [mnemonic, ...prefixes, samples.map(({ text }) => text).join(', ')].join(' ').trim();
  }
  throw new Error(`no operands were found for ${mnemonic}`);
}

function choicesOf({ name, operands, evex }: Form) {
  const vector = operands.some(({ file = '' }) => /^([xyz]mm|k)$/.test(file));
  return operands.map((pattern) =>
    vector ? vectorSamplesOf(pattern, evex ?? false) : samplesOf(pattern, isPromoted(name)),
  );
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!]; // both within the list
  }
  return result;
}
