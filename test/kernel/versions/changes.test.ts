import assert from 'node:assert/strict';
import { findPolicy } from '../../../src/kernel/policies';
import { renderSource } from '../../../src/kernel/routines/source';
import { hasChange, LINUX_CHANGES, type LinuxChange } from '../../../src/kernel/versions/changes';
import { MAINLINE, NEWEST_VERSION, versionProblem } from '../../../src/kernel/versions/mainline';
import { pointReleases } from '../../../src/kernel/versions/point-releases';
import { versionRanges } from '../../../src/kernel/versions/ranges';
import { compareVersions } from '../../../src/kernel/versions/version';

/** What the specification of the kernel says of each change that came with 5.16 or later, or went: first, last, neighbours. */
const SPECIFIED: readonly (readonly [change: LinuxChange, has: string, hasNot: string])[] = [
  ['forgetsPermissions', '5.16 5.16.19 5.17 5.17.1', '5.16.20 5.16.y 5.17.2 5.18 6.1.192'],
  ['dropsPkruOfTracers', '5.16 6.0.y 6.1 6.1.5', '6.1.6 6.1.192 6.2'],
  ['tellsHalfOfTiles', '5.17 6.1.192 6.3.y', '5.16 6.4'],
  ['managesPasid', '5.18 6.1', '5.17.y'],
  ['writesPkruByHeader', '6.1.22 6.3 7.3', '6.1.21 6.2.y'],
  ['tellsRseqSize', '6.3', '6.1.192 6.2.y'],
  ['managesShadowStacks', '6.6 7.3', '6.1.y 6.5.y'],
  ['limitsGuestImage', '6.1.60 6.5.9 6.6', '6.1.59 6.5.8 6.4.y'],
  ['trustsFrameSize', '5.16 6.1.78 6.6.17 6.7.5', '6.1.79 6.6.18 6.7.6 6.8'],
  ['keepsXfdInStep', '6.1.84 6.6.24 6.7.12 6.8.3 6.9', '6.1.83 6.6.23 6.7.11 6.8.2 6.5.y'],
  ['leavesPkruInitial', '6.12 6.12.4', '6.11.y 6.12.5 6.13'],
  ['asksForPkruBit', '6.12.5 6.12.35 6.13 6.14.y 6.15.4', '6.12.4 6.12.36 6.15.5 6.16'],
  ['tellsCoreLayout', '6.12', '6.11.y'],
  ['locksForKernelUse', '6.15', '6.14.y'],
  ['asksForTaskSwitched', '6.15', '6.14.y'],
  ['seeksMagicAtUserSize', '6.15 6.17.y 6.18 6.18.34 6.19.y 7.0', '6.14.y 6.18.35 7.1'],
  ['addsPkruBit', '6.12.36 6.15.5 6.16', '6.12.35 6.13.y 6.15.4'],
  ['keepsSupervisorPermissions', '6.16 7.3', '6.15.y 6.12.y'],
  ['dropsUnlessSaved', '6.16', '6.15.y'],
  ['tracesLess', '6.16', '6.15.y'],
  ['hasGuestDefaults', '6.17', '6.16.y'],
  ['syncsXfdOnDelivery', '6.1.159 6.12.58 6.18', '6.1.158 6.12.57 6.13.y 6.17.y'],
  ['virtualisesCet', '6.18 7.3', '6.17.y 6.12.y'],
  ['clearsGuestDisabled', '6.1.162 6.12.67 6.19', '6.1.161 6.12.66 6.18.y'],
  ['switchesGuestStateOutside', '6.19', '6.18.y'],
];

describe('versions of mainline', () => {
  it('are all series since the first with tiles, in order', () => {
    const expected = '5.16 5.17 5.18 5.19 6.0 6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.8 6.9 6.10 6.11 6.12 6.13 6.14 6.15';
    assert.deepEqual(MAINLINE, [...expected.split(' '), '6.16', '6.17', '6.18', '6.19', '7.0', '7.1', '7.2', '7.3']);
    assert.equal(MAINLINE.at(-1), NEWEST_VERSION);
  });

  it('compare by their numbers, with the last point release behind all others', () => {
    const sorted = ['5.16', '5.16.20', '5.16.y', '6.2', '6.12', '6.12.5', '6.12.36', '6.12.y', '7.0'];
    assert.deepEqual([...sorted].reverse().sort(compareVersions), sorted);
    assert.equal(compareVersions('6.12', '6.12.0'), 0);
    assert.equal(compareVersions('6.12.y', '6.12.y'), 0);
  });

  for (const [change, has, hasNot] of SPECIFIED) {
    it(`have ${change} as the specification says: point releases, stable series, the end of it`, () => {
      const versions = [...has.split(' '), ...hasNot.split(' ')];
      assert.deepEqual(
        versions.filter((version) => hasChange(version, change)),
        has.split(' '),
      );
    });
  }

  it('bring each change once in a series, and lose it once, with point releases in order', () => {
    for (const series of MAINLINE) {
      const releases = [series, ...pointReleases(series), `${series}.y`];
      assert.deepEqual([...releases].sort(compareVersions), releases);
      for (const change of LINUX_CHANGES) {
        const answers = releases.map((version) => hasChange(version, change));
        const turns = answers.filter((answer, index) => index > 0 && answer !== answers[index - 1]).length;
        assert.ok(turns <= 2, `${change} in ${series}`);
      }
    }
  });

  it('that never were, or are too old, are errors; newer ones are a warning', () => {
    const codes = (version: string) => {
      const { isError, message } = versionProblem(version) ?? {};
      return isError === undefined ? 'ok' : `${isError ? 'error' : 'warning'}: ${message}`;
    };
    for (const version of ['5.16', '5.16.0', '6.8', '6.12.5', '6.12.y', '7.3', '7.3.999']) {
      assert.equal(codes(version), 'ok', version);
    }
    assert.match(codes('5.15.88'), /^error: Linux 5\.15 knows no tiles: the first version is 5\.16\./);
    assert.match(codes('6.20'), /^error: There is no Linux 6\.20: 7\.0 came after 6\.19\./);
    assert.match(codes('7.4.1'), /^warning: Linux 7\.4 is newer.*behaves as 7\.3\./);
    assert.match(codes('12.0'), /^warning: Linux 12\.0 /);
    for (const version of ['6', '6.', '6.12.', '6.12.x', 'six', '6.1.2.3', '-6.1']) {
      assert.match(codes(version), /^error: .* is no version of Linux/, version);
    }
  });

  it('that are newer than the newest known behave as that', () => {
    for (const change of LINUX_CHANGES)
      assert.equal(hasChange('9.2', change), hasChange(NEWEST_VERSION, change), change);
  });
});

describe('ranges of versions', () => {
  const ranges = (change: LinuxChange) => versionRanges((version) => hasChange(version, change));

  it('join whole series, and name the point releases of the others', () => {
    assert.deepEqual(ranges('managesPasid'), ['5.18 and later']);
    assert.deepEqual(ranges('leavesPkruInitial'), ['6.12 before 6.12.5']);
    assert.deepEqual(ranges('asksForPkruBit'), [
      '6.13 to 6.14',
      '6.12 from 6.12.5 before 6.12.36',
      '6.15 before 6.15.5',
    ]);
    assert.deepEqual(ranges('syncsXfdOnDelivery'), ['6.18 and later', '6.1 from 6.1.159', '6.12 from 6.12.58']);
    assert.deepEqual(ranges('seeksMagicAtUserSize'), ['6.15 to 6.17', '6.19 to 7.0', '6.18 before 6.18.35']);
    assert.deepEqual(
      versionRanges((version) => version === '6.0'),
      ['6.0'],
    );
    assert.deepEqual(
      versionRanges(() => false),
      [],
    );
  });
});

describe('the source of a version', () => {
  const source = (version: string) => renderSource(findPolicy('linux', { version })!).text.replace(/\n *\/\/ /g, ' '); // linux
  const routines = (version: string) => findPolicy('linux', { version })?.routines ?? [];

  it('says since when a step is there, and until when', () => {
    assert.match(source('6.12'), /no access to\. Since 6\.12\.\s+pkru = sig_prepare_pkru/);
    assert.match(
      source('6.12'),
      /Until 6\.16\.\s+if \(!test_tsk_thread_flag\(prev, TIF_NEED_FPU_LOAD\)\) switch_fpu_prepare/,
    );
    assert.doesNotMatch(source(NEWEST_VERSION), /Until \d/);
    assert.match(source('6.0'), /memory\. Since 6\.0\. arch\/x86\/kernel\/fpu\/core\.c\s+void fpu_idle_fpregs/);
    assert.match(source('6.18'), /November 2025\) Since 6\.18 \(6\.1\.159, 6\.12\.58\)\./);
  });

  it('names the other versions that have a step or a routine, whichever the trace asks for', () => {
    for (const version of MAINLINE) {
      const { versionsWith, ...policy } = findPolicy('linux', { version }) ?? assert.fail();
      assert.equal(policy.version, version);
      assert.deepEqual(versionsWith?.('get_sigframe', 'open_pkru'), ['6.12 and later']);
      assert.deepEqual(versionsWith?.('switch_fpu_prepare'), ['5.16 to 6.15']);
      assert.deepEqual(versionsWith?.('get_sigframe', 'opne_pkru'), []);
    }
  });

  it('shows what was: idle, the switch, the per-CPU flag', () => {
    const names = (version: string) => new Set(routines(version).map(({ name }) => name));
    assert.deepEqual([names('5.19').has('fpu_idle_fpregs'), names('6.0').has('fpu_idle_fpregs')], [false, true]);
    assert.deepEqual([names('6.15').has('switch_fpu'), names('6.16').has('switch_fpu')], [false, true]);
    const begin = (version: string) =>
      routines(version)
        .find(({ name }) => name === 'kernel_fpu_begin')
        ?.steps.map(({ code }) => code)
        .join(' ') ?? '';
    assert.match(begin('6.12'), /in_kernel_fpu, true/);
    assert.match(begin('6.16'), /kernel_fpu_allowed, false/);
  });
});
