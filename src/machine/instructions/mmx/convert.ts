/** Conversions between MMX registers and floating point (Intel SDM vol. 2, CVTPI2PS to CVTTPD2PI). */
import type { Instruction, InstructionRow } from '../../cpu/instruction';
import { compileVector } from '../../vector/compile';
import { DOUBLE, SINGLE } from '../../vector/float/format';
import { eachLane, readPattern, writePattern } from '../../vector/float-lanes';
import type { Meaning } from '../../vector/meaning';
import { targetWritten } from '../../vector/written';
import { type Convert, I32, toFloat, toInteger } from '../vector/convert';
import { mmxRow } from './row';

const LANES = 2;
const KINDS = {
  ps: { format: SINGLE, words: 'singles', length: 8 },
  pd: { format: DOUBLE, words: 'doubles', length: 16 },
} as const;
type Suffix = keyof typeof KINDS;

/** @param source the source that is converted, of `from` bytes an element, to elements of `to` bytes. */
function converting(convert: Convert, source: 0 | 1, from: 4 | 8, to: 4 | 8, also: Partial<Meaning>): Meaning {
  return {
    lane: to,
    float: true,
    ...also,
    operate: (frame) => {
      // The upper half of a vector that is converted to in its lower one stays.
      if (source === 1) frame.result.u64[1] = frame.sources[0].u64[1]!; // eight quadwords
      eachLane(frame, LANES, (lane, context) => {
        writePattern(frame.result, to, lane, convert(readPattern(frame.sources[source], from, lane), context, frame));
      });
    },
  };
}

function fromIntegers(suffix: Suffix): InstructionRow {
  const { format, words, length } = KINDS[suffix];
  const name = `cvtpi2${suffix}`;
  const bytes = length === 8 ? 4 : 8;
  const isHalf = suffix === 'ps';
  const meaning = converting(toFloat(I32, format), isHalf ? 1 : 0, 4, bytes, {
    resultBytes: () => 16,
    ...(isHalf && { nds: true }),
    ...(!isHalf && { float: false }),
  });
  const row = mmxRow({
    name,
    summary: `Convert two integers of 32 bits to ${words}`,
    operation: `The elements of first = those of second as ${words}${isHalf ? '; bits 127:64 stay' : ''}.`,
    after:
      'With a register for second, no x87 register is empty then, and physical register 0 is on top; with memory, x87 state is neither looked at nor changed.',
    feature: isHalf ? 'SSE' : 'SSE2',
    operands: ['xmm_mmm64'],
    meaning,
    withSse: length,
  });
  return {
    ...row,
    written: (instruction) => (hasMemory(instruction) ? targetWritten(instruction) : row.written!(instruction)), // each row of MMX has it
    compile: (instruction) => (hasMemory(instruction) ? compileVector(meaning, instruction) : row.compile(instruction)),
  };
}

function hasMemory({ operands }: Instruction): boolean {
  return operands.some(({ kind }) => kind === 'memory');
}

function toIntegers(suffix: Suffix, truncates: boolean): InstructionRow {
  const { format, words, length } = KINDS[suffix];
  const how = truncates ? ', truncated' : ', rounded as MXCSR says';
  return mmxRow({
    name: `cvt${truncates ? 't' : ''}${suffix}2pi`,
    summary: `Convert two ${words} to integers of 32 bits`,
    operation: `The elements of first = those of second as integers${how}.`,
    feature: suffix === 'ps' ? 'SSE' : 'SSE2',
    operands: [suffix === 'ps' ? 'mm_xmmm64' : 'mm_xmmm128'],
    meaning: converting(toInteger(format, I32, truncates), 0, length === 8 ? 4 : 8, 4, { resultBytes: () => 8 }),
    withSse: length,
  });
}

export const MMX_CONVERSIONS: readonly InstructionRow[] = (['ps', 'pd'] as const).flatMap((suffix) => [
  fromIntegers(suffix),
  toIntegers(suffix, false),
  toIntegers(suffix, true),
]);
