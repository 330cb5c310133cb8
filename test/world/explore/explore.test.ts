/** Explorations: what they find, what they do not, and that nothing but the trace and the settings decides it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type ExploreOptions,
  type ExploreReport,
  ExpressionError,
  explore,
  exploringPart,
  reporting,
} from '../../../src/library';
import { finish } from '../../../src/machine/pausable';
import { Exploration } from '../../../src/world/explore/exploration';
import { demandsOf } from '../../../src/world/explore/explore-trace';
import { BY_DEFAULT } from '../../../src/world/explore/injection';
import { isPreemptible } from '../../../src/world/explore/injections';
import { Walk } from '../../../src/world/explore/walk';
import { loadProgram } from '../../../src/world/program/load-program';
import { exampleFiles } from '../../examples';
import { exampleNames, exampleText, load, problems, run } from '../harness';

const innocent = (name: string): string =>
  readFileSync(path.join(__dirname, `../../traces/explore/${name}.xtrace`), 'utf8');

interface Bug {
  /** The innocent trace, which has the name of the example that shows the bug. */
  readonly name: string;
  readonly options?: ExploreOptions;
  /** As the example has it: which law, what comes between, and who is to blame. */
  readonly law: string;
  readonly between: RegExp;
  readonly culprit: RegExp;
}

const BUGS: readonly Bug[] = [
  {
    name: 'stale-xfd-after-signal',
    law: 'own-xfd',
    between: /^inject preempt at .* by A$/,
    culprit: /Linux 6\.18 has mended it/,
  },
  {
    name: 'xfd-after-hotplug',
    law: 'no-warn',
    between: /^switch A\nswitch idle$/,
    culprit: /Linux 6\.9 has mended it/,
  },
  {
    name: 'frame-before-first-use',
    law: 'nothing-lost',
    between: /^signal SIGUSR1$/,
    culprit: /Linux 7\.1 has mended it/,
  },
  { name: 'frame-that-claims-less', law: 'no-hang', between: /^signal SIGUSR1$/, culprit: /Linux 6\.8 has mended it/ },
  {
    name: 'guest-nm-in-host',
    law: 'no-warn',
    between: /^inject preempt at kvm_emulate_wrmsr\.\w+ by other$/,
    culprit: /Linux 6\.19 has mended it/,
  },
  {
    name: 'registers-half-loaded',
    options: { vary: ['preempt'], depth: 2, budget: 3000, seed: 1 },
    law: 'nothing-lost',
    between: /^inject preempt at \S+ by B\ninject preempt at \S+ by B$/,
    culprit: /culprit is restore_fpregs_from_user\.invalidate:/,
  },
  {
    name: 'xfd-not-rewritten',
    law: 'own-xfd',
    between: /^switch B\nswitch A$/,
    culprit: /culprit is xfd_update_state\.write_msr:/,
  },
  {
    name: 'xfd-err-left-set',
    options: { vary: ['without'] },
    law: 'xfd-err-clear',
    between: /^without xfirstuse_event_handler\.clear_xfd_err$/,
    culprit: /culprit is xfirstuse_event_handler\.clear_xfd_err:/,
  },
  {
    name: 'small-signal-stack',
    options: { vary: ['signal'], invariants: ['u64[ledger + 8184] == 42'] },
    law: 'invariant',
    between: /^signal SIGUSR1$/,
    culprit: /^$/,
  },
];

/** Whether a run of a trace breaks a law, or an invariant of the options. */
function shows(text: string, law: string, { invariants = [] }: ExploreOptions = {}): boolean {
  const walk = new Walk(load(text), demandsOf(text, { except: [], invariants }));
  while (!walk.world.ended) if (walk.advance(false).some(({ kind }) => kind === law)) return true;
  return false;
}

const betweenOf = ({ injections }: ExploreReport['findings'][number]): string =>
  injections.flatMap(({ text }) => text).join('\n');

describe('explore', function () {
  this.timeout(180_000);

  for (const { name, options, law, between, culprit } of BUGS) {
    it(`finds ${name} from a trace that shows nothing of it`, () => {
      const text = innocent(name);
      assert.deepEqual(problems(run(text)), []);
      const { findings } = explore(text, options);
      const found = findings.find((finding) => finding.law === law && between.test(betweenOf(finding)));
      assert.ok(found, findings.map((finding) => `${finding.law}: ${betweenOf(finding)}`).join('; '));
      assert.match(found.culprit ?? '', culprit);
      assert.match(found.trace, new RegExp(`^; ${law}: `));
      assert.ok(shows(found.trace, found.law, options), 'the written trace shows it by itself');
      const lines = found.trace.split('\n').length;
      assert.ok(lines < text.split('\n').length + 10, 'it is not larger than what it was found in, but for the story');
    });
  }

  for (const name of exampleNames) {
    const text = exampleText(name);
    const kernel = /^kernel\s+(\S+)(.*)$/m.exec(text);
    if (name.startsWith('bugs/') || kernel?.[1] !== 'linux' || /version=/.test(kernel[2] ?? '')) continue;
    it(`finds nothing in ${name} under the newest Linux`, () => {
      const { findings } = explore(text, { files: exampleFiles, budget: 60 });
      assert.deepEqual(
        findings.map(({ law, text: what, trace }) => `${law}: ${what}\n${trace}`),
        [],
      );
    });
  }

  it('finds the same in one part as in three, and the same again', () => {
    const text = innocent('stale-xfd-after-signal');
    const options: ExploreOptions = { vary: ['preempt', 'interleave'], budget: 150, seed: 7 };
    const inParts = (parts: number): ExploreReport => {
      const explored = Array.from({ length: parts }, (_, part) =>
        finish(exploringPart(text, options, { part, parts })),
      );
      return finish(reporting(text, options, explored));
    };
    const { states: _one, ...one } = inParts(1);
    const { states: _three, ...three } = inParts(3);
    assert.deepEqual(three, one);
    assert.deepEqual(inParts(1), inParts(1));
    assert.ok(one.findings.length > 0);
  });

  it('does not hold what a trace expects of the CPU, within the kernel, to other orders', () => {
    const { findings } = explore(exampleText('explicit.xtrace'), { vary: ['preempt'] });
    assert.deepEqual(
      findings.map(({ law, trace }) => `${law}\n${trace}`),
      [],
    );
  });

  it('lets nobody preempt the kernel where Linux does not', () => {
    for (const name of ['ping-pong.xtrace', 'signals.xtrace', 'guest-snapshot.xtrace']) {
      const loadQuietly = (text: string) => loadProgram(text).program;
      const settings = { vary: BY_DEFAULT, depth: 1, budget: 1, seed: 0 };
      const { injections } = new Exploration(exampleText(name), loadQuietly, {
        ...settings,
        demands: demandsOf(exampleText(name), { except: [], invariants: [] }),
      });
      const { policy } = load(exampleText(name));
      const places = injections.flatMap(({ variation, text: [line = ''] }) =>
        variation === 'preempt' ? [line.replace(/^inject preempt at (\S+) by .*$/, '$1')] : [],
      );
      assert.ok(places.length > 20, name);
      for (const place of places) assert.ok(isPreemptible(policy, place), place);
      assert.ok(!places.some((place) => place.startsWith('exc_device_not_available.')), 'with interrupts off');
    }
  });

  it('holds runs to the laws that are not excepted, and says which places it covered', () => {
    const text = innocent('stale-xfd-after-signal');
    const { findings, covered, missed } = explore(text, { except: ['own-xfd'] });
    assert.ok(!findings.some(({ law }) => law === 'own-xfd'));
    assert.ok(covered.includes('handle_signal.clear_user_states') && covered.includes('preempt_schedule_irq.switch'));
    assert.ok(missed.includes('exc_device_not_available.die') && !covered.includes('exc_device_not_available.die'));
  });

  it('refuses an invariant that has no value in the trace, and a trace that does not load', () => {
    for (const wrong of ['1 +', 'B.state == "running"', 'rax.f32[0] == 1', 'xfd =='])
      assert.throws(() => explore('xtrace 1\nnop\n', { invariants: [wrong] }), ExpressionError, wrong);
    const counts = 'xtrace 1\nrepeat 2 as i\nnop\nend\n';
    assert.equal(explore(counts, { vary: [], invariants: ['i < 2'] }).findings.length, 0);
    assert.throws(() => explore('xtrace 1\nnonsense here\n'), RangeError);
  });
});
