/** What MMX has to do with the x87 stack (Intel SDM vol. 1, 9.5), and its registers in expressions. */
import assert from 'node:assert/strict';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { topOfStack } from '../../../src/machine/x87/status';
import { problems, run } from '../../world/harness';
import { bareCpu, DATA, END, executeLine, faultOfLine } from '../instructions/instruction-line';

/** With ST(0) in physical register 3, and three registers full. */
function stackCpu(): Cpu {
  const cpu = bareCpu();
  cpu.fsw = 3 << 11;
  cpu.ftw = 0b0011_1000;
  return cpu;
}

const stack = (cpu: Cpu) => [topOfStack(cpu), cpu.ftw];
const TAKEN = [0, 0xff];
const KEPT = [3, 0b0011_1000];

describe('MMX', () => {
  it('takes the whole x87 stack, and EMMS gives it back', () => {
    for (const line of ['paddb mm1, mm2', 'movd eax, mm3', `movq QWORD PTR [${DATA}], mm0`, 'cvtpi2ps xmm1, mm1']) {
      const cpu = stackCpu();
      executeLine(cpu, line);
      assert.deepEqual(stack(cpu), TAKEN, line);
      executeLine(cpu, 'emms');
      assert.deepEqual(stack(cpu), [0, 0], line);
    }
  });

  it('leaves the stack alone where integers in memory become floating-point numbers, and where a fault comes first', () => {
    for (const line of [`cvtpi2ps xmm1, QWORD PTR [${DATA}]`, `cvtpi2pd xmm1, QWORD PTR [${DATA}]`]) {
      const cpu = stackCpu();
      executeLine(cpu, line);
      assert.deepEqual(stack(cpu), KEPT, line);
    }
    const cpu = stackCpu();
    for (const line of [`movq QWORD PTR [${END}], mm0`, `paddb mm0, QWORD PTR [${END}]`]) {
      assert.equal(faultOfLine(cpu, line), '#PF');
      assert.deepEqual(stack(cpu), KEPT, line);
    }
  });

  it('waits for x87 exceptions, before it looks at memory', () => {
    const cpu = stackCpu();
    cpu.fcw = 0x340;
    cpu.fsw |= 0x8081;
    for (const line of ['paddb mm0, mm1', `movq mm0, QWORD PTR [${END}]`, 'movdq2q mm0, xmm0', 'cvtpi2pd xmm0, mm0']) {
      assert.equal(faultOfLine(cpu, line), '#MF', line);
    }
    assert.equal(faultOfLine(cpu, `cvtpi2pd xmm0, QWORD PTR [${DATA}]`), 'none');
  });

  it('stores the selected bytes at RDI only, and needs no memory where none is selected', () => {
    const lines = (mask: string, address: string) =>
      ` mov rax, 0x1122334455667788\n movq mm0, rax\n mov rax, ${mask}\n movq mm1, rax\n mov rdi, ${address}\n maskmovq mm0, mm1`;
    const head = 'xtrace 1\nmachine zen4\nkernel none\ndata out = zero 16\n';
    const stores = `${lines('0x80007f00ff000080', 'OFFSET out')}\n expect u64[out] == 0x1100000055000088`;
    assert.deepEqual(problems(run(head + stores)), []);
    assert.deepEqual(problems(run(`${head}${lines('0x7f', '0x10')}\n mov rdi, 0x10\n maskmovq mm1, mm1\n emms`)), []);
    assert.deepEqual(problems(run(`${head}${lines('0x80', '0x10')} => #PF`)), []);
  });

  it('has its registers in expressions, by lanes and as a whole', () => {
    const body = ` mov rax, 0x0001000200030004\n movq mm3, rax\n paddw mm3, mm3
 expect mm3 == 0x0002000400060008 && mm3.u16[3] == 2\n movd ecx, mm3\n expect rcx == 0x00060008`;
    assert.deepEqual(problems(run(`xtrace 1\nmachine sapphire-rapids\nkernel none\n${body}`)), []);
  });
});
