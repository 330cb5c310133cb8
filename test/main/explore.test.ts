/** `xtrace explore`: what it prints and writes, and what its exit status says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { Folder, xtrace } from './cli-harness';
import { ALONE, FIRST_USE, image, sourceLine } from './image-trace';

const INNOCENT = path.join(__dirname, '../traces/explore/xfd-not-rewritten.xtrace');
const HARMLESS = path.join(__dirname, '../../examples/no-permission.xtrace');

/** Keeps 7 in a vector register over a system call, getpid(2), and exits with it. */
const PROGRAM = `void _start(void)
{
	asm volatile("mov $7, %eax; movd %eax, %xmm3; mov $39, %eax; syscall; movd %xmm3, %edi; mov $60, %eax; syscall");
}
`;

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('xtrace explore', function () {
  this.timeout(60_000);

  it('tells what goes wrong, in which order, and who is to blame, and answers 1', async () => {
    const { status, out } = await xtrace(['explore', INNOCENT, '--vary', 'interleave']);
    assert.equal(status, 1);
    assert.match(out, /^own-xfd: In user mode IA32_XFD is what the task’s buffer asks for\.\n/);
    assert.match(out, /\n {2}Line \d+: B runs, and then A again\.\n/);
    assert.match(out, /The culprit is xfd_update_state\.write_msr/);
    assert.match(out, /\n1 found: \d+ runs with \d+ things that may come between, \d+ states\.\n/);
    assert.match(out, /\n {2}not \w+: \w+/);
  });

  it('writes each finding as a trace, and as a C program beside it', async function () {
    needs(this, found('gcc'));
    const { status } = await xtrace(['explore', INNOCENT, '--vary', 'interleave', '-o', folder.path, '--c']);
    assert.equal(status, 1);
    const [program = '', trace = '', ...more] = readdirSync(folder.path).sort();
    assert.deepEqual(more, []);
    assert.match(trace, /own-xfd\.xtrace$/);
    assert.equal(program, trace.replace(/xtrace$/, 'c'));
    execFileSync('gcc', ['-Wall', '-Werror', '-o', path.join(folder.path, 'x'), path.join(folder.path, program)]);
    const without = await xtrace(['explore', INNOCENT, '--c']);
    assert.equal(without.status, 2);
    assert.match(without.error, /--c: -o FOLDER says where the programs go\./);
  });

  it('finds what the example that works in its own order is about', async () => {
    const example = path.join(__dirname, '../../examples/innocent.xtrace');
    const { status, out } = await xtrace(['explore', example, '--vary', 'interleave,signal,migrate']);
    assert.equal(status, 1);
    assert.match(out, /^own-xfd: /);
    assert.match(
      out,
      /\n {2}Line \d+: Plain runs, and then WithTiles again\.\n {2}The culprit is xfd_update_state\.write_msr: /,
    );
    assert.match(out, /\n1 found: /);
  });

  it('interrupts a real program between its instructions, and gives it signals there', async function () {
    needs(this, found('gcc'));
    const source = folder.write('program.c', PROGRAM);
    const options = ['-O1', '-static', '-nostdlib', '-ffreestanding', '-o', path.join(folder.path, 'program')];
    execFileSync('gcc', [...options, source]);
    const trace = (kernel: string) =>
      folder.write(
        'program.xtrace',
        `xtrace 1\n${kernel}task P exec "program"\ntask Q\nrun P\nexpect P.exit_code == 7\n`,
      );
    const good = await xtrace(['explore', trace('kernel linux version=6.12\n')]);
    assert.deepEqual([good.status, good.out.split(':')[0]], [0, 'Nothing goes wrong'], good.out);
    const forgets = trace('kernel linux version=6.12\nwithout switch_fpu_prepare.save\n');
    const { status, out } = await xtrace(['explore', forgets, '--vary', 'interleave']);
    assert.equal(status, 1);
    assert.match(out, /^nothing-lost: .*\n {2}P does not find in SSE what it left there\.\n/);
    assert.match(out, /\n {2}Line \d+: P loses the CPU after (\d+) instructions(, and Q runs)?\.\n/);
    assert.match(out, /\n {4}run P for \d+\n/);
    assert.match(out, /The culprit is switch_fpu_prepare\.save: /);
  });

  it('says that nothing goes wrong, and answers 0', async () => {
    const { status, out } = await xtrace(['explore', HARMLESS, '--vary', 'preempt,interrupt', '--budget', '40']);
    assert.deepEqual([status, out.split(':')[0]], [0, 'Nothing goes wrong']);
  });

  it('ends at Ctrl-C with what it has', async () => {
    let stop = (): void => assert.fail('nobody has asked for Ctrl-C');
    const streams = {
      onInterrupt: (asked: () => void) => {
        stop = asked;
        return () => {};
      },
      error: () => stop(), // at the first word about progress
    };
    const settings = ['--vary', 'preempt,interrupt', '--depth', '2', '--budget', '500', '--jobs', '1'];
    const { status, out } = await xtrace(['explore', HARMLESS, ...settings], '', streams);
    assert.equal(status, 0);
    const [, runs = '', possible = ''] = /^Nothing goes wrong: ([\d,]+) runs of ([\d,]+) with /.exec(out) ?? [];
    assert.ok(runs !== '' && runs !== possible, out);
  });

  it('says what is wrong already with nothing in between, and answers 1 though nothing else goes wrong', async () => {
    const innocent = readFileSync(path.join(__dirname, '../../examples/ping-pong.xtrace'), 'utf8');
    const broken = folder.write(
      'broken.xtrace',
      innocent.replace(/^kernel.*$/m, '$&\nwithout restore_fpregs_from_fpstate.update_xfd'),
    );
    const call = ['explore', broken, '--vary', 'interrupt', '--budget', '5'];
    const { status, out } = await xtrace(call);
    assert.equal(status, 1);
    assert.match(out, /^Wrong already, with nothing in between, and therefore in no finding:\n {2}Line \d+: no-warn: /);
    assert.match(out, /\n {2}Line \d+: own-xfd: B runs on CPU 0/);
    assert.match(out, /\n {2}Line \d+: expectation: `tmm0\.u8\[0\]\[0\] == 2/);
    assert.match(out, /\nNothing else goes wrong: 5 runs/);
    const objects = (await xtrace([...call, '--json'])).out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual([objects[0]?.kind, objects[0]?.law], ['already', 'no-warn']);
    assert.equal(objects.at(-1)?.already, objects.length - 1);
  });

  it('finds in which order a real kernel’s code goes wrong, by its function and its line of C', async function () {
    needs(this, found('gcc'));
    const trace = folder.write('tiles.xtrace', ALONE);
    const call = ['explore', trace, '--vary', 'interleave', '--vmlinux'];
    const good = await xtrace([...call, image(folder, 'good', '-g')]);
    assert.deepEqual([good.status, good.out.split(':')[0]], [0, 'Nothing goes wrong'], good.out);
    const { status, out } = await xtrace([...call, image(folder, 'forgets', '-g', '-DFORGETS_XFD')]);
    assert.equal(status, 1);
    assert.match(out, /^own-xfd: In user mode IA32_XFD is what the task’s buffer asks for\.\n/);
    assert.match(out, /\n {2}Line 12: B runs, and then A again\.\n/);
    const has = 'the model has "CPU 0: write xfd = 0x40000", and the code has not';
    assert.match(out, new RegExp(`The culprit is switch_fpu_return \\(kernel\\.c:\\d+\\): ${has}`));
    assert.match(out, /; Broken here, in this build of Linux 6\.12\.0: B runs on CPU 0/);
    assert.match(out, /; Run it under that image: `--vmlinux PATH`\./);
  });

  it('preempts a real kernel’s code where it lets itself be preempted, and nowhere else', async function () {
    needs(this, found('gcc'));
    const trace = folder.write('tiles.xtrace', ALONE);
    const call = ['explore', trace, '--vary', 'preempt', '--vmlinux'];
    const { status, out } = await xtrace([...call, image(folder, 'lockless', '-g', '-DPREEMPTION')]);
    assert.equal(status, 1);
    // Between the write of the register and that of what the CPU remembers of it: B believes what is remembered.
    const line = sourceLine('this_cpu_write(xfd_state, value);');
    assert.match(out, /own-xfd: In user mode IA32_XFD is what the task’s buffer asks for\.\n {2}B runs on CPU 0 with/);
    assert.match(out, new RegExp(`B preempts the kernel at xfd_update_state\\+0x[0-9a-f]+ \\(kernel\\.c:${line}\\)`));
    for (const [name = '', ...options] of [
      ['locks', '-DPREEMPTION', '-DLOCKS'],
      ['never', '-DLOCKS'],
    ]) {
      const good = await xtrace([...call, image(folder, name, '-g', ...options)]);
      assert.deepEqual([good.status, good.out.split(':')[0]], [0, 'Nothing goes wrong'], good.out);
    }
  });

  it('names the function that lacks the write of IA32_XFD, where the trace is wrong by itself', async function () {
    this.timeout(240_000);
    needs(this, found('gcc'));
    const trace = folder.write('tiles.xtrace', ALONE);
    const changed = image(folder, 'changed', '-g', '-DWITHOUT_XFD');
    const { status, out } = await xtrace(['explore', trace, '--budget', '1', '--jobs', '1', '--vmlinux', changed]);
    assert.equal(status, 1);
    assert.match(out, new RegExp(`\n  Line ${FIRST_USE}: own-xfd: A runs on CPU 0 with IA32_XFD 0x40000`));
    assert.match(
      out,
      /\n {2}The culprit is xfd_update_state \(kernel\.c:\d+\): the model has "CPU 0: write xfd = 0x0", and/,
    );
  });

  it('forgets functions of an image, one at a time', async function () {
    needs(this, found('gcc'));
    image(folder, 'good');
    const named = ALONE.replace('linux version=6.12', 'vmlinux "good"').replace('    nop\n', 'switch B\n    nop\n');
    const { out } = await xtrace(['explore', folder.write('tiles.xtrace', named), '--vary', 'without']);
    assert.match(out, /; It happens when the kernel forgets xfd_update_state\.\n/);
    assert.match(out, /The culprit is xfd_update_state: with that step the same order is harmless\./);
  });

  it('writes each finding as a trace that runs', async () => {
    const target = path.join(folder.path, 'found');
    const { out } = await xtrace(['explore', INNOCENT, '--vary', 'interleave', '-o', target]);
    assert.deepEqual(readdirSync(target), ['xfd-not-rewritten-1-own-xfd.xtrace']);
    const file = path.join(target, 'xfd-not-rewritten-1-own-xfd.xtrace');
    assert.ok(out.includes(`  ${file}\n`));
    assert.match(
      readFileSync(file, 'utf8'),
      /^; own-xfd: .*\n(?:; .*\n)+\nxtrace 1\nmachine sapphire-rapids\nkernel {2}linux\n/,
    );
    assert.equal((await xtrace(['test', file])).status, 0);
    assert.equal((await xtrace(['explore', HARMLESS, '--vary', 'interrupt', '-o', '/dev/null/no'])).status, 0);
    const refused = await xtrace(['explore', INNOCENT, '--vary', 'interleave', '-o', '/dev/null/no']);
    assert.deepEqual([refused.status, /cannot be written/.test(refused.error)], [2, true]);
  });

  it('writes an object a finding with --json, and one for the summary', async () => {
    const { status, out, error } = await xtrace(['explore', INNOCENT, '--vary', 'interleave', '--json']);
    const [finding, summary, ...more] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual([status, error, more], [1, '', []]);
    assert.deepEqual(
      [finding?.kind, finding?.law, summary?.kind, summary?.findings],
      ['finding', 'own-xfd', 'summary', 1],
    );
    assert.deepEqual((finding as { injections: { text: string[] }[] }).injections[0]?.text, ['switch B', 'switch A']);
    assert.equal(summary?.runs, summary?.possible);
  });

  it('holds runs to invariants of the user, and not to laws that are excepted', async () => {
    const own = ['explore', INNOCENT, '--vary', 'interleave', '--except', 'own-xfd'];
    const { out } = await xtrace([...own, '--invariant', 'B.state != "running"']);
    assert.match(out, /^invariant: `B\.state != "running"` holds at every step in user mode\.\n/);
    assert.doesNotMatch(out, /own-xfd/);
  });

  it('runs the trace under another kernel, which its findings name, and refuses one that there is not', async () => {
    const innocent = path.join(path.dirname(INNOCENT), 'frame-before-first-use.xtrace');
    const under = (kernel: string) => xtrace(['explore', innocent, '--vary', 'signal', '--kernel', kernel]);
    assert.equal((await under('linux version=7.1')).status, 0);
    const { status, out } = await under('linux version=6.15');
    assert.equal(status, 1);
    assert.match(out, /^ {4}kernel linux version=6\.15$/m);
    const refused = await under('lunix');
    assert.deepEqual([refused.status, /no kernel policy `lunix`/.test(refused.error)], [2, true]);
  });

  it('ends after so many seconds', async () => {
    const { status, out } = await xtrace(['explore', HARMLESS, '--depth', '2', '--budget', '0.1s']);
    assert.equal(status, 0);
    assert.match(out, /^Nothing goes wrong: [\d,]+ runs of [\d,]+ with/);
  });

  for (const [args, message] of [
    [['--vary', 'preemt'], /--vary takes .* Did you mean `preempt`\?/],
    [['--budget', 'ms'], /--budget takes a number of runs, or of seconds as 30s/],
    [['--budget', '0'], /--budget takes a whole number/],
    [['--invariant', '1 +'], /--invariant: /],
    [['--invariant', 'nonsense == 1'], /--invariant: There is no `nonsense`/],
    [['--invariant', 'xfd.TILES'], /--invariant: .*`TILES`/],
    [['--except', 'own-xdf'], /There is no law "own-xdf".* Did you mean `own-xfd`\?/],
  ] as const) {
    it(`refuses ${args.join(' ')} with the exit status 2`, async () => {
      const { status, error } = await xtrace(['explore', INNOCENT, ...args]);
      assert.equal(status, 2);
      assert.match(error, message);
    });
  }

  it('refuses a trace that has an error with the exit status 2', async () => {
    const { status, error } = await xtrace(['explore', folder.write('bad.xtrace', 'xtrace 1\nnonsense\n')]);
    assert.equal(status, 2);
    assert.match(error, /bad\.xtrace:2:1: error/);
  });
});
