import assert from 'node:assert/strict';
import type { Fpstate } from '../../src/kernel/state/fpstate';
import { CR0 } from '../../src/machine/architecture/bits';
import { Fault } from '../../src/machine/architecture/exception';
import { fillTiles, ldtilecfg, Machine, tilezero, XTILEDATA } from './harness';

/** The buffer of task A: sizes in bytes, masks of components. */
function assertBuffer(machine: Machine, expected: Partial<Fpstate>): void {
  const { fpstate } = machine.task('A');
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((key) => [key, fpstate[key as keyof Fpstate]])),
    expected,
  );
}

describe('first use under linux', () => {
  it('grows the buffer from 2560 to 10752 bytes, and the image in signal frames from 2816 to 11008', () => {
    const machine = new Machine().switch('A');
    assertBuffer(machine, { size: 2560, userSize: 2816, xfeatures: 0x202e7n, xfd: XTILEDATA });
    machine.permit();
    assert.deepEqual(machine.user(ldtilecfg), []);
    assert.deepEqual(machine.user(tilezero), ['#NM']);
    assertBuffer(machine, { size: 10752, userSize: 11008, xfeatures: 0x602e7n, xfd: 0n });
    assert.deepEqual(machine.counters, { allocs: 1, frees: 0, buffer_bytes: 10752, xfd_writes: 1, nm: 1 });
    assert.equal(machine.cpu.xfd, 0n);
    assert.equal(machine.cpu.xfdErr, 0n);
  });

  /** Each is done before the next, and the reason is the one that mainline's source or its commit gives. */
  const ORDER = [
    ['handle_xfd_event.read_xfd_err', 'handle_xfd_event.clear_xfd_err', 'what is cleared cannot be read'],
    [
      'handle_xfd_event.clear_xfd_err',
      '__xfd_enable_feature.permission',
      'a task that is killed leaves no trace in it',
    ],
    ['__xfd_enable_feature.permission', 'fpstate_realloc.alloc', 'nothing is allocated for who may not use it'],
    ['fpstate_realloc.alloc', 'fpstate_realloc.swap', 'the old buffer serves until there is a new one'],
    [
      'fpstate_realloc.load_registers',
      'fpstate_realloc.swap',
      'registers that lie in the old buffer must be taken back',
    ],
    ['fpstate_realloc.init_xcomp_bv', 'fpstate_realloc.swap', 'a preempting switch saves to a complete buffer'],
    ['fpstate_realloc.set_xfd', 'fpstate_realloc.swap', 'the new buffer comes with its XFD'],
    ['fpstate_realloc.swap', 'xfd_update_state.write_msr', 'XFD lets through only what the buffer has room for'],
    ['xfd_update_state.write_msr', 'xfd_update_state.write_cache', 'the copy of the MSR follows it'],
    ['fpstate_realloc.swap', 'fpstate_realloc.free_old', 'a buffer in use is not freed'],
  ] as const;

  it('does in the handler first what must come first', () => {
    const machine = new Machine().switch('A').permit();
    machine.user(ldtilecfg);
    machine.steps.length = 0;
    machine.user(tilezero);
    for (const [before, after, reason] of ORDER) {
      const [first, second] = [machine.steps.indexOf(before), machine.steps.indexOf(after)];
      assert.ok(first >= 0 && second > first, `${before} (${first}), ${after} (${second}): ${reason}`);
      assert.equal(machine.steps.lastIndexOf(before), first, `${before} runs once`);
    }
  });

  it('shows the routines on a stack while they run, with their locals', () => {
    const machine = new Machine().switch('A').permit();
    let seen: readonly string[] = [];
    let err: unknown;
    try {
      tilezero(machine.cpu);
      assert.fail('XFD must be armed');
    } catch (fault) {
      machine.entry.exception(fault as never);
    }
    while (machine.kernel.active) {
      const { stack } = machine.kernel.state;
      if (stack.length > seen.length) {
        seen = stack.map(({ routine }) => routine);
        err = stack[1]?.locals.xfd_err;
      }
      machine.step();
    }
    assert.deepEqual(seen, [
      'exc_device_not_available',
      'handle_xfd_event',
      '__xfd_enable_feature',
      'fpstate_realloc',
      'xfd_update_state',
    ]);
    assert.equal(err, XTILEDATA);
  });

  it('ends in SIGILL with ILL_ILLOPC without permission, and has cleared IA32_XFD_ERR by then', () => {
    const machine = new Machine().switch('A');
    machine.cpu.rip = 0x401234;
    machine.records.length = 0;
    assert.deepEqual(machine.user(tilezero), ['#NM']);
    assert.deepEqual(machine.records.slice(1, 4), [
      { kind: 'signal', task: 'A', signal: 'SIGILL', code: 1, address: 0x401234 },
      { kind: 'killed', task: 'A', signal: 'SIGILL' },
      { kind: 'switch', from: 'A', to: 'idle' },
    ]);
    const { state, signal, cpu } = machine.task('A');
    assert.deepEqual({ state, signal, cpu }, { state: 'killed', signal: 'SIGILL', cpu: null });
    assert.equal(machine.cpu.xfdErr, 0n);
    assert.equal(machine.counters.allocs, 0);
    assert.equal(machine.current, undefined);
  });

  it('ends in SIGSEGV with SI_KERNEL and no address when the buffer cannot be allocated', () => {
    const machine = new Machine().switch('A').permit();
    machine.state.allocFailures = 1;
    assert.deepEqual(machine.user(tilezero), ['#NM']);
    assert.deepEqual(
      machine.records.find(({ kind }) => kind === 'signal'),
      { kind: 'signal', task: 'A', signal: 'SIGSEGV', code: 128, address: null },
    );
    assert.equal(machine.task('A').state, 'killed');
    assert.equal(machine.counters.buffer_bytes, 0);
  });

  it('fails beyond the memory budget', () => {
    const machine = new Machine({ options: { memory: '12_000' } }).switch('A').permit();
    machine.user(tilezero);
    machine.switch('B').permit();
    machine.user(tilezero);
    assert.equal(machine.task('B').signal, 'SIGSEGV');
    assert.equal(machine.counters.buffer_bytes, 10752);
  });

  it('lets the OOM killer take the largest holder with oom=on', () => {
    const machine = new Machine({ options: { memory: '12000', oom: 'on' } }).switch('A').permit();
    machine.user(tilezero);
    machine.switch('B').permit();
    assert.deepEqual(machine.user(tilezero), ['#NM']);
    assert.equal(machine.task('A').signal, 'SIGKILL');
    assert.equal(machine.task('B').state, 'running');
    assert.deepEqual(machine.counters, { allocs: 2, frees: 1, buffer_bytes: 10752, xfd_writes: 3, nm: 2 });
  });

  it('is an oops in kernel mode', () => {
    const machine = new Machine().switch('A').permit();
    machine.entry.enterKernelSection();
    machine.user(tilezero);
    assert.equal(machine.kernel.state.oops, 'unexpected #NM exception');
    assert.deepEqual(machine.kinds().slice(-2), ['oops', 'switch']);
    assert.equal(machine.cpu.xfdErr, 0n, 'mainline has cleared it before it looks at the mode');
  });

  it('repairs CR0.TS and lets the instruction restart', () => {
    const machine = new Machine().switch('A');
    machine.cpu.cr0 |= CR0.TS;
    const first = machine.user((cpu) => {
      if (cpu.cr0 & CR0.TS) throw new Fault('#NM', { cause: 'ts', why: 'CR0.TS is set' });
    });
    assert.deepEqual(first, ['#NM']);
    assert.equal(machine.cpu.cr0 & CR0.TS, 0n);
    assert.equal(machine.kernel.state.oops, null);
  });
});

describe('first use under the RFC', () => {
  const rfc = { policy: 'linux-rfc-2020' };

  it('needs no permission, and has one user size for all', () => {
    const machine = new Machine(rfc).switch('A');
    assertBuffer(machine, { size: 2560, userSize: 11008 });
    assert.equal(machine.kernel.state.processes[0]?.perm, 0x602e7n);
    assert.deepEqual(machine.user(fillTiles(7)), ['#NM']);
    assertBuffer(machine, { size: 10752, userSize: 11008 });
    assert.equal(machine.cpu.xfd, 0n);
    assert.equal(machine.cpu.xfdErr, 0n);
    assert.deepEqual(machine.counters, { allocs: 1, frees: 0, buffer_bytes: 10752, xfd_writes: 1, nm: 1 });
  });

  it('clears IA32_XFD_ERR last, where mainline clears it first', () => {
    const order = (policy: string) => {
      const machine = new Machine({ policy }).switch('A');
      if (policy === 'linux') machine.permit();
      machine.steps.length = 0;
      machine.user(tilezero);
      const at = (step: string) => machine.steps.findIndex((name) => name.endsWith(`.${step}`));
      return { clear: at('clear_xfd_err'), alloc: at('alloc'), write: Math.max(at('write_msr'), at('disarm')) };
    };
    const mainline = order('linux');
    assert.ok(mainline.clear < mainline.alloc && mainline.alloc < mainline.write);
    const rfcOrder = order('linux-rfc-2020');
    assert.ok(rfcOrder.alloc < rfcOrder.write && rfcOrder.write < rfcOrder.clear);
  });

  it('dies when the allocation fails, with IA32_XFD_ERR still set', () => {
    const machine = new Machine(rfc).switch('A');
    machine.state.allocFailures = 1;
    assert.deepEqual(machine.user(tilezero), ['#NM']);
    assert.equal(machine.kernel.state.oops, 'unexpected #NM exception');
    assert.equal(machine.cpu.xfdErr, XTILEDATA);
    assert.deepEqual(machine.kinds().slice(-3), ['exception', 'oops', 'switch']);
  });

  it('is an oops in kernel mode', () => {
    const machine = new Machine(rfc).switch('A');
    machine.entry.enterKernelSection();
    machine.user(tilezero);
    assert.equal(machine.kernel.state.oops, 'unexpected #NM exception');
    assert.equal(machine.counters.allocs, 0);
  });
});
