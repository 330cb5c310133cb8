/** The laws of the policy: what breaks each, and that traces which show nothing wrong break none. */
import assert from 'node:assert/strict';
import { InvariantWatch } from '../../../src/world/invariants/invariant-watch';
import { breachesOf, findInvariant, INVARIANTS } from '../../../src/world/invariants/invariants';
import { advance } from '../../../src/world/run/moment';
import { startWorld } from '../../../src/world/run/start';
import { stateOf } from '../../../src/world/state/machine-state';
import { Machine } from '../../kernel/harness';
import { exampleNames, exampleText, load, trace } from '../harness';

/** Each law that is broken, at the first line where it is: `34 nothing-lost`. */
function broken(text: string): string[] {
  const world = startWorld(load(text));
  const watch = new InvariantWatch();
  const first = new Map<string, number>();
  while (!world.ended) {
    advance(world);
    for (const { invariant } of watch.look(stateOf(world), world.happenings))
      if (!first.has(invariant)) first.set(invariant, world.line + 1);
  }
  return [...first].map(([invariant, line]) => `${line} ${invariant}`).sort();
}

/** The line of an example that holds a text. */
function lineOf(name: string, text: string): number {
  return (
    exampleText(name)
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

/** What the comments of an example say that goes wrong: which law, and the text of the line where it first does. */
const BROKEN: Readonly<Record<string, readonly (readonly [invariant: string, at: string])[]>> = {
  'bugs/frame-before-first-use.xtrace': [['nothing-lost', 'expect    xmm0.u8[0] == 7 && ymm0.u8[16] == 0']],
  'bugs/frame-that-claims-less.xtrace': [['no-hang', 'signal    SIGUSR1                      => SIGUSR1']],
  'bugs/guest-nm-in-host.xtrace': [
    ['no-oops', '=> oops'],
    ['no-warn', '=> oops'],
  ],
  'bugs/registers-half-loaded.xtrace': [['nothing-lost', 'switch B']],
  'bugs/stale-xfd-after-signal.xtrace': [
    ['own-xfd', 'signal    SIGUSR1'],
    ['no-warn', 'syscall   sched_yield()'],
    ['nothing-lost', 'expect    tmm0.u8[0][0] == 0'],
  ],
  'bugs/xfd-after-hotplug.xtrace': [
    ['no-oops', '=> WARN, oops'],
    ['no-warn', '=> WARN, oops'],
  ],
  'bugs/xfd-err-left-set.xtrace': [
    ['xfd-err-clear', 'tilezero  tmm0              => #NM'],
    ['no-warn', 'addps     xmm0, xmm1        => #NM, #NM'],
  ],
  'bugs/xfd-not-rewritten.xtrace': [
    ['own-xfd', 'expect    xfd == 0 && B.xfd'],
    ['nothing-lost', 'expect    tmm0.u8[0][0] == 0'],
  ],
  // Tiles in the kernel without kernel_amx_begin.
  'explicit.xtrace': [['no-oops', '#NM, oops']],
  // No memory at the first touch, where nobody can be told.
  'october-2020.xtrace': [['no-oops', '#NM, oops']],
};

describe('the laws of the policy', () => {
  it('have a sentence and a reason each, and are found by their names', () => {
    for (const invariant of INVARIANTS) {
      assert.match(invariant.sentence, /^[A-Z].*\.$/, invariant.name);
      assert.match(invariant.documentation, /\.$/, invariant.name);
      assert.equal(findInvariant(invariant.name), invariant);
    }
    assert.equal(findInvariant('no-such-law'), undefined);
  });

  for (const name of exampleNames) {
    const says = BROKEN[name] ?? [];
    it(`${name} breaks ${says.length === 0 ? 'none' : says.map(([invariant]) => invariant).join(', ')}`, () => {
      const found = broken(exampleText(name));
      assert.deepEqual(found.map((entry) => entry.split(' ')[1]).sort(), says.map(([invariant]) => invariant).sort());
    });
  }

  for (const name of ['bugs/frame-before-first-use', 'bugs/guest-nm-in-host', 'bugs/xfd-err-left-set']) {
    it(`${name} breaks them where its comments say`, () => {
      const file = `${name}.xtrace`;
      const expected = (BROKEN[file] ?? []).map(([invariant, at]) => [invariant, lineOf(file, at)] as const);
      for (const [invariant, line] of expected) {
        const at = broken(exampleText(file)).find((entry) => entry.endsWith(` ${invariant}`));
        assert.ok(Math.abs(Number.parseInt(at ?? '', 10) - line) <= 1, `${at}, not ${line} ${invariant}`);
      }
    });
  }

  const TASKS = 'data ones = u8[64] fill(1)\ntask A\ntask B\nswitch A\n    vmovdqu ymm0, [ones]\nswitch B\nswitch A\n';

  it('private-state is broken where the kernel forgets to load a task’s registers', () => {
    const found = broken(
      trace('linux', TASKS.replace('switch A', 'without fpregs_restore_userregs.restore\nswitch A')),
    );
    assert.ok(found.includes('11 private-state'), found.join()); // right behind `switch B`
  });

  it('none is broken by the same switches as they are', () => {
    assert.deepEqual(broken(trace('linux', TASKS)), []);
  });

  it('what a handler leaves in a frame on purpose is not lost', () => {
    const body = `data ones = u8[64] fill(1)
      proc handler
        mov   rbx, [rdx + UC_FPSTATE]
        mov   DWORD PTR [rbx + 160], 0x7777
        ret
      end
      task A
      switch A
        vmovdqu ymm0, [ones]
        syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO)
        signal  SIGUSR1 => SIGUSR1
        expect  xmm0.u32[0] == 0x7777`;
    assert.deepEqual(broken(trace('linux', body)), []);
  });

  it('no-gp-in-kernel is broken by XRSTORS of an area that nobody can have written', () => {
    const machine = new Machine();
    machine.switch('A').switch('B');
    const { fpstate } = machine.task('A');
    machine.memory.write64({ space: 0, user: false, keys: 0, aligned: false }, fpstate.address + 520, 3n << 62n); // XCOMP_BV
    machine.records.length = 0;
    machine.entry.switchTo('A');
    const found = new Set<string>();
    do {
      while (machine.kernel.active) {
        machine.records.length = 0;
        machine.step();
        const { cpus, memory, kernel, records } = machine;
        const observed = { cpus, memory, kernel: kernel.state, records, found: [] };
        for (const { invariant } of breachesOf(observed)) found.add(invariant);
      }
    } while (machine.entry.returnToUser());
    assert.deepEqual([...found], ['no-gp-in-kernel', 'no-warn']);
  });

  it('buffers-accounted is broken by a buffer that is freed and still held, and by one that two tasks share', () => {
    const machine = new Machine();
    for (const name of ['A', 'B'])
      machine
        .switch(name)
        .permit()
        .user((cpu) => void cpu);
    const [a, b] = [machine.task('A'), machine.task('B')];
    Object.assign(a.fpstate, { isValloc: true, address: 0x1000 });
    Object.assign(b.fpstate, { isValloc: true, address: 0x1040 });
    const { cpus, memory, kernel } = machine;
    const breaches = breachesOf({ cpus, memory, kernel: kernel.state, records: [], found: [] });
    assert.deepEqual(
      breaches.map(({ invariant, text }) => `${invariant}: ${text}`),
      ['buffers-accounted: The buffer of A has been freed.', 'buffers-accounted: B and A have the same buffer.'],
    );
  });
});
