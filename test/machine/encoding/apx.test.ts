import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { fromHex } from '../hex';
import { assembleLine } from '../instructions/instruction-line';

function linesOf(file: string): readonly (readonly [bytes: string, text: string])[] {
  return readFileSync(path.join(__dirname, '../../fixtures/encodings', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
}

const ALL = linesOf('apx-llvm-22.txt');

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The other lines have EVEX. */
const WITH_REX2 = ALL.filter(([bytes]) => /^(f0|66|f3)?d5/.test(bytes));
const LINES = ALL.filter((line) => !WITH_REX2.includes(line));

/** Other names of the same conditions and instructions. */
const SAME: Readonly<Record<string, string>> = { movabs: 'mov' };

function mnemonicOf(text: string): string {
  const [name = ''] = text.replace(/^(\{\w+\}|lock) /, '').split(' ');
  return SAME[name] ?? name;
}

describe('Instructions of APX', () => {
  it('with REX2 have the encodings of LLVM’s assembler', () => {
    for (const [bytes, text] of WITH_REX2) assert.equal(hex(assembleLine(text).bytes), bytes, text);
  });

  it('with REX2 decode to what was encoded', () => {
    for (const [bytes, text] of WITH_REX2) {
      const decoded = decode(fromHex(`${bytes}cccccccc`), 0x401000);
      assert(decoded.kind === 'instruction', text);
      assert.deepEqual(decoded.instruction, assembleLine(text, 0x401000), text);
      assert.deepEqual(assembleLine(formatInstruction(decoded.instruction), 0x401000), decoded.instruction, text);
    }
  });

  it('are x86 that is not modelled, each with its name and its length', () => {
    for (const [bytes, text] of LINES) {
      const decoded = decode(fromHex(`${bytes}cccccccc`), 0x401000);
      assert(decoded.kind === 'not-modelled', `${text}: ${JSON.stringify(decoded)}`);
      assert.equal(decoded.text.split(' ')[0], mnemonicOf(text), text);
      assert.equal(decoded.length, bytes.length / 2, text);
      assert.match(decoded.text, /APX/);
    }
  });

  it('are cut off at every length', () => {
    for (const [bytes, text] of ALL) {
      const whole = fromHex(bytes);
      for (let length = 1; length < whole.length; length++) {
        const decoded = decode(whole.subarray(0, length), 0x401000);
        assert.equal(decoded.kind, 'invalid', `${text} ${length}: ${JSON.stringify(decoded)}`);
      }
    }
  });

  it('are no XSAVE and no XRSTOR: with REX2 these raise #UD, while FXSAVE does not', () => {
    // REX2 with M0 = 1 and no other bit, then 0F's AE and C7.
    for (const [bytes, name] of [
      ['d580ae20', 'XSAVE'],
      ['d588ae20', 'XSAVE64'],
      ['d580ae28', 'XRSTOR'],
      ['d580ae30', 'XSAVEOPT'],
      ['d590c718', 'XRSTORS'],
      ['d580c720', 'XSAVEC'],
      ['d588c728', 'XSAVES64'],
    ] as const) {
      const why = `the bytes are no instruction: ${name} cannot have the prefix REX2`;
      assert.deepEqual(decode(fromHex(bytes), 0), { kind: 'invalid', why });
    }
    assert.equal(decode(fromHex('d580ae00'), 0).kind, 'instruction');
  });

  it('are none where an opcode does not go with REX2, nor behind REX', () => {
    for (const bytes of ['d5007405', 'd500e4aa', 'd5808400aabbccdd', 'd500a400', '48d500890048', '4862f47c1801d1']) {
      const decoded = decode(fromHex(bytes), 0);
      assert(decoded.kind === 'invalid', bytes);
      assert.match(decoded.why, /REX2? /);
    }
  });
});

describe('R16 to R31 in older instructions', () => {
  /**
   * Where LLVM and GNU's assembler, which is followed here, choose otherwise with lower registers, too: the operand size of
   * selectors, one of two opcodes, and the number of a pair of opmasks.
   */
  const CHOSEN_OTHERWISE = /^(lmsw|mov .*\bds\b|vmovq .*\[|vp2intersect)/;
  const recorded = linesOf('apx-egpr-llvm-22.txt').filter(([, text]) => !CHOSEN_OTHERWISE.test(text));

  it('have the encodings of LLVM’s assembler', () => {
    const different = recorded.flatMap(([bytes, text]) => {
      const own = hex(assembleLine(text).bytes);
      return own === bytes ? [] : [`${text}: ${own}, not ${bytes}`];
    });
    assert.deepEqual(different, []);
  });

  it('are decoded from these, and written so that they are assembled to the same', () => {
    for (const [bytes, text] of recorded) {
      const decoded = decode(fromHex(bytes), 0);
      assert(decoded.kind === 'instruction', text);
      assert.equal(hex(assembleLine(formatInstruction(decoded.instruction)).bytes), bytes, text);
    }
  });
});
