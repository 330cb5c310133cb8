/** The register tables: what they say, and that a `Cpu` has a place for every row. */
import assert from 'node:assert/strict';
import { CR0, CR4, EFER, FLAG } from '../../../src/machine/architecture/bits';
import { COMPONENT_REGISTERS, DOUBLE, SCALAR, WORD } from '../../../src/machine/architecture/register-file';
import { REGISTER_ROWS, registerNamed } from '../../../src/machine/architecture/registers';
import { fieldsOf } from '../../../src/machine/architecture/registers/component-bits';
import { namesOfSet } from '../../../src/machine/architecture/registers/row';
import { readRegister } from '../../../src/machine/control/registers';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { processor } from '../bench-cpu';

function newCpu(model = 'sapphire-rapids'): Cpu {
  return new Cpu(0, processor(model), new Memory());
}

function row(name: string) {
  const found = registerNamed(name);
  assert.ok(found, name);
  return found;
}

function names(name: string, value: bigint, model = 'sapphire-rapids'): string {
  return namesOfSet(fieldsOf(row(name), processor(model), value), value).join(' ');
}

describe('the registers of a CPU', () => {
  /** A value for each, different from all others. */
  const written = new Map<string, bigint | number>([
    ...Object.entries(SCALAR).map(([name, index]) => [name, 0x1234_5678_9abc_0000n + BigInt(index)] as const),
    ...Object.entries(WORD).map(([name, index]) => [name, 0xfedc_0000 + index] as const),
    ...Object.entries(DOUBLE).map(([name, index]) => [name, -0x7fff_0000_0000 + index] as const),
  ]);

  it('keep what is written to them, each by itself, and through a snapshot', () => {
    const cpu = newCpu();
    const other = newCpu();
    for (const [name, value] of written) Reflect.set(cpu, name, value);
    other.restore(cpu.snapshot());
    for (const [name, value] of written) assert.equal(Reflect.get(other, name), value, name);
  });

  it('are all there, with a value, for every row', () => {
    const cpu = newCpu();
    for (const each of REGISTER_ROWS) assert.equal(typeof readRegister(cpu, each), 'bigint', each.name);
  });

  it('hold after a reset what the manual says (SDM vol. 3, 9.1.1; vol. 1, 10.2.3 and 8.1.5), in 64-bit mode', () => {
    const cpu = newCpu();
    assert.deepEqual(
      [cpu.mxcsr, cpu.fcw, cpu.fsw, cpu.xcr0, cpu.xss, cpu.xfd, cpu.xfdErr, cpu.pkru, cpu.cpl],
      [0x1f80, 0x37f, 0, 1n, 0n, 0n, 0n, 0, 0],
    );
    assert.equal(cpu.efer & (EFER.LME | EFER.LMA), EFER.LME | EFER.LMA);
    assert.equal(cpu.cr0 & (CR0.PG | CR0.PE | CR0.TS | CR0.EM), CR0.PG | CR0.PE);
  });

  it('of the state component X87 are those that FXSAVE stores', () => {
    const cpu = newCpu();
    const before = cpu.registers.slice();
    for (const name of ['fcw', 'fsw', 'ftw', 'fop', 'fcs', 'fds', 'fip', 'fdp'] as const) {
      Reflect.set(cpu, name, typeof cpu[name] === 'bigint' ? 0x5555n : 0x55);
    }
    const changed = [...cpu.registers.keys()].filter((word) => cpu.registers[word] !== before[word]);
    const covers = (word: number) =>
      COMPONENT_REGISTERS[0]?.some(({ at, words }) => at <= word && word < at + words) === true;
    assert.equal(changed.length, 8);
    assert.ok(changed.every(covers));
  });
});

describe('the register tables', () => {
  it('give each register a name, MSR number and title of its own', () => {
    for (const key of ['name', 'title', 'msr', 'control'] as const) {
      const values = REGISTER_ROWS.map((each) => each[key]).filter((value) => value !== undefined);
      assert.equal(new Set(values).size, values.length, key);
    }
  });

  it('have the numbers of the manual (SDM vol. 4, table 2-2)', () => {
    assert.deepEqual(
      ['xfd', 'xfd_err', 'xss', 'efer', 'fs_base', 'gs_base', 'kernel_gs_base', 'tsc'].map((name) => row(name).msr),
      [0x1c4, 0x1c5, 0xda0, 0xc0000080, 0xc0000100, 0xc0000101, 0xc0000102, 0x10],
    );
  });

  it('document every register and every bit, in ascending order and within its width', () => {
    for (const { name, title, documentation, manual, fields = [], width } of REGISTER_ROWS) {
      assert.match(`${title} ${documentation} ${manual}`, /^[A-Z].* \S.*\. SDM vol\. \d, \d/, name);
      let end = 0;
      for (const field of fields) {
        assert.ok(field.bit >= end, `${name}.${field.name}`);
        assert.match(field.documentation, /^\S.{3,}\.$/, `${name}.${field.name}`);
        end = field.bit + (field.width ?? 1);
      }
      assert.ok(end <= width, name);
    }
  });

  it('put the bits where the manual has them (SDM vol. 3, 2.5 and 2.2.1; vol. 1, 3.4.3)', () => {
    assert.deepEqual(
      [CR0.TS, CR0.EM, CR0.WP, CR0.AM, CR0.PG, CR4.OSFXSR, CR4.OSXSAVE, CR4.PKE, CR4.CET, CR4.UINTR],
      [1n << 3n, 1n << 2n, 1n << 16n, 1n << 18n, 1n << 31n, 1n << 9n, 1n << 18n, 1n << 22n, 1n << 23n, 1n << 25n],
    );
    assert.deepEqual([FLAG.CF, FLAG.ZF, FLAG.DF, FLAG.OF, FLAG.AC], [0x1, 0x40, 0x400, 0x800, 0x40000]);
    assert.deepEqual([EFER.SCE, EFER.LME, EFER.LMA, EFER.NXE], [1n, 0x100n, 0x400n, 0x800n]);
  });

  it('name the parts of a value that are set', () => {
    assert.equal(names('xfd', 0x40000n), 'XTILEDATA');
    assert.equal(names('mxcsr', 0x7f80n), 'IM DM ZM OM UM PM RC=3');
    assert.equal(names('mxcsr', 0x28000n), 'FTZ MM');
    assert.equal(names('fsw', 0x3881n), 'IE ES TOP=7');
    assert.equal(names('fcw', 0x37fn), 'IM DM ZM OM UM PM PC=3');
    assert.equal(names('efer', 0xd01n), 'SCE LME LMA NXE');
    assert.equal(names('cr4', 0x50620n), 'PAE OSFXSR OSXMMEXCPT FSGSBASE OSXSAVE');
    assert.equal(names('pkru', 0x55555554n).split(' ').length, 15);
    assert.equal(names('cr0', 0n), '');
    assert.equal(names('xcr0', 0x602e7n), 'X87 SSE AVX OPMASK ZMM_HI256 HI16_ZMM PKRU XTILECFG XTILEDATA');
  });
});
