import assert from 'node:assert/strict';
import { problems, run, trace } from '../harness';

const check = (body: string): readonly string[] => problems(run(trace('linux version=6.12', body)));

/** What the instruction answers for a leaf and a subleaf. */
const ask = (leaf: number, subleaf: number) => `mov eax, ${leaf}\nmov ecx, ${subleaf}\ncpuid\n`;

describe('a CPUID that a monitor distorts', () => {
  it('is what programs see, in that register of that answer alone', () => {
    const body = `const LIE = 0x340\ncpuid 0xD.0 EBX = LIE\n${ask(0xd, 0)}expect rbx == 0x340 && rax == 0x602e7
${ask(0xd, 2)}expect rax == 256 && rbx == 576`;
    assert.deepEqual(check(body), []);
  });

  it('changes nothing that the processor can do, or that the kernel knows of it', () => {
    const body = `data cfg = tilecfg { tmm0: 16x64 }\ncpuid d.0 eax = 7\ncpuid 7.0 edx = 0
${ask(0xd, 0)}expect rax == 7 && xcr0 == 0x602e7
syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0\nldtilecfg [cfg]\ntilezero tmm0 => #NM`;
    assert.deepEqual(check(body), []);
  });

  it('may be one guest’s alone', () => {
    const guest = `task A\ntask B\nswitch A\n${ask(0xd, 2)}expect rax == 256\nkvm_set_cpuid2 => = 0\nvmenter
${ask(0xd, 2)}expect rax == 0 && rbx == 576\nvmexit\nswitch B\nkvm_set_cpuid2\nvmenter\n${ask(0xd, 2)}expect rax == 256`;
    assert.deepEqual(check(`${guest}\ncpuid 0xd.2 eax = 0 of A's guest`), []);
  });

  it('gives the later of two lies', () => {
    assert.deepEqual(check(`cpuid 7.0 eax = 5\ncpuid 7.0 eax = 6\n${ask(7, 0)}expect rax == 6`), []);
  });
});
