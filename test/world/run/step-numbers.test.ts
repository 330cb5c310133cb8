import assert from 'node:assert/strict';
import { run, trace } from '../harness';

/** `LINE of the body: STEP` of each divergence. */
function divergences(body: string, kernel = 'linux'): string[] {
  const text = trace(kernel, body);
  const before = text.slice(0, text.indexOf(body)).split('\n').length - 1;
  return run(text)
    .happenings.filter(({ kind }) => kind === 'divergence')
    .map(({ line, step }) => `${line - before + 1}: ${step}`);
}

describe('a divergence', () => {
  it('has the number of its step: the first step is 1', () => {
    assert.deepEqual(divergences('nop => #UD\nnop\nnop => #UD', 'none'), ['1: 1', '3: 3']);
  });

  it('has the number of its step in a task too, and behind events', () => {
    assert.deepEqual(divergences('task A\nswitch A\nprint "a"\nnop => #UD'), ['4: 3']);
  });

  it('has the number of the step that ends a `run`, where the task dies there', () => {
    const body = 'task A entry=start\nrun A => #UD, SIGILL, killed\nproc start\nnop\nud2 => #GP\nend';
    assert.deepEqual(divergences(body), ['5: 2']);
  });
});
