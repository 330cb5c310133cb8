import assert from 'node:assert/strict';
import { assemble } from '../../../src/machine/assembler/assemble';
import { formByName } from '../../../src/machine/assembler/form';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { VECTOR_INSTRUCTIONS } from '../../../src/machine/instructions/vector';
import { needs } from '../../host/needs';
import { assembleLine, bareCpu, executeLine, faultOfLine, lanesOf, setLanes } from '../instructions/instruction-line';
import { assembleLines, gnuBinutils } from './gnu-assembler';

const MODES = ['rn-sae', 'rd-sae', 'ru-sae', 'rz-sae'] as const;

const FORMS = VECTOR_INSTRUCTIONS.flatMap(({ mnemonic, forms }) =>
  // 32-bit integers are doubles without rounding.
  forms
    .filter((form) => /_(er|sae)$/.test(form) && !/dq2pd|si2sd\w+rm32/.test(form))
    .map((form) => ({ mnemonic, form })),
);

/** Registers only, with an immediate where the form has one. */
function operandsFor(form: string): AssemblerOperand[] {
  return (formByName(form)?.operands ?? []).map(({ file, size, immediate }, index): AssemblerOperand => {
    if (immediate !== undefined) return { kind: 'immediate', value: 5n };
    const name = file === 'gpr' ? (size === 8 ? 'rcx' : 'ecx') : `${file}${file === 'k' ? 2 : [17, 2, 30][index]}`;
    return { kind: 'register', register: registerByName(name)! }; // names that exist
  });
}

const ROUNDED = FORMS.flatMap(({ mnemonic, form }) =>
  (form.endsWith('_sae') ? (['sae'] as const) : MODES).map((rounding) => {
    const assembled = assemble(mnemonic, [`{${rounding}}`], operandsFor(form), 0);
    if (isAssemblyError(assembled)) assert.fail(`${form}: ${assembled.message}`);
    return { form, rounding, ...assembled };
  }),
);

describe('rounding in the encoding', () => {
  it('is taken by every form that has it, and decodes to itself', () => {
    assert.ok(ROUNDED.length > 300, `${ROUNDED.length}`);
    for (const { form, rounding, bytes, instruction } of ROUNDED) {
      assert.equal(instruction.form, form);
      assert.equal(instruction.rounding, rounding);
      assert.deepEqual(decode(bytes, 0), { kind: 'instruction', instruction });
    }
  });

  it('has the encodings of the GNU assembler', function () {
    needs(this, gnuBinutils());
    const lines = ROUNDED.map(({ instruction }) => formatInstruction(instruction));
    const wrong = assembleLines(lines).flatMap((expected, index) => {
      const actual = Buffer.from(ROUNDED[index]!.bytes).toString('hex');
      const wanted = typeof expected === 'string' ? expected : Buffer.from(expected).toString('hex');
      return actual === wanted ? [] : [`${lines[index]}: ${actual}, not ${wanted}`];
    });
    assert.deepEqual(wrong, []);
  });

  it('goes before an immediate, as in the text of compilers', () => {
    const text = 'vcmpps k2{k1}, zmm1, zmm2, {sae}, 0x1';
    assert.equal(formatInstruction(assembleLine(text)), text);
    assert.equal(assembleLine('vcmpltps k2{k1}, zmm1, zmm2, {sae}').rounding, 'sae');
  });

  it('rounds as MXCSR would with that mode, and leaves MXCSR alone', () => {
    for (const [mode, rounding] of MODES.entries()) {
      const [own, by] = [bareCpu(), bareCpu()];
      for (const cpu of [own, by]) {
        setLanes(cpu, 1, 4, [0x3f800001n, 0xbf800001n, 0x00800001n, 0x7f7fffffn]);
        setLanes(cpu, 2, 4, [0x33800001n, 0xb3800001n, 0x3f000000n, 0x7f7fffffn]);
      }
      // RC counts nearest, down, up, zero.
      by.mxcsr = 0x1f80 | (mode << 13);
      own.mxcsr = 0x1f80;
      for (const operation of ['vaddps', 'vmulps', 'vdivps']) {
        executeLine(own, `${operation} zmm3, zmm1, zmm2, {${rounding}}`);
        executeLine(by, `${operation} zmm3, zmm1, zmm2`);
        assert.deepEqual(lanesOf(own, 3, 4), lanesOf(by, 3, 4), `${operation} ${rounding}`);
      }
      assert.equal(own.mxcsr, 0x1f80);
    }
  });

  it('suppresses exceptions that MXCSR does not mask', () => {
    const cpu = bareCpu();
    cpu.cr4 |= 1n << 10n; // OSXMMEXCPT
    cpu.mxcsr = 0;
    setLanes(cpu, 1, 4, [0x3f800000n]);
    assert.equal(faultOfLine(cpu, 'vdivss xmm0, xmm1, xmm2'), '#XM');
    cpu.mxcsr = 0;
    executeLine(cpu, 'vdivss xmm0, xmm1, xmm2, {rn-sae}');
    assert.equal(lanesOf(cpu, 0, 4)[0], 0x7f800000n);
    assert.equal(cpu.mxcsr, 0);
  });

  it('is refused with memory, with shorter vectors, and where the instruction has none', () => {
    const lines = [
      'vaddps ymm1, ymm2, ymm3, {rn-sae}',
      'vaddps zmm1, zmm2, [rax], {rn-sae}',
      'vpaddd zmm1, zmm2, zmm3, {sae}',
    ];
    for (const line of [...lines, 'vmaxps zmm1, zmm2, zmm3, {rn-sae}', 'vaddps zmm1, zmm2, zmm3, {sae}']) {
      assert.throws(() => assembleLine(line), /cannot have/, line);
    }
  });
});
