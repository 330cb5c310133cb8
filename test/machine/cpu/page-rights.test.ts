/** Rights of pages: execution, protection keys, pages that are there and cannot be seen (SDM vol. 3, 4.6, 4.7 and 6.15). */
import assert from 'node:assert/strict';
import { CR0, CR4, FLAG } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { type Access, PAGE_SIZE, RIGHTS } from '../../../src/machine/cpu/page';
import { CPU_MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const SPACE = 1;
const PAGE = 0x40_0000;
const KERNEL = -0x7000_0000_0000;
const user: Access = { space: SPACE, user: true };
/** Bits of the error code: SDM vol. 3, figure 4-12. */
const [P, W, U, I, PK] = [1, 2, 4, 16, 32] as const;

function memoryWith(rights: Parameters<Memory['map']>[3], bytes = [0x90]): Memory {
  const memory = new Memory();
  memory.map(SPACE, PAGE, PAGE_SIZE, rights);
  memory.poke(SPACE, PAGE, Uint8Array.from(bytes));
  return memory;
}

function faultOf(access: () => unknown): { mnemonic: string; code: number | undefined; address: number | undefined } {
  try {
    access();
  } catch (error) {
    assert.ok(error instanceof Fault);
    return { mnemonic: error.mnemonic, code: error.detail.errorCode, address: error.detail.address };
  }
  return assert.fail('nothing is raised');
}

function pageFault(code: number, address = PAGE) {
  return { mnemonic: '#PF', code, address };
}

describe('a page that may not be executed', () => {
  it('raises #PF with I set when code is fetched from it, and P where the page is there', () => {
    const memory = memoryWith(RIGHTS.data);
    assert.deepEqual(
      faultOf(() => memory.executable(user, PAGE + 5)),
      pageFault(P | U | I, PAGE + 5),
    );
    assert.deepEqual(
      faultOf(() => memory.executable({ ...user, user: false }, PAGE)),
      pageFault(P | I),
    );
    assert.deepEqual(
      faultOf(() => memory.executable(user, 0)),
      pageFault(U | I, 0),
    );
  });

  it('is one of the kernel’s, for user code, whatever its rights', () => {
    const memory = memoryWith(RIGHTS.code);
    memory.map(SPACE, KERNEL, PAGE_SIZE, RIGHTS.code);
    assert.deepEqual(
      faultOf(() => memory.executable(user, KERNEL)),
      pageFault(P | U | I, KERNEL),
    );
    assert.ok(memory.executable({ ...user, user: false }, KERNEL));
  });

  it('may be read, and executed once its rights are changed', () => {
    const memory = memoryWith(RIGHTS.data, [0xc3]);
    assert.equal(memory.read8(user, PAGE), 0xc3);
    memory.protect(SPACE, PAGE, PAGE_SIZE, RIGHTS.code);
    assert.equal(memory.executable(user, PAGE).bytes[0], 0xc3);
    assert.deepEqual(
      faultOf(() => memory.write8(user, PAGE, 0)),
      pageFault(P | W | U),
    );
    memory.protect(SPACE, PAGE, PAGE_SIZE, RIGHTS.data);
    assert.deepEqual(
      faultOf(() => memory.executable(user, PAGE)),
      pageFault(P | U | I),
    );
  });
});

describe('a page without any rights', () => {
  it('faults as if it were not there, and has its contents when it gets them back', () => {
    const memory = memoryWith(RIGHTS.data, [0x77]);
    memory.read8(user, PAGE);
    memory.protect(SPACE, PAGE, PAGE_SIZE, { ...RIGHTS.readOnly, accessible: false });
    for (const [access, code] of [
      [() => memory.read8(user, PAGE), U],
      [() => memory.write8(user, PAGE, 1), U | W],
      [() => memory.executable(user, PAGE), U | I],
    ] as const) {
      assert.deepEqual(faultOf(access), pageFault(code));
    }
    memory.protect(SPACE, PAGE, PAGE_SIZE, RIGHTS.readOnly);
    assert.equal(memory.read8(user, PAGE), 0x77);
  });
});

describe('a protection key', () => {
  const withKey = { ...RIGHTS.data, key: 3, executable: true };
  const [AD, WD] = [1 << 6, 2 << 6];

  it('forbids all data accesses with its AD bit in PKRU, and writes with its WD bit', () => {
    const memory = memoryWith(withKey);
    const [closed, readOnly] = [
      { ...user, keys: AD },
      { ...user, keys: WD },
    ];
    assert.deepEqual(
      faultOf(() => memory.read32(closed, PAGE)),
      pageFault(P | U | PK),
    );
    assert.deepEqual(
      faultOf(() => memory.write32(closed, PAGE, 0)),
      pageFault(P | W | U | PK),
    );
    assert.equal(memory.read8(readOnly, PAGE), 0x90);
    assert.deepEqual(
      faultOf(() => memory.write32(readOnly, PAGE, 0)),
      pageFault(P | W | U | PK),
    );
    memory.write8({ ...user, keys: ~(AD | WD) >>> 0 }, PAGE, 1);
  });

  it('does not forbid instruction fetches, and nothing in the kernel’s half', () => {
    const memory = memoryWith(withKey);
    assert.ok(memory.executable({ ...user, keys: AD }, PAGE));
    memory.map(SPACE, KERNEL, PAGE_SIZE, withKey);
    assert.equal(memory.read8({ space: SPACE, user: false, keys: AD }, KERNEL), 0);
  });

  it('counts as PKRU says at that moment, and only where CR4.PKE is set', () => {
    const memory = memoryWith(withKey);
    const cpu = new Cpu(0, new Processor(CPU_MODELS[0]!), memory); // there are models
    cpu.addressSpace = SPACE;
    cpu.cpl = 3;
    cpu.pkru = AD;
    assert.equal(memory.read8(cpu.access, PAGE), 0x90);
    cpu.cr4 |= CR4.PKE;
    assert.deepEqual(
      faultOf(() => memory.read8(cpu.access, PAGE)),
      pageFault(P | U | PK),
    );
    cpu.pkru = 0;
    assert.equal(memory.read8(cpu.access, PAGE), 0x90);
  });
});

describe('checking of alignment', () => {
  const FAULT = { mnemonic: '#AC', code: 0, address: undefined };

  function checking(): { memory: Memory; cpu: Cpu } {
    const memory = memoryWith(RIGHTS.data);
    const cpu = new Cpu(0, new Processor(CPU_MODELS[0]!), memory); // there are models
    cpu.addressSpace = SPACE;
    cpu.cpl = 3;
    cpu.cr0 |= CR0.AM;
    cpu.rflags |= FLAG.AC;
    return { memory, cpu };
  }

  it('raises #AC(0) for accesses of 2, 4 and 8 bytes that are not multiples of their size', () => {
    const { memory, cpu } = checking();
    const { access } = cpu;
    for (const unaligned of [
      () => memory.read16(access, PAGE + 1),
      () => memory.read32(access, PAGE + 2),
      () => memory.read64(access, PAGE + 4),
      () => memory.readWords(access, PAGE + 4, new Uint32Array(2), 0),
      () => memory.write16(access, PAGE + 3, 0),
      () => memory.write32(access, PAGE + 6, 0),
      () => memory.write64(access, PAGE + 12, 0n),
      () => memory.writeWords(access, PAGE + 1, 0, 0),
      () => memory.readInto(access, PAGE + 2, new Uint8Array(4), 0, 4),
      () => memory.write(access, PAGE + 4, new Uint8Array(8)),
    ]) {
      assert.deepEqual(faultOf(unaligned), FAULT);
    }
    memory.write16(access, PAGE + 2, 1);
    memory.write32(access, PAGE + 4, 1);
    memory.write64(access, PAGE + 8, 1n);
    memory.read(access, PAGE + 1, 16);
    assert.deepEqual(memory.peek(SPACE, PAGE, 4), Uint8Array.of(0x90, 0, 1, 0));
  });

  it('is off without RFLAGS.AC, without CR0.AM and below CPL 3', () => {
    const { memory, cpu } = checking();
    memory.read32(cpu.access, PAGE);
    for (const [off, on] of [
      [() => (cpu.rflags &= ~FLAG.AC), () => (cpu.rflags |= FLAG.AC)],
      [() => (cpu.cr0 &= ~CR0.AM), () => (cpu.cr0 |= CR0.AM)],
      [() => (cpu.cpl = 0), () => (cpu.cpl = 3)],
    ] as const) {
      off();
      memory.read32(cpu.access, PAGE + 1);
      on();
      assert.deepEqual(
        faultOf(() => memory.read32(cpu.access, PAGE + 1)),
        FAULT,
      );
    }
  });
});
