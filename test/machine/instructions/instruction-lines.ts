/** Every form of every instruction with every kind of operand: what encodings are compared with other tools on. */
import { type Form, formByName } from '../../../src/machine/assembler/form';
import type { InstructionRow } from '../../../src/machine/cpu/instruction';
import { apxFormOf } from '../../../src/machine/encoding/apx';
import type { AssemblerOperand } from '../../../src/machine/encoding/operand';
import { isPromoted, type Sample, samplesOf, vectorSamplesOf } from './operand-samples';

/** An instruction with its text in Intel syntax. */
export interface Line {
  readonly text: string;
  readonly mnemonic: string;
  /** Has registers of APX, which an older assembler takes for symbols, or is an instruction of APX. */
  readonly extended: boolean;
  readonly operands: readonly AssemblerOperand[];
}

/** Every operand of every form in turn, the others plain; for forms of APX's EVEX prefix there is `apx-lines.ts`. */
export function linesOf(row: InstructionRow): Line[] {
  const lines = new Map<string, Line>();
  for (const name of row.forms) {
    const form = formByName(name);
    if (!form || apxFormOf(name)) continue;
    const { choices, offsets } = samplesOfForm(form);
    const mnemonics = [row.mnemonic, ...(row.aliases ?? [])];
    const all = [...mnemonics.map((mnemonic) => line(mnemonic, plain(choices))), ...inTurn(row, choices, offsets)];
    for (const each of all) lines.set(each.text, lines.get(each.text) ?? each);
  }
  return [...lines.values()];
}

interface FormSamples {
  /** What each operand can be. */
  readonly choices: readonly Sample[][];
  /** How far the plain ones beside the operand in turn are moved on in their lists. */
  readonly offsets: readonly number[];
}

/** For each operand of a form. */
export function samplesOfForm({ name, operands, evex }: Form): FormSamples {
  const vector = operands.some(({ file = '' }) => /^([xyz]mm|k)$/.test(file));
  if (!vector) {
    const choices = operands.map((pattern) => samplesOf(pattern, isPromoted(name)));
    return { choices, offsets: [0, 1, choices.length > 1 ? 4 : 0] };
  }
  // Without a mask only a high register asks for EVEX.
  const unmasked = evex && operands[0]?.masking === undefined;
  return {
    choices: operands.map((pattern) => vectorSamplesOf(pattern, evex ?? false)),
    offsets: [0, unmasked ? 2 : 0],
  };
}

function* inTurn(row: InstructionRow, choices: readonly Sample[][], offsets: readonly number[]): Iterable<Line> {
  for (const [position, choice] of choices.entries()) {
    for (const offset of offsets) {
      for (const sample of choice) yield line(row.mnemonic, plain(choices, offset).with(position, sample));
    }
  }
}

function line(mnemonic: string, samples: readonly Sample[]): Line {
  const text = `${mnemonic} ${samples.map((sample) => sample.text).join(', ')}`.trim();
  return {
    text,
    mnemonic,
    extended: /\br(1[6-9]|2\d|3[01])d?\b|^(pushp|popp|jmpabs)\b/.test(text),
    operands: samples.map(({ operand }) => operand),
  };
}

/** One sample of each operand: different ones, for tiles must differ. */
function plain(choices: readonly Sample[][], offset = 0): Sample[] {
  return choices.map((choice, position) => choice[(position + offset) % choice.length]!); // no pattern is without samples
}
