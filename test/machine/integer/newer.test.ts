/** Integer instructions of newer processors, by the manual's words: random numbers, transactions, direct stores, waits. */
import assert from 'node:assert/strict';
import { CR4, FLAG } from '../../../src/machine/architecture/bits';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { bareCpu, DATA, END, executeLine, faultOfLine } from '../instructions/instruction-line';

const LINE = 64;

function bytes(cpu: Cpu, address: number, count: number): number[] {
  return [...cpu.memory.peek(0, address, count)!]; // mapped
}

describe('random numbers', () => {
  const drawn = (count: number) => {
    const cpu = bareCpu('RDRAND', 'RDSEED');
    return Array.from({ length: count }, (_, i) => {
      cpu.rflags |= STATUS_FLAGS;
      executeLine(cpu, i % 2 === 0 ? 'rdrand rax' : 'rdseed rax');
      assert.equal(cpu.rflags & STATUS_FLAGS, FLAG.CF);
      return cpu.gpr[GPR.RAX]!;
    });
  };

  it('are never at a loss, differ, and are the same in every run', () => {
    const numbers = drawn(1000);
    assert.equal(new Set(numbers).size, numbers.length);
    assert.deepEqual(drawn(1000), numbers);
    const ones = numbers.reduce((sum, value) => sum + value.toString(2).replaceAll('0', '').length, 0);
    assert.ok(Math.abs(ones / numbers.length - 32) < 1, `${ones / numbers.length} of 64 bits are ones`);
  });

  it('fill 16 bits of a register, or 32 with zeros above', () => {
    const cpu = bareCpu('RDRAND');
    cpu.gpr[GPR.RCX] = 0x1122_3344_5566_7788n;
    executeLine(cpu, 'rdrand cx');
    assert.equal(cpu.gpr[GPR.RCX]! >> 16n, 0x1122_3344_5566n);
    executeLine(cpu, 'rdrand ecx');
    assert.equal(cpu.gpr[GPR.RCX]! >> 32n, 0n);
  });
});

describe('counters', () => {
  it('of RDPRU go on as time does, and CF tells which there are', () => {
    const cpu = bareCpu('RDPRU');
    const readings = [0n, 1n, 2n].map((register) => {
      cpu.gpr[GPR.RCX] = register;
      cpu.rflags |= STATUS_FLAGS;
      executeLine(cpu, 'rdpru');
      return { value: (cpu.gpr[GPR.RDX]! << 32n) | cpu.gpr[GPR.RAX]!, flags: cpu.rflags & STATUS_FLAGS };
    });
    assert.deepEqual(
      readings.map(({ flags }) => flags),
      [FLAG.CF, FLAG.CF, 0],
    );
    assert.ok(readings[0]!.value < readings[1]!.value);
    assert.equal(readings[2]!.value, 0n);
  });

  it('are kept from programs by CR4.TSD', () => {
    const cpu = bareCpu('RDPRU');
    cpu.cr4 |= CR4.TSD;
    assert.equal(faultOfLine(cpu, 'rdtsc'), 'none');
    cpu.cpl = 3;
    const faults = ['rdtsc', 'rdtscp', 'rdpru'].map((line) => faultOfLine(cpu, line));
    assert.deepEqual(faults, ['#GP', '#GP', '#UD']);
  });
});

describe('transactions', () => {
  it('abort where they begin, so that nothing is ever within one', () => {
    const cpu = bareCpu('RTM', 'TSXLDTRK');
    cpu.gpr[GPR.RAX] = ~0n & 0xffff_ffff_ffff_ffffn;
    cpu.rflags |= STATUS_FLAGS;
    executeLine(cpu, 'xbegin 0x1000');
    assert.deepEqual([cpu.rip, cpu.gpr[GPR.RAX], cpu.rflags & STATUS_FLAGS], [0x1000, 0n, STATUS_FLAGS]);
    executeLine(cpu, 'xtest');
    assert.equal(cpu.rflags & STATUS_FLAGS, FLAG.ZF);
    for (const line of ['xabort 1', 'xsusldtrk', 'xresldtrk']) executeLine(cpu, line);
    assert.equal(faultOfLine(cpu, 'xend'), '#GP');
  });
});

describe('direct stores', () => {
  it('move 4, 8 or 64 bytes, the latter to a line of their own', () => {
    const cpu = bareCpu('MOVDIRI', 'MOVDIR64B');
    const line = Uint8Array.from({ length: LINE }, (_, i) => i + 1);
    cpu.memory.poke(0, DATA + 3, line);
    [cpu.gpr[GPR.RAX], cpu.gpr[GPR.RCX], cpu.gpr[GPR.RDX]] = [BigInt(DATA), BigInt(DATA + 2 * LINE), 0x1122_3344n];
    executeLine(cpu, 'movdir64b rcx, [rax+3]');
    assert.deepEqual(bytes(cpu, DATA + 2 * LINE, LINE), [...line]);
    executeLine(cpu, 'movdiri DWORD PTR [rax+1], edx');
    assert.deepEqual(bytes(cpu, DATA, 6), [0, 0x44, 0x33, 0x22, 0x11, 3]);
    executeLine(cpu, 'movdiri QWORD PTR [rax], rdx');
    assert.deepEqual(bytes(cpu, DATA, 9), [0x44, 0x33, 0x22, 0x11, 0, 0, 0, 0, 6]);
    cpu.gpr[GPR.RCX]! += 8n; // it is there
    assert.equal(faultOfLine(cpu, 'movdir64b rcx, [rax]'), '#GP');
    cpu.gpr[GPR.RCX] = BigInt(END);
    assert.equal(faultOfLine(cpu, 'movdir64b rcx, [rax]'), '#PF');
  });

  it('clear the whole line that RAX points into', () => {
    const cpu = bareCpu('CLZERO');
    cpu.memory.poke(0, DATA, new Uint8Array(3 * LINE).fill(7));
    cpu.gpr[GPR.RAX] = BigInt(DATA + LINE + 5);
    executeLine(cpu, 'clzero');
    assert.deepEqual(
      bytes(cpu, DATA, 3 * LINE),
      Array.from({ length: 3 * LINE }, (_, i) => (i >= LINE && i < 2 * LINE ? 0 : 7)),
    );
  });
});

describe('CMPccXADD', () => {
  const resultOf = (line: string, memory: bigint, second: bigint, third: bigint) => {
    const cpu = bareCpu('CMPCCXADD');
    const image = new Uint8Array(new BigUint64Array([memory]).buffer);
    cpu.memory.poke(0, DATA, image);
    [cpu.gpr[GPR.RAX], cpu.gpr[GPR.RCX], cpu.gpr[GPR.RDX]] = [BigInt(DATA), second, third];
    executeLine(cpu, line);
    const stored = new DataView(Uint8Array.from(bytes(cpu, DATA, 8)).buffer).getBigUint64(0, true);
    return [stored, cpu.gpr[GPR.RCX], (cpu.rflags & FLAG.ZF) !== 0, (cpu.rflags & FLAG.CF) !== 0];
  };

  it('adds to memory where the comparison of memory with the register fits, and always loads', () => {
    const wide = 'QWORD PTR [rax], rcx, rdx';
    assert.deepEqual(resultOf(`cmpzxadd ${wide}`, 5n, 5n, 7n), [12n, 5n, true, false]);
    assert.deepEqual(resultOf(`cmpnzxadd ${wide}`, 5n, 5n, 7n), [5n, 5n, true, false]);
    assert.deepEqual(resultOf(`cmpbxadd ${wide}`, 5n, 6n, 7n), [12n, 5n, false, true]);
    assert.deepEqual(resultOf(`cmpbxadd ${wide}`, 6n, 5n, 7n), [6n, 6n, false, false]);
    assert.deepEqual(resultOf(`cmplxadd ${wide}`, 2n ** 64n - 1n, 0n, 3n), [2n, 2n ** 64n - 1n, false, false]);
  });

  it('leaves what is behind 32 bits alone, and clears the upper half of the register', () => {
    const old = 0xffff_ffff_8000_0000n;
    const narrow = 'cmpbexadd DWORD PTR [rax], ecx, edx';
    assert.deepEqual(resultOf(narrow, old, old, 0x8000_0001n), [0xffff_ffff_0000_0001n, 0x8000_0000n, true, false]);
  });

  it('wants memory that is aligned to its size', () => {
    const cpu = bareCpu('CMPCCXADD');
    cpu.gpr[GPR.RAX] = BigInt(DATA + 4);
    assert.equal(faultOfLine(cpu, 'cmpzxadd DWORD PTR [rax], ecx, edx'), 'none');
    assert.equal(faultOfLine(cpu, 'cmpzxadd QWORD PTR [rax], rcx, rdx'), '#GP');
  });
});

describe('waits in user mode', () => {
  it('are over at once', () => {
    const cpu = bareCpu('WAITPKG', 'MONITORX');
    cpu.cpl = 3;
    cpu.gpr[GPR.RAX] = BigInt(DATA);
    cpu.rflags |= STATUS_FLAGS;
    for (const line of ['umonitor rax', 'monitorx', 'mwaitx']) executeLine(cpu, line);
    assert.equal(cpu.rflags & STATUS_FLAGS, STATUS_FLAGS);
    executeLine(cpu, 'umwait ebx');
    assert.equal(cpu.rflags & STATUS_FLAGS, 0);
    cpu.gpr[GPR.RBX] = 1n;
    executeLine(cpu, 'tpause ebx');
    cpu.gpr[GPR.RBX] = 2n;
    assert.deepEqual([faultOfLine(cpu, 'tpause ebx'), faultOfLine(cpu, 'umwait ebx')], ['#GP', '#GP']);
    cpu.gpr[GPR.RAX] = BigInt(END);
    assert.equal(faultOfLine(cpu, 'umonitor rax'), '#PF');
  });
});
