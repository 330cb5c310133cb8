import assert from 'node:assert/strict';
import { finish } from '../../../src/machine/pausable';
import type { RunAccount } from '../../../src/world/account/run-account';
import { type AccountOptions, takingAccount } from '../../../src/world/account/take-account';
import { exampleText, load, trace } from '../harness';

function accountOf(text: string, options?: AccountOptions): RunAccount {
  return finish(takingAccount(load(text), options));
}

function notesBehind(text: string, words: string): readonly string[] | undefined {
  const line = text.split('\n').findIndex((candidate) => candidate.includes(words));
  return accountOf(text).lines.find((told) => told.line === line)?.notes;
}

const FIRST_USE = exampleText('first-use.xtrace');

describe('the account of a run', () => {
  // Sizes and the order are those of patch 13/22 of the RFC, as the example has them in its expectations.
  it('says behind the first use of tile data that it faulted, grew the buffer and disarmed XFD', () => {
    assert.deepEqual(notesBehind(FIRST_USE, 'tilezero  tmm0'), ['#NM', '2560→10752', 'XFD 0']);
  });

  it('says which value of XFD a switch to another task brings', () => {
    const body =
      'data cfg = tilecfg { tmm0: 16x64 }\ntask A\ntask B\nswitch A\nldtilecfg [cfg]\ntilezero tmm0\nswitch B\n';
    assert.deepEqual(notesBehind(trace('linux-rfc-2020', body), 'switch B'), ['XFD XTILEDATA']);
  });

  it('says nothing behind a step at which nothing happened', () => {
    assert.equal(notesBehind(FIRST_USE, 'mov       r8d, 64'), undefined);
  });

  it('says what WRMSR does to XFD on bare metal, at the line of the instruction', () => {
    const text = trace('none', 'mov ecx, 0x1c4\nmov eax, 0x40000\nmov edx, 0\nwrmsr\nnop\nnop\n');
    assert.deepEqual(notesBehind(text, 'wrmsr'), ['XFD XTILEDATA']);
  });

  it('counts what holds and what does not, and gives both values of an equation that fails', () => {
    const { lines, failures, verdict } = accountOf(
      trace('none', 'mov rax, 7\nrepeat 2 as round\nexpect rax == round + 6\nend\n'),
    );
    assert.deepEqual(
      lines.map(({ line, held, failed }) => ({ line, held, failed })),
      [{ line: 5, held: 1, failed: 1 }],
    );
    const [failure] = failures;
    assert.deepEqual([failure?.kind, failure?.line, failure?.expected, failure?.actual], ['expect', 5, '0x6', '0x7']);
    assert.match(verdict, /^\d+ steps, 1 of 2 expectations/);
  });

  it('has what a step did instead of what is written behind it', () => {
    const { failures } = accountOf(trace('none', 'nop => #UD\n'));
    assert.deepEqual(failures, [
      {
        kind: 'divergence',
        line: 3,
        task: null,
        message: 'The step does ok, and not #UD.',
        expected: '#UD',
        actual: 'ok',
        outcomes: ['ok'],
      },
    ]);
  });

  it('fails a run that does not end', () => {
    const { failures, steps } = accountOf(trace('none', 'again:\njmp again\n'), { maxSteps: 1000 });
    assert.equal(steps, 1000);
    assert.match(failures[0]?.message ?? '', /did not end within 1000 steps/);
  });

  it('counts the lines of the kernel that ran, when asked', () => {
    assert.equal(accountOf(FIRST_USE).kernel, undefined);
    const { kernel } = accountOf(FIRST_USE, { countsKernel: true });
    assert.equal(kernel?.name, 'linux-rfc-2020');
    const handler = kernel.routines.find(({ name }) => name === 'exc_device_not_available');
    assert.equal(handler?.steps[0]?.count, 1);
    const lines = kernel.source.split('\n');
    assert.match(lines[handler.line] ?? '', /exc_device_not_available/);
    const fork = kernel.routines.find(({ name }) => name === 'fpu__copy');
    assert.ok(fork?.steps.every(({ count }) => count === 0));
  });

  it('counts a line that is left out of the kernel as one that never runs', () => {
    const { kernel } = accountOf(exampleText('bugs/xfd-err-left-set.xtrace'), { countsKernel: true });
    const lines = kernel?.source.split('\n') ?? [];
    const handler = kernel?.routines.find(({ name }) => name === 'xfirstuse_event_handler');
    const counts = handler?.steps.map(({ line, count }) => [lines[line]?.trim(), count]);
    // The line is out during the first use, and in again when the handler is called for the #NM of CR0.TS.
    const ran = (code: string) => counts?.filter(([line]) => line === code).map(([, count]) => count);
    assert.deepEqual(
      [ran('wrmsr(IA32_XFD_ERR, 0);'), ran('xdisable_setbits(xfirstuse_not_detected(fpu));')],
      [[1], [2]],
    );
  });
});
