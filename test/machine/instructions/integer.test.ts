/** Integer instructions where a processor under the test cannot tell: features, levels, counters, resumption, spelling. */
import assert from 'node:assert/strict';
import { FLAG } from '../../../src/machine/architecture/bits';
import { GPR } from '../../../src/machine/architecture/gpr';
import { assemble } from '../../../src/machine/assembler/assemble';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { INTEGER_INSTRUCTIONS } from '../../../src/machine/instructions/integer';
import { problems, run, trace } from '../../world/harness';
import { faultOf, processor } from '../bench-cpu';

const DATA = 0x10_0000;
const PAGE = 0x1000;

function machine(...flags: string[]): Cpu {
  const memory = new Memory();
  memory.map(0, DATA, PAGE);
  return new Cpu(3, processor('sapphire-rapids', ...flags), memory);
}

const register = (name: string): AssemblerOperand => ({ kind: 'register', register: registerByName(name)! }); // exists

function execute(cpu: Cpu, text: string, ...operands: AssemblerOperand[]): void {
  const [mnemonic = '', ...prefixes] = text.split(' ').reverse();
  const assembled = assemble(mnemonic, prefixes, operands, 0);
  assert.ok(!isAssemblyError(assembled), text);
  compileInstruction(assembled.instruction, cpu.processor)(cpu);
}

describe('TZCNT and LZCNT', () => {
  it('are BSF and BSR on a processor without them', () => {
    for (const [mnemonic, flag, with0, without] of [
      ['tzcnt', '-bmi1', 4n, 4n],
      ['lzcnt', '-lzcnt', 57n, 6n],
    ] as const) {
      const [modern, old] = [machine(), machine(flag)];
      for (const cpu of [modern, old]) {
        cpu.gpr[GPR.RCX] = 0x50n;
        execute(cpu, mnemonic, register('rax'), register('rcx'));
      }
      assert.deepEqual([modern.gpr[GPR.RAX], old.gpr[GPR.RAX]], [with0, without]);
      for (const cpu of [modern, old]) {
        cpu.gpr[GPR.RAX] = 7n;
        cpu.gpr[GPR.RCX] = 0n;
        execute(cpu, mnemonic, register('rax'), register('rcx'));
      }
      assert.deepEqual([modern.gpr[GPR.RAX], old.gpr[GPR.RAX]], [64n, 7n]);
      assert.equal(old.rflags & FLAG.ZF, FLAG.ZF);
      assert.equal(modern.rflags & FLAG.CF, FLAG.CF);
    }
  });
});

describe('RIP', () => {
  it('is set by jumps, calls, loops and returns, and left alone by all other integer instructions', () => {
    const setters = INTEGER_INSTRUCTIONS.filter(({ straight }) => !straight).map(({ mnemonic }) => mnemonic);
    const jumps = INTEGER_INSTRUCTIONS.filter(({ mnemonic }) => /^(j|call|loop|ret|iret|xbegin)/.test(mnemonic));
    assert.deepEqual(
      setters,
      jumps.map(({ mnemonic }) => mnemonic),
    );
    assert.ok(jumps.length > 20);
  });
});

describe('BMI and POPCNT', () => {
  it('raise #UD on a processor without them', () => {
    for (const [mnemonic, flag, count] of [
      ['andn', '-bmi1', 3],
      ['shlx', '-bmi2', 3],
      ['popcnt', '-popcnt', 2],
    ] as const) {
      const operands = ['rax', 'rcx', 'rdx'].slice(0, count).map(register);
      assert.equal(faultOf(() => execute(machine(flag), mnemonic, ...operands)).mnemonic, '#UD', mnemonic);
    }
  });
});

describe('RDTSC and RDTSCP', () => {
  it('read a counter that goes on, the same way every time', () => {
    const readings = () => {
      const cpu = machine();
      return ['rdtsc', 'rdtsc', 'rdtscp'].map((mnemonic) => {
        execute(cpu, mnemonic);
        return (cpu.gpr[GPR.RDX]! << 32n) | cpu.gpr[GPR.RAX]!; // both exist
      });
    };
    const [first, second, third] = readings();
    assert.ok(first! < second! && second! < third!); // three readings
    assert.deepEqual(readings(), [first, second, third]);
  });

  it('tell which CPU it was', () => {
    const cpu = machine();
    cpu.tsc = 0x1_ffff_ffffn;
    cpu.gpr.fill(~0n);
    execute(cpu, 'rdtscp');
    assert.deepEqual([cpu.gpr[GPR.RDX], cpu.gpr[GPR.RAX], cpu.gpr[GPR.RCX]], [2n, 99n, 3n]);
  });
});

describe('POPF', () => {
  it('changes IF at level 0 only', () => {
    for (const [cpl, expected] of [
      [0, 0],
      [3, FLAG.IF],
    ] as const) {
      const cpu = machine();
      cpu.cpl = cpl;
      cpu.gpr[GPR.RSP] = BigInt(DATA);
      execute(cpu, 'popf');
      assert.equal(cpu.rflags & FLAG.IF, expected);
      assert.equal(cpu.gpr[GPR.RSP], BigInt(DATA + 8));
    }
  });
});

describe('a prefetch', () => {
  it('does not touch its operand', () => {
    const cpu = machine();
    for (const mnemonic of ['prefetcht0', 'prefetchnta', 'prefetchw']) {
      execute(cpu, mnemonic, { kind: 'memory', scale: 1, displacement: 0x6000_0000 });
    }
  });
});

describe('string instructions with REP', () => {
  it('go on after a page fault where they were', () => {
    const cpu = machine();
    cpu.gpr[GPR.RAX] = 0xabn;
    cpu.gpr[GPR.RCX] = 0x20n;
    cpu.gpr[GPR.RDI] = BigInt(DATA + PAGE - 0x18);
    const fault = faultOf(() => execute(cpu, 'rep stosb'));
    assert.deepEqual([fault.mnemonic, fault.detail.address], ['#PF', DATA + PAGE]);
    assert.deepEqual([cpu.gpr[GPR.RCX], cpu.gpr[GPR.RDI]], [8n, BigInt(DATA + PAGE)]);
    cpu.memory.map(0, DATA + PAGE, PAGE);
    execute(cpu, 'rep stosb');
    assert.deepEqual([cpu.gpr[GPR.RCX], cpu.gpr[GPR.RDI]], [0n, BigInt(DATA + PAGE + 8)]);
    assert.deepEqual(cpu.memory.peek(0, DATA + PAGE - 0x18, 0x21), new Uint8Array(0x21).fill(0xab, 0, 0x20));
  });

  it('do nothing, and touch nothing, when RCX is 0', () => {
    const cpu = machine();
    cpu.gpr[GPR.RDI] = 1n << 60n;
    execute(cpu, 'repne scasb');
    assert.equal(cpu.gpr[GPR.RDI], 1n << 60n);
  });

  it('raise #GP for an address that is not canonical', () => {
    const cpu = machine();
    cpu.gpr[GPR.RSI] = 1n << 60n;
    cpu.gpr[GPR.RDI] = BigInt(DATA);
    assert.equal(faultOf(() => execute(cpu, 'movsq')).mnemonic, '#GP');
  });
});

describe('traces with what compilers write', () => {
  it('take string instructions with and without their operands', () => {
    const ran = run(
      trace(
        'none',
        `data src = hex "00112233445566778899aabbccddeeff"
data to = u8[32] zero
data count = u64[1] zero
    lea   rsi, [src]
    lea   rdi, [to]
    mov   ecx, 2
    rep movsq
    expect u64[to] == 0x7766554433221100 && rcx == 0
    mov   eax, 0x55
    mov   ecx, 3
    rep stosb BYTE PTR es:[rdi], al
    expect u8[to + 18] == 0x55 && u8[to + 19] == 0
    lea   rdi, [to]
    mov   eax, 0x33
    mov   ecx, 16
    repne scasb
    expect rdi == to + 4 && rcx == 12
    lock xadd QWORD PTR [count], rcx
    expect u64[count] == 12 && rcx == 0
    mov   edx, 0
    mov   rax, 1000
    mov   ecx, 7
    div   rcx
    expect rax == 142 && rdx == 6
    xor   ecx, ecx
    idiv  ecx                   => #DE`,
      ),
    );
    assert.deepEqual(problems(ran), []);
  });
});
