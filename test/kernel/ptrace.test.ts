import assert from 'node:assert/strict';
import { DATA, fillTiles, ldtilecfg, Machine, type MachineOptions, XTILEDATA } from './harness';

const { ATTACH, SEIZE, INTERRUPT, CONT, DETACH, GETREGSET, SETREGSET } = {
  ATTACH: 16,
  SEIZE: 0x4206,
  INTERRUPT: 0x4207,
  CONT: 7,
  DETACH: 17,
  GETREGSET: 0x4204,
  SETREGSET: 0x4205,
};
const NT_X86_XSTATE = 0x202;
const IOVEC = DATA + 0x8000;
const IMAGE = 11008;
const [EPERM, ESRCH, EIO, EFAULT, EINVAL] = [-1n, -3n, -5n, -14n, -22n];

class Tracer extends Machine {
  constructor(setup: MachineOptions = {}) {
    super(setup);
    for (const { space } of this.kernel.state.processes) this.memory.map(space, DATA, 0x10000);
  }

  ptrace(request: number, addr = NT_X86_XSTATE, data = request === CONT || request === DETACH ? 0 : IOVEC): bigint {
    return this.syscall('ptrace', request, this.task('B').pid, addr, data);
  }

  iovec(length: number, base = DATA): this {
    this.memory.write(
      this.cpu.access,
      IOVEC,
      new Uint8Array(new BigUint64Array([BigInt(base), BigInt(length)]).buffer),
    );
    return this;
  }

  q(offset: number): bigint {
    return new DataView(this.memory.read(this.cpu.access, DATA + offset, 8).buffer).getBigUint64(0, true);
  }

  /** B with live tiles, stopped by A, which has its image. */
  withTiles(): this {
    this.switch('B').permit();
    this.user(ldtilecfg);
    this.user(fillTiles(9));
    this.switch('A');
    assert.equal(this.ptrace(ATTACH), 0n);
    assert.equal(this.iovec(0x4000).ptrace(GETREGSET), 0n);
    return this.iovec(IMAGE);
  }

  poke(offset: number, ...bytes: number[]): this {
    this.memory.write(this.cpu.access, DATA + offset, Uint8Array.from(bytes));
    return this;
  }
}

describe('ptrace', () => {
  it('stops a task that runs on another CPU by switching that CPU to idle, and lets it go on', () => {
    const machine = new Tracer({ cpus: 2 });
    machine.onCpu(1).switch('B');
    machine.onCpu(0).switch('A');
    assert.equal(machine.ptrace(ATTACH), 0n);
    const tracee = machine.task('B');
    assert.deepEqual([tracee.stopped, tracee.cpu, machine.kernel.state.cpus[1]?.current], [true, null, null]);
    machine.onCpu(1).switch('B');
    assert.equal(tracee.cpu, null, 'a stopped task cannot be switched to');
    machine.onCpu(0);
    assert.equal(machine.ptrace(CONT), 0n);
    machine.onCpu(1).switch('B');
    assert.equal(tracee.cpu, 1);
  });

  it('has requests only for stopped tracees of its own', () => {
    const machine = new Tracer({ threads: ['T'], kthreads: ['K'] }).switch('A');
    assert.equal(machine.ptrace(GETREGSET), ESRCH, 'not attached');
    assert.equal(machine.syscall('ptrace', ATTACH, 1), ESRCH, 'nobody');
    assert.equal(machine.syscall('ptrace', ATTACH, machine.task('T').pid), EPERM, 'a thread of its own');
    assert.equal(machine.syscall('ptrace', ATTACH, machine.task('K').pid), EPERM, 'a kernel thread');
    assert.equal(machine.ptrace(SEIZE, 8, 0), EIO, 'it takes no address');
    assert.equal(machine.ptrace(SEIZE, 0, 1 << 8), EIO, 'and no option that there is not');
    assert.equal(machine.ptrace(SEIZE, 0, 1 << 20), 0n);
    assert.equal(machine.ptrace(ATTACH), EPERM, 'already');
    assert.equal(machine.iovec(64).ptrace(GETREGSET), ESRCH, 'still running');
    assert.equal(machine.ptrace(INTERRUPT), 0n);
    assert.equal(machine.ptrace(GETREGSET), 0n);
    assert.equal(machine.ptrace(3), EIO);
    assert.equal(machine.ptrace(DETACH), 0n);
    assert.equal(machine.task('B').tracer, null);
  });

  it('interrupts only a task that was seized', () => {
    const machine = new Tracer().switch('A');
    assert.equal(machine.ptrace(ATTACH), 0n);
    assert.equal(machine.ptrace(INTERRUPT), EIO);
    assert.equal(machine.ptrace(DETACH), 0n);
    assert.equal(machine.ptrace(SEIZE, 0, 0), 0n);
    assert.equal(machine.ptrace(INTERRUPT), 0n);
    assert.equal(machine.task('B').stopped, true);
  });

  it('frees the tracees of a tracer that exits', () => {
    const machine = new Tracer().switch('A');
    machine.ptrace(ATTACH);
    machine.syscall('exit', 0);
    assert.deepEqual([machine.task('B').stopped, machine.task('B').tracer], [false, null]);
  });
});

describe('PTRACE_GETREGSET of NT_X86_XSTATE', () => {
  // truth: linux/results.txt, sections ptrace_noperm and ptrace_live.
  it('gives 11008 bytes and XCR0 in the software bytes, also for a task that has no tiles', () => {
    const machine = new Tracer().switch('A');
    machine.ptrace(ATTACH);
    machine.iovec(0x4000).ptrace(GETREGSET);
    const length = new DataView(machine.memory.read(machine.cpu.access, IOVEC + 8, 8).buffer).getUint32(0, true);
    assert.deepEqual([length, machine.q(464), machine.q(512) & 0x60000n, machine.q(520)], [IMAGE, 0x602e7n, 0n, 0n]);
    assert.equal(machine.memory.read8(machine.cpu.access, DATA), 0x7f, 'FCW is initial');
  });

  it('gives tiles at their place in the standard format', () => {
    const machine = new Tracer().withTiles();
    assert.equal(machine.q(512) & 0x60000n, 0x60000n);
    assert.deepEqual(
      [machine.q(2752) & 0xffn, machine.q(2816), machine.q(IMAGE - 8)],
      [1n, 0x0909090909090909n, 0x0909090909090909n],
    );
  });

  it('gives a short buffer the beginning, and refuses what is no register set or no memory', () => {
    const machine = new Tracer().switch('A');
    machine.ptrace(ATTACH);
    assert.equal(machine.iovec(512).ptrace(GETREGSET), 0n);
    assert.equal(machine.q(512), 0n, 'nothing behind it');
    assert.equal(machine.iovec(12).ptrace(GETREGSET), EINVAL);
    assert.equal(machine.iovec(512).ptrace(GETREGSET, 3), EINVAL);
    assert.equal(machine.iovec(512).ptrace(GETREGSET, 1), 0n, 'the general registers');
    assert.equal(machine.ptrace(GETREGSET, NT_X86_XSTATE, 8), EFAULT);
    assert.equal(machine.iovec(512, 8).ptrace(GETREGSET), EFAULT);
  });
});

describe('PTRACE_SETREGSET of NT_X86_XSTATE', () => {
  it('gives the tracee other tiles, which it loads when it runs again', () => {
    const machine = new Tracer().withTiles().poke(2816, 1, 2, 3);
    assert.equal(machine.ptrace(SETREGSET), 0n);
    assert.equal(machine.task('B').lastCpu, -1);
    machine.ptrace(DETACH);
    machine.switch('B');
    assert.deepEqual([...machine.cpu.tiles.subarray(0, 4)], [1, 2, 3, 9]);
  });

  it('initialises the components whose bits are clear', () => {
    const machine = new Tracer().withTiles().poke(514, 2);
    assert.equal(machine.ptrace(SETREGSET), 0n);
    machine.ptrace(CONT);
    machine.switch('B');
    assert.deepEqual([machine.cpu.tilecfg[0], machine.cpu.tiles[0]], [1, 0]);
  });

  // truth: sections ptrace_noperm and ptrace_permonly (errno 22).
  it('allocates nothing on behalf of a tracee, whether it has the permission or not', () => {
    for (const permitted of [false, true]) {
      const machine = new Tracer().switch('B');
      if (permitted) machine.permit();
      machine.switch('A');
      machine.ptrace(ATTACH);
      machine.iovec(IMAGE).ptrace(GETREGSET);
      assert.equal(machine.poke(514, 6).ptrace(SETREGSET), EINVAL);
      assert.deepEqual([machine.counters.allocs, machine.task('B').fpstate.size], [0, 2560]);
    }
  });

  it('takes a whole image or nothing, and only what XRSTORS can load', () => {
    const attempt = (change: (machine: Tracer) => Tracer) => change(new Tracer().withTiles()).ptrace(SETREGSET);
    assert.equal(
      attempt((machine) => machine.iovec(IMAGE - 8)),
      EFAULT,
    );
    assert.equal(
      attempt((machine) => machine.iovec(IMAGE, 8)),
      EFAULT,
    );
    assert.equal(
      attempt((machine) => machine.iovec(IMAGE + 8)),
      0n,
      'what is too long is cut off',
    );
    assert.equal(
      attempt((machine) => machine.poke(514, 8)),
      EINVAL,
      'a component that does not exist',
    );
    assert.equal(
      attempt((machine) => machine.poke(527, 0x80)),
      EINVAL,
      'compacted',
    );
    assert.equal(
      attempt((machine) => machine.poke(575, 1)),
      EINVAL,
      'reserved',
    );
    assert.equal(
      attempt((machine) => machine.poke(512, 3).poke(26, 1)),
      EINVAL,
      'MXCSR',
    );
  });

  it('refuses reserved bits of MXCSR, and takes it, where x87, SSE or AVX is in the header', () => {
    for (const xstateBv of [1n, 2n, 4n, 0xe6n]) {
      const machine = new Tracer().switch('A').iovec(IMAGE);
      machine.ptrace(ATTACH);
      assert.equal(machine.ptrace(GETREGSET), 0n);
      const write = (offset: number, value: bigint) =>
        machine.memory.write(machine.cpu.access, DATA + offset, new Uint8Array(new BigUint64Array([value]).buffer));
      write(512, xstateBv);
      write(24, 0xffff_ffffn);
      assert.equal(machine.ptrace(SETREGSET), EINVAL, `${xstateBv}`);
      write(24, 0x1fc0n);
      assert.equal(machine.ptrace(SETREGSET), 0n);
      const area = machine.memory.peek(0, machine.task('B').fpstate.address, 32);
      assert.equal(area?.[24], 0xc0, `${xstateBv}`);
    }
  });

  it('takes PKRU from the image, and 0 where its bit is clear', () => {
    const machine = new Tracer().withTiles().poke(2688, 0x44, 0, 0, 0).poke(513, 2);
    machine.ptrace(SETREGSET);
    assert.equal(machine.task('B').pkru, 0x44);
    machine.poke(513, 0).ptrace(SETREGSET);
    assert.equal(machine.task('B').pkru, 0);
  });
});

describe('PTRACE_SETREGSET under linux-rfc-2020', () => {
  const stopped = () => {
    const machine = new Tracer({ policy: 'linux-rfc-2020' }).switch('A');
    machine.ptrace(ATTACH);
    machine.iovec(IMAGE).ptrace(GETREGSET);
    return machine.poke(514, 4).poke(2816, 7);
  };

  it('has the condition of version 1 the wrong way round: tiles for a tracee without a buffer are lost', () => {
    const machine = stopped();
    assert.equal(machine.ptrace(SETREGSET), 0n);
    assert.deepEqual([machine.counters.allocs, machine.task('B').fpstate.size], [0, 2560]);
    machine.ptrace(CONT);
    machine.switch('B');
    assert.deepEqual([machine.cpu.tiles[0], machine.cpu.xfd], [0, XTILEDATA]);
  });

  it('loses the whole state of the tracee when it refuses an image', () => {
    const machine = stopped().poke(527, 0x80);
    assert.equal(machine.ptrace(SETREGSET), EINVAL);
    machine.iovec(IMAGE).ptrace(GETREGSET);
    assert.equal(machine.q(512), 0n);
  });
});
