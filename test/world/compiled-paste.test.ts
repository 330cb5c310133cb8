/** What compilers print beside plain code, pasted: tables, thread-local data, a global offset table, inline assembly. */
import assert from 'node:assert/strict';
import { needs } from '../host/needs';
import { assemblyOf, COMPILERS, GCC, LOOPS_C, referenceOutput } from './compiler';
import { problems, run } from './harness';

const OPTIONS: readonly (readonly string[])[] = [
  ['-O0', '-g'],
  ['-O2', '-fverbose-asm'],
  ['-O2', '-fno-pic', '-g'],
  ['-O1', '-fPIC', '-ftls-model=initial-exec'],
];

describe('pasted compiler output', () => {
  for (const { name, found } of COMPILERS) {
    for (const options of OPTIONS) {
      it(`gives what the C gives, as ${name} ${options.join(' ')} makes it`, function () {
        const command = needs(this, 'want' in GCC.found ? GCC.found : found); // gcc makes the program that it is compared with
        // Inline assembly in Intel syntax: the reference is compiled like that too.
        const [expected] = referenceOutput(LOOPS_C, 'pasted.c', '-masm=intel');
        const assembly = assemblyOf(command, LOOPS_C, 'pasted.c', ...options);
        const trace = `xtrace 1\nkernel linux\nmov edi, 37\ncall answer\nexpect eax == ${expected}\nproc code\n${assembly}\nend\n`;
        assert.deepEqual(problems(run(trace)), []);
      });
    }
  }

  it('gives each thread its own copy of thread-local data', () => {
    const trace = `xtrace 1
kernel linux
task A entry=bump
task B in A entry=bump
run A until A.rdx == 1
    expect A.rax == 8
run B until B.rdx == 1
    expect B.rax == 8
proc bump
    .section .tdata,"awT",@progbits
    .align 4
v:
    .long 7
    .section .tbss,"awT",@nobits
w:
    .zero 4
    .text
    inc  DWORD PTR fs:v@tpoff
    mov  rax, QWORD PTR w@gottpoff[rip]
    mov  eax, DWORD PTR fs:[rax]
    add  eax, DWORD PTR fs:v@tpoff
    mov  rcx, QWORD PTR fs:0
    add  eax, DWORD PTR [rcx + v@tpoff]
    sub  eax, DWORD PTR fs:v@tpoff
    mov  edx, 1
again:
    jmp  again
end
`;
    assert.deepEqual(problems(run(trace)), []);
  });
});
