import assert from 'node:assert/strict';
import { routineOf, routinesOf, since, until } from '../../../src/kernel/routines/of-version';
import type { Routine, RoutineStep } from '../../../src/kernel/routines/routine';
import { stepOf, vary } from '../../../src/kernel/routines/variation';

const step = (name: string, code = `${name}();`): RoutineStep => ({ name, code, why: '' });

const routine: Routine<'die'> = {
  name: 'die',
  signature: 'void f(void)',
  file: 'a/b.c',
  summary: 'A routine.',
  steps: [
    step('always'),
    ...until('opensPkru', step('save', 'save();')),
    ...since('opensPkru', step('open'), step('save', 'save_open();')),
    ...until('switchesInOne', ...since('opensPkru', step('between'))),
  ],
};

const stepsOf = (version: string) => routineOf(version, routine).steps.map(({ code }) => code);

describe('a step with `since` or `until`', () => {
  it('is there from the change on, or up to it', () => {
    assert.deepEqual(stepsOf('6.11'), ['always();', 'save();']);
    assert.deepEqual(stepsOf('6.12'), ['always();', 'open();', 'save_open();', 'between();']);
    assert.deepEqual(stepsOf('6.16'), ['always();', 'open();', 'save_open();']);
  });

  it('may be a whole routine', () => {
    const routines = [...since<Routine>('hasGuests', routine), { ...routine, name: 'do_exit' } as const];
    const names = (version: string) => routinesOf(version, routines).map(({ name }) => name);
    assert.deepEqual([names('5.16'), names('5.17')], [['do_exit'], ['die', 'do_exit']]);
  });
});

describe('a variation', () => {
  it('replaces, adds and takes out steps by their names', () => {
    const varied = vary(routineOf('6.12', routine), { open: [], between: [step('before'), step('between')] });
    assert.deepEqual(
      varied.steps.map(({ name }) => name),
      ['always', 'save', 'before', 'between'],
    );
  });

  it('is a mistake where the routine has no such step, or has it in several versions', () => {
    assert.throws(() => vary(routine, { opne: [] }), /die has no step opne/);
    assert.throws(() => stepOf(routine, 'save'), /die has several steps save/);
    assert.equal(stepOf(routineOf('6.12', routine), 'save').code, 'save_open();');
  });
});
