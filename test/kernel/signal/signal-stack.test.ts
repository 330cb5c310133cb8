import assert from 'node:assert/strict';
import { SA, SIGNAL, SS } from '../../../src/kernel/state/constants';
import { GPR } from '../../../src/machine/architecture/gpr';
import { CODE, DATA, fillTiles, ldtilecfg, Machine, type MachineOptions } from '../harness';

const [EPERM, ENOMEM, EINVAL] = [-1n, -12n, -22n];
const STACK = DATA + 0x10_0000;
const SIZE = 0x8000;
const TOP = STACK + SIZE;
/** Of `uc_stack` in `struct rt_sigframe`: behind pretcode, uc_flags and uc_link. */
const UC_STACK = 24;

class Program extends Machine {
  constructor(setup: MachineOptions = {}) {
    super(setup);
    for (const { space } of this.kernel.state.processes) this.memory.map(space, STACK - SIZE, 2 * SIZE);
    this.switch('A');
  }

  sigaltstack(flags = 0, address = STACK, size = SIZE): bigint {
    return this.syscall('sigaltstack', address, size, flags);
  }

  handle(flags: number): this {
    this.syscall('rt_sigaction', SIGNAL.SIGUSR1, CODE + 64, flags);
    return this;
  }

  get rsp(): number {
    return Number(this.cpu.gpr[GPR.RSP]);
  }

  set rsp(value: number) {
    this.cpu.gpr[GPR.RSP] = BigInt(value);
  }

  /** `uc_stack` of the frame that RSP points at: address, flags, size. */
  get saved(): readonly number[] {
    const bytes = this.memory.read(this.cpu.access, this.rsp + UC_STACK, 24);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return [Number(view.getBigUint64(0, true)), view.getUint32(8, true), Number(view.getBigUint64(16, true))];
  }

  write(offset: number, value: bigint): void {
    this.memory.write(this.cpu.access, this.rsp + offset, new Uint8Array(new BigUint64Array([value]).buffer));
  }
}

describe('sigaltstack', () => {
  it('takes SS_AUTODISARM with any of the modes, and no other flag (kernel/signal.c: do_sigaltstack)', () => {
    const program = new Program();
    for (const mode of [0, SS.ONSTACK]) assert.equal(program.sigaltstack(mode | SS.AUTODISARM), 0n);
    assert.equal(program.task('A').sasFlags, SS.AUTODISARM + SS.ONSTACK);
    assert.equal(program.sigaltstack(4), EINVAL);
    assert.equal(program.sigaltstack(SS.ONSTACK | SS.DISABLE), EINVAL);
    assert.equal(program.sigaltstack(SS.DISABLE | SS.AUTODISARM, 0, 0), 0n);
    assert.deepEqual([program.task('A').sigaltstack, program.task('A').sasFlags], [null, SS.AUTODISARM + SS.DISABLE]);
  });

  // kernel/signal.c: do_sigaltstack() returns before it looks at the size where nothing would change (6c3118c32129).
  it('takes the stack that is there once more, though it is too small for a new one by now', () => {
    const program = new Program();
    assert.equal(program.sigaltstack(SS.DISABLE, 0, 0), 0n);
    program.permit();
    assert.equal(program.sigaltstack(0, STACK, 4096), ENOMEM);
    assert.equal(program.sigaltstack(SS.DISABLE, 0, 0), 0n);
    Object.assign(program.task('A'), { sigaltstack: { address: STACK, size: 4096 }, sasFlags: 0 });
    assert.equal(program.sigaltstack(0, STACK, 4096), 0n);
    assert.equal(program.sigaltstack(SS.AUTODISARM, STACK, 4096), ENOMEM, 'other flags are a change');
    assert.equal(program.sigaltstack(0, STACK + 16, 4096), ENOMEM);
  });

  it('refuses a stack that a handler is on, unless the stack disarms itself', () => {
    const program = new Program();
    program.sigaltstack();
    program.rsp = TOP - 64;
    assert.equal(program.sigaltstack(), EPERM);
    program.rsp = DATA + 0x800;
    program.sigaltstack(SS.AUTODISARM);
    program.rsp = TOP - 64;
    assert.equal(program.sigaltstack(), 0n);
  });
});

describe('a signal on an alternate stack', () => {
  it('that disarms itself finds none until rt_sigreturn puts it back', () => {
    const program = new Program().handle(SA.ONSTACK);
    program.sigaltstack(SS.AUTODISARM);
    program.signal('A', SIGNAL.SIGUSR1);
    assert.ok(program.rsp > STACK && program.rsp < TOP);
    assert.deepEqual(program.saved, [STACK, SS.AUTODISARM, SIZE]);
    assert.deepEqual([program.task('A').sigaltstack, program.task('A').sasFlags], [null, SS.DISABLE]);
    program.sigreturn();
    assert.deepEqual(program.task('A').sigaltstack, { address: STACK, size: SIZE });
    assert.equal(program.task('A').sasFlags, SS.AUTODISARM);
  });

  it('keeps what the frame had, where rt_sigreturn is given something that sigaltstack refuses', () => {
    for (const [size, flags] of [
      [1024n, 0n],
      [BigInt(SIZE), 4n],
      [BigInt(SIZE), BigInt(SS.ONSTACK | SS.DISABLE)],
    ] as const) {
      const program = new Program({ options: { version: '6.1' } }).handle(0);
      program.sigaltstack();
      program.signal('A', SIGNAL.SIGUSR1);
      program.write(UC_STACK + 8, flags);
      program.write(UC_STACK + 16, size);
      program.sigreturn();
      assert.equal(program.task('A').state, 'running');
      assert.deepEqual(program.task('A').sigaltstack, { address: STACK, size: SIZE }, `${size} ${flags}`);
    }
  });

  it('is told too small by rt_sigreturn as by sigaltstack, once tiles are permitted', () => {
    const program = new Program({ options: { version: '6.1' } }).handle(0);
    program.sigaltstack();
    program.permit();
    assert.equal(program.sigaltstack(0, STACK, 0x2000), ENOMEM);
    program.signal('A', SIGNAL.SIGUSR1);
    program.write(UC_STACK + 16, 0x2000n);
    program.sigreturn();
    assert.deepEqual(program.task('A').sigaltstack, { address: STACK, size: SIZE });
  });

  it('counts as nested by RSP itself, although the red zone reaches below the stack', () => {
    const program = new Program().handle(0);
    program.sigaltstack();
    program.rsp = STACK + 64;
    program.signal('A', SIGNAL.SIGUSR1);
    // There is memory below, but the frame would leave the alternate stack that the code is on.
    assert.deepEqual([program.task('A').state, program.task('A').signal], ['killed', 'SIGSEGV']);
  });

  it('has flags 0 in the frame of a task that never had one, and SS_DISABLE where one was taken away', () => {
    const program = new Program().handle(0);
    program.signal('A', SIGNAL.SIGUSR1);
    assert.deepEqual(program.saved, [0, 0, 0]);
    program.sigreturn();
    program.sigaltstack(SS.DISABLE, 0, 0);
    program.signal('A', SIGNAL.SIGUSR1);
    assert.deepEqual(program.saved, [0, SS.DISABLE, 0]);
  });
});

describe('initial tiles in a signal frame', () => {
  /** Whether the frame has bytes of its own where tile data go: they were filled before. */
  function writesTiles(setup: MachineOptions): boolean {
    const program = new Program(setup).handle(0);
    program.permit();
    program.user(ldtilecfg);
    program.user(fillTiles(1));
    program.user(ldtilecfg); // makes the data initial
    program.rsp = TOP;
    program.memory.write(program.cpu.access, STACK, new Uint8Array(SIZE).fill(0xee));
    program.signal('A', SIGNAL.SIGUSR1);
    const view = new DataView(program.memory.read(program.cpu.access, program.rsp, 440).buffer);
    const image = Number(view.getBigUint64(8 + 40 + 184, true));
    return program.memory.read(program.cpu.access, image + 2816, 1)[0] !== 0xee;
  }

  it('are left out where the kernel has components that grow on demand, and written where it has none', () => {
    assert.equal(writesTiles({ policy: 'linux' }), false);
    assert.equal(writesTiles({ policy: 'eager' }), true);
  });
});
