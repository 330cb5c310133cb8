import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { finish } from '../../../src/machine/pausable';
import { LESSONS } from '../../../src/world/lesson/lessons';
import { type NarratedStep, narrating } from '../../../src/world/lesson/narration';
import { exampleNames, exampleText, run } from '../harness';

const told = (text: string): readonly NarratedStep[] => finish(narrating(text));

function lessonTrace(name: string): string {
  const text = readFileSync(path.resolve(__dirname, '../../../lessons', name), 'utf8');
  return LESSONS.traceOf(LESSONS.parse(text).lesson).text;
}

describe('the narration of a run', () => {
  it('says what each step is, and what happened in it, in the order of the steps', () => {
    const text = lessonTrace('3-xfd-and-nm.lesson.md');
    const steps = told(text);
    const lines = text.split('\n');
    const first = steps.find(({ line }) => lines[line]?.includes('tilezero'));
    assert.deepEqual(
      [first?.does, first?.did],
      [
        'TILEZERO, zero tile: writes tmm0.',
        [
          'The processor raises #NM, Device Not Available: IA32_XFD[18] is set and TILEZERO writes XTILEDATA.',
          'The kernel gives A a buffer of 10752 bytes in place of 2560.',
          'IA32_XFD is 0 now: no component is armed.',
        ],
      ],
    );
    const killed = steps.find(({ line }) => lines[line]?.includes('killed'))?.did.join(' ') ?? '';
    assert.match(killed, /The kernel sends SIGILL to B\. SIGILL kills B\./);
  });

  it('tells the second way through a loop apart from the first', () => {
    const steps = told(
      'xtrace 1\nmachine sapphire-rapids\nkernel linux-rfc-2020\ndata cfg = tilecfg { tmm0: 16x64 }\ntask A\nswitch A\nldtilecfg [cfg]\nrepeat 2\ntilezero tmm0\nend\n',
    );
    const tiles = steps.filter(({ line }) => line === 8);
    assert.deepEqual(
      tiles.map(({ did }) => did.length > 0),
      [true, false],
    );
  });

  it('says nothing of a trace with errors', () => {
    assert.deepEqual(told('xtrace 1\nkernel none\n    mvo eax, 1\n'), []);
  });

  it('has a line for every step of every example that is one file, as a lesson is', () => {
    for (const name of exampleNames.filter(
      (each) => !each.includes('/') && !/ (?:from|file|policy) "/.test(exampleText(each)),
    )) {
      const steps = told(exampleText(name));
      const { world } = run(exampleText(name));
      assert.ok(steps.length >= Math.min(world.flow.steps, 5000), `${name}: ${steps.length} of ${world.flow.steps}`);
    }
  });
});
