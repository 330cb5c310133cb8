/** One trace in several worlds: what differs, from which step on, and which change of mainline does it. */
import assert from 'node:assert/strict';
import type { LinuxChange } from '../../../src/kernel/versions/changes';
import { parseTrace } from '../../../src/language/parser';
import { finish } from '../../../src/machine/pausable';
import { fieldsOf } from '../../../src/world/compare/difference';
import { loadProgram } from '../../../src/world/program/load-program';
import type { Program } from '../../../src/world/program/program';
import type { Culprit } from '../../../src/world/worlds/blame';
import { comparingWorlds, type WorldsComparison } from '../../../src/world/worlds/compare-worlds';
import { findingPartings, type Partings } from '../../../src/world/worlds/parting';
import { parseVersions } from '../../../src/world/worlds/versions';
import { chooseWorlds, versionSettings } from '../../../src/world/worlds/world-choice';
import { exampleText, trace } from '../harness';

const MOST = 1_000_000;

function program(text: string, overrides: { kernel?: string; machine?: string } = {}): Program {
  const { program: loaded, diagnostics, overrideProblem } = loadProgram(text, overrides);
  assert.ok(loaded, overrideProblem?.message ?? diagnostics[0]?.message);
  return loaded;
}

function partings(before: Program, after: Program): Partings {
  return finish(findingPartings(before, after, MOST));
}

function byVersions(text: string, range: string): WorldsComparison {
  const [parsed, runs] = [parseTrace(text), parseVersions(range)];
  assert.ok(!('problem' in runs), JSON.stringify(runs));
  return finish(comparingWorlds(parsed, versionSettings(parsed, runs), { maxSteps: MOST, against: 'previous' }));
}

function byKernels(text: string, ...kernels: string[]): WorldsComparison {
  const parsed = parseTrace(text);
  const chosen = chooseWorlds(parsed, { kernels });
  assert.ok(!('problem' in chosen));
  return finish(comparingWorlds(parsed, chosen, { maxSteps: MOST, against: 'first' }));
}

function names(culprits: readonly Culprit[] | undefined): readonly (readonly LinuxChange[])[] {
  return (culprits ?? []).map((culprit) => culprit.map(({ change }) => change));
}

describe('where two runs of a trace part', () => {
  for (const example of ['first-use', 'signals', 'lazy-restore', 'permission']) {
    it(`is nowhere for two runs of ${example} in the same world`, () => {
      const text = exampleText(`${example}.xtrace`);
      assert.deepEqual(partings(program(text), program(text)), {});
    });
  }

  it('is the very step, also in the midst of thousands that the kernel has nothing to do with', () => {
    const lines = ['mov ecx, 3000', 'again:', 'dec ecx', 'jnz again', 'mov eax, 0', 'cpuid', 'mov r8d, ebx', 'nop'];
    const text = trace('linux', ['task A', 'switch A', ...lines].join('\n'));
    const { visible } = partings(program(text), program(text, { machine: 'zen4' }));
    // The switch, the first move, 3000 rounds of two, and one more move come before CPUID.
    assert.equal(visible?.place.step, 2 + 6000 + 2);
    assert.equal(text.split('\n')[visible.place.line]?.trim(), 'cpuid');
    const rbx = fieldsOf(visible.differences).find(({ path }) => path.at(-1) === 'rbx');
    assert.deepEqual([rbx?.before, rbx?.after], ['0x756e6547', '0x68747541'], '"Genu" and "Auth", as the makers say');
  });

  it('is told of memory that only one of the two writes', () => {
    const text = trace(
      'linux version=6.12',
      'data mask = u64[1] zero\ntask A\nswitch A\nsyscall arch_prctl(ARCH_GET_XCOMP_SUPP, mask)\nsyscall getpid()',
    );
    const { visible } = partings(program(text), program(text, { kernel: 'linux-rfc-2020' }));
    assert.equal(visible?.place.step, 2);
    const paths = fieldsOf(visible.differences).map(({ path }) => path.join('/'));
    assert.ok(paths.includes('memory of A/3 bytes at mask'), paths.join('\n'));
  });

  it('tells what only the kernels do otherwise apart from what a program notices', () => {
    const text = exampleText('first-use.xtrace');
    const { visible, hidden } = partings(program(text), program(text, { kernel: 'eager' }));
    assert.deepEqual(hidden?.place.step, 0, 'eager has allocated before anything runs');
    assert.equal(visible, undefined, 'a program that asks for tiles gets them either way');
  });
});

describe('versions of a kernel compared', () => {
  it('tell since which version a frame loses AVX, until when, and by which commit', () => {
    const { worlds, partings: found } = byVersions(exampleText('bugs/frame-before-first-use.xtrace'), '5.16..7.3');
    assert.deepEqual(
      worlds.map(({ label }) => label),
      ['5.16 to 6.14', '6.15 to 7.0', '7.1 to 7.3'],
    );
    assert.deepEqual(
      found.map(({ visible, blames }) => [visible?.place.line, names(blames.visible)]),
      [
        [23, [['seeksMagicAtUserSize']]],
        [23, [['seeksMagicAtUserSize']]],
      ],
    );
    const [came, went] = found.map(({ blames }) => blames.visible[0]?.[0]);
    assert.deepEqual([came?.version, came?.isGone, came?.source], ['6.15', false, 'dc8aa31a7ac2']);
    assert.deepEqual([went?.version, went?.isGone], ['7.1', true]);
    assert.equal(came?.step, 'fpu__restore_sig.check_min');
  });

  it('find the point release of a stable series that took a change over', () => {
    const { worlds } = byVersions(exampleText('bugs/stale-xfd-after-signal.xtrace'), '6.12..6.12.80');
    const labels = worlds.map(({ label, problem }) => [label, problem?.code]);
    assert.deepEqual(labels, [
      ['6.12 to 6.12.57', 'unknown-routine-step'],
      ['6.12.58 to 6.12.80', undefined],
    ]);
  });

  it('are one world where nothing differs', () => {
    const { worlds, partings: found } = byVersions(exampleText('ping-pong.xtrace'), '6.1..6.6');
    assert.deepEqual([worlds.map(({ label }) => label), found], [['6.1 to 6.6'], []]);
  });

  it('name two changes that only together do it', () => {
    const { partings: found } = byVersions(exampleText('signals.xtrace'), '6.11..6.12');
    assert.deepEqual(
      found.map(({ blames }) => names(blames.visible)),
      [[['opensPkru', 'leavesPkruInitial']]],
    );
  });

  it('say what is no range of versions', () => {
    for (const [range, message] of [
      ['6.1', /no range/],
      ['6.1..6.2..6.3', /no range/],
      ['7.3..5.16', /older one first/],
      ['4.1..7.3', /knows no tiles/],
      ['5.16..x', /no version/],
    ] as const) {
      const runs = parseVersions(range);
      assert.ok('problem' in runs, range);
      assert.match(runs.problem, message);
    }
    const all = parseVersions('..');
    assert.ok(!('problem' in all));
    assert.deepEqual([all[0]?.first, all.at(-1)?.last], ['5.16', '7.3']);
  });
});

describe('kernels compared', () => {
  it('come with what each costs', () => {
    const { worlds } = byKernels(exampleText('first-use.xtrace'), 'linux-rfc-2020', 'eager');
    const costs = worlds.map(({ facts }) => [facts?.allocations, facts?.lastBytes, facts?.xfdWrites, facts?.outcomes]);
    assert.deepEqual(costs, [
      [1, 10752, 1, { '#NM': 1 }],
      [1, 10752, 0, {}],
    ]);
  });

  it('stand beside the kernel of the trace where one is named', () => {
    const { worlds } = byKernels(exampleText('explicit.xtrace'), 'linux');
    assert.deepEqual(
      worlds.map(({ label }) => label),
      ['explicit', 'linux'],
    );
  });

  it('are the product of kernels and machines', () => {
    const parsed = parseTrace(exampleText('first-use.xtrace'));
    const chosen = chooseWorlds(parsed, { kernels: ['linux', 'eager'], machines: ['sapphire-rapids', 'zen4'] });
    assert.ok(!('problem' in chosen));
    const labels = chosen.map(({ label }) => label);
    assert.deepEqual(labels, [
      'linux on sapphire-rapids',
      'eager on sapphire-rapids',
      'linux on zen4',
      'eager on zen4',
    ]);
  });
});
