/** What `npm test` says at its end of the comparisons that the suites made. */
import assert from 'node:assert/strict';
import { comparisonsIn, comparisonsText } from '../../scripts/tests/comparisons.mjs';
import { say } from './needs';

/** What is printed while `act` runs. */
function printed(act: () => void): string {
  const { log } = console;
  const lines: string[] = [];
  console.log = (text: string) => lines.push(text);
  try {
    act();
  } finally {
    console.log = log;
  }
  return lines.join('\n');
}

describe('what a run says of its comparisons', () => {
  it('is who they were made with, and what was wanting for the others', () => {
    const output = printed(() => {
      say('one family: of its kind', { against: 'the processor, GenuineIntel 6-106-6', use: 1 });
      console.log('      compared with nothing that would be a line of ours');
      say('assembled instructions', { want: 'GNU binutils for x86-64 (as, objcopy, objdump)' });
      say('another family', { against: 'the processor, GenuineIntel 6-106-6', use: 2 });
    });
    assert.equal(
      comparisonsText(comparisonsIn(output)),
      `Compared with the processor, GenuineIntel 6-106-6
    one family: of its kind
    another family
Left out, for want of GNU binutils for x86-64 (as, objcopy, objdump)
    assembled instructions
`,
    );
  });
});
