/** The examples of bugs that some versions of mainline had: what they show is not there in those that have mended it. */
import assert from 'node:assert/strict';
import { exampleText, problems, run } from './harness';

interface Bug {
  readonly example: string;
  /** As the example has it, and the version that mended it. */
  readonly versions: readonly [broken: string, mended: string];
  /** What no longer is as the example says. */
  readonly mended: RegExp;
}

const BUGS: readonly Bug[] = [
  { example: 'frame-before-first-use', versions: ['6.18', '7.1'], mended: /expected the upper halves are gone/ },
  { example: 'frame-before-first-use', versions: ['6.18', '6.18.35'], mended: /expected the upper halves are gone/ },
  { example: 'frame-before-first-use', versions: ['6.18', '6.14'], mended: /expected the upper halves are gone/ },
  { example: 'pkru-of-a-tracer', versions: ['6.1', '6.1.6'], mended: /expected as every program begins/ },
  { example: 'pkru-of-a-tracer', versions: ['6.1', '6.2'], mended: /expected as every program begins/ },
  { example: 'frame-that-claims-less', versions: ['6.7', '6.7.6'], mended: /expected hang, got SIGSEGV, = 0, killed/ },
  { example: 'xfd-after-hotplug', versions: ['6.8', '6.8.3'], mended: /expected WARN, oops, got ok/ },
  { example: 'xfd-after-hotplug', versions: ['6.8', '6.9'], mended: /expected WARN, oops, got ok/ },
];

describe('a bug that mainline has mended', () => {
  for (const { example, versions, mended } of BUGS) {
    const [broken, later] = versions;
    it(`${example} shows it under ${broken}, and not under ${later}`, () => {
      const text = exampleText(`bugs/${example}.xtrace`);
      assert.ok(text.includes(`version=${broken}\n`));
      assert.deepEqual(problems(run(text)), []);
      assert.match(problems(run(text.replace(`version=${broken}\n`, `version=${later}\n`)))[0] ?? '', mended);
    });
  }
});
