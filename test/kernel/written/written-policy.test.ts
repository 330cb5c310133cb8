/** Policies that somebody writes: read, checked, and the same kernel as the one that they are a copy of. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findPolicy, POLICIES } from '../../../src/kernel/policies';
import type { Policy } from '../../../src/kernel/routines/policy';
import { renderSource } from '../../../src/kernel/routines/source';
import { readPolicy } from '../../../src/kernel/written/written-policy';

const EXAMPLES = path.join(__dirname, '../../../examples/policies');

function written(text: string): Policy {
  const { policy, problems } = readPolicy('mine.xkernel', text);
  assert.ok(policy, JSON.stringify(problems, null, 1));
  return policy;
}

function stepsOf({ routines }: Policy, name: string): readonly string[] {
  return (routines.find((routine) => routine.name === name)?.steps ?? []).map((step) => step.name);
}

/** What a step does; what is said of it does not count. */
function meaning({ routines }: Policy): ReadonlyMap<string, readonly unknown[]> {
  return new Map(
    routines.map(({ name, steps }) => [name, steps.map((step) => [step.name, step.run?.toString(), step.runsIn])]),
  );
}

describe('a written policy', () => {
  for (const name of ['linux-rfc-2020', 'explicit']) {
    it(`that is ${name} in a file has every routine of the policy, with the same steps in the same contexts`, () => {
      const own = meaning(findPolicy(name)!); // it is one of the policies
      const file = meaning(written(readFileSync(path.join(EXAMPLES, `${name}.xkernel`), 'utf8')));
      for (const [routine, steps] of own) assert.deepEqual(file.get(routine), steps, routine);
    });
  }

  it('can be made of the pseudo-C in which any kernel is shown, whole', () => {
    for (const policy of POLICIES.filter(({ name }) => name !== 'none')) {
      const { routines } = policy;
      const { text } = renderSource({ ...policy, routines });
      const again = meaning(written(`extends ${policy.name}\n\n${text}`));
      for (const [name, steps] of meaning({ ...policy, routines }))
        assert.deepEqual(again.get(name), steps, `${policy.name} ${name}`);
    }
  });

  it('drops, replaces and adds steps of the kernel that it extends', () => {
    const base = findPolicy('linux', { version: '6.12' })!; // it is one of the policies
    const changed = written(
      `
      extends linux version=6.12
      `.replace(/^ +/gm, '') +
        `
change handle_xfd_event
{
    drop check_feature;
    // Last, and only on success.
    replace check_xfd_err:
        wrmsr(IA32_XFD_ERR, 0);
    before return:
        rdmsr(IA32_XFD_ERR, xfd_err);
    after return:
        if (!xfd_err) return false;
}
`,
    );
    assert.deepEqual(stepsOf(base, 'handle_xfd_event').slice(0, 4), [
      'check_feature',
      'read_xfd_err',
      'check_xfd_err',
      'clear_xfd_err',
    ]);
    assert.deepEqual(stepsOf(changed, 'handle_xfd_event'), [
      'read_xfd_err',
      'check_xfd_err',
      'clear_xfd_err',
      'check_user_mode',
      'enable_feature',
      'no_permission',
      'no_memory',
      'read_xfd_err_2',
      'return',
      'check_xfd_err_2',
    ]);
    assert.equal(stepsOf(changed, 'fpu_clone').join(), stepsOf(base, 'fpu_clone').join());
  });

  it('shows the comments of its author as the reasons of steps, and its own as what the kernel is', () => {
    const { routines, summary, name } = written(
      '// What if?\nextends linux\n\nchange handle_xfd_event {\n    replace clear_xfd_err:\n        // Because.\n        wrmsr(IA32_XFD_ERR, 0);\n}\n',
    );
    const steps = routines.find((routine) => routine.name === 'handle_xfd_event')?.steps;
    assert.equal(steps?.find((step) => step.name === 'clear_xfd_err')?.why, 'Because.');
    assert.deepEqual([summary, name], ['What if?', 'policy "mine.xkernel"']);
  });

  it('has a problem at its place for whatever no kernel has', () => {
    for (const [text, line, start, message] of [
      ['', 0, 0, /which kernel it extends/],
      ['extends lunix', 0, 8, /no kernel policy `lunix`/],
      ['extends none', 0, 8, /no kernel policy `none`/],
      ['extends linux verson=6.12', 0, 14, /no option `verson`/],
      ['extends linux config=large', 0, 14, /does not take `large`/],
      ['extends linux\nextends eager', 1, 8, /extends one kernel/],
      ['extends linux\nnonsense', 1, 0, /A policy has/],
      ['extends linux\nentry frok fpu_clone', 1, 6, /no entry `frok`/],
      ['extends linux\nentry fork fpu__copy', 1, 11, /no routine `fpu__copy`/],
      ['extends linux\nchange handle_xfd\n{\n}', 1, 7, /no routine `handle_xfd`/],
      ['extends linux\nchange handle_xfd_event\n{\n    drop nothing;\n}', 3, 9, /no step `nothing`/],
      ['extends linux\nchange handle_xfd_event\n{\n    wrmsr(IA32_XFD_ERR, 0);\n}', 3, 4, /A change is/],
      ['extends linux\nchange handle_xfd_event\n{\n    before return:\n}', 3, 11, /come lines/],
      [
        'extends linux\nchange handle_xfd_event\n{\n    before return:\n    wrmsr(IA32_XSS, 7);\n}',
        4,
        4,
        /No kernel has the line/,
      ],
      ['extends linux\nvoid new_routine(void)\n{\n}', 1, 5, /No kernel has a routine/],
      ['extends linux\nvoid fpu__copy(void)\n{\n', 1, 0, /no `}`/],
      ['extends linux\nvoid fpu_drop(void);\n', 1, 0, /A policy has/],
      ['extends linux\nvoid fpu_clone(void)\nreturn 0;\n', 1, 0, /goes on with `{`/],
      [
        'extends linux\nchange exc_device_not_available {\n    before read_cr0:\n    handled = xfirstuse_event_handler(&current->thread.fpu);\n}',
        3,
        4,
        /calls `xfirstuse_event_handler`, which this kernel does not have/,
      ],
    ] as const) {
      const { policy, problems } = readPolicy('mine.xkernel', text);
      assert.equal(policy, undefined, text);
      const found = problems.find((problem) => message.test(problem.message));
      assert.ok(found, `${text}: ${JSON.stringify(problems)}`);
      assert.deepEqual([found.line, found.start], [line, start], `${text}: ${found.message}`);
    }
  });

  it('is read whatever its lines end in, however they are spaced, and with comments behind them', () => {
    const text =
      'extends linux\r\n\r\nchange handle_xfd_event {\r\n  after  return :\r\n  wrmsr( IA32_XFD_ERR,0 ); // why not\r\n}\r\n';
    const { policy, problems } = readPolicy('mine.xkernel', text);
    assert.deepEqual(problems, []);
    const steps = policy?.routines.find(({ name }) => name === 'handle_xfd_event')?.steps ?? [];
    assert.deepEqual([steps.at(-1)?.name, steps.at(-1)?.why], ['clear_xfd_err_2', 'why not']);
  });
});

describe('lines of kernels', () => {
  it('mean the same wherever several kernels have the same line at the same step of a routine', () => {
    const meanings = new Map<string, string>();
    const shapes = POLICIES.flatMap((policy) => [
      policy,
      policy.configure?.({ reclaim: 'on', version: '5.16' }) ?? policy,
    ]);
    for (const { routines } of shapes) {
      for (const { name: routine, steps } of routines) {
        for (const { name, code, run } of steps) {
          const key = `${routine}.${name}: ${code.trim()}`;
          assert.equal(meanings.get(key) ?? String(run), String(run), key);
          meanings.set(key, String(run));
        }
      }
    }
  });
});
