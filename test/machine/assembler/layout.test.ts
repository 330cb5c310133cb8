import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type LayoutItem, layingOut, layOut } from '../../../src/machine/assembler/layout';
import { matchForm } from '../../../src/machine/assembler/match';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { decode } from '../../../src/machine/disassembler/decoder';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { finish } from '../../../src/machine/pausable';
import { laidOut } from './laid-out';

const BASE = 0x400000;

function item(mnemonic: string, ...operands: AssemblerOperand[]): LayoutItem {
  const match = matchForm(mnemonic, [], operands);
  assert.ok(!isAssemblyError(match), mnemonic);
  return { kind: 'instruction', match };
}

const jump = (mnemonic: string, label: number) => item(mnemonic, { kind: 'branch', target: 0, label });
const space = (size: number): LayoutItem => ({ kind: 'space', size });
const register = (name: string): AssemblerOperand => ({ kind: 'register', register: registerByName(name)! }); // exists

const branches = fc.record({
  mnemonic: fc.constantFrom('jmp', 'je', 'call', 'jle'),
  label: fc.nat(40),
});
const programs = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: branches },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 60, 100, 120, 126, 127, 128, 300) },
  ),
  { minLength: 1, maxLength: 40 },
);

/** The sizes of room and of jumps: all are looked at anew until nothing changes. */
function sizesByHand(program: readonly (number | { target: number; label?: number })[]): readonly number[] {
  const sizes = program.map((part) => (typeof part === 'number' ? part : 2));
  const grown = () => {
    const places = [BASE];
    for (const [index, size] of sizes.entries()) places.push(places[index]! + size); // one more each time
    return program.findIndex((part, index) => {
      if (typeof part === 'number' || sizes[index] === 5) return false;
      const distance = part.target + (part.label === undefined ? 0 : places[part.label]!) - places[index + 1]!; // behind each
      return distance < -128 || distance > 127;
    });
  };
  for (let index = grown(); index >= 0; index = grown()) sizes[index] = 5;
  return sizes;
}

describe('the layout of code', () => {
  it('places items one behind the other, with every branch at its target and none longer than it need be', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const list = program.map((part) =>
          typeof part === 'number' ? space(part) : jump(part.mnemonic, Math.min(part.label, program.length)),
        );
        const { items, end } = laidOut(list, BASE);
        const addressOf = (index: number) => items[index]?.address ?? end;
        for (const [index, { address, size, instruction, error }] of items.entries()) {
          assert.equal(error, undefined);
          assert.equal(address + size, addressOf(index + 1));
          const part = program[index]!; // one for each item
          if (typeof part === 'number') continue;
          assert.ok(instruction);
          assert.equal(instruction.bytes.length, size);
          const target = addressOf(Math.min(part.label, program.length));
          const decoded = decode(instruction.bytes, address);
          assert.deepEqual(decoded, { kind: 'instruction', instruction });
          assert.deepEqual(instruction.operands, [{ kind: 'branch', target }]);
          // Long branches are 3 or 4 bytes longer; a short one in this place would not have reached.
          const reachable = Math.abs(target - (address + 2)) < 120;
          if (part.mnemonic !== 'call' && size > 2) assert.ok(!reachable || target > address, 'needlessly long');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('grows a branch exactly when its target is out of reach', () => {
    const sizes = (gap: number) => laidOut([jump('jne', 2), space(gap)], BASE).items.map(({ size }) => size);
    assert.deepEqual(sizes(127), [2, 127]);
    assert.deepEqual(sizes(128), [6, 128]);
    const back = (gap: number) => laidOut([space(gap), jump('jmp', 0)], BASE).items.map(({ size }) => size);
    assert.deepEqual(back(126), [126, 2]);
    assert.deepEqual(back(127), [127, 5]);
  });

  it('lets one branch that grows push another out of reach', () => {
    const { items } = laidOut([jump('jmp', 3), jump('jmp', 4), space(125), space(10)], BASE);
    assert.deepEqual(
      items.map(({ size }) => size),
      [5, 5, 125, 10],
    );
  });

  it('says which branch cannot reach, and lays out the rest', () => {
    const { items } = laidOut([jump('loop', 2), space(128), item('nop')], BASE);
    assert.equal(items[0]?.error?.code, 'branch-range');
    assert.equal(items[2]?.instruction?.mnemonic, 'nop');
    assert.equal(items[2]?.address, BASE + 130);
  });

  it('puts the addresses of labels into operands', () => {
    const rip = registerByName('rip')!; // exists
    const { items } = laidOut(
      [
        item('lea', register('rax'), { kind: 'memory', base: rip, scale: 1, displacement: 0, label: 3 }),
        item('mov', register('rcx'), { kind: 'immediate', value: 4n, label: 3 }),
        item('mov', register('edx'), { kind: 'memory', scale: 1, displacement: 4, label: 3 }),
        item('ret'),
      ],
      BASE,
    );
    const label = items[3]!.address; // four items
    assert.deepEqual(items[0]?.instruction?.operands[1], {
      kind: 'memory',
      memory: { base: rip, scale: 1, displacement: label, size: 0 },
    });
    assert.deepEqual(items[1]?.instruction?.operands[1], { kind: 'immediate', value: BigInt(label + 4), size: 8 });
    assert.deepEqual(items[2]?.instruction?.operands[1], {
      kind: 'memory',
      memory: { scale: 1, displacement: label + 4, size: 4 },
    });
    for (const { address, instruction } of items) {
      assert.ok(instruction);
      assert.deepEqual(decode(instruction.bytes, address), { kind: 'instruction', instruction });
    }
  });

  it('lengthens branches without reading their statements again', () => {
    const count = 3000;
    const list = Array.from({ length: count }, (_, index) => jump('jmp', Math.min(index + 65, count)));
    let asked = 0;
    const matchOf = () => {
      asked++;
      return undefined;
    };
    const layout = finish(layingOut({ length: count, take: (index) => list[index]!, matchOf }, BASE)); // within the list
    assert.ok(layout.sizeOf(0) > 2);
    assert.equal(asked, 0);
  });

  it('grows as few branches as can be, wherever they lead', () => {
    const parts = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ label: fc.nat(60), beside: fc.constantFrom(0, 0, 0, 2, -7, 90, -300) }) },
        { weight: 1, arbitrary: fc.constantFrom(0, 1, 20, 40) },
      ),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(parts, fc.boolean(), (program, isAbsolute) => {
        const targetOf = (part: { label: number; beside: number }) => {
          if (isAbsolute && part.beside > 0) return { target: BASE + part.label };
          return { target: part.beside, label: Math.min(part.label, program.length) };
        };
        const list = program.map((part) =>
          typeof part === 'number' ? space(part) : item('jmp', { kind: 'branch', ...targetOf(part) }),
        );
        const sizes = sizesByHand(program.map((part) => (typeof part === 'number' ? part : targetOf(part))));
        assert.deepEqual(
          laidOut(list, BASE).items.map(({ size }) => size),
          sizes,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('looks at the neighbours of a branch that grows, and not at all branches again', () => {
    const count = 8000;
    const looks = (list: readonly LayoutItem[]) => {
      const layout = layOut(list, BASE);
      assert.equal(layout.sizeOf(100), 5);
      return layout.looks;
    };
    const chain = Array.from({ length: count }, (_, index) => jump('jmp', (index + 38) % count));
    assert.ok(looks(chain) <= 150 * count);
    // Each leads to the place behind it, by a label that is far away and moves whenever one of the first grows.
    const beside = Array.from({ length: count }, (_, index) =>
      index < count / 2
        ? jump('jmp', 0)
        : item('jmp', { kind: 'branch', target: 2 * (index - count) + 2, label: count }),
    );
    assert.ok(looks(beside) <= 250 * count);
  });

  it('takes a chain of branches that grow one after the other', () => {
    // Each just reaches until the next one grows.
    const count = 3000;
    const list = Array.from({ length: count }, (_, index) => jump('jmp', Math.min(index + 64, count)));
    const { items } = laidOut([...list, space(1)], BASE);
    assert.ok(items.every(({ error }) => error === undefined));
  });

  it('writes the bytes of items in runs, those of grown branches among them, and nothing where there is only room', () => {
    const bytes = (...of: number[]): LayoutItem => ({ kind: 'bytes', bytes: Uint8Array.from(of) });
    const long = Array.from({ length: 100 }, (_, index) => bytes(index, index));
    const list = [bytes(1), jump('jmp', 103), ...long, bytes(2), space(3), bytes(4, 5)];
    const layout = layOut(list, BASE);
    const whole = new Uint8Array(layout.end - BASE).fill(0xaa);
    layout.write(0, list.length, whole);
    const code = [1, 0xe9, 201, 0, 0, 0, ...long.flatMap((_, index) => [index, index]), 2];
    assert.deepEqual([...whole], [...code, 0xaa, 0xaa, 0xaa, 4, 5]);
    const part = new Uint8Array(whole.length).fill(0xaa);
    layout.write(2, 3, part);
    assert.deepEqual([...part.subarray(6, 8)], [0, 0]);
    assert.ok(part.every((byte, at) => byte === (at === 6 || at === 7 ? 0 : 0xaa)));
  });
});
