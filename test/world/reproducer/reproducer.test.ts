/** Traces as C programs: what gcc, the processor at hand and the modelled one say of them. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isNoReproducer, type Reproducer, reproducer } from '../../../src/world/reproducer/reproducer';
import { exampleFiles, exampleNames, exampleText } from '../../examples';
import { needs } from '../../host/needs';
import { xtrace } from '../../main/cli-harness';
import { found } from '../programs/programs';

const RECORDED = path.join(__dirname, '../../traces/linux-6.1');

function made(text: string, name = 'test.xtrace'): Reproducer {
  const program = reproducer(text, { name, files: exampleFiles });
  assert.ok(!isNoReproducer(program), isNoReproducer(program) ? program.problem : '');
  return program;
}

describe('a trace as a C program', function () {
  this.timeout(0);
  const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-reproducer-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(function () {
    needs(this, found('gcc'));
  });

  function compiled(source: string, name: string, ...flags: readonly string[]): string {
    const [file, program] = [path.join(folder, `${name}.c`), path.join(folder, name)];
    writeFileSync(file, source);
    execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', ...flags, '-o', program, file], { stdio: 'pipe' });
    return program;
  }

  it('compiles without a warning, for every example that has no steps of its own at CPL 0', () => {
    const refused: string[] = [];
    for (const name of exampleNames) {
      const program = reproducer(exampleText(name), { name, files: exampleFiles });
      if (isNoReproducer(program)) refused.push(name);
      else compiled(program.source, path.basename(name, '.xtrace'), '-S');
    }
    assert.deepEqual(refused, ['bare-metal-nm.xtrace', 'bugs/xss-lost-in-snapshot.xtrace']);
  });

  it('does on the processor at hand what the trace expects, or says what that processor lacks', () => {
    const { source } = made(exampleText('vectors.xtrace'), 'vectors.xtrace');
    const { status, stdout } = spawnSync(compiled(source, 'vectors'), { encoding: 'utf8', timeout: 30_000 });
    assert.doesNotMatch(stdout, /^not ok|Bail out/m);
    if (status === 4) return assert.match(stdout, /^1\.\.0 # SKIP /m);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^TAP version 13\n/);
    assert.match(stdout, /^ok 1 line 22: zmm17\.f32\[15\] == 17$/m);
    // A processor with another XCR0, or of another maker, leaves out what depends on that.
    const [, passed, skipped] = /^# Totals: pass:(\d+) fail:0 xfail:0 xpass:0 skip:(\d+) error:0$/m.exec(stdout) ?? [];
    assert.equal(Number(passed) + Number(skipped), 23, stdout);
    assert.ok(Number(passed) > 0, stdout);
  });

  it('finds what is not as the trace has it', () => {
    const source = made(
      ['xtrace 1', 'task A', 'switch A', 'mov eax, 41', 'expect rax == 42, "the answer"', ''].join('\n'),
    ).source;
    const { status, stdout } = spawnSync(compiled(source, 'wrong'), { encoding: 'utf8', timeout: 30_000 });
    assert.equal(status, 1);
    assert.match(stdout, /^not ok 1 line 5: rax == 42, the answer$/m);
  });

  it('keeps registers, flags and stack of each task through events, system calls, signals and switches', () => {
    const lines = [
      'xtrace 1',
      'data word = u64[1] { 7 }',
      'proc handler',
      '    expect rdi == SIGUSR1',
      '    mov rbx, 1',
      '    mov QWORD PTR [word], 8',
      '    ret',
      'end',
      'task A',
      'task B in A',
      'task C',
      'switch A',
      '    mov rbx, 5',
      '    mov r15, 6',
      '    push rbx',
      '    cmp rbx, r15',
      '    syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO) => = 0',
      '    syscall kill(A.pid, SIGUSR1) => SIGUSR1, = 0',
      '    expect rbx == 5 && r15 == 6 && rflags.CF == 1 && u64[word] == 8 && u64[rsp] == 5',
      'switch B',
      '    expect rbx == 0 && u64[word] == 8',
      '    mov rbx, 9',
      'switch C',
      '    expect rbx == 0 && u64[word] == 7',
      '    ud2 => #UD, SIGILL, killed',
      '    expect C.state == "killed" && C.signal == "SIGILL"',
      'switch A',
      '    pop rcx',
      '    expect rcx == 5 && B.rbx == 9',
      'repeat 2 as round',
      '    mov edx, 3 => = 3',
      '    expect round < 2',
      'end',
      '',
    ];
    const source = made(lines.join('\n')).source;
    const { status, stdout } = spawnSync(compiled(source, 'kept'), { encoding: 'utf8', timeout: 30_000 });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^# Totals: pass:21 fail:0 /m);
  });

  it('says in a sentence what a program cannot do or see, and skips what depends on it', () => {
    const text = [
      'xtrace 1',
      'data cfg = tilecfg { tmm0: 16x64 }',
      'task A',
      'switch A',
      '    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18) => = 0',
      '    ldtilecfg [cfg]',
      '    expect xfd == XTILEDATA && tilecfg.palette == 1',
      '    inject alloc-fail',
      '    tilezero tmm0 => #NM, SIGSEGV, killed',
      '',
    ].join('\n');
    const { source, leftOut } = made(text);
    assert.deepEqual(
      leftOut.map(({ line }) => line),
      [6, 7],
    );
    assert.match(leftOut[0]?.sentence ?? '', /`xfd == XTILEDATA` is not to be seen from user mode/);
    assert.match(source, /fail-nth/);
    assert.match(source, /skip_rest\(8, "An allocation of the kernel fails\."\)/);
    compiled(source, 'injected', '-S');
  });

  it('leaves out what the kernel computes in a section of its own', () => {
    const lines = [
      ...['xtrace 1', 'task A', 'switch A', '    mov eax, 5', '    movd xmm1, eax'],
      ...['kernel_fpu_begin', '    mov eax, 6', '    movd xmm1, eax', 'kernel_fpu_end'],
      ...['expect xmm1.u32[0] == 5', ''],
    ];
    const { source, leftOut } = made(lines.join('\n'));
    assert.deepEqual(
      leftOut.map(({ line }) => line),
      [5, 8],
    );
    assert.match(leftOut[0]?.sentence ?? '', /What stands in the section is left out/);
    const { status, stdout } = spawnSync(compiled(source, 'section'), { encoding: 'utf8', timeout: 30_000 });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^# Totals: pass:1 fail:0 /m);
  });

  it('skips what follows a section of the kernel that is more than computing', () => {
    const lines = [
      'xtrace 1',
      'task A',
      'task B',
      'switch A',
      'kernel_fpu_begin',
      'kernel_fpu_begin => WARN',
      'kernel_fpu_end',
      'nop',
      '',
    ];
    assert.match(made(lines.join('\n')).source, /skip_rest\(5, "A section of the kernel in which more is done/);
  });

  it('has the registers of APX from what XSAVE writes', async () => {
    const lines = [
      ...['xtrace 1', 'machine diamond-rapids', 'kernel linux version=6.16', 'task A', 'task B', 'switch A'],
      ...['mov r16, 0x12345678', 'expect r16 == 0x12345678 && r16w == 0x5678 && r31 == 0', 'mov r31, 7', 'switch B'],
      ...['expect r16 == 0', 'mov r31, 9', 'switch A', 'expect r16d == 0x12345678 && r31b == 7 && r31 == 8', ''],
    ];
    const { source, leftOut } = made(lines.join('\n').replace('r31 == 8', 'r31 == 7'));
    assert.deepEqual(leftOut, []);
    const machine = ['--machine', 'diamond-rapids', '--kernel', 'linux version=6.16'];
    const { status, out } = await xtrace(['exec', ...machine, compiled(source, 'apx', '-static')]);
    assert.equal(status, 0, out);
    assert.equal(out.match(/^ok /gm)?.length, 7);
    const wrong = await xtrace(['exec', ...machine, compiled(made(lines.join('\n')).source, 'apx-wrong', '-static')]);
    assert.match(wrong.out, /^not ok 7 line 14: r31 == 8$/m);
    const header = lines.slice(0, 6);
    const results = [
      'mov r16, 5 => = 5',
      'add r17d, r16d, 2 => = 7',
      'mov r16w, 0x1ff => = 0x1ff',
      'mov r31b, r16b => = 0xfe',
    ];
    const checked = made([...header, ...results, 'expect A.r16 == 0x1ff', ''].join('\n'));
    assert.match(
      checked.leftOut.map(({ sentence }) => sentence).join(),
      /^`A\.r16 == 0x1ff` is not to be seen from user mode\.$/,
    );
    const ran = await xtrace(['exec', ...machine, compiled(checked.source, 'apx-results', '-static')]);
    assert.match(ran.out, /^ok 3 .*\nnot ok 4 line 10: mov = 0xfe$/m);
  });

  it('refuses bare metal and tasks that are programs, in a sentence', () => {
    const bare = reproducer('xtrace 1\nkernel none\nmov ecx, 0x1c4\nrdmsr\n', { name: 'bare.xtrace' });
    assert.ok(isNoReproducer(bare));
    assert.match(bare.problem, /for bare metal/);
    const wrong = reproducer('xtrace 1\nmov eax, 1 => = 1\nmov eax, nothing\n', { name: 'wrong.xtrace' });
    assert.ok(isNoReproducer(wrong));
    assert.equal(wrong.diagnostics[0]?.range.line, 2, 'the line of the trace, not of the program');
  });

  it('ends at a moment, with the registers of that moment', () => {
    const text = 'xtrace 1\ntask A\nswitch A\nxor eax, eax\nagain:\ninc eax\ncmp eax, 3\njb again\nnop\n';
    const program = reproducer(text, { name: 'loop.xtrace', step: 6 });
    assert.ok(!isNoReproducer(program));
    const { status, stdout } = spawnSync(compiled(program.source, 'moment'), { encoding: 'utf8', timeout: 30_000 });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^ok 1 line 6: rax == 0x1$/m);
    const none = reproducer(text, { name: 'loop.xtrace', step: 99 });
    assert.ok(isNoReproducer(none) && /Step 99 is none/.test(none.problem));
  });

  describe('of what a recorded Linux 6.1 answered', () => {
    // Thousands of switches take the modelled processor minutes; `ctx` has the same steps.
    const names = readdirSync(RECORDED).filter((name) => !name.startsWith('ctx'));
    for (const name of names) {
      it(`comes out the same in xtrace exec: ${name}`, async () => {
        const text = readFileSync(path.join(RECORDED, name), 'utf8');
        const { source } = made(text, name);
        const program = compiled(source, path.basename(name, '.xtrace'), '-static');
        const line = (keyword: string) => new RegExp(`^${keyword} +(.*)$`, 'm').exec(text)?.[1] ?? '';
        const { status, out, error } = await xtrace([
          'exec',
          '--machine',
          line('machine'),
          '--kernel',
          line('kernel'),
          program,
        ]);
        assert.equal(error, '');
        assert.doesNotMatch(out, /^not ok|Bail out/m);
        // The recorded machine's own CPUID was distorted by its monitor.
        assert.equal(status, name === 'cpuid.xtrace' ? 4 : 0, out);
      });
    }
  });
});
