/** Imports in pieces: with progress, and until somebody cancels. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isUserError } from '../../src/adapter/protocol/user-error';
import { importTrace } from '../../src/main/recording-source';
import { importingRecording, importRecording } from '../../src/recording/import-recording';
import { LINUX_TRACE, source } from './harness';

const HOST = { now: () => 0, schedule: (work: () => void) => void setImmediate(work) };
/** Time passes whenever somebody looks: each piece is a slice. */
const HURRIED = (() => {
  let time = 0;
  return { ...HOST, now: () => (time += 1000) };
})();

const PERF = readFileSync(path.join(__dirname, '../fixtures/linux/perf-trace.txt'), 'latin1');

describe('an import in pieces', () => {
  it('comes to the same, and says how far it is', () => {
    for (const text of [LINUX_TRACE, PERF.repeat(40)]) {
      const work = importingRecording(source(text), { name: 'recording' });
      const seen: number[] = [];
      let step = work.next();
      for (; !step.done; step = work.next()) seen.push(step.value);
      assert.deepEqual(step.value, importRecording(source(text), { name: 'recording' }));
      assert.ok(seen.length > 4, `${seen.length} pieces`);
      assert.deepEqual(
        seen.toSorted((a, b) => a - b),
        seen,
      );
      assert.ok((seen[0] ?? 1) > 0 && (seen[0] ?? 1) < 0.5 && (seen.at(-1) ?? 0) > 0.6 && (seen.at(-1) ?? 2) <= 1);
    }
  });

  it('ends where it is cancelled', async () => {
    const bytes = Buffer.from(LINUX_TRACE, 'latin1');
    const cancelling = new AbortController();
    const told: number[] = [];
    const onProgress = (done: number) => {
      told.push(done);
      if (told.length === 3) cancelling.abort();
    };
    const work = importTrace(HURRIED, bytes, 'recording', { signal: cancelling.signal, onProgress });
    await assert.rejects(work, (error) => isUserError(error) && error.code === 'cancelled');
    assert.equal(told.length, 3);
    const { trace } = await importTrace(HOST, bytes, 'recording');
    assert.match(trace, /^; Recorded: recording\./);
  });
});
