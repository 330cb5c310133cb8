import assert from 'node:assert/strict';
import { DATA, Machine, type MachineOptions } from './harness';

const [ATTACH, CONT, GETFPREGS, SETFPREGS, GETREGSET, SETREGSET] = [16, 7, 14, 15, 0x4204, 0x4205];
const NT_PRFPREG = 2;
const IOVEC = DATA + 0x800;
const [ENODEV, EFAULT, EINVAL] = [-19n, -14n, -22n];
/** Of FXSAVE (SDM vol. 1, 10.5.1). */
const [FCW, MXCSR, MXCSR_MASK, ST0, XMM0] = [0, 24, 28, 32, 160];

class Debugger extends Machine {
  /** B has 3 in every byte of YMM0, MXCSR 1FA0h and 1 in ST0, and is stopped by A. */
  constructor(setup: MachineOptions = {}) {
    super(setup);
    this.switch('B');
    this.cpu.zmm.fill(3, 0, 32);
    this.cpu.mxcsr = 0x1fa0;
    this.switch('A');
    assert.equal(this.ptrace(ATTACH), 0n);
  }

  ptrace(request: number, data = DATA, address = 0): bigint {
    return this.syscall('ptrace', request, this.task('B').pid, address, data);
  }

  regset(request: number, length: number): bigint {
    const iovec = new Uint8Array(new BigUint64Array([BigInt(DATA), BigInt(length)]).buffer);
    this.memory.write(this.cpu.access, IOVEC, iovec);
    return this.ptrace(request, IOVEC, NT_PRFPREG);
  }

  view(): DataView {
    const bytes = this.memory.read(this.cpu.access, DATA, 1024);
    return new DataView(bytes.buffer, bytes.byteOffset);
  }

  poke(offset: number, ...bytes: number[]): this {
    this.memory.write(this.cpu.access, DATA + offset, Uint8Array.from(bytes));
    return this;
  }

  resume(): this {
    assert.equal(this.ptrace(CONT, 0), 0n);
    return this.switch('B');
  }
}

describe('PTRACE_GETFPREGS', () => {
  it('gives x87, XMM and MXCSR as FXSAVE has them, 512 bytes and no more', () => {
    const machine = new Debugger().poke(512, 0xee);
    assert.equal(machine.ptrace(GETFPREGS), 0n);
    const view = machine.view();
    assert.deepEqual(
      [view.getUint16(FCW, true), view.getUint32(MXCSR, true), view.getUint8(XMM0), view.getUint8(XMM0 + 15)],
      [0x37f, 0x1fa0, 3, 3],
    );
    assert.equal(view.getUint32(MXCSR_MASK, true), machine.cpu.processor.mxcsrMask);
    assert.equal(view.getBigUint64(464, true), 0n, 'the software bytes belong to NT_X86_XSTATE');
    assert.equal(view.getUint8(512), 0xee);
  });

  it('is refused without memory to write to, and without FXSAVE', () => {
    assert.equal(new Debugger().ptrace(GETFPREGS, 8), EFAULT);
    assert.equal(new Debugger({ changes: [{ feature: 'FXSR', present: false }] }).ptrace(GETFPREGS), ENODEV);
  });

  it('is the same on a processor without XSAVE, where the kernel keeps just this', () => {
    const machine = new Debugger({ changes: [{ feature: 'XSAVE', present: false }] });
    assert.equal(machine.ptrace(GETFPREGS), 0n);
    assert.deepEqual([machine.view().getUint32(MXCSR, true), machine.view().getUint8(XMM0)], [0x1fa0, 3]);
  });
});

describe('PTRACE_SETFPREGS', () => {
  it('sets XMM and x87, and leaves the upper halves of YMM as they are', () => {
    const machine = new Debugger();
    machine.ptrace(GETFPREGS);
    assert.equal(machine.poke(XMM0, 7).poke(ST0, 9).ptrace(SETFPREGS), 0n);
    machine.resume();
    assert.deepEqual([...machine.cpu.zmm.subarray(0, 2), machine.cpu.zmm[16]], [7, 3, 3]);
    assert.equal(machine.cpu.mxcsr, 0x1fa0);
  });

  it('makes them live where they were initial', () => {
    const machine = new Machine().switch('A');
    machine.syscall('ptrace', ATTACH, machine.task('B').pid, 0, 0);
    machine.syscall('ptrace', GETFPREGS, machine.task('B').pid, 0, DATA);
    machine.memory.write(machine.cpu.access, DATA + XMM0, Uint8Array.of(5));
    assert.equal(machine.syscall('ptrace', SETFPREGS, machine.task('B').pid, 0, DATA), 0n);
    machine.syscall('ptrace', CONT, machine.task('B').pid, 0, 0);
    machine.switch('B');
    assert.equal(machine.cpu.zmm[0], 5);
  });

  it('refuses reserved bits of MXCSR, which XRSTORS would fault on', () => {
    const machine = new Debugger();
    machine.ptrace(GETFPREGS);
    assert.equal(
      machine
        .poke(MXCSR + 2, 1)
        .poke(XMM0, 7)
        .ptrace(SETFPREGS),
      EINVAL,
    );
    machine.resume();
    assert.equal(machine.cpu.zmm[0], 3, 'nothing has changed');
  });

  it('clears those bits on a kernel of 2020', () => {
    const machine = new Debugger({ policy: 'linux-rfc-2020' });
    machine.ptrace(GETFPREGS);
    assert.equal(machine.poke(MXCSR + 2, 1).ptrace(SETFPREGS), 0n);
    machine.resume();
    assert.equal(machine.cpu.mxcsr, 0x1fa0);
  });
});

describe('the register set NT_PRFPREG', () => {
  it('is the same 512 bytes through an iovec, whose length says so', () => {
    const machine = new Debugger();
    assert.equal(machine.regset(GETREGSET, 1024), 0n);
    const length = new DataView(machine.memory.read(machine.cpu.access, IOVEC + 8, 8).buffer).getUint32(0, true);
    assert.deepEqual([length, machine.view().getUint8(XMM0)], [512, 3]);
  });

  it('is written as a whole or not at all', () => {
    const machine = new Debugger();
    machine.ptrace(GETFPREGS);
    assert.equal(machine.regset(SETREGSET, 504), EINVAL);
    assert.equal(machine.regset(SETREGSET, 512), 0n);
  });

  it('could be written in part on a kernel of 2020', () => {
    const machine = new Debugger({ policy: 'linux-rfc-2020' });
    machine.ptrace(GETFPREGS);
    assert.equal(
      machine
        .poke(XMM0, 7, 7)
        .poke(XMM0 + 8, 7)
        .regset(SETREGSET, XMM0 + 8),
      0n,
    );
    machine.resume();
    assert.deepEqual([machine.cpu.zmm[0], machine.cpu.zmm[1], machine.cpu.zmm[8]], [7, 7, 3]);
  });
});
