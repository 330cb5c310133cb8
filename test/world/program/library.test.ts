import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import { librarySource } from '../../../src/world/program/library';
import { needs } from '../../host/needs';
import { gnuBinutils, gnuCode } from '../../machine/assembler/gnu-assembler';
import { assemblyOf, COMPILERS, GCC, LOOPS_C, referenceOutput } from '../compiler';
import { go, lineOf, load, problems, run } from '../harness';

const CALL = `xtrace 1
data from = hex "61 62 63 64 65 66 67 68"
data to = zero 16
    lea  rdi, to
    lea  rsi, from
    mov  edx, 5
    call memcpy@PLT         ;CALL
    expect rax == to && u64[to] == 0x6564636261     ;BEHIND
`;

const OPTIONS: readonly (readonly string[])[] = [
  ['-O2', '-fno-builtin'],
  ['-O2', '-fno-builtin', '-fPIC', '-fno-plt'],
  ['-O0'],
];

describe('built-in procs', () => {
  for (const { name, found } of COMPILERS) {
    for (const options of OPTIONS) {
      it(`do what the C library does, called by ${name} ${options.join(' ')}`, function () {
        const command = needs(this, 'want' in GCC.found ? GCC.found : found); // gcc makes the program that it is compared with
        const [expected] = referenceOutput(LOOPS_C, 'library.c', '-fno-builtin');
        const assembly = assemblyOf(command, LOOPS_C, 'library.c', ...options);
        const trace = `xtrace 1\nkernel linux\nmov edi, 61\ncall answer\nexpect eax == ${expected}\nproc code\n${assembly}\nend\n`;
        assert.deepEqual(problems(run(trace)), []);
      });
    }
  }

  for (const [kernel, hasKernel] of [
    ['linux', true],
    ['none', false],
  ] as const) {
    it(`are the code that GNU as makes of them, under \`kernel ${kernel}\``, function () {
      needs(this, gnuBinutils());
      const { library } = load(`xtrace 1\nkernel ${kernel}\ncall strlen\n`);
      assert.equal(
        Buffer.from(library?.bytes ?? []).toString('hex'),
        Buffer.from(gnuCode(librarySource(hasKernel))).toString('hex'),
      );
    });
  }

  it('are there only where a trace uses one that it does not declare', () => {
    assert.equal(load('xtrace 1\nnop\n').library, null);
    const own = `xtrace 1\n    call memcpy\n    expect rax == 7\nproc memcpy\n    mov eax, 7\n    ret\nend\n`;
    assert.equal(load(own).library, null);
    assert.deepEqual(problems(run(own)), []);
    assert.equal(load('xtrace 1\nconst strlen = 5\n    mov eax, strlen\n').library, null);
  });

  it('can be reached by every kind of reference', () => {
    const trace = `xtrace 1
data text = hex "66 6f 75 72 00"
    lea  rdi, text
    call [QWORD PTR strlen@GOTPCREL[rip]]
    expect rax == 4
    lea  rdi, text
    mov  eax, OFFSET FLAT:strlen
    call rax
    expect rax == 4
    lea  rdi, text
    lea  rcx, strlen[rip]
    call rcx
    expect rax == 4
    lea  rdi, text
    call tail
    expect rax == 4
    lea  rdi, text
    call [QWORD PTR [rip + table]]
    expect rax == 4
proc tail
    jmp  strlen
end
table:
    .quad strlen
`;
    assert.deepEqual(problems(run(trace)), []);
  });

  it('are passed over by the debugger, which shows them by name when it stops there', () => {
    const engine = new Debugger(load(CALL));
    go(engine, { kind: 'run-to', line: lineOf(CALL, ';CALL') });
    go(engine, { kind: 'in' });
    assert.deepEqual(engine.frames()[0]?.place, { kind: 'trace', line: lineOf(CALL, ';BEHIND') });
    go(engine, { kind: 'back' });
    assert.deepEqual(engine.frames()[0]?.place, { kind: 'trace', line: lineOf(CALL, ';CALL') });
    go(engine, { kind: 'in', by: 'instruction' });
    assert.deepEqual(
      engine.frames().map(({ name }) => name),
      ['memcpy', 'flow'],
    );
  });

  it('end the process with SIGABRT, whatever a handler does', () => {
    assert.deepEqual(problems(run('xtrace 1\nkernel linux\n    call abort => SIGABRT, killed\n')), []);
    assert.deepEqual(problems(run('xtrace 1\nkernel linux\n    call __stack_chk_fail => SIGABRT, killed\n')), []);
    const handled = `xtrace 1
kernel linux
task A
switch A
    syscall rt_sigaction(SIGABRT, handler)
    call abort => SIGABRT, SIGKILL, killed
    expect A.signal == "SIGKILL"
proc handler
    nop
    ret
end
`;
    assert.deepEqual(problems(run(handled)), []);
  });

  for (const { name, found } of COMPILERS) {
    it(`guard the stack of what ${name} makes with -fstack-protector-all`, function () {
      const assembly = assemblyOf(needs(this, found), LOOPS_C, 'guarded.c', '-O2', '-fstack-protector-all');
      const trace = `xtrace 1
kernel linux
task A entry=over
task B in A
switch B
    mov  edi, 8
    call fill
    expect rax == 3
run A => SIGABRT, killed
proc over
    mov  edi, 40
    call fill
    ret
end
proc code
${assembly}
end
`;
      assert.deepEqual(problems(run(trace)), []);
    });
  }

  it('end with #UD on bare metal', () => {
    const trace = `xtrace 1\nkernel none\nidt #UD = bad\n    call abort => #UD\nproc bad\n    mov QWORD PTR [rsp], OFFSET done\n    iretq\nend\n    ud2\ndone:\n    expect rax == 0\n`;
    assert.deepEqual(problems(run(trace)), []);
  });
});
