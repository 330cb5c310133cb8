import assert from 'node:assert/strict';
import { num } from '../../../src/kernel/routines/read-locals';
import type { Routine, RoutineStep } from '../../../src/kernel/routines/routine';

/** Lines that must not compile: `npm run types` fails where one of them does. */
const MISSPELT: Routine<'die'> = {
  name: 'die',
  signature: 'void die(const char *str)',
  file: 'a/b.c',
  summary: 'A routine.',
  steps: [
    // @ts-expect-error: no such local of `die` to read
    { name: 'read', code: 'a;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'srt') }) },
    // @ts-expect-error: no such local of `die` to take apart
    { name: 'take', code: 'b;', why: '', run: (_kernel, { srt = null }) => ({ return: srt }) },
    // @ts-expect-error: no such routine
    { name: 'call', code: 'c;', why: '', run: () => ({ call: 'do_exti' }) },
    // @ts-expect-error: `do_exit` has no such local
    { name: 'with', code: 'd;', why: '', run: () => ({ call: 'do_exit', with: { coed: 0 } }) },
    // @ts-expect-error: no such local of `die` to put the result in
    { name: 'into', code: 'e;', why: '', run: () => ({ call: 'do_exit', into: 'code' }) },
    // @ts-expect-error: a shared step with a local that `die` has not
    { name: 'shared', code: 'f;', why: '', run: undefined as unknown as RoutineStep<'fpstate'>['run'] },
    { name: 'right', code: 'g;', why: '', run: (_kernel, { str = null }) => ({ return: str }) },
  ],
};

describe('a routine', () => {
  it('is checked by the compiler: its locals, whom it calls, and with what', () => {
    assert.equal(MISSPELT.steps.length, 7);
  });
});
