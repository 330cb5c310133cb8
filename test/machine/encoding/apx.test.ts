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

describe('Instructions of APX', () => {
  it('have the encodings of LLVM’s assembler', () => {
    for (const [bytes, text] of ALL) assert.equal(hex(assembleLine(text).bytes), bytes, text);
  });

  it('decode to what was encoded', () => {
    for (const [bytes, text] of ALL) {
      const decoded = decode(fromHex(`${bytes}cccccccc`), 0x401000);
      assert(decoded.kind === 'instruction', text);
      assert.deepEqual(decoded.instruction, assembleLine(text, 0x401000), text);
      assert.deepEqual(assembleLine(formatInstruction(decoded.instruction), 0x401000), decoded.instruction, text);
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
      assert.match(decoded.why, /REX2?\b/);
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

describe('The prefix REX2', () => {
  const textOf = (bytes: string): string => {
    const decoded = decode(fromHex(bytes), 0x401000);
    return decoded.kind === 'instruction' ? formatInstruction(decoded.instruction) : `${decoded.kind}`;
  };

  it('extends base and index where the lower bits name none', () => {
    assert.equal(textOf('d5288b042560000000'), 'mov rax, QWORD PTR [r20*1+0x60]');
    assert.equal(textOf('d5208b0420'), 'mov eax, DWORD PTR [rax+r20*1]');
    // SIB.base 101b with mod 0 is a displacement, and ModRM.rm 101b with mod 0 is RIP, whatever B4 says.
    assert.equal(textOf('d5108b042560000000'), '{rex2} mov eax, DWORD PTR [0x60]');
    assert.equal(textOf('d5108b0510000000'), '{rex2} mov eax, DWORD PTR [rip+0x10]');
  });

  it('makes XCHG of NOP, as REX does, and leaves PAUSE what it is', () => {
    assert.equal(textOf('d50090'), '{rex2} nop');
    assert.equal(textOf('d51090'), 'xchg r16d, eax');
    assert.equal(textOf('d51890'), 'xchg r16, rax');
    assert.equal(textOf('f3d50090'), '{rex2} pause');
    assert.equal(textOf('f3d51890'), '{rex2} pause');
    assert.equal(textOf('d50898'), '{rex2} cdqe');
    assert.equal(textOf('66d50098'), '{rex2} cbw');
  });

  it('has no effect on registers of which there are no more: vectors, segments, MMX', () => {
    assert.equal(textOf('d5d010c1'), '{rex2} movups xmm0, xmm1');
    assert.equal(textOf('d5d410c1'), '{rex2} movups xmm8, xmm1');
    assert.equal(textOf('d5508cc1'), 'mov r17d, es');
    assert.equal(textOf('d5c06ec1'), '{rex2} movd mm0, ecx');
  });

  it('names no control register beyond 15', () => {
    assert.equal(textOf('d59020c0'), 'mov r16, cr0');
    assert.equal(textOf('d5c020c0'), 'invalid');
  });

  it('stands last, and before an opcode of maps 0 and 1', () => {
    for (const bytes of [
      'd50066',
      'd5000fafc1',
      'd5100fafc1',
      'd50062f17c08',
      'd50048',
      'd500c5f877',
      'd500d50001c0',
    ]) {
      const decoded = decode(fromHex(`${bytes}cccccccc`), 0);
      assert.deepEqual([decoded.kind, 'cutOff' in decoded], ['invalid', false], bytes);
    }
  });

  it('of JMPABS goes with segments alone, without W', () => {
    const target = '8877665544332211';
    assert.equal(textOf(`d500a1${target}`), 'jmpabs 0x1122334455667788');
    assert.equal(textOf(`d577a1${target}`), 'jmpabs 0x1122334455667788');
    assert.equal(textOf(`2ed500a1${target}`), 'jmpabs 0x1122334455667788');
    for (const bytes of ['d508a1', '66d500a1', '67d500a1', 'f0d500a1', 'f2d500a1', 'f3d500a1'])
      assert.equal(textOf(bytes + target), 'invalid', bytes);
  });

  it('tells PUSHP and POPP from PUSH and POP by W', () => {
    assert.equal(textOf('d50850'), 'pushp rax');
    assert.equal(textOf('d51958'), 'popp r24');
    assert.equal(textOf('d51058'), 'pop r16');
    assert.equal(textOf('66d51050'), 'push r16w');
    assert.equal(textOf('66d51850'), 'pushp r16');
  });
});

describe('The bits of EVEX that APX gives to general registers', () => {
  const textOf = (bytes: string): string => {
    const decoded = decode(fromHex(bytes), 0);
    return decoded.kind === 'instruction' ? formatInstruction(decoded.instruction) : `${decoded.kind}`;
  };

  it('extend addresses and general registers, and not vectors', () => {
    assert.equal(textOf('62f97848104c8801'), 'vmovups zmm1, ZMMWORD PTR [r16+r17*4+0x40]');
    assert.equal(textOf('62fa7d49900c90'), 'vpgatherdd zmm1{k1}, [r16+zmm2*4]');
    assert.equal(textOf('62fa7d487cc8'), 'vpbroadcastd zmm1, r16d');
    assert.equal(textOf('62e17e082cd1'), 'vcvttss2si r18d, xmm1');
    assert.equal(textOf('62f978481004a0'), 'vmovups zmm0, ZMMWORD PTR [r16+r20*4]');
    assert.equal(textOf('62f97c4810c1'), 'vmovups zmm0, zmm1');
    assert.equal(textOf('62f1784810c1'), 'invalid');
    assert.equal(textOf('62e17c4810c1'), 'vmovups zmm16, zmm1');
  });
});
