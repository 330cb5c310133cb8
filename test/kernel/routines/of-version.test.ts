import assert from 'node:assert/strict';
import { configured, routineOf, routinesOf, since, until } from '../../../src/kernel/routines/of-version';
import type { Routine, RoutineStep } from '../../../src/kernel/routines/routine';
import { stepOf, vary } from '../../../src/kernel/routines/variation';
import type { KernelBuild, KernelConfig } from '../../../src/kernel/versions/build';

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
    ...configured('distro', ...since('seeksMagicAtUserSize', step('seek'))),
  ],
};

const build = (version: string, config: KernelConfig = 'minimal'): KernelBuild => ({ version, config });
const stepsOf = (version: string, config?: KernelConfig) =>
  routineOf(build(version, config), routine).steps.map(({ code }) => code);

describe('a step with `since` or `until`', () => {
  it('is there from the change on, or up to it', () => {
    assert.deepEqual(stepsOf('6.11'), ['always();', 'save();']);
    assert.deepEqual(stepsOf('6.12'), ['always();', 'open();', 'save_open();', 'between();']);
    assert.deepEqual(stepsOf('6.16'), ['always();', 'open();', 'save_open();']);
  });

  it('may be there in one configuration only, and go again with its change', () => {
    const versions = ['6.14', '6.15', '6.18', '6.18.34', '6.18.35', '6.19', '7.1'];
    const withStep = (config: KernelConfig) =>
      versions.filter((version) => stepsOf(version, config).includes('seek();'));
    assert.deepEqual(withStep('distro'), ['6.15', '6.18', '6.18.34', '6.19']);
    assert.deepEqual(withStep('minimal'), []);
  });

  it('may be a whole routine', () => {
    const routines = [...since<Routine>('hasGuests', routine), { ...routine, name: 'do_exit' } as const];
    const names = (version: string) => routinesOf(build(version), routines).map(({ name }) => name);
    assert.deepEqual([names('5.16'), names('5.17')], [['do_exit'], ['die', 'do_exit']]);
  });
});

describe('a variation', () => {
  it('replaces, adds and takes out steps by their names', () => {
    const varied = vary(routineOf(build('6.12'), routine), { open: [], between: [step('before'), step('between')] });
    assert.deepEqual(
      varied.steps.map(({ name }) => name),
      ['always', 'save', 'before', 'between'],
    );
  });

  it('is a mistake where the routine has no such step, or has it in several versions', () => {
    assert.throws(() => vary(routine, { opne: [] }), /die has no step opne/);
    assert.throws(() => stepOf(routine, 'save'), /die has several steps save/);
    assert.equal(stepOf(routineOf(build('6.12'), routine), 'save').code, 'save_open();');
  });
});
