/** `kernel policy "FILE"`: traces that run under a policy which lies beside them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TraceFiles } from '../../../src/language/data/data-bytes';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { happeningJson, loadTrace, Run } from '../../../src/library';
import { loadProgram } from '../../../src/world/program/load-program';
import { exampleText } from '../harness';

const EXAMPLES = path.join(__dirname, '../../../examples');

const BESIDE: TraceFiles = {
  sizeOf: (name) => contents(name).length,
  read: contents,
};

function contents(name: string): Uint8Array {
  const file = path.join(EXAMPLES, name);
  if (!existsSync(file)) throw new ExpressionError('file-not-read', `${name} does not exist.`);
  return new Uint8Array(readFileSync(file));
}

function files(text: string | Uint8Array): TraceFiles {
  const bytes = typeof text === 'string' ? new Uint8Array(Buffer.from(text)) : text;
  return { sizeOf: () => bytes.length, read: () => bytes };
}

/** What a run tells of: all that its JSON has. */
function records(text: string, kernel: string): readonly string[] {
  const run = new Run(loadTrace(text, { kernel, files: BESIDE }), { maxSteps: 100_000 });
  return [...run].flatMap((happening) => happeningJson(happening) ?? []);
}

function problems(policy: string | Uint8Array, line = 'kernel policy "mine.xkernel"'): readonly string[] {
  const { diagnostics } = loadProgram(`xtrace 1\n${line}\n    nop\n`, { files: files(policy) });
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

const WORKLOAD = /<!-- workload -->\n```xtrace\n([\s\S]*?)```/.exec(
  readFileSync(path.join(__dirname, '../../../docs/policies.md'), 'utf8'),
)?.[1];

describe('a policy in a file', () => {
  for (const name of ['linux-rfc-2020', 'explicit']) {
    for (const example of ['first-use', 'explicit', 'signals', 'ping-pong', 'lazy-restore', 'no-permission']) {
      it(`that is ${name} gives ${example} the records that ${name} gives it`, () => {
        const text = exampleText(`${example}.xtrace`);
        const own = records(text, name);
        const file = records(text, `policy "policies/${name}.xkernel"`);
        const named = (line: string) =>
          line.replaceAll(`kernel ${name}\``, 'kernel``').replace(/kernel policy [^`]*`/g, 'kernel``');
        assert.deepEqual(file.map(named), own.map(named));
        assert.ok(own.length > 5);
      });
    }

    it(`that is ${name} gives the workload of docs/policies.md the records that ${name} gives it`, () => {
      const text = (WORKLOAD ?? '').replace(/^reclaim\n/m, '');
      assert.deepEqual(records(text, `policy "policies/${name}.xkernel"`), records(text, name));
    });
  }

  it('is what the trace runs on: its steps are stepped, taken out and broken on as those of any kernel', () => {
    const policy = 'extends linux version=6.12\n\nchange handle_xfd_event\n{\n    drop clear_xfd_err;\n}\n';
    const text = (without: string) => `xtrace 1\nkernel policy "mine.xkernel"\n${without}\n    nop\n`;
    const load = (without: string) => loadProgram(text(without), { files: files(policy) });
    assert.deepEqual(load('without handle_xfd_event.check_xfd_err').diagnostics, []);
    const [problem] = load('without handle_xfd_event.clear_xfd_err').diagnostics;
    assert.match(problem?.message ?? '', /no step `clear_xfd_err`/);
    const { program } = load('');
    assert.equal(program?.policyOptions.version, '6.12');
  });

  it('takes options of the kernel that it extends, but those that stand in it', () => {
    assert.deepEqual(problems('extends linux', 'kernel policy "mine.xkernel" memory=65536 oom=on'), []);
    assert.match(
      problems('extends linux', 'kernel policy "mine.xkernel" version=6.1').join(),
      /unknown-option: .*no option `version`/,
    );
  });

  it('is told of at the line that names it, with the place of each problem in the file', () => {
    assert.deepEqual(problems('extends linux\nchange handle_xfd_event\n{\n    drop clear_xfd_er;\n}\n'), [
      'bad-policy: mine.xkernel:4:10: `handle_xfd_event` has no step `clear_xfd_er`. Did you mean `clear_xfd_err`?',
    ]);
    assert.match(problems(Uint8Array.of(0x65, 0xff)).join(), /^bad-policy: .*not UTF-8/);
    assert.match(problems(new Uint8Array(2 << 20)).join(), /^file-too-large: /);
    assert.match(problems('extends linux', 'kernel policy "../mine.xkernel"').join(), /^path-outside: /);
    const many = `extends linux\n${'nonsense\n'.repeat(50)}`;
    assert.equal(problems(many).length, 20);
  });

  it('without a step that another goes to ends the trace with a message, when it comes to that', () => {
    const policy = 'extends linux\n\nchange kernel_fpu_begin\n{\n    drop invalidate;\n}\n';
    const text =
      'xtrace 1\nkernel policy "mine.xkernel"\ntask A\ntask K kthread\nswitch K\nkernel_fpu_begin\n    nop\nkernel_fpu_end\n';
    const run = new Run(loadTrace(text, { files: files(policy) }), { maxSteps: 1000 });
    for (const _ of run);
    const [failure] = run.failures;
    assert.ok(failure?.kind === 'error');
    assert.deepEqual([failure.code, failure.line], ['broken-policy', 5]);
    assert.equal(
      failure.message,
      '`kernel policy "mine.xkernel"` cannot go on. `kernel_fpu_begin` goes on at its step `invalidate`, which it does not have.',
    );
  });
});
