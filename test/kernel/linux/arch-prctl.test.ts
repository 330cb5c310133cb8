import assert from 'node:assert/strict';
import { DATA, Machine, tilezero } from '../harness';

const GET_SUPP = 0x1021;
const GET_PERM = 0x1022;
const REQ_PERM = 0x1023;
const GET_GUEST_PERM = 0x1024;
const REQ_GUEST_PERM = 0x1025;

function stored(machine: Machine, option: number): readonly [bigint, bigint] {
  const result = machine.syscall('arch_prctl', option, DATA);
  return [result, machine.memory.read64(machine.cpu.access, DATA)];
}

// The expected values of this file are those that a real Linux 6.1 printed: linux/results.txt, sections prctl,
// guestperm_only and alt of the recorded truth.
describe('arch_prctl under linux', () => {
  it('tells what there is and what is permitted', () => {
    const machine = new Machine().switch('A');
    assert.deepEqual(stored(machine, GET_SUPP), [0n, 0x602e7n]);
    assert.deepEqual(stored(machine, GET_PERM), [0n, 0x202e7n]);
    assert.deepEqual(stored(machine, GET_GUEST_PERM), [0n, 0x202e7n]);
  });

  it('answers -EFAULT for a bad pointer', () => {
    const machine = new Machine().switch('A');
    for (const option of [GET_SUPP, GET_PERM]) {
      for (const pointer of [0n, 0x401000n, 0xffff888100000000n, 1n << 60n]) {
        assert.equal(machine.syscall('arch_prctl', option, pointer), -14n, `0x${pointer.toString(16)}`);
      }
    }
  });

  it('brings a page back that was away', () => {
    const machine = new Machine().switch('A');
    machine.memory.injectFault(DATA, 3);
    assert.equal(machine.syscall('arch_prctl', GET_SUPP, DATA), 0n);
  });

  it('answers -EINVAL for options that do not exist', () => {
    const machine = new Machine().switch('A');
    for (const option of [0x1020, 0x1026, 0x1027, 0x1028]) {
      assert.equal(machine.syscall('arch_prctl', option, 18), -22n, option.toString(16));
    }
  });

  it('refuses all components but tile data, each with its error', () => {
    const machine = new Machine().switch('A');
    const recorded: readonly (readonly [bigint, readonly number[]])[] = [
      [-95n, [0, 1, 2, 5, 9, 10, 16, 17]],
      [-22n, [19, 20, 31, 32, 62, 63, 64, 100, -1]],
    ];
    for (const [result, indices] of recorded) {
      for (const index of indices) {
        assert.equal(machine.syscall('arch_prctl', REQ_PERM, index), result, `component ${index}`);
        assert.deepEqual(stored(machine, GET_PERM), [0n, 0x202e7n]);
      }
    }
  });

  it('grants tile data as often as it is asked, and the other errors stay', () => {
    const machine = new Machine().switch('A');
    for (let time = 0; time < 2; time++) {
      assert.equal(machine.syscall('arch_prctl', REQ_PERM, 18), 0n);
      assert.deepEqual(stored(machine, GET_PERM), [0n, 0x602e7n]);
    }
    assert.equal(machine.syscall('arch_prctl', REQ_PERM, 17), -95n);
    assert.equal(machine.syscall('arch_prctl', REQ_PERM, 19), -22n);
    assert.equal(machine.counters.allocs, 0);
  });

  it('keeps the permissions of guests apart', () => {
    const machine = new Machine().switch('A').permit();
    assert.deepEqual(stored(machine, GET_GUEST_PERM), [0n, 0x202e7n]);
    assert.equal(machine.syscall('arch_prctl', REQ_GUEST_PERM, 17), -95n);
    assert.equal(machine.syscall('arch_prctl', REQ_GUEST_PERM, 18), 0n);
    assert.deepEqual(stored(machine, GET_GUEST_PERM), [0n, 0x602e7n]);
    assert.deepEqual(stored(machine, GET_SUPP), [0n, 0x602e7n]);
  });

  it('does not take the permission of guests for that of the process', () => {
    const machine = new Machine().switch('A');
    assert.equal(machine.syscall('arch_prctl', REQ_GUEST_PERM, 18), 0n);
    assert.deepEqual(stored(machine, GET_PERM), [0n, 0x202e7n]);
    machine.user(tilezero);
    assert.equal(machine.task('A').signal, 'SIGILL');
  });

  it('refuses while an alternate signal stack of any thread is below 11952 bytes', () => {
    for (const [size, result] of [
      [8192, -28n],
      [11951, -28n],
      [11952, 0n],
    ] as const) {
      const machine = new Machine({ threads: ['T'] }).switch('A');
      machine.task('T').sigaltstack = { address: DATA, size };
      assert.equal(machine.syscall('arch_prctl', REQ_PERM, 18), result, `${size} bytes`);
    }
  });

  it('knows component 19 since 6.16, and guests since 5.17', () => {
    const request = (version: string, option: number, component: number) =>
      new Machine({ options: { version } }).switch('A').syscall('arch_prctl', option, component);
    assert.equal(request('6.16', REQ_PERM, 19), -95n);
    assert.equal(request('6.16', REQ_PERM, 20), -22n);
    assert.equal(request('5.16', REQ_GUEST_PERM, 18), -22n);
    assert.equal(request('5.17', REQ_GUEST_PERM, 18), 0n);
  });

  // README of the recorded truth: without XFD, or without XSAVES, this kernel drops AMX altogether.
  it('knows nothing of tiles where XFD or XSAVES is missing', () => {
    for (const feature of ['XFD', 'XSAVES'] as const) {
      const machine = new Machine({ changes: [{ feature, present: false }] }).switch('A');
      assert.equal(machine.cpu.xcr0, 0x2e7n, feature);
      assert.equal(machine.syscall('arch_prctl', REQ_PERM, 18), -95n, feature);
    }
  });
});

describe('arch_prctl under the RFC', () => {
  it('has nothing to ask for', () => {
    const machine = new Machine({ policy: 'linux-rfc-2020' }).switch('A');
    assert.equal(machine.syscall('arch_prctl', REQ_PERM, 18), -22n);
  });
});
