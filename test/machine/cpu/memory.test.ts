import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../../src/machine/architecture/exception';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { type Access, PAGE_SIZE, RIGHTS } from '../../../src/machine/cpu/page';
import { CPU_MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const PARENT = 1;
const CHILD = 2;
const BASE = 0x400000;
const KERNEL = -0x7000_0000_0000;
const user: Access = { space: PARENT, user: true };
const supervisor: Access = { space: PARENT, user: false };
const child: Access = { space: CHILD, user: true };

/** Two writable user pages, a read-only one behind them, nothing behind that; two kernel pages. */
function example(): Memory {
  const memory = new Memory();
  memory.map(PARENT, BASE, 2 * PAGE_SIZE);
  memory.map(PARENT, BASE + 2 * PAGE_SIZE, PAGE_SIZE, RIGHTS.readOnly);
  memory.map(PARENT, KERNEL, 2 * PAGE_SIZE);
  return memory;
}

/** Error code and address of the page fault that `access` raises. */
function pageFault(access: () => unknown): { code: number | undefined; address: number | undefined } {
  try {
    access();
  } catch (error) {
    assert.ok(error instanceof Fault);
    assert.equal(error.mnemonic, '#PF');
    return { code: error.detail.errorCode, address: error.detail.address };
  }
  return assert.fail('no page fault');
}

describe('memory', () => {
  it('shares whole pages of an image until they are written, and leaves the image as it is', () => {
    const image = Uint8Array.from({ length: 2.5 * PAGE_SIZE }, (_, index) => index % 251);
    const memory = new Memory();
    memory.load(PARENT, BASE, image, RIGHTS.data);
    memory.load(PARENT, BASE + 4 * PAGE_SIZE, image.subarray(4), RIGHTS.readOnly);
    assert.deepEqual(memory.read(user, BASE, image.length), image);
    assert.deepEqual(memory.read(user, BASE + 4 * PAGE_SIZE, image.length - 4), image.subarray(4));
    const isShared = (page: number) => memory.peekPage(PARENT, BASE + page * PAGE_SIZE)?.bytes.buffer === image.buffer;
    assert.deepEqual([0, 1, 2, 4].map(isShared), [true, true, false, false]);
    memory.write8(user, BASE + 5, 0xff);
    memory.poke(PARENT, BASE + PAGE_SIZE, new Uint8Array(3));
    assert.deepEqual([0, 1].map(isShared), [false, false]);
    assert.equal(image[5], 5);
    assert.equal(image[PAGE_SIZE + 2], (PAGE_SIZE + 2) % 251);
    assert.equal(memory.read8(user, BASE + 5), 0xff);
    assert.deepEqual(pageFault(() => memory.write8(user, BASE + 4 * PAGE_SIZE, 1)).code, 7);
  });

  it('loads an image into pages that are there, whose rights and other bytes stay', () => {
    const memory = example();
    memory.write8(user, BASE, 1);
    memory.load(PARENT, BASE + 1, new Uint8Array(3 * PAGE_SIZE - 1).fill(7), RIGHTS.data);
    assert.deepEqual([...memory.read(user, BASE, 2)], [1, 7]);
    assert.equal(memory.read8(user, BASE + 3 * PAGE_SIZE - 1), 7);
    assert.equal(pageFault(() => memory.write8(user, BASE + 2 * PAGE_SIZE, 1)).code, 7);
  });

  it('reads what was written, in every width and across pages', () => {
    const memory = example();
    const end = BASE + PAGE_SIZE;
    fc.assert(
      fc.property(
        fc.integer({ min: -12, max: 12 }),
        fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
        fc.constantFrom(user, supervisor),
        (offset, value, access) => {
          const at = end + offset;
          memory.write64(access, at, value);
          const words = new Uint32Array(3);
          memory.readWords(access, at, words, 1);
          assert.deepEqual([...words], [0, Number(value & 0xffff_ffffn), Number(value >> 32n)]);
          assert.equal(memory.read64(access, at), value);
          assert.equal(memory.read32(access, at), words[1]);
          assert.equal(memory.read16(access, at + 2), Number((value >> 16n) & 0xffffn));
          assert.equal(memory.read8(access, at + 7), Number(value >> 56n));
          memory.writeWords(access, at, 0x1122_3344, 0x5566_7788);
          memory.write32(access, at + 1, 0xaabb_ccdd);
          memory.write16(access, at + 6, 0xeeff);
          memory.write8(access, at, 0x99);
          assert.deepEqual([...memory.read(access, at, 8)], [0x99, 0xdd, 0xcc, 0xbb, 0xaa, 0x77, 0xff, 0xee]);
        },
      ),
    );
  });

  it('faults at the first byte that cannot be accessed, with the error code that says why', () => {
    const memory = example();
    const readOnly = BASE + 2 * PAGE_SIZE;
    const nothing = readOnly + PAGE_SIZE;
    const P = 1;
    const W = 2;
    const U = 4;
    assert.deepEqual(
      pageFault(() => memory.read32(user, nothing)),
      { code: U, address: nothing },
    );
    assert.deepEqual(
      pageFault(() => memory.write8(user, nothing, 0)),
      { code: U | W, address: nothing },
    );
    assert.deepEqual(
      pageFault(() => memory.read64(user, nothing - 3)),
      { code: U, address: nothing },
    );
    assert.deepEqual(
      pageFault(() => memory.write64(user, readOnly - 3, 0n)),
      { code: P | W | U, address: readOnly },
    );
    assert.deepEqual(
      pageFault(() => memory.writeWords(user, readOnly, 0, 0)),
      { code: P | W | U, address: readOnly },
    );
    assert.deepEqual(
      pageFault(() => memory.write32(supervisor, readOnly, 0)),
      { code: P | W, address: readOnly },
    );
    assert.deepEqual(
      pageFault(() => memory.read8(user, KERNEL)),
      { code: P | U, address: KERNEL },
    );
    assert.deepEqual(
      pageFault(() => memory.read8(supervisor, KERNEL - 1)),
      { code: 0, address: KERNEL - 1 },
    );
    assert.equal(memory.read32(supervisor, KERNEL), 0);
    assert.equal(memory.read32(user, readOnly), 0);
  });

  it('writes all of a range or nothing', () => {
    const memory = example();
    const at = BASE + 2 * PAGE_SIZE - 4;
    pageFault(() => memory.write64(user, at, ~0n));
    pageFault(() => memory.write(user, at, new Uint8Array(100).fill(1)));
    assert.equal(memory.read32(user, at), 0);
  });

  it('lets a debugger read and write past access rights, up to where pages end', () => {
    const memory = example();
    const at = BASE + 3 * PAGE_SIZE - 2;
    assert.equal(memory.poke(PARENT, at, Uint8Array.of(1, 2, 3)), 2);
    assert.deepEqual(memory.peek(PARENT, at, 8), Uint8Array.of(1, 2));
    assert.equal(memory.peek(PARENT, at + 2, 8), undefined);
  });

  it('no longer finds pages that were unmapped, nor those of a dropped space', () => {
    const memory = example();
    memory.write8(user, BASE, 7);
    memory.unmap(PARENT, BASE, 1);
    pageFault(() => memory.read8(user, BASE));
    memory.read8(user, BASE + PAGE_SIZE);
    memory.dropSpace(PARENT);
    pageFault(() => memory.read8(user, BASE + PAGE_SIZE));
    memory.map(PARENT, BASE, 1);
    assert.equal(memory.read8(user, BASE), 0);
  });

  it('shares pages with a fork until either side writes', () => {
    const memory = example();
    memory.write32(user, BASE, 1);
    memory.cloneSpace(PARENT, CHILD);
    memory.write32(user, BASE, 2);
    assert.equal(memory.read32(child, BASE), 1);
    memory.write32(child, BASE, 3);
    memory.write32(child, BASE + PAGE_SIZE, 4);
    assert.equal(memory.read32(user, BASE), 2);
    assert.equal(memory.read32(user, BASE + PAGE_SIZE), 0);
    assert.equal(memory.read32(child, BASE), 3);
  });

  it('has one kernel half for all spaces', () => {
    const memory = example();
    memory.createSpace(CHILD);
    memory.read32(supervisor, KERNEL);
    memory.write32({ space: CHILD, user: false }, KERNEL, 5);
    assert.equal(memory.read32(supervisor, KERNEL), 5);
  });

  it('lets an injected fault happen so many times, to user accesses of that page only', () => {
    const memory = example();
    memory.injectFault(BASE + 8, 2);
    assert.equal(memory.read8(supervisor, BASE), 0);
    assert.equal(memory.read8(user, BASE + PAGE_SIZE), 0);
    assert.deepEqual(
      pageFault(() => memory.read8(user, BASE + 1)),
      { code: 4, address: BASE + 1 },
    );
    assert.deepEqual(memory.peek(PARENT, BASE, 1), Uint8Array.of(0));
    assert.deepEqual(
      pageFault(() => memory.write64(user, BASE, 1n)),
      { code: 6, address: BASE },
    );
    memory.write64(user, BASE, 1n);
    assert.equal(memory.read64(user, BASE), 1n);
  });
});

/** What a random run does: to memory, and to a plain model of it that copies everything. */
const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      space: fc.constantFrom(PARENT, CHILD),
      at: fc.constantFrom(BASE, BASE + 8, BASE + PAGE_SIZE - 4, BASE + PAGE_SIZE, KERNEL, KERNEL + PAGE_SIZE - 2),
      value: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    }),
    fc.record({ kind: fc.constant('snapshot' as const) }),
    fc.record({ kind: fc.constant('restore' as const), which: fc.nat(5) }),
    fc.record({ kind: fc.constant('fork' as const), from: fc.constantFrom(PARENT, CHILD) }),
  ),
  { maxLength: 40 },
);

describe('snapshots of memory', () => {
  it('bring back every byte, whatever was written, forked and restored since', () => {
    const dump = (memory: Memory) =>
      [PARENT, CHILD].map(
        (space) =>
          [
            [BASE, 2 * PAGE_SIZE],
            [KERNEL, 2 * PAGE_SIZE],
          ].map(([at, length]) => Buffer.from(memory.peek(space, at!, length!) ?? []).toString('latin1')), // pairs
      );
    fc.assert(
      fc.property(steps, (steps) => {
        const memory = example();
        memory.cloneSpace(PARENT, CHILD);
        const taken = [{ snapshot: memory.snapshot(), content: dump(memory) }];
        for (const step of steps) {
          if (step.kind === 'write') memory.write64({ space: step.space, user: false }, step.at, step.value);
          else if (step.kind === 'snapshot') taken.push({ snapshot: memory.snapshot(), content: dump(memory) });
          else if (step.kind === 'fork') memory.cloneSpace(step.from, PARENT + CHILD - step.from);
          else {
            const { snapshot, content } = taken[step.which % taken.length]!; // never empty
            memory.restore(snapshot);
            assert.deepEqual(dump(memory), content);
          }
        }
        for (const { snapshot, content } of taken) {
          memory.restore(snapshot);
          assert.deepEqual(dump(memory), content);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stay as they are where another memory goes on with them', () => {
    for (let before = 0; before < 4; before++) {
      const memory = example();
      for (let count = 0; count < before; count++) memory.snapshot();
      memory.write8(user, BASE, 1);
      const snapshot = memory.snapshot();
      const other = new Memory();
      other.restore(snapshot);
      other.write8(user, BASE, 2);
      assert.deepEqual([memory.read8(user, BASE), other.read8(user, BASE)], [1, 2], `${before} snapshots before`);
      memory.restore(snapshot);
      assert.equal(memory.read8(user, BASE), 1);
    }
  });

  it('bring back the injected faults that are still to come', () => {
    const memory = example();
    memory.injectFault(BASE, 1);
    const before = memory.snapshot();
    pageFault(() => memory.read8(user, BASE));
    assert.equal(memory.read8(user, BASE), 0);
    memory.restore(before);
    pageFault(() => memory.read8(user, BASE));
  });
});

describe('the access of a processor', () => {
  it('is the same object whenever tasks come back to an address space and a privilege, so that TLBs know their pages', () => {
    const cpu = new Cpu(0, new Processor(CPU_MODELS[0]!), new Memory()); // there are models
    const turn = () =>
      [1, 2, 3].flatMap((space) =>
        [0, 3].map((cpl) => {
          cpu.addressSpace = space;
          cpu.cpl = cpl;
          return cpu.access;
        }),
      );
    const first = turn();
    assert.equal(new Set(first).size, 6);
    assert.ok(turn().every((access, index) => access === first[index]));
  });
});
