import assert from 'node:assert/strict';
import { type Assembled, assemble } from '../../../src/machine/assembler/assemble';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { apxFormOf } from '../../../src/machine/encoding/apx';
import { type AssemblerOperand, type AssemblyErrorCode, isAssemblyError } from '../../../src/machine/encoding/operand';
import { INSTRUCTIONS } from '../../../src/machine/instructions';
import { needs } from '../../host/needs';
import { type Line, linesOf } from '../instructions/instruction-lines';
import { number, register, type Sample } from '../instructions/operand-samples';
import { assembleLines, gnuBinutils, SLOT } from './gnu-assembler';

/**
 * Where we differ from the GNU assembler, knowingly: XCHG of the accumulator with itself is never written as NOP, LMSW
 * with a word keeps its operand-size prefix, which changes nothing, and SYSRET without a size returns to 64-bit code, as
 * there is no other. PREFETCHIT takes every address, of which those without RIP do nothing. MOVDIR64B
 * takes an address without registers as one of 64 bits. VMOVW
 * takes general registers of 64 bits, as the manual has it.
 */
const DIFFERENT =
  /^(xchg ax, ax|xchg rax, rax|lmsw .*|sysret|prefetchit[01] .*|movdir64b e\w\w, \[[-0].*|vmovw .*\br(ax|cx|dx|bx|sp|bp|si|di|\d+)\b(?!.*[+\]]).*)$/;

/** What an assembler older than an instruction says of it. Those are compared elsewhere with what LLVM makes of them. */
const TOO_NEW = /^no such instruction/;

/** With branch targets made absolute: samples have them relative to the instruction. */
function placed(line: Line, address: number): readonly AssemblerOperand[] {
  return line.operands.map((operand) =>
    operand.kind === 'branch' ? { kind: 'branch', target: operand.target + address } : operand,
  );
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const lines = INSTRUCTIONS.flatMap(linesOf);
const results = lines.map((line, index) => assemble(line.mnemonic, [], placed(line, index * SLOT), index * SLOT));
const assembled = lines.flatMap((line, index) => {
  const result = results[index]!; // one for each line
  return isAssemblyError(result) ? [] : [{ line, ...result }];
});

describe('assembled instructions', () => {
  it('cover every form of every instruction in the tables but for those with APX’s EVEX prefix', () => {
    const used = new Set(assembled.map(({ instruction }) => instruction.form));
    // Encodings that an assembler never chooses; the decoder meets them.
    const decodedOnly =
      /^Sal_|_F[67]r1$|^Nop[wq]$|^Lmsw_r|_r8_rm8$|_r16_rm16$|_r32_rm32$|_r64_rm64$|_(0F11|MAP5_11)$|^EVEX_Vmovq_xmmm64_xmm$|^VEX_V(pdp|pmadd52|cvtneps2bf16)|_rel16$|[Mm]ovmsk(ps|pd|b)_r64_|[Ee]xtractps_r64|[Pp]insr[bw]_mm_r64|[Pp]insr[bw]_xmm_(xmm_)?r64|[Pp]extr[bw]_r64|^Mov_(r64m16_Sreg|Sreg_(rm16|r64m16))$/;
    const missing = INSTRUCTIONS.flatMap(({ forms }) => forms).filter(
      (form) => !used.has(form) && !decodedOnly.test(form) && !apxFormOf(form),
    );
    assert.deepEqual(missing, []);
  });

  it('decode to what was assembled', () => {
    for (const { line, bytes, instruction } of assembled) {
      const decoded = decode(bytes, instruction.address);
      assert.deepEqual(decoded, { kind: 'instruction', instruction }, line.text);
    }
  });

  describe('against the GNU assembler', () => {
    before(function () {
      needs(this, gnuBinutils());
    });

    it('have the same bytes, and are refused alike', () => {
      const differences: string[] = [];
      for (const [index, expected] of assembleLines(lines.map(({ text }) => text)).entries()) {
        const result = results[index]!; // one for each line
        const actual = isAssemblyError(result) ? result.code : hex(result.bytes);
        const wanted = typeof expected === 'string' ? expected : hex(expected);
        const same = typeof expected === 'string' ? isAssemblyError(result) : actual === wanted;
        const { text, extended } = lines[index]!; // one for each result
        if (!same && !extended && !TOO_NEW.test(wanted) && !DIFFERENT.test(text))
          differences.push(`${text}: ${actual}, not ${wanted}`);
      }
      assert.deepEqual(differences, []);
    });

    it('have the same bytes again when formatted and assembled', () => {
      const straight = assembled.filter(
        ({ instruction }) => !instruction.operands.some(({ kind }) => kind === 'branch'),
      );
      const texts = straight.map(({ instruction }) => formatInstruction(instruction));
      const differences = assembleLines(texts).flatMap((expected, index) => {
        const { bytes }: Assembled = straight[index]!; // one for each text
        const text = texts[index]!;
        const wanted = typeof expected === 'string' ? expected : hex(expected);
        const skipped = TOO_NEW.test(wanted) || DIFFERENT.test(text) || straight[index]?.line.extended;
        if (wanted === hex(bytes) || skipped) return [];
        return [`${text}: ${hex(bytes)}, not ${wanted}`];
      });
      assert.deepEqual(differences, []);
    });

    it('have the same bytes with prefixes', () => {
      const memory = { kind: 'memory', base: registerByName('rax')!, scale: 1, displacement: 0, size: 4 } as const; // exists
      const one = { kind: 'immediate', value: 1n } as const;
      const cases: [string, string, readonly AssemblerOperand[]][] = [
        ['lock', 'add', [memory, one]],
        ['lock', 'xchg', [{ ...memory, size: 2 }, register('cx').operand]],
        ['rep', 'ret', []],
        ['notrack', 'jmp', [register('rax').operand]],
        ['notrack', 'call', [{ ...memory, size: 8 }]],
      ];
      const texts = cases.map(([prefix, mnemonic, operands], index) => {
        const result = assemble(mnemonic, [prefix], operands, index * SLOT);
        assert.ok(!isAssemblyError(result), mnemonic);
        assert.deepEqual(decode(result.bytes, index * SLOT), { kind: 'instruction', instruction: result.instruction });
        return [formatInstruction(result.instruction), hex(result.bytes)] as const;
      });
      assert.deepEqual(
        assembleLines(texts.map(([text]) => text)).map((bytes) => (typeof bytes === 'string' ? bytes : hex(bytes))),
        texts.map(([, bytes]) => bytes),
      );
    });

    it('are refused where it refuses them', () => {
      const [al, ah, r8b, eax, ecx, rax, xmm0, xmm1] = 'al ah r8b eax ecx rax xmm0 xmm1'.split(' ').map(register);
      const tiles = ['tmm0', 'tmm0', 'tmm1'].map(register);
      const unsized = (text: string, part: object): Sample => ({
        text,
        operand: { kind: 'memory', scale: 1, displacement: 0, ...part },
      });
      const bare = unsized('[rax]', { base: registerByName('rax') });
      const cases: [AssemblyErrorCode, string, readonly (Sample | undefined)[]][] = [
        ['ambiguous-size', 'inc', [bare]],
        ['ambiguous-size', 'mov', [bare, number(1n)]],
        ['ambiguous-size', 'movzx', [eax, bare]],
        ['ambiguous-size', 'movsx', [rax, bare]],
        ['ambiguous-size', 'nop', [bare]],
        ['high-byte-register', 'mov', [ah, r8b]],
        ['high-byte-register', 'movzx', [rax, ah]],
        ['equal-tiles', 'tdpbssd', tiles],
        ['immediate-range', 'add', [rax, number(0xffff_ffffn)]],
        ['immediate-range', 'push', [number(0xffff_ffffn)]],
        ['immediate-range', 'shl', [eax, number(300n)]],
        ['wrong-operand', 'mov', [eax, al]],
        ['wrong-operand', 'push', [eax]],
        ['wrong-operand', 'xsave', [unsized('DWORD PTR [rax]', { base: registerByName('rax'), size: 4 })]],
        ['wrong-operand', 'tileloadd', [tiles[2], unsized('[rip+64]', { base: registerByName('rip') })]],
        ['operand-count', 'mov', [eax]],
        [
          'bad-address',
          'mov',
          [eax, unsized('[eax+rcx*4]', { base: registerByName('eax'), index: registerByName('rcx') })],
        ],
        [
          'bad-address',
          'mov',
          [eax, unsized('[esp+esp]', { base: registerByName('esp'), index: registerByName('esp') })],
        ],
        ['bad-address', 'mov', [eax, unsized('[al]', { base: registerByName('al') })]],
        ['unknown-mnemonic', 'mvo', [eax, ecx]],
        ['bad-prefix', 'rep movsd', [xmm0, xmm1]],
        ['bad-prefix', 'repne cmpsd', [xmm0, xmm1, number(1n)]],
      ];
      for (const [index, result] of assembleLines(
        cases.map(([, mnemonic, samples]) => `${mnemonic} ${samples.map((sample) => sample?.text).join(', ')}`),
      ).entries()) {
        const [code, mnemonic, samples] = cases[index]!; // one for each line
        assert.equal(typeof result, 'string', mnemonic);
        const operands = samples.flatMap((sample) => sample?.operand ?? []);
        const [name = '', ...prefixes] = mnemonic.split(' ').reverse();
        const actual = assemble(name, prefixes, operands, 0);
        assert.equal(isAssemblyError(actual) && actual.code, code, mnemonic);
      }
    });
  });

  it('are refused with {rex2} where only the prefix has no place', () => {
    const [rax, rbx] = [register('rax').operand, register('rbx').operand];
    const xmms = ['xmm0', 'xmm1', 'xmm2'].map((name) => register(name).operand);
    const cases: readonly (readonly [string, readonly string[], readonly AssemblerOperand[]])[] = [
      ['vaddps', ['{rex2}'], xmms],
      ['pshufb', ['{rex2}'], xmms.slice(1)],
      ['add', ['{rex2}', '{nf}'], [rax, rbx]],
      ['add', ['{rex2}'], [rax, rbx, rax]],
      ['movsb', ['{rex2}'], []],
    ];
    for (const [mnemonic, prefixes, operands] of cases) {
      const result = assemble(mnemonic, prefixes, operands, 0);
      assert(isAssemblyError(result) && result.code === 'bad-prefix', mnemonic);
      assert.match(result.message, /cannot have \{rex2\}/);
    }
    assert(!isAssemblyError(assemble('add', ['{rex2}'], [rax, rbx], 0)));
  });

  it('are told apart: no x86, and x86 that is not modelled', () => {
    const codeOf = (mnemonic: string, ...names: string[]) => {
      const result = assemble(
        mnemonic,
        [],
        names.map((name) => register(name).operand),
        0,
      );
      return isAssemblyError(result) ? result.code : undefined;
    };
    assert.equal(codeOf('addpsx', 'xmm0', 'xmm1'), 'unknown-mnemonic');
    assert.equal(codeOf('senduipi', 'rax'), 'not-modelled');
    assert.equal(codeOf('push', 'fs'), 'not-modelled');
    for (const newer of ['prefetchrst2', 'WRSSQ', 'enqcmd']) assert.equal(codeOf(newer), 'not-modelled', newer);
    for (const withdrawn of ['tmmultf32ps', 'ttdpbf16ps'])
      assert.equal(codeOf(withdrawn), 'unknown-mnemonic', withdrawn);
  });
});
