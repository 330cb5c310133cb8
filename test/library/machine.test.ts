/** The bare machine of the library. */
import assert from 'node:assert/strict';
import { ExpressionError, Machine, TraceError } from '../../src/library';
import '../../src/main/iced-on-node';

describe('a bare machine', () => {
  it('executes instruction by instruction, and tells the text and the bytes of each', () => {
    const machine = new Machine();
    machine.load('mov eax, 7\nadd eax, 35');
    const steps = [machine.step(), machine.step()];
    assert.deepEqual(
      steps.map(({ address, text, bytes }) => [address, text, Buffer.from(bytes).toString('hex')]),
      // As GNU as assembles them.
      [
        [0x401000, 'mov eax, 0x7', 'b807000000'],
        [0x401005, 'add eax, 0x23', '83c023'],
      ],
    );
    assert.equal(machine.evaluate('rax').value, 42n);
    assert.equal(machine.rip, 0x401008);
  });

  it('stays at an instruction that raises an exception, which goes on once its cause is gone', () => {
    const machine = new Machine();
    machine.load('tilezero tmm0');
    const { exception } = machine.step();
    assert.equal(exception?.name, '#UD');
    assert.match(exception?.why ?? '', /XCR0/);
    assert.equal(machine.rip, 0x401000);
    machine.set('xcr0', 0x602e7n);
    machine.load('ldtilecfg [0x500000]\ntilezero tmm0');
    machine.write(
      0x500000,
      Uint8Array.from({ length: 64 }, (_, at) => (at === 0 ? 1 : at === 16 ? 64 : at === 48 ? 16 : 0)),
    );
    assert.deepEqual([machine.step().exception, machine.step().exception], [undefined, undefined]);
    assert.equal(machine.evaluate('tmm0').value, '16x64');
  });

  it('is reported behind an instruction that traps', () => {
    const machine = new Machine();
    machine.load('int3');
    assert.equal(machine.step().exception?.name, '#BP');
    assert.equal(machine.rip, 0x401001);
  });

  it('raises #PF where nothing is mapped, with the address in CR2', () => {
    const machine = new Machine();
    machine.load('mov rax, QWORD PTR [0x123456]');
    const { exception } = machine.step();
    assert.deepEqual([exception?.name, exception?.address, exception?.errorCode], ['#PF', 0x123456, 0]);
    assert.equal(machine.evaluate('cr2').value, 0x123456n);
    machine.rip = 0x700000;
    const fetch = machine.step();
    assert.deepEqual([fetch.text, fetch.exception?.name, fetch.exception?.address], ['', '#PF', 0x700000]);
  });

  it('executes what is written over code as it is then', () => {
    const machine = new Machine();
    machine.load('mov eax, 1\njmp 0x401000');
    machine.step();
    machine.step();
    machine.write(0x401001, Uint8Array.of(2));
    assert.equal(machine.step().text, 'mov eax, 0x2');
  });

  it('executes the whole of a string instruction in one step', () => {
    const machine = new Machine();
    machine.map(0x500000, 0x40000);
    machine.load('rep stosb');
    machine.set('rcx', 0x40000);
    machine.set('rdi', 0x500000);
    machine.set('rax', 0x5a);
    assert.equal(machine.step().exception, undefined);
    assert.equal(machine.evaluate('rcx').value, 0n);
    assert.deepEqual(machine.read(0x53ffff, 1), Uint8Array.of(0x5a));
  });

  it('runs to an address, or to the first exception', () => {
    const machine = new Machine();
    const { labels } = machine.load('mov ecx, 10\nagain: dec ecx\njnz again\ndone: ud2');
    machine.runTo(labels.get('done') ?? 0);
    assert.equal(machine.evaluate('rcx').value, 0n);
    assert.equal(machine.runTo(0)?.exception?.name, '#UD');
    machine.load('again: jmp again');
    machine.runTo(0, 100);
    assert.equal(machine.rip, 0x401000);
  });

  it('comes back to a snapshot, any number of times', () => {
    const machine = new Machine();
    machine.load('inc DWORD PTR [0x500000]\njmp 0x401000');
    machine.map(0x500000, 4);
    const start = machine.snapshot();
    for (const steps of [3, 5]) {
      for (let step = 0; step < steps; step++) machine.step();
      assert.deepEqual(machine.read(0x500000, 1), Uint8Array.of((steps + 1) / 2));
      machine.restore(start);
      assert.deepEqual(machine.read(0x500000, 1), Uint8Array.of(0));
      assert.equal(machine.rip, 0x401000);
    }
    assert.throws(() => new Machine().restore(start), RangeError);
  });

  it('is the model that it is asked for', () => {
    assert.equal(new Machine().has('amx-tile'), true);
    assert.equal(new Machine('sapphire-rapids -amx-tile').has('amx-tile'), false);
    assert.equal(new Machine('zen4').has('amx-tile'), false);
    // The manual's vendor string: "GenuineIntel" in EBX, EDX, ECX.
    assert.deepEqual(new Machine().cpuid(0).slice(1), [0x756e6547, 0x6c65746e, 0x49656e69]);
    assert.throws(() => new Machine('pentium'), TraceError);
    assert.throws(() => new Machine().has('mmx2'), RangeError);
  });

  it('refuses what the processor refuses, and changes nothing', () => {
    const machine = new Machine();
    assert.throws(() => machine.set('xcr0', 4n), ExpressionError);
    assert.equal(machine.evaluate('xcr0').value, 1n);
    assert.throws(() => machine.read(0x500000, 4), RangeError);
  });
});
