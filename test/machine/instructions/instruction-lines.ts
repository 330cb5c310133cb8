/** Every form of every instruction with every kind of operand: what encodings are compared with other tools on. */
import { formByName } from '../../../src/machine/assembler/form';
import type { InstructionRow } from '../../../src/machine/cpu/instruction';
import type { AssemblerOperand } from '../../../src/machine/encoding/operand';
import { type Sample, samplesOf, vectorSamplesOf } from './operand-samples';

/** An instruction with its text in Intel syntax. */
export interface Line {
  readonly text: string;
  readonly mnemonic: string;
  /** Has registers of APX, which an older assembler takes for symbols. */
  readonly extended: boolean;
  readonly operands: readonly AssemblerOperand[];
}

/** Every operand of every form in turn, the others plain. */
export function linesOf(row: InstructionRow): Line[] {
  const lines: Line[] = [];
  const seen = new Set<string>();
  const add = (mnemonic: string, samples: readonly Sample[]) => {
    const text = `${mnemonic} ${samples.map((sample) => sample.text).join(', ')}`.trim();
    if (seen.has(text)) return;
    seen.add(text);
    lines.push({
      text,
      mnemonic,
      extended: /\br(1[6-9]|2\d|3[01])d?\b/.test(text),
      operands: samples.map(({ operand }) => operand),
    });
  };
  for (const name of row.forms) {
    const form = formByName(name);
    const vector = form?.operands.some(({ file = '' }) => /^([xyz]mm|k)$/.test(file));
    const choices = (form?.operands ?? []).map((pattern) =>
      vector ? vectorSamplesOf(pattern, form?.evex ?? false) : samplesOf(pattern, form?.extendedAddress),
    );
    for (const mnemonic of [row.mnemonic, ...(row.aliases ?? [])]) add(mnemonic, plain(choices));
    for (const [position, choice] of choices.entries()) {
      // Without a mask only a high register asks for EVEX.
      const unmasked = form?.evex && form.operands[0]?.masking === undefined;
      for (const other of vector ? [0, unmasked ? 2 : 0] : [0, 1, choices.length > 1 ? 4 : 0]) {
        for (const sample of choice) add(row.mnemonic, plain(choices, other).with(position, sample));
      }
    }
  }
  return lines;
}

/** One sample of each operand: different ones, for tiles must differ. */
function plain(choices: readonly Sample[][], offset = 0): Sample[] {
  return choices.map((choice, position) => choice[(position + offset) % choice.length]!); // no pattern is without samples
}
