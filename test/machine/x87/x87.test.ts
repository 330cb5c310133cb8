/** x87 loads and control, against what an Ice Lake server does: it executed the same instructions. */
import assert from 'node:assert/strict';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { fxrstor, fxsave } from '../../../src/machine/xstate/fxsave';
import { bareCpu, DATA, executeLine, faultOfLine } from '../instructions/instruction-line';

const FX = DATA + 0x400;

/** With RBX at the data. */
function x87Cpu(): Cpu {
  const cpu = bareCpu();
  cpu.gpr[GPR.RBX] = BigInt(DATA);
  return cpu;
}

function run(cpu: Cpu, ...lines: readonly string[]): Cpu {
  for (const line of lines) executeLine(cpu, line);
  return cpu;
}

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');

/** The first `length` bytes of what FXSAVE64 writes, then ST(0) on demand. */
function saved(cpu: Cpu, length = 24): string {
  fxsave(cpu, FX, true);
  return hex(cpu.memory.peek(0, FX, length));
}

function stackTop(cpu: Cpu): string {
  fxsave(cpu, FX, true);
  return hex(cpu.memory.peek(0, FX + 32, 10));
}

function poke(cpu: Cpu, bytes: string, address = DATA): void {
  cpu.memory.poke(0, address, Uint8Array.from(Buffer.from(bytes, 'hex')));
}

function peek(cpu: Cpu, length: number): string {
  return hex(cpu.memory.peek(0, DATA, length));
}

const FULL = Array<string>(8).fill('fld1');

describe('the x87 constants', () => {
  /** By the rounding control: nearest, down, up, towards zero. */
  const CONSTANTS: Readonly<Record<string, readonly [string, string, string, string]>> = {
    fld1: same('0000000000000080ff3f'),
    fldz: same('00000000000000000000'),
    fldl2t: ['fe8a1bcd4b789ad40040', 'fe8a1bcd4b789ad40040', 'ff8a1bcd4b789ad40040', 'fe8a1bcd4b789ad40040'],
    fldl2e: upward('bbf0175c293baab8ff3f', 'bcf0175c293baab8ff3f'),
    fldpi: upward('34c26821a2da0fc90040', '35c26821a2da0fc90040'),
    fldlg2: upward('98f7cffb849a209afd3f', '99f7cffb849a209afd3f'),
    fldln2: upward('ab79cfd1f71772b1fe3f', 'ac79cfd1f71772b1fe3f'),
  };

  function same(value: string): readonly [string, string, string, string] {
    return [value, value, value, value];
  }

  function upward(low: string, high: string): readonly [string, string, string, string] {
    return [high, low, high, low];
  }

  for (const [mnemonic, values] of Object.entries(CONSTANTS)) {
    it(`${mnemonic} pushes its number, rounded as FCW says`, () => {
      for (const [mode, value] of values.entries()) {
        const cpu = x87Cpu();
        poke(cpu, Buffer.from([0x7f, 3 | (mode << 2)]).toString('hex'));
        assert.equal(stackTop(run(cpu, 'fldcw [rbx]', mnemonic)), value, `rounding control ${mode}`);
      }
    });
  }
});

describe('a push onto the x87 stack', () => {
  it('fills the register below the top and clears C1', () => {
    const cpu = x87Cpu();
    cpu.fsw = 0x200;
    assert.equal(saved(run(cpu, 'fld1'), 6), '7f0300388000');
  });

  it('onto a full register gives the indefinite number, with IE, SF and C1 set', () => {
    const cpu = run(x87Cpu(), ...FULL, 'fldpi');
    assert.equal(saved(cpu, 8), '7f03413aff000000');
    assert.equal(stackTop(cpu), '00000000000000c0ffff');
  });

  it('changes nothing but the status, FOP and FIP when that overflow is not masked; the next one waits', () => {
    const cpu = run(x87Cpu(), ...FULL);
    poke(cpu, '7e03');
    run(cpu, 'fldcw [rbx]', 'fld1');
    assert.equal(saved(cpu, 8), '7e03c182ff00e801');
    assert.equal(stackTop(cpu), '0000000000000080ff3f');
    assert.equal(faultOfLine(cpu, 'fld1'), '#MF');
    assert.equal(faultOfLine(cpu, 'fnstcw [rbx]'), 'none');
  });

  it('raises #NM when CR0.TS is set', () => {
    const cpu = x87Cpu();
    cpu.cr0 |= 8n;
    assert.equal(faultOfLine(cpu, 'fld1'), '#NM');
  });
});

describe('the x87 control instructions', () => {
  it('FLDCW keeps the bits that FCW has', () => {
    const cpu = x87Cpu();
    poke(cpu, 'ffff');
    assert.equal(saved(run(cpu, 'fldcw [rbx]'), 4), '7f1f0000');
    assert.equal(peek(run(cpu, 'fnstcw [rbx]'), 2), '7f1f');
  });

  it('FNCLEX clears exceptions, the stack fault and the summary, and leaves C0 to C3 and the top', () => {
    const cpu = x87Cpu();
    cpu.fsw = 0xffff;
    assert.equal(saved(run(cpu, 'fnclex'), 4), '7f03007f');
  });

  it('FINCSTP and FDECSTP turn the stack and clear C1; FNOP does neither', () => {
    for (const [line, status] of [
      ['fincstp', '0045'],
      ['fdecstp', '0075'],
      ['fnop', '007f'],
    ] as const) {
      const cpu = x87Cpu();
      cpu.fsw = 0x7f00;
      assert.equal(saved(run(cpu, line), 4).slice(4), status, line);
    }
  });

  it('FNSTSW stores the status word to memory and to AX alone', () => {
    const cpu = x87Cpu();
    cpu.fsw = 0x7f00;
    cpu.gpr[GPR.RAX] = 0x1122_3344_5566_7788n;
    assert.equal(peek(run(cpu, 'fnstsw [rbx]', 'fnstsw ax'), 2), '007f');
    assert.equal(cpu.gpr[GPR.RAX], 0x1122_3344_5566_7f00n);
  });

  it('FIP follows what is not control, and only that', () => {
    const cpu = x87Cpu();
    poke(cpu, '7f03');
    for (const line of ['fld1', 'fnop', 'fincstp', 'fdecstp', 'fldz']) {
      cpu.fip = 0x1234n;
      assert.equal(run(cpu, line).fip, 0n, line);
    }
    cpu.fsw = 0;
    for (const line of ['fwait', 'fnclex', 'fldcw [rbx]', 'fnstcw [rbx]', 'fnstsw [rbx]', 'emms']) {
      cpu.fip = 0x1234n;
      assert.equal(run(cpu, line).fip, 0x1234n, line);
    }
  });
});

describe('the x87 environment in memory', () => {
  it('FNSTENV writes 28 bytes with the unused halves set', () => {
    const cpu = run(x87Cpu(), 'fld1', 'fldz', 'fldpi');
    cpu.fip = 0x5555_f8f1_44c7n;
    assert.equal(
      peek(run(cpu, 'fnstenv [rbx]'), 32),
      '7f03ffff0028ffffff13ffffc744f1f800000000000000000000ffff00000000',
    );
  });

  it('FNSTENV tells zeros, special numbers and empty registers apart', () => {
    const cpu = x87Cpu();
    const numbers = [
      '00000000000000000000', // zero
      '01000000000000000000', // denormal
      '00000000000000800000', // pseudo-denormal
      '0000000000000080ff3f', // one
      '0000000000000040ff3f', // unnormal
      '00000000000000c0ff7f', // NaN
      '0000000000000000ff7f', // pseudo-infinity
      '01000000000000800180', // the smallest normal number but one, negative
    ];
    poke(cpu, `7f030000ff000000${'00'.repeat(16)}801f0000`, FX);
    for (const [index, number] of numbers.entries()) poke(cpu, number, FX + 32 + 16 * index);
    fxrstor(cpu, FX, true);
    assert.equal(peek(run(cpu, 'fnstenv [rbx]'), 12).slice(16), '292affff');
  });

  it('FLDENV keeps which registers are empty, and lets an exception wait that it unmasks', () => {
    const cpu = run(x87Cpu(), ...FULL);
    poke(cpu, '0000ffff0138000034120000efcdab89cdabff0798badcfe3412ffff');
    run(cpu, 'fldenv [rbx]');
    assert.equal(saved(cpu), '400081b8fb00ff07efcdab890000000098badcfe00000000');
    assert.equal(faultOfLine(cpu, 'fwait'), '#MF');
    assert.equal(peek(run(cpu, 'fnstenv [rbx]'), 28), '4000ffff81b8ffff3000ffffefcdab890000ff0798badcfe0000ffff');
    assert.equal(saved(cpu, 4), '7f000138', 'all exceptions are masked after FNSTENV');
  });

  it('FNSAVE stores the registers from the top on and initialises; FRSTOR brings all back', () => {
    const cpu = run(x87Cpu(), ...FULL, 'fninit', 'fld1', 'fldpi');
    cpu.fip = 0x5555_f8f1_45c6n;
    const one = '0000000000000080ff3f';
    run(cpu, 'fnsave [rbx]');
    assert.equal(
      peek(cpu, 108),
      `7f03ffff0030ffffff0fffffc645f1f800000000000000000000ffff35c26821a2da0fc90040${one.repeat(7)}`,
    );
    assert.equal(saved(cpu), '7f0300000000000000000000000000000000000000000000');
    assert.equal(stackTop(cpu), one, 'the contents stay');
    run(cpu, 'frstor [rbx]');
    assert.equal(saved(cpu), '7f030030c0000000c645f1f8000000000000000000000000');
    assert.equal(stackTop(cpu), '35c26821a2da0fc90040');
  });

  it('is neither stored nor loaded in part where a page is missing', () => {
    for (const line of ['fnsave [rbx]', 'fnstenv [rbx]', 'frstor [rbx]', 'fldenv [rbx]']) {
      const cpu = run(x87Cpu(), 'fld1');
      cpu.gpr[GPR.RBX] = BigInt(DATA + 0x1000 - 20);
      const before = hex(new Uint8Array(cpu.snapshot()));
      assert.equal(faultOfLine(cpu, line), '#PF', line);
      assert.equal(hex(new Uint8Array(cpu.snapshot())), before, line);
    }
  });
});
