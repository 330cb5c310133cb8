import assert from 'node:assert/strict';
import { findPolicy } from '../../../src/kernel/policies';
import { renderSource } from '../../../src/kernel/routines/source';
import { DEFAULT_VERSION, describeVersions, hasChange, VERSIONS } from '../../../src/kernel/versions/changes';

describe('versions of mainline', () => {
  it('are in order, each once, with the default among them', () => {
    assert.deepEqual(VERSIONS, ['5.16', '5.17', '6.0', '6.1', '6.12', '6.16', '6.17', '6.18', '6.19']);
    assert.ok(VERSIONS.includes(DEFAULT_VERSION));
  });

  it('have what came with them or before', () => {
    const changes = ['hasGuests', 'releasesTilesInIdle', 'tellsCoreLayout', 'knowsApx', 'syncsXfdOnDelivery'] as const;
    const of = (version: string) => changes.filter((change) => hasChange(version, change));
    assert.deepEqual(of('5.16'), []);
    assert.deepEqual(of('6.1'), ['hasGuests', 'releasesTilesInIdle']);
    assert.deepEqual(of('6.12'), ['hasGuests', 'releasesTilesInIdle', 'tellsCoreLayout']);
    assert.deepEqual(of('6.17'), ['hasGuests', 'releasesTilesInIdle', 'tellsCoreLayout', 'knowsApx']);
    assert.deepEqual(of('6.18'), [...changes]);
    assert.match(describeVersions(), /5\.17 has permissions.*6\.18 brings XFD in step/);
  });

  it('have what a stable kernel took over, from that point release on', () => {
    const delivery = ['6.1.158', '6.1.159', '6.1.192', '6.12', '6.12.57', '6.12.58', '6.13.99', '6.17.1', '6.18'];
    assert.deepEqual(
      delivery.filter((version) => hasChange(version, 'syncsXfdOnDelivery')),
      ['6.1.159', '6.1.192', '6.12.58', '6.18'],
    );
    assert.deepEqual(
      ['6.12.66', '6.12.67', '6.18.9', '6.19.0', '7.3'].filter((version) => hasChange(version, 'clearsGuestDisabled')),
      ['6.12.67', '6.19.0', '7.3'],
    );
  });

  it('say in the source since when a step is there, and until when', () => {
    const source = (version: string) => renderSource(findPolicy('linux', { version })!).text.replace(/\n *\/\/ /g, ' '); // linux
    assert.match(source('6.12'), /no access to\. Since 6\.12\.\s+pkru = sig_prepare_pkru/);
    assert.match(
      source('6.12'),
      /Until 6\.16\.\s+if \(!test_tsk_thread_flag\(prev, TIF_NEED_FPU_LOAD\)\) switch_fpu_prepare/,
    );
    assert.doesNotMatch(source('6.16'), /Until \d/);
    assert.match(source('6.0'), /memory\. Since 6\.0\. arch\/x86\/kernel\/fpu\/core\.c\s+void fpu_idle_fpregs/);
  });

  it('that have a step or a routine are known, whichever the trace asks for', () => {
    for (const version of VERSIONS) {
      const { versionsWith, ...policy } = findPolicy('linux', { version }) ?? assert.fail();
      assert.equal(policy.version, version);
      assert.deepEqual(versionsWith?.('get_sigframe', 'open_pkru'), ['6.12', '6.16', '6.17', '6.18', '6.19']);
      assert.deepEqual(versionsWith?.('fpu_update_guest_xfd', 'clear_disabled'), ['6.19']);
      assert.deepEqual(versionsWith?.('switch_fpu_prepare'), ['5.16', '5.17', '6.0', '6.1', '6.12']);
      assert.deepEqual(versionsWith?.('get_sigframe', 'opne_pkru'), []);
    }
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
