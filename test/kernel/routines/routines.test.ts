import assert from 'node:assert/strict';
import { findPolicy, POLICIES } from '../../../src/kernel/policies';
import type { Policy } from '../../../src/kernel/routines/policy';
import { renderSource } from '../../../src/kernel/routines/source';

/** Every policy in every shape that its options give it. */
const SHAPES: readonly Policy[] = POLICIES.flatMap((policy) => [
  policy,
  ...policy.options.flatMap(({ name, values }) =>
    values === 'number' ? [] : values.map((value) => findPolicy(policy.name, { [name]: value }) ?? policy),
  ),
]);

/** Written out in the function of a step: where it goes on, and what it calls. */
const GOTO = /\bgoto:\s*["'](\w+)["'](?:,\s*otherwise:\s*["'](\w+)["'])?/g;
const CALL = /\bcall:\s*["'](\w+)["']/g;

describe('policies', () => {
  it('are known by the names of the specification', () => {
    const names = POLICIES.map(({ name }) => name);
    assert.deepEqual(names, ['linux', 'linux-rfc-2020', 'explicit', 'eager', 'none']);
  });

  it('document every option, with a default that is one of its values or nothing', () => {
    for (const { name, options } of POLICIES) {
      for (const option of options) {
        assert.ok(option.documentation.length > 20, `${name} ${option.name}`);
        if (option.default !== '') assert.ok(option.values.includes(option.default), `${name} ${option.name}`);
      }
    }
  });

  it('enter only routines that they have', () => {
    for (const { name, routines, entries } of SHAPES) {
      if (routines.length === 0) continue;
      const names = new Set<string>(routines.map((routine) => routine.name));
      const { exceptions, syscalls, guest, kernelAmx = {}, ...single } = entries;
      const { exceptions: exits = {}, ioctls = {}, instruction: _, ...stages } = guest ?? {};
      const all = [exceptions, syscalls, single, exits, ioctls, stages, kernelAmx];
      for (const entry of all.flatMap((table): readonly string[] => Object.values(table))) {
        assert.ok(names.has(entry), `${name}: ${entry}`);
      }
    }
  });

  it('have every exception of the architecture', () => {
    const vectors = [
      '#DE',
      '#DB',
      '#BP',
      '#OF',
      '#BR',
      '#UD',
      '#NM',
      '#DF',
      '#TS',
      '#NP',
      '#SS',
      '#GP',
      '#PF',
      '#MF',
      '#AC',
      '#XM',
      '#CP',
    ];
    for (const { routines, entries } of SHAPES) {
      if (routines.length > 0) assert.deepEqual(Object.keys(entries.exceptions).sort(), [...vectors].sort());
    }
  });
});

/** Each step of each policy, with the steps of its routine and the routines of its policy. */
function* everyStep() {
  for (const { name: policy, version, routines } of SHAPES) {
    const names = new Set<string>(routines.map(({ name }) => name));
    for (const { name, steps } of routines) {
      const labels = new Set(steps.map((step) => step.name));
      for (const { name: step, run } of steps) {
        yield { where: `${policy} ${version} ${name}.${step}`, run, labels, names };
      }
    }
  }
}

describe('routine tables', () => {
  it('name each routine once, and each step of a routine once', () => {
    for (const { name, routines } of SHAPES) {
      assert.equal(new Set(routines.map((routine) => routine.name)).size, routines.length, name);
      for (const { name: routine, steps } of routines) {
        assert.equal(new Set(steps.map((step) => step.name)).size, steps.length, routine);
      }
    }
  });

  it('go only to steps that the routine has, and call only routines that the policy has', () => {
    const seen = { goto: 0, call: 0 };
    for (const { where, run, labels, names } of everyStep()) {
      const text = String(run);
      for (const [, goto = '', otherwise] of text.matchAll(GOTO)) {
        assert.ok(labels.has(goto) || labels.has(otherwise ?? goto), `${where} goes to ${goto}`);
        seen.goto++;
      }
      for (const [, call = ''] of text.matchAll(CALL)) {
        assert.ok(names.has(call), `${where} calls ${call}`);
        seen.call++;
      }
    }
    assert.ok(seen.goto > 500 && seen.call > 1000, JSON.stringify(seen));
  });

  it('say where each routine comes from, what it is for, and why each step is there', () => {
    for (const { routines } of SHAPES) {
      for (const { name, file, summary, signature, steps } of routines) {
        assert.match(file, /^[a-z]+\/.*\.[ch]$/, name);
        assert.ok(summary.endsWith('.') || summary.endsWith(')'), `${name}: ${summary}`);
        assert.ok(signature.includes(`${name}(`), name);
        for (const { name: step, code, why, run } of steps) {
          assert.notEqual(code.trim(), '', `${name}.${step}`);
          const explainsItself = /^ *(return|})/.test(code) || !run;
          if (!explainsItself && !/^ *(switch|for)/.test(code)) assert.notEqual(why, '', `${name}.${step}`);
        }
      }
    }
  });

  it('have the routines that the specification names', () => {
    const names = (policy: string) => new Set<string>(findPolicy(policy)?.routines.map(({ name }) => name));
    const wanted = {
      linux: [
        'exc_device_not_available',
        'handle_xfd_event',
        '__xfd_enable_feature',
        'fpstate_realloc',
        'xfd_update_state',
        '__switch_to',
        'save_fpregs_to_fpstate',
        'switch_fpu_return',
        'restore_fpregs_from_fpstate',
        'kernel_fpu_begin',
        'kernel_fpu_end',
        'fpu_clone',
        'fpu__drop',
        'xstate_request_perm',
        'fpu_idle_fpregs',
        'sys_sigaltstack',
        'setup_rt_frame',
        'copy_fpstate_to_sigframe',
        'fpu__clear_user_states',
        'fpu__restore_sig',
      ],
      'linux-rfc-2020': [
        'exc_device_not_available',
        'xfirstuse_event_handler',
        'alloc_xstate_area',
        'free_xstate_area',
        'xdisable_switch',
        'switch_fpu_finish',
        'fpu__copy',
      ],
    };
    for (const [policy, routines] of Object.entries(wanted)) {
      for (const routine of routines) assert.ok(names(policy).has(routine), `${policy}: ${routine}`);
    }
  });
});

describe('the kernel source', () => {
  for (const policy of SHAPES.filter(({ routines }) => routines.length > 0)) {
    const source = renderSource(policy);
    const lines = source.text.split('\n');

    it(`maps steps to lines and back (${policy.name}, ${policy.routines.length} routines)`, () => {
      for (const { name, signature, steps } of policy.routines) {
        assert.equal(lines[source.signatureLine(name) ?? -1], signature);
        for (const [index, { code, run }] of steps.entries()) {
          const line = source.lineOf(name, index);
          assert.equal(lines[line], `    ${code}`);
          assert.deepEqual(source.stepAt(line), run ? { routine: name, step: index } : undefined);
        }
        assert.equal(lines[source.lineOf(name, steps.length)], '}');
      }
    });
  }

  it('keeps comments within a width, apart from the code', () => {
    const { text } = renderSource(POLICIES[0]!); // linux
    for (const line of text.split('\n')) {
      if (line.trimStart().startsWith('//')) assert.ok(line.length <= 110, line);
    }
  });

  it('slides a breakpoint to the next step of the routine, from its head on', () => {
    const source = renderSource(POLICIES[0]!); // linux
    const signature = source.signatureLine('fpstate_realloc') ?? 0;
    assert.deepEqual(source.stepFrom(signature - 1), { routine: 'fpstate_realloc', step: 0 });
    assert.deepEqual(source.stepFrom(source.lineOf('fpstate_realloc', 0) + 1), { routine: 'fpstate_realloc', step: 1 });
    assert.equal(source.stepFrom(source.text.split('\n').length), undefined);
    assert.equal(source.stepAt(0), undefined);
  });
});
