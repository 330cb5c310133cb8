/** Instructions with APX's EVEX prefix, one or two for each form, as assemblers write them. */
import { formByName, type OperandPattern } from '../../../src/machine/assembler/form';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { APX_FORMS, type ApxForm } from '../../../src/machine/encoding/apx';
import type { AssemblerMemory, AssemblerOperand } from '../../../src/machine/encoding/operand';
import { rowOfForm } from '../../../src/machine/instructions';
import { Random } from '../random';

export interface ApxLine {
  readonly form: string;
  readonly text: string;
  readonly prefixes: readonly string[];
  readonly mnemonic: string;
  readonly operands: readonly AssemblerOperand[];
}

interface Sample {
  readonly text: string;
  readonly operand: AssemblerOperand;
}

/** By bytes: older registers and those of APX. RSP is none of a pair's. */
const REGISTERS: Readonly<Record<number, readonly string[]>> = {
  1: ['al', 'bl', 'sil', 'r9b', 'r14b', 'r16b', 'r23b', 'r29b', 'r31b'],
  2: ['ax', 'bx', 'bp', 'r8w', 'r15w', 'r17w', 'r20w', 'r28w', 'r31w'],
  4: ['eax', 'ebx', 'edi', 'r10d', 'r13d', 'r16d', 'r22d', 'r25d', 'r31d'],
  8: ['rax', 'rbx', 'rsi', 'r12', 'r15', 'r18', 'r21', 'r27', 'r31'],
};

type Address = readonly [
  text: string,
  base?: string | undefined,
  index?: string | undefined,
  scale?: 1 | 2 | 4 | 8,
  displacement?: number,
];

const ADDRESSES: readonly Address[] = [
  ['[rbx]', 'rbx'],
  ['[r13]', 'r13'],
  ['[rsp+r12*2+8]', 'rsp', 'r12', 2, 8],
  ['[r16+r17*8-128]', 'r16', 'r17', 8, -128],
  ['[r21+0x12345678]', 'r21', undefined, 1, 0x12345678],
  ['[rax+r31*4+128]', 'rax', 'r31', 4, 128],
  ['[r28*2+16]', undefined, 'r28', 2, 16],
  ['[r24d+ecx*1]', 'r24d', 'ecx', 1, 0],
];

const SIZES: Readonly<Record<number, string>> = { 1: 'BYTE', 2: 'WORD', 4: 'DWORD', 8: 'QWORD', 16: 'XMMWORD' };
const IMMEDIATES: Readonly<Record<number, readonly bigint[]>> = {
  1: [5n, 0x7fn, 3n],
  2: [0x1234n, 0x7f00n],
  4: [0x12345678n, 0x400000n],
};

function register(name: string): Sample {
  return { text: name, operand: { kind: 'register', register: registerByName(name)! } }; // a name that exists
}

function memory(random: Random, size: number, isNarrow: boolean | undefined): Sample {
  const wide = ADDRESSES.filter(([, base = '']) => base.endsWith('d') === (isNarrow ?? base.endsWith('d')));
  const [text, base, index, scale = 1, displacement = 0] = random.pick(wide);
  const name = SIZES[size];
  const operand: AssemblerMemory = {
    kind: 'memory',
    ...(base && { base: registerByName(base)! }), // names that exist
    ...(index && { index: registerByName(index)! }),
    scale,
    displacement,
    ...(name && { size }),
  };
  return { text: `${name ? `${name} PTR ` : ''}${text}`, operand };
}

function sampleOf(random: Random, pattern: OperandPattern, inMemory: boolean, isNarrow: boolean | undefined): Sample {
  const { fixed, file, size, memory: bytes, constant, immediate } = pattern;
  if (fixed) return register(pattern.text);
  if (bytes !== undefined && (inMemory || file === undefined)) return memory(random, bytes, isNarrow);
  if (file === 'k') return register(`k${random.below(8)}`);
  if (file) return register(random.pick(REGISTERS[size] ?? []));
  const value = constant ?? random.pick(IMMEDIATES[immediate ?? 1] ?? []);
  return { text: `0x${value.toString(16)}`, operand: { kind: 'immediate', value } };
}

const FLAGS = ['', 'of', 'sf', 'of,sf', 'zf', 'sf,zf', 'cf', 'of,sf,zf,cf'];

/** One with registers only and one with memory, where the form has both. */
function linesOf(random: Random, { form: name, mnemonic, older, isNew }: ApxForm): ApxLine[] {
  const form = formByName(name)!; // a test reads the form of every row
  const hasMemory = form.operands.some(({ memory: bytes }) => bytes !== undefined);
  const hasOther = form.operands.every(({ memory: bytes, file }) => bytes === undefined || file !== undefined);
  const kinds = [...(hasOther ? [false] : []), ...(hasMemory ? [true] : [])];
  return kinds.flatMap((inMemory): ApxLine[] => {
    const isNarrow = mnemonic === 'movdir64b' ? name.includes('_r32_') : undefined;
    const samples = form.operands.map((pattern) => sampleOf(random, pattern, inMemory, isNarrow));
    const numbers = samples.map(({ operand }) => (operand.kind === 'register' ? operand.register.index : -1));
    if (mnemonic.startsWith('pop2') && numbers[0] === numbers[1]) return [];
    const prefix = name.endsWith('_nf') ? '{nf}' : older !== undefined && !isNew ? '{evex}' : '';
    const flags = /^c(cmp|test)/.test(mnemonic) ? `{dfv=${random.pick(FLAGS)}}` : '';
    const text = [prefix, mnemonic, flags, samples.map((sample) => sample.text).join(', ')].filter(
      (part) => part !== '',
    );
    return [
      {
        form: name,
        text: text.join(' '),
        prefixes: [prefix, flags].filter((part) => part !== ''),
        mnemonic,
        operands: samples.map(({ operand }) => operand),
      },
    ];
  });
}

/** The same every time, in the order of the table. */
export function apxLines(): ApxLine[] {
  const random = new Random(19);
  return APX_FORMS.filter(({ form }) => rowOfForm(form)).flatMap((form) => linesOf(random, form));
}
