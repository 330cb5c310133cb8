import assert from 'node:assert/strict';
import { applyPatches } from '../../../src/kernel/native/patching/apply-patches';
import { setStaticKey } from '../../../src/kernel/native/patching/jump-labels';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { ImageMachine, imageOf, vmlinuxOf } from './images';

/** Of `test/fixtures/kernels/patched.c`. */
const PRESENT = 3;

/** What each function returns before and after the patches, as its text in `patched.c` says. */
const RESULTS: readonly (readonly [name: string, before: bigint, after: bigint, what: string])[] = [
  ['with_feature', 1n, 2n, 'An alternative is taken where the processor has its feature.'],
  ['without_feature', 1n, 1n, 'An alternative is left where the processor lacks its feature.'],
  ['inverted', 1n, 2n, 'An inverted alternative is taken where the processor lacks its feature.'],
  ['inverted_present', 1n, 1n, 'An inverted alternative is left where the processor has its feature.'],
  ['relocated', 1n, 9n, 'What a replacement calls and reads relative to RIP stays the same.'],
  ['with_loop', 1n, 3n, 'A branch within a replacement stays within it.'],
  ['padded', 0x5566_7791n, 9n, 'What a shorter replacement leaves over does nothing.'],
  ['tail', 1n, 2n, 'A replacement may be a jump.'],
  ['twice', 1n, 2n, 'Of two alternatives for one place the one with a feature counts.'],
  ['returned', 99n, 1n, 'A return by way of a thunk becomes a return.'],
  ['called', 109n, 12n, 'A call through a thunk becomes one through the register.'],
  ['jumped', 99n, 2n, 'A jump through a thunk becomes one through the register.'],
  ['jumped_if', 99n, 2n, 'A conditional jump through a thunk is taken when its condition holds.'],
  ['jumped_unless', 3n, 3n, 'A conditional jump through a thunk is not taken when its condition does not hold.'],
  ['static_called', 109n, 12n, 'A static call becomes a call of what its key names.'],
  ['static_tail', 99n, 2n, 'A static tail call becomes a jump.'],
  ['static_nothing', 99n, 4n, 'A static call of nothing is no call.'],
  ['static_zero', 99n, 0n, 'A static call of what returns 0 is 0.'],
  ['locked', 5n, 6n, 'An instruction without its LOCK prefix does the same.'],
  ['per_cpu', 41n, 41n, 'A per-CPU variable is read from the area of its CPU.'],
];
/** What cannot be executed before it is patched. */
const PATCHED_ONLY: readonly (readonly [name: string, after: bigint, what: string])[] = [
  ['paravirt', 2n, 'A paravirtual call becomes a call of what the table of operations names.'],
  ['paravirt_nothing', 6n, 'A paravirtual call of the function that does nothing is no call.'],
];
/** What only newer kernels have. */
const NEW_RESULTS: typeof RESULTS = [
  ['direct', 2n, 2n, 'A call through a pointer becomes a direct one.'],
  ['constant', 0x0123_4567_89ab_cdefn, 0x7fff_ffff_f000n, 'The end of user memory is written into the code.'],
];

function machineOf(...options: readonly string[]): ImageMachine {
  const machine = new ImageMachine(vmlinuxOf(imageOf('patched', ...options)));
  const { vmlinux, memory } = machine;
  memory.setU32(vmlinux.at('boot_cpu_data') + vmlinux.offset('cpuinfo_x86', 'x86_capability'), 1 << PRESENT);
  return machine;
}

describe('patches of an image', () => {
  before(function () {
    needs(this, found('gcc'));
  });

  for (const { title, options, results } of [
    { title: 'with the table of 6.3 and later', options: [], results: [...RESULTS, ...NEW_RESULTS] },
    { title: 'with the table of 6.2 and earlier', options: ['-DOLD'], results: RESULTS },
  ]) {
    describe(title, () => {
      for (const [name, before, after, what] of results) {
        it(what, () => {
          const machine = machineOf(...options);
          assert.equal(machine.call(name), before, 'before');
          applyPatches(machine.patching, 1);
          assert.equal(machine.call(name), after, 'after');
        });
      }

      for (const [name, after, what] of PATCHED_ONLY) {
        it(what, () => {
          const machine = machineOf(...options);
          applyPatches(machine.patching, 1);
          assert.equal(machine.call(name), after);
        });
      }
    });
  }

  it('keeps LOCK prefixes where there are more CPUs', () => {
    const machine = machineOf();
    const lock = machine.vmlinux.at('locked');
    applyPatches(machine.patching, 2);
    assert.equal(machine.memory.u8(lock), 0xf0);
    applyPatches(machine.patching, 1);
    assert.equal(machine.memory.u8(lock), 0x3e);
  });

  it('turns the branches of a static key on and off', () => {
    const machine = machineOf();
    const { vmlinux, patching } = machine;
    const key = vmlinux.at('a_key');
    // `likely_off` goes to its second half while the key is on, `likely_on` while it is off.
    const results = () => [machine.call('likely_off'), machine.call('likely_on')];
    assert.deepEqual(results(), [1n, 2n]);
    setStaticKey(patching, key, true);
    assert.deepEqual(results(), [2n, 1n]);
    assert.equal(machine.memory.u32(key), 1);
    setStaticKey(patching, key, false);
    assert.deepEqual(results(), [1n, 2n]);
  });

  it('patches the same image to the same bytes a second time', () => {
    const machine = machineOf();
    applyPatches(machine.patching, 1);
    const { address, size } = machine.vmlinux.section('.text');
    const once = machine.memory.bytes(address, size);
    applyPatches(machine.patching, 1);
    assert.deepEqual(machine.memory.bytes(address, size), once);
  });
});
