import assert from 'node:assert/strict';
import { DEFAULT_VERSION, describeVersions, has, VERSIONS } from '../../../src/kernel/linux/versions';
import { findPolicy } from '../../../src/kernel/policies';

describe('versions of mainline', () => {
  it('are in order, each once, with the default among them', () => {
    assert.deepEqual(VERSIONS, ['5.16', '5.17', '6.0', '6.1', '6.12', '6.16', '6.17', '6.18', '6.19']);
    assert.ok(VERSIONS.includes(DEFAULT_VERSION));
  });

  it('have what came with them or before', () => {
    const changes = ['hasGuests', 'releasesTilesInIdle', 'tellsCoreLayout', 'knowsApx', 'syncsXfdOnDelivery'] as const;
    const of = (version: string) => changes.filter((change) => has(version, change));
    assert.deepEqual(of('5.16'), []);
    assert.deepEqual(of('6.1'), ['hasGuests', 'releasesTilesInIdle']);
    assert.deepEqual(of('6.12'), ['hasGuests', 'releasesTilesInIdle', 'tellsCoreLayout']);
    assert.deepEqual(of('6.17'), ['hasGuests', 'releasesTilesInIdle', 'tellsCoreLayout', 'knowsApx']);
    assert.deepEqual(of('6.18'), [...changes]);
    assert.match(describeVersions(), /5\.17 has permissions.*6\.18 brings XFD in step/);
  });

  it('are shown as they were: idle, the switch, the per-CPU flag', () => {
    const routines = (version: string) => findPolicy('linux', { version })?.routines ?? [];
    const names = (version: string) => new Set(routines(version).map(({ name }) => name));
    assert.deepEqual([names('5.17').has('fpu_idle_fpregs'), names('6.0').has('fpu_idle_fpregs')], [false, true]);
    assert.deepEqual([names('6.12').has('switch_fpu'), names('6.16').has('switch_fpu')], [false, true]);
    const begin = (version: string) =>
      routines(version)
        .find(({ name }) => name === 'kernel_fpu_begin')
        ?.steps.map(({ code }) => code)
        .join(' ') ?? '';
    assert.match(begin('6.12'), /in_kernel_fpu, true/);
    assert.match(begin('6.16'), /kernel_fpu_allowed, false/);
  });
});
