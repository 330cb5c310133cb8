/** The instructions that are new with APX's EVEX prefix: what the specification says of them (APX 355828, 3.1.3). */
import assert from 'node:assert/strict';
import { FLAG } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import { GPR } from '../../../src/machine/architecture/gpr';
import { assemble } from '../../../src/machine/assembler/assemble';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { CONDITIONS } from '../../../src/machine/integer/condition';
import { STATUS_FLAGS } from '../../../src/machine/integer/flags';
import { DATA, END, READ_ONLY, readyCpu } from './instances';
import { assembleLine } from './instruction-line';

const { CF, PF, AF, ZF, SF, OF } = FLAG;
const NOWHERE = BigInt(END + 0x1000);

function faultOf(cpu: Cpu, line: string): Fault | undefined {
  try {
    compileInstruction(assembleLine(line), cpu.processor)(cpu);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

function run(cpu: Cpu, line: string): void {
  const fault = faultOf(cpu, line);
  assert.equal(fault, undefined, `${line}: ${fault?.message}`);
}

function cpuWith(flags: number, ...flagChanges: string[]): Cpu {
  const cpu = readyCpu('diamond-rapids', ...flagChanges);
  cpu.rflags = (cpu.rflags & ~STATUS_FLAGS) | flags;
  return cpu;
}

const statusOf = (cpu: Cpu) => cpu.rflags & STATUS_FLAGS;

/** Status flags under which a condition holds, and under which it does not. */
const FLAG_SETS = Array.from({ length: 32 }, (_, bits) =>
  [CF, PF, ZF, SF, OF].reduce((sum, flag, at) => ((bits >> at) & 1 ? sum | flag : sum), 0),
);

describe('CCMP and CTEST', () => {
  it('set the flags of CMP and TEST where the condition is met, else those that are named', () => {
    for (const [number, { suffix, holds }] of CONDITIONS.entries()) {
      const condition = { p: 't', np: 'f' }[suffix] ?? suffix;
      const meets = { p: () => true, np: () => false }[suffix] ?? holds;
      for (const flags of FLAG_SETS) {
        const bits = (number + flags) & 15;
        const names = ['cf', 'zf', 'sf', 'of'].filter((_, at) => (bits >> at) & 1).join(',');
        const otherwise = [CF | PF, ZF, SF, OF].reduce((sum, flag, at) => ((bits >> at) & 1 ? sum | flag : sum), 0);
        for (const [name, older] of [
          ['ccmp', 'cmp'],
          ['ctest', 'test'],
        ]) {
          const cpu = cpuWith(flags | AF);
          cpu.gpr[16] = 0x8000_0001n;
          cpu.gpr[31] = 0x7fff_ff0fn;
          const before = [...cpu.gpr];
          run(cpu, `${name}${condition} {dfv=${names}} r16d, r31d`);
          const reference = cpuWith(flags | AF);
          reference.gpr[16] = 0x8000_0001n;
          reference.gpr[31] = 0x7fff_ff0fn;
          run(reference, `${older} r16d, r31d`);
          assert.equal(statusOf(cpu), meets(flags) ? statusOf(reference) : otherwise, `${name}${condition} ${flags}`);
          assert.deepEqual([...cpu.gpr], before);
        }
      }
    }
  });

  it('read memory in either case', () => {
    for (const line of [
      'ccmpt {dfv=} QWORD PTR [rbx], 1',
      'ccmpf {dfv=} QWORD PTR [rbx], 1',
      'ctestf {dfv=} [rbx], al',
    ]) {
      const cpu = cpuWith(CF);
      cpu.gpr[GPR.RBX] = NOWHERE;
      assert.equal(faultOf(cpu, line)?.mnemonic, '#PF', line);
      assert.equal(statusOf(cpu), CF);
    }
  });

  it('have no flags set where none are named', () => {
    const cpu = cpuWith(STATUS_FLAGS);
    run(cpu, 'ccmpf {dfv=} rax, rcx');
    assert.equal(statusOf(cpu), 0);
  });
});

describe('CFCMOV', () => {
  /** Equal, and not. */
  const [MET, NOT_MET] = [ZF, 0];

  it('moves or leaves zero in two operands, and chooses in three, with zeros above 16 and 32 bits', () => {
    for (const [line, met, other] of [
      ['cfcmove ax, r9w', 0x1111n, 0n],
      ['cfcmove eax, r9d', 0x1111_1111n, 0n],
      ['cfcmove rax, r9', 0x1111_1111_1111_1111n, 0n],
      ['cfcmove ax, [rbx]', 0x2222n, 0n],
      ['cfcmove rax, r20, r9', 0x1111_1111_1111_1111n, 0x3333_3333_3333_3333n],
      ['cfcmove ax, r20w, r9w', 0x1111n, 0x3333n],
      ['cfcmove eax, r20d, [rbx]', 0x2222_2222n, 0x3333_3333n],
      ['cmove eax, r20d, [rbx]', 0x2222_2222n, 0x3333_3333n],
      ['cmove ax, r20w, r9w', 0x1111n, 0x3333n],
    ] as const) {
      for (const [flags, wanted] of [
        [MET, met],
        [NOT_MET, other],
      ] as const) {
        const cpu = cpuWith(flags);
        cpu.gpr[GPR.RAX] = ~0n;
        cpu.gpr[9] = 0x1111_1111_1111_1111n;
        cpu.gpr[20] = 0x3333_3333_3333_3333n;
        cpu.gpr[GPR.RBX] = BigInt(DATA);
        cpu.memory.poke(1, DATA, new Uint8Array(8).fill(0x22));
        run(cpu, line);
        assert.equal(cpu.gpr[GPR.RAX], wanted, `${line} ${flags}`);
        assert.equal(statusOf(cpu), flags);
      }
    }
  });

  it('accesses memory only where the condition is met; CMOV does so in either case', () => {
    for (const [line, address, metFault, otherFault] of [
      ['cfcmove rax, [rbx]', NOWHERE, '#PF', undefined],
      ['cfcmove rax, rcx, [rbx]', NOWHERE, '#PF', undefined],
      ['cfcmove [rbx], rax', BigInt(READ_ONLY), '#PF', undefined],
      ['cfcmove [rbx], rax', NOWHERE, '#PF', undefined],
      ['cfcmove [rbx], ax', 1n << 62n, '#GP', undefined],
      ['cmove rax, rcx, [rbx]', NOWHERE, '#PF', '#PF'],
    ] as const) {
      for (const [flags, wanted] of [
        [MET, metFault],
        [NOT_MET, otherFault],
      ] as const) {
        const cpu = cpuWith(flags);
        cpu.gpr[GPR.RBX] = address;
        assert.equal(faultOf(cpu, line)?.mnemonic, wanted, `${line} ${flags}`);
      }
    }
  });

  it('stores', () => {
    for (const flags of [MET, NOT_MET]) {
      const cpu = cpuWith(flags);
      cpu.gpr[GPR.RBX] = BigInt(DATA);
      cpu.gpr[GPR.RAX] = 0x1234_5678_9abc_def0n;
      cpu.memory.poke(1, DATA, new Uint8Array(8));
      run(cpu, 'cfcmove [rbx], eax');
      assert.equal(cpu.memory.read64(cpu.access, DATA), flags === MET ? 0x9abc_def0n : 0n);
    }
  });
});

describe('SETZU and IMULZU', () => {
  it('clear what is above their result in a register', () => {
    const cpu = cpuWith(ZF);
    cpu.gpr[30] = ~0n;
    run(cpu, 'setzue r30b');
    assert.equal(cpu.gpr[30], 1n);
    run(cpu, 'setzune r30b');
    assert.equal(cpu.gpr[30], 0n);
    cpu.gpr[30] = ~0n;
    run(cpu, '{evex} sete r30b');
    assert.equal(cpu.gpr[30], 0xffff_ffff_ffff_ff01n);
    cpu.gpr[GPR.RAX] = 0x1_0004n;
    run(cpu, 'imulzu r30w, ax, 5');
    assert.equal(cpu.gpr[30], 20n);
    cpu.gpr[30] = ~0n;
    run(cpu, '{evex} imul r30w, ax, 5');
    assert.equal(cpu.gpr[30], 0xffff_ffff_ffff_0014n);
  });

  it('store a byte in memory', () => {
    const cpu = cpuWith(ZF);
    cpu.gpr[GPR.RBX] = BigInt(DATA);
    cpu.memory.poke(1, DATA, new Uint8Array(8).fill(0xff));
    run(cpu, 'setzue BYTE PTR [rbx]');
    assert.equal(cpu.memory.read64(cpu.access, DATA), 0xffff_ffff_ffff_ff01n);
  });
});

describe('PUSH2 and POP2', () => {
  const TOP = BigInt(DATA + 0x800);

  it('are two pushes and two pops', () => {
    for (const suffix of ['', 'p']) {
      const cpu = cpuWith(0);
      cpu.gpr[GPR.RSP] = TOP;
      cpu.gpr[17] = 0x17n;
      cpu.gpr[GPR.RAX] = 0xaan;
      run(cpu, `push2${suffix} r17, rax`);
      assert.equal(cpu.gpr[GPR.RSP], TOP - 16n);
      assert.equal(cpu.memory.read64(cpu.access, DATA + 0x7f8), 0x17n);
      assert.equal(cpu.memory.read64(cpu.access, DATA + 0x7f0), 0xaan);
      run(cpu, `pop2${suffix} r20, rcx`);
      assert.deepEqual([cpu.gpr[20], cpu.gpr[GPR.RCX], cpu.gpr[GPR.RSP]], [0xaan, 0x17n, TOP]);
      run(cpu, 'push2 r17, r17');
      assert.equal(cpu.gpr[GPR.RSP], TOP - 16n);
    }
  });

  it('want RSP to be a multiple of 16, and change nothing where they fault', () => {
    for (const [line, rsp, wanted] of [
      ['push2 rax, rcx', TOP - 8n, '#GP'],
      ['pop2 rax, rcx', TOP + 8n, '#GP'],
      ['push2 rax, rcx', BigInt(DATA), '#PF'],
      ['push2 rax, rcx', BigInt(READ_ONLY + 0x100), '#PF'],
      ['pop2 rax, rcx', BigInt(END), '#PF'],
      ['push2 rax, rcx', 1n << 62n, '#SS'],
    ] as const) {
      const cpu = cpuWith(0);
      cpu.gpr[GPR.RSP] = rsp;
      const before = [...cpu.gpr];
      assert.equal(faultOf(cpu, line)?.mnemonic, wanted, line);
      assert.deepEqual([...cpu.gpr], before);
    }
  });

  it('are refused with registers that raise #UD', () => {
    const errorOf = (mnemonic: string, ...names: string[]) => {
      const operands = names.map((name) => ({ kind: 'register', register: registerByName(name)! }) as const); // exist
      const result = assemble(mnemonic, [], operands, 0);
      return isAssemblyError(result) ? `${result.code}: ${result.message}` : undefined;
    };
    assert.match(errorOf('push2', 'rsp', 'rax') ?? '', /wrong-operand: `push2` cannot have RSP/);
    assert.match(errorOf('pop2', 'rax', 'rsp') ?? '', /wrong-operand: `pop2` cannot have RSP/);
    assert.match(errorOf('pop2p', 'r9', 'r9') ?? '', /wrong-operand: `pop2p` needs two different registers/);
    assert.equal(errorOf('push2', 'r9', 'r9'), undefined);
    assert.throws(() => assembleLine('pop2 r8, r8'));
    assembleLine('pop2 r8, r9');
  });
});

describe('APX’s EVEX prefix', () => {
  const BOTH = ['{evex} add rax, rcx', 'push2 rax, rcx', '{evex} andn rax, rcx, rdx', '{evex} movbe rax, rcx'];
  const NEW = [
    'add rax, rcx, rdx',
    '{nf} add rax, rcx',
    'ccmpt {dfv=} rax, rcx',
    'cfcmove rax, rcx',
    'setzue al',
    'imulzu ax, cx, 2',
  ];

  it('needs component 19 in XCR0', () => {
    for (const line of [...BOTH, ...NEW]) {
      const cpu = cpuWith(0);
      cpu.gpr[GPR.RSP] = BigInt(DATA + 0x800);
      cpu.xcr0 &= ~(1n << 19n);
      const fault = faultOf(cpu, line);
      assert.equal(fault?.mnemonic, '#UD', line);
      assert.match(fault?.message ?? '', /XCR0/);
    }
  });

  it('needs what CPUID tells of it: all of it APX_F, new destinations and the like NCI_NDD_NF', () => {
    for (const line of [...BOTH, ...NEW]) {
      const without = cpuWith(0, '-nci-ndd-nf');
      without.gpr[GPR.RSP] = BigInt(DATA + 0x800);
      assert.equal(faultOf(without, line)?.mnemonic, NEW.includes(line) ? '#UD' : undefined, line);
      assert.equal(faultOf(cpuWith(0, '-apx-f'), line)?.mnemonic, '#UD', line);
    }
  });

  it('keeps the CPUID feature of the older instruction', () => {
    for (const [line, flag] of [
      ['{evex} andn rax, rcx, rdx', '-bmi1'],
      ['{nf} lzcnt rax, rcx', '-lzcnt'],
      ['{evex} tzcnt rax, rcx', '-bmi1'],
      ['{evex} adcx rax, rcx', '-adx'],
      ['cmove rax, rcx, rdx', '-cmov'],
    ] as const) {
      assert.equal(faultOf(cpuWith(0), line), undefined);
      assert.equal(faultOf(cpuWith(0, flag), line)?.mnemonic, '#UD', line);
    }
  });
});

describe('The assembler', () => {
  const messageOf = (line: string) => {
    try {
      assembleLine(line);
      return 'assembles';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };

  it('says what is wrong with decorations', () => {
    for (const [line, wanted] of [
      ['{nf} adc rax, rcx', /`adc` cannot have \{nf\}: there is no form of it that leaves the flags alone/],
      ['{nf} cmp rax, rcx', /`cmp` cannot have \{nf\}/],
      ['add {dfv=cf} rax, rcx', /`add` has no default flags: only CCMP and CTEST/],
      ['ccmpe {dfv=pf} rax, rcx', /`pf` is none of the flags of \{dfv=\.\.\.\}/],
      ['lock {nf} add [rax], rcx', /./],
      ['add al, bl, ah', /`ah` cannot stand in this form of `add`: its prefix EVEX selects spl to dil/],
      ['add rax, rcx, rdx, rbx', /`add` does not take 4 operands/],
      ['add [rax], rcx, rdx', /Memory cannot be the first operand of `add` here/],
    ] as const) {
      assert.match(messageOf(line), wanted, line);
    }
    assert.match(messageOf('{evex} lock add [rax], rcx'), /`add` cannot have `lock` beside the prefix EVEX/);
    assert.equal(messageOf('lock add [rax], rcx'), 'assembles');
  });

  it('takes a shift into another register without its count', () => {
    assert.equal(assembleLine('shl rax, rcx').form, 'EVEX_Shl_r64_rm64_1');
    assert.equal(assembleLine('shl al, cl').form, 'Shl_rm8_CL');
    assert.equal(assembleLine('sar eax, [rcx]').form, 'EVEX_Sar_r32_rm32_1');
  });
});
