/** `xtrace routines`: routines, steps, contexts and reasons of a kernel. */
import assert from 'node:assert/strict';
import { xtrace } from './cli-harness';

interface Row {
  readonly name: string;
  readonly steps: readonly {
    readonly name: string;
    readonly context: string;
    readonly preemptible: boolean;
    readonly why: string;
  }[];
}

describe('xtrace routines', () => {
  it('lists what the kernel of a trace has, with the context and the reason of each step', async () => {
    const { status, out, error } = await xtrace(['routines', 'linux', 'version=6.19']);
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /^kernel linux version=6\.19: \d+ routines, \d+ steps\n/);
    assert.match(out, /\nrestore_fpregs_from_user \(arch\/x86\/kernel\/fpu\/signal\.c\)\n/);
    assert.match(out, /\n {2}mark_active {2,}fpregs locked {2,}fpregs_mark_activate\(\); fpregs_unlock\(\);\n/);
    assert.match(out, /\n {2}lock {2,}never executed {2,}retry: fpregs_lock\(\);\n/);
    assert.match(out, /\n {2}clear_disabled .*\n.*Since 6\.19/);
  });

  it('takes the version into account, and any policy', async () => {
    assert.doesNotMatch((await xtrace(['routines', 'linux version=6.12'])).out, /clear_disabled/);
    assert.match((await xtrace(['routines', 'linux-rfc-2020'])).out, /xfirstuse_event_handler/);
    assert.match((await xtrace(['routines'])).out, /^kernel linux: /);
  });

  it('writes an object a routine with --json', async () => {
    const { out } = await xtrace(['routines', 'linux', '--json']);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    const restore = rows.find(({ name }) => name === 'restore_fpregs_from_user');
    const steps = restore?.steps.map(({ name, context, preemptible }) => [name, context, preemptible].join(' '));
    assert.ok(steps?.includes('lock never executed false') && steps.includes('mask preemptible true'), String(steps));
    assert.ok(rows.every((row) => row.steps.every(({ why }) => typeof why === 'string')));
  });

  it('says what is wrong with a kernel that no trace can have', async () => {
    const unknown = await xtrace(['routines', 'lunix']);
    assert.deepEqual([unknown.status, unknown.out], [2, '']);
    assert.match(unknown.error, /no kernel policy `lunix`/);
    assert.match((await xtrace(['routines', 'linux', 'verson=6.12'])).error, /no option `verson`/);
    assert.match((await xtrace(['routines', 'linux', 'task A'])).error, /./);
  });
});
