import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Code, Decoder, DecoderOptions } from 'iced-x86';
import { assemble } from '../../../src/machine/assembler/assemble';
import { encode } from '../../../src/machine/assembler/encode';
import { formByName } from '../../../src/machine/assembler/form';
import { registerAt } from '../../../src/machine/cpu/register-names';
import { decodeRow } from '../../../src/machine/disassembler/decode';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { ENCODING_ROWS, type EncodingRow, isEvex, MANDATORY_PREFIXES } from '../../../src/machine/encoding/rows';
import { INSTRUCTIONS } from '../../../src/machine/instructions';
import { AMX_INSTRUCTIONS } from '../../../src/machine/instructions/amx';
import { fromHex } from '../hex';
import { linesOf } from '../instructions/instruction-lines';
import { Random } from '../random';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const RECORDED = readFileSync(path.join(__dirname, '../../fixtures/encodings/amx-llvm-22.txt'), 'utf8');

const MOVRS = readFileSync(path.join(__dirname, '../../fixtures/encodings/movrs-llvm-22.txt'), 'utf8');

const GNU = readFileSync(path.join(__dirname, '../../fixtures/encodings/gnu.txt'), 'utf8');

function register(file: 'tmm' | 'xmm' | 'zmm' | 'gpr', index: number, size: number): AssemblerOperand {
  return { kind: 'register', register: registerAt(file, index, size)! }; // exists
}

describe('AMX encodings', () => {
  it('are those of LLVM’s assembler', () => {
    const wanted = new Map(
      RECORDED.trim()
        .split('\n')
        .map((line) => [line.slice(line.indexOf(' ') + 1), line.split(' ')[0]]),
    );
    const lines = AMX_INSTRUCTIONS.flatMap(linesOf);
    for (const { text, mnemonic, operands } of lines) {
      const result = assemble(mnemonic, [], operands, 0);
      assert.equal(isAssemblyError(result) ? undefined : hex(result.bytes), wanted.get(text), text);
      wanted.delete(text);
    }
    assert.deepEqual([...wanted.keys()], []);
  });

  it('of MOVRS are those of LLVM’s assembler, and decode to what was encoded', () => {
    const wanted = new Map(
      MOVRS.trim()
        .split('\n')
        .map((line) => [line.slice(line.indexOf(' ') + 1), line.split(' ')[0]]),
    );
    for (const { text, mnemonic, operands, extended } of INSTRUCTIONS.filter(({ features }) =>
      features.includes('MOVRS'),
    ).flatMap(linesOf)) {
      if (extended) continue;
      const result = assemble(mnemonic, [], operands, 0x1000);
      if (isAssemblyError(result)) continue;
      assert.equal(hex(result.bytes), wanted.get(text), text);
      wanted.delete(text);
      const decoded = decode(Uint8Array.of(...result.bytes, 0x90), 0x1000);
      assert.deepEqual(decoded, { kind: 'instruction', instruction: result.instruction }, text);
    }
    assert.deepEqual([...wanted.keys()], []);
  });

  it('of MOVRS with a register, with other prefixes or without its end are no instruction', () => {
    for (const code of ['0f388bc0', 'f30f388b00', 'f20f388a00', '62f57fca6fc1']) {
      assert.equal(decode(fromHex(code), 0).kind, 'invalid', code);
    }
    assert.deepEqual(decode(fromHex('0f388b'), 0), {
      kind: 'invalid',
      why: 'the instruction is cut off',
      cutOff: true,
    });
  });

  it('decode to what was encoded, for every form and every register', () => {
    let count = 0;
    for (const row of ENCODING_ROWS) {
      const form = formByName(row.form)!; // of an instruction
      const choices = form.operands.map((pattern, at): AssemblerOperand[] => {
        if (pattern.file === 'tmm') return Array.from({ length: 8 }, (_, index) => register('tmm', index, 1024));
        if (pattern.file === 'zmm') return Array.from({ length: 32 }, (_, index) => register('zmm', index, 64));
        if (pattern.file === 'gpr') return Array.from({ length: 16 }, (_, index) => register('gpr', index, 4));
        if (row.places[at] === 'imm8')
          return [0n, 1n, 15n, 16n, 128n, 255n].map((value) => ({ kind: 'immediate', value }));
        return addresses(isEvex(row) ? 32 : 16);
      });
      for (const operands of product(choices)) {
        const tiles = operands.map((operand) =>
          operand.kind === 'register' && operand.register.file === 'tmm' ? operand.register.index : -1,
        );
        const distinct = new Set(tiles.filter((tile) => tile >= 0)).size === tiles.filter((tile) => tile >= 0).length;
        const match = { mnemonic: '', form, operands, prefixes: [] };
        const bytes = encode(match, 0) as Uint8Array; // nothing is relative
        const decoded = decodeRow(Uint8Array.of(...bytes, 0x90, 0x90));
        if (!distinct) assert.equal(decoded?.kind, 'invalid');
        else
          assert.deepEqual(decoded, { kind: 'row', row, operands, length: bytes.length }, `${row.form} ${hex(bytes)}`);
        count++;
      }
    }
    assert.ok(count > 60_000, `${count}`);
  });

  it('are taken and refused as the decoder library does, where it knows them', () => {
    const random = new Random(11);
    const known = ENCODING_ROWS.filter((row) => !isEvex(row) && Reflect.has(Code, row.form));
    assert.equal(known.length, 15);
    let valid = 0;
    for (let count = 0; count < 60_000; count++) {
      const bytes = randomVex(random, random.pick(known));
      const ours = decodeRow(bytes);
      const text = ours?.kind === 'row' ? `${ours.row.form} ${ours.length}` : 'INVALID';
      assert.equal(text, byLibrary(bytes), `${hex(bytes)} ${ours?.kind === 'invalid' ? ours.why : ''}`);
      if (text !== 'INVALID') valid++;
    }
    assert.ok(valid > 2000, `${valid}`);
  });
});

describe('Encodings of all forms', () => {
  it('are those that GNU’s assembler gave when it was asked, on machines without it too', () => {
    const wanted = new Map(
      GNU.trim()
        .split('\n')
        .map((line) => [line.slice(line.indexOf(' ') + 1), line.split(' ')[0]]),
    );
    assert.ok(wanted.size > 1500, String(wanted.size));
    for (const { text, mnemonic, operands } of INSTRUCTIONS.flatMap(linesOf)) {
      const code = wanted.get(text);
      if (code === undefined) continue;
      wanted.delete(text);
      const result = assemble(mnemonic, [], operands, 0);
      if (!DIFFERENT.test(text)) assert.equal(isAssemblyError(result) ? result.message : hex(result.bytes), code, text);
    }
    assert.deepEqual([...wanted.keys()], []);
  });
});

/** Where we differ knowingly: see assembler.test.ts. */
const DIFFERENT = /^(xchg ax, ax|xchg rax, rax|lmsw .*|sysret)$/;

/** Prefixes that VEX forbids or takes before it. */
const PREFIXES = [0x66, 0xf2, 0xf3, 0xf0, 0x48, 0x40, 0x67, 0x64, 0x2e];

/** The row's opcode behind a VEX prefix whose other fields are mostly, not always, what the row wants. */
function randomVex(random: Random, row: EncodingRow): Uint8Array {
  const pp = MANDATORY_PREFIXES.indexOf(row.prefix);
  const low = ((random.oneIn(4) ? random.below(8) : 7) << 5) | row.map;
  const vvvv = random.oneIn(3) ? 15 : random.below(16);
  const middle = (random.oneIn(8) ? 0x80 : 0) | (vvvv << 3) | (random.oneIn(8) ? 4 : 0) | pp;
  const head = random.oneIn(8) ? [random.pick(PREFIXES)] : [];
  return Uint8Array.of(...head, 0xc4, low, middle, row.opcode, ...random.bytes(7));
}

function byLibrary(bytes: Uint8Array): string {
  const decoder = new Decoder(64, bytes, DecoderOptions.None);
  const instruction = decoder.decode();
  const text = instruction.code === Code.INVALID ? 'INVALID' : `${Code[instruction.code]} ${instruction.length}`;
  instruction.free();
  decoder.free();
  return text;
}

/** Every base with every index is left to the registers one by one, with displacements of all sizes. */
function addresses(count: number): AssemblerOperand[] {
  const operands: AssemblerOperand[] = [];
  const scales = [1, 2, 4, 8] as const;
  for (let index = 0; index < count; index++) {
    const one = registerAt('gpr', index, 8)!; // exists
    const other = registerAt('gpr', (index * 7 + 3) % count, 4)!;
    const narrow = registerAt('gpr', index, 4)!;
    for (const displacement of [0, 1, -128, 127, 128, -129, 0x12345678]) {
      operands.push({ kind: 'memory', base: one, scale: 1, displacement });
      if (other.index !== 4)
        operands.push({ kind: 'memory', base: narrow, index: other, scale: scales[index % 4]!, displacement });
    }
    if (index !== 4) operands.push({ kind: 'memory', index: one, scale: scales[index % 4]!, displacement: 64 });
  }
  return operands;
}

function product<Item>(choices: readonly (readonly Item[])[]): Item[][] {
  return choices.reduce<Item[][]>(
    (heads, items) => heads.flatMap((head) => items.map((item) => [...head, item])),
    [[]],
  );
}

describe('Bytes that are almost AMX instructions', () => {
  const cases: readonly (readonly [bytes: string, why: RegExp])[] = [
    ['66 c4 e2 6b 5e c1', /TDPBSSD cannot have the prefix 0x66/],
    ['f0 c4 e2 78 49 c0', /TILERELEASE cannot have the prefix LOCK/],
    ['f3 c4 e5 68 fd c1', /TDPBF8PS cannot have the prefix 0xf3/],
    ['48 c4 e2 7b 4a 0c 0e', /TILELOADDRS cannot have the prefix REX/],
    ['c4 e5 6c fd c1', /TDPBF8PS is encoded with VEX\.L = 0/],
    ['c4 e5 e8 fd c1', /TDPBF8PS is encoded with VEX\.W = 0/],
    ['c4 e5 78 fd c0', /names tmm0 twice/],
    ['c4 e5 70 fd c1', /TDPBF8PS names tmm1 twice, and needs three different tiles/],
    ['c4 65 68 fd c1', /TDPBF8PS names tmm8, which does not exist/],
    ['c4 c5 68 fd c1', /names tmm9, which/],
    ['c4 e5 28 fd c1', /names tmm10, which/],
    ['c4 e5 68 fd 01', /TDPBF8PS takes registers only, and ModRM names memory/],
    ['c4 e2 7b 4a c8', /TILELOADDRS takes memory, and ModRM names a register/],
    ['c4 e2 7b 4a 0e', /TILELOADDRS needs a SIB byte/],
    ['c4 e2 6b 4a 0c 0e', /TILELOADDRS has no operand in VEX\.vvvv, which must be 1111b/],
    ['c4 e2 78 49 0f', /LDTILECFG has ModRM\.reg = 000b/],
    ['c4 e2 7b 49 c9', /TILEZERO has ModRM\.rm = 000b/],
    ['62 f2 75 08 4a ca', /TILEMOVROW is encoded with EVEX\.L'L = 10b/],
    ['62 f2 75 28 4a ca', /TILEMOVROW is encoded with EVEX\.L'L = 10b/],
    ['62 f2 f5 48 4a ca', /TILEMOVROW is encoded with EVEX\.W = 0/],
    ['62 f2 75 49 4a ca', /TILEMOVROW takes no mask, no zeroing and no broadcast/],
    ['62 f2 75 58 4a ca', /takes no mask/],
    ['62 f2 75 c8 4a ca', /takes no mask/],
    ['62 f2 75 40 4a ca', /TILEMOVROW names r17d, which does not exist here/],
    ['62 f3 75 48 07 ca 03', /TILEMOVROW has no operand in EVEX\.vvvv, which must be 1111b/],
    ['62 f3 7d 40 07 ca 03', /TILEMOVROW has no operand in EVEX\.vvvv/],
    ['62 d2 75 48 4a ca', /TILEMOVROW names tmm10/],
    ['62 b2 75 48 4a ca', /TILEMOVROW names tmm18/],
    ['62 fa 75 48 4a ca', /TILEMOVROW is encoded with EVEX\.B4 = 0 and EVEX\.X4 = 1/],
    ['62 f2 71 48 4a ca', /TILEMOVROW is encoded with EVEX\.B4 = 0 and EVEX\.X4 = 1/],
    ['62 f2 74 48 6d 0a', /TCVTROWPS2PHH takes registers only/],
    ['62 fa 7c 28 49 00', /LDTILECFG is encoded with EVEX\.L = 0/],
    ['62 fa fc 08 49 00', /LDTILECFG is encoded with EVEX\.W = 0/],
    ['62 fa 7f 0c 4b 04 20', /TILELOADD takes no mask/],
  ];

  for (const [bytes, why] of cases) {
    it(`${bytes}: ${why.source}`, () => {
      const decoded = decode(fromHex(bytes.replaceAll(' ', '')), 0);
      assert(decoded.kind === 'invalid', JSON.stringify(decoded));
      assert.match(decoded.why, /^the bytes are no instruction: /);
      assert.match(decoded.why, why);
    });
  }

  it('are cut off at every length', () => {
    for (const whole of [
      'c4e568fdc1',
      'c4e27b4a8c0e00010000',
      '62f37d4807ca03',
      '62ba7b084b9c7800010000',
      '67c4e2784905',
    ]) {
      const bytes = fromHex(whole);
      for (let length = 1; length < bytes.length; length++) {
        assert.deepEqual(
          decode(bytes.subarray(0, length), 0),
          { kind: 'invalid', why: 'the instruction is cut off', cutOff: true },
          `${whole} ${length}`,
        );
      }
    }
  });

  it('with FS or GS are x86 that is not modelled, other segments mean nothing', () => {
    assert.deepEqual(decode(fromHex('64c4e27b4b0c0e'), 0), {
      kind: 'not-modelled',
      text: 'tileloadd tmm1, fs:[rsi+rcx*1]',
      length: 7,
    });
    const decoded = decode(fromHex('2ec4e27b4b0c0e'), 0);
    assert(decoded.kind === 'instruction');
    assert.equal(formatInstruction(decoded.instruction), 'tileloadd tmm1, [rsi+rcx*1]');
  });

  it('promoted without need mean the same as the shorter form', () => {
    const decoded = decode(fromHex('62f27c084907'), 0);
    assert(decoded.kind === 'instruction');
    assert.equal(decoded.instruction.form, 'EVEX_Ldtilecfg_m512');
    assert.equal(formatInstruction(decoded.instruction), 'ldtilecfg [rdi]');
  });
});

describe('Registers of APX', () => {
  const r16 = registerAt('gpr', 16, 8)!; // exists
  const memory: AssemblerOperand = { kind: 'memory', base: r16, scale: 1, displacement: 0 };
  const xmm1 = register('xmm', 1, 16);

  it('are refused by name where an instruction does not take them', () => {
    const cases: readonly (readonly [string, readonly AssemblerOperand[], string, RegExp])[] = [
      ['aesenc', [xmm1, memory], 'wrong-operand', /`aesenc` cannot be encoded with r16 to r31: it has no encoding/],
      ['vpmaskmovd', [xmm1, xmm1, memory], 'wrong-operand', /`vpmaskmovd` cannot be encoded with r16/],
      [
        'tilemovrow',
        [register('zmm', 1, 64), register('tmm', 0, 1024), register('gpr', 16, 4)],
        'wrong-operand',
        /`tilemovrow`/,
      ],
      [
        'xsave64',
        [memory],
        'wrong-operand',
        /`xsave64` cannot be encoded with r16 to r31: with the prefix REX2 it raises #UD/,
      ],
      ['xrstors', [memory], 'wrong-operand', /REX2/],
      ['tileloadd', [register('zmm', 1, 64), memory], 'wrong-operand', /`zmm1` cannot be the first operand/],
    ];
    for (const [mnemonic, operands, code, message] of cases) {
      const result = assemble(mnemonic, [], operands, 0);
      assert(isAssemblyError(result), mnemonic);
      assert.equal(result.code, code, mnemonic);
      assert.match(result.message, message);
    }
  });
});
