import assert from 'node:assert/strict';
import { fillTiles, ldtilecfg, Machine, raise } from './harness';

/** 32-bit numbers of a note. */
function numbers(machine: Machine, address: number, size: number): number[] {
  const bytes = machine.memory.peek(0, address, size) ?? new Uint8Array();
  return [...new Uint32Array(Uint8Array.from(bytes).buffer)];
}

function dead(version: string) {
  const machine = new Machine({ threads: ['T'], cpus: 2, options: { version } });
  machine.onCpu(1).switch('T');
  machine.onCpu(0).switch('A').permit();
  machine.user(ldtilecfg);
  machine.user(fillTiles(0x5a));
  machine.user(raise('#UD'));
  return machine;
}

describe('a core file', () => {
  it('has an image of 11008 bytes for every thread, with or without tiles', () => {
    const machine = dead('6.12');
    const [a, t] = [machine.task('A').core, machine.task('T').core];
    assert.deepEqual([a?.xstateSize, t?.xstateSize], [11008, 11008]);
    const xstateBv = (address: number) => (numbers(machine, address + 512, 4)[0] ?? 0) & 0x60000;
    assert.deepEqual([xstateBv(a?.xstate ?? 0), xstateBv(t?.xstate ?? 0)], [0x60000, 0]);
    assert.deepEqual(numbers(machine, (a?.xstate ?? 0) + 464, 8), [0x602e7, 0]);
    assert.equal(machine.memory.peek(0, (a?.xstate ?? 0) + 2816, 1)?.[0], 0x5a);
  });

  // CPUID.0DH of the recorded machine (truth: linux/results.txt, section cpuid): size and offset by component.
  it('tells its layout since 6.12: seven records, 112 bytes, one note for all threads', () => {
    const machine = dead('6.12');
    const { layout = 0, layoutSize = 0 } = machine.task('A').core ?? {};
    assert.equal(layoutSize, 112);
    assert.equal(machine.task('T').core?.layout, layout);
    assert.deepEqual(numbers(machine, layout ?? 0, layoutSize), [
      ...[2, 0x100, 0x240, 0],
      ...[5, 0x40, 0x440, 0],
      ...[6, 0x200, 0x480, 0],
      ...[7, 0x400, 0x680, 0],
      ...[9, 8, 0xa80, 0],
      ...[17, 0x40, 0xac0, 0],
      ...[18, 0x2000, 0xb00, 0],
    ]);
    assert.equal(dead('6.1').task('A').core?.layout, null);
  });

  it('has PKRU as the task has left it, since the task waits for the program that takes the file', () => {
    const machine = new Machine().switch('A');
    machine.cpu.pkru = 0x10;
    machine.user(raise('#UD'));
    const { core } = machine.task('A');
    assert.deepEqual(numbers(machine, (core?.xstate ?? 0) + 0xa80, 4), [0x10]);
  });

  it('is not left by an exit', () => {
    const machine = new Machine().switch('A');
    machine.syscall('exit_group', 1);
    assert.equal(machine.task('A').core, null);
  });
});
