/** Extended-state and system instructions, assembled and executed. */
import assert from 'node:assert/strict';
import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import { xfeatureMask } from '../../../src/machine/architecture/component';
import { GPR } from '../../../src/machine/architecture/gpr';
import { assemble } from '../../../src/machine/assembler/assemble';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { codeByName } from '../../../src/machine/encoding/iced';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { EXTENDED_STATE_INSTRUCTIONS } from '../../../src/machine/instructions/extended-state';
import { SYSTEM_INSTRUCTIONS } from '../../../src/machine/instructions/system';
import { AREA, benchCpu, faultOf, peek, poke } from '../bench-cpu';

const ALL = [...EXTENDED_STATE_INSTRUCTIONS, ...SYSTEM_INSTRUCTIONS];

/** Encodings that GNU as gives. */
const ENCODINGS: readonly (readonly [string, string])[] = [
  ['xsave [rdi]', '0fae27'],
  ['xsave64 [rdi]', '480fae27'],
  ['xsaveopt [rdi]', '0fae37'],
  ['xsaveopt64 [rdi]', '480fae37'],
  ['xsavec [rdi]', '0fc727'],
  ['xsavec64 [rdi]', '480fc727'],
  ['xsaves [rdi]', '0fc72f'],
  ['xsaves64 [rdi]', '480fc72f'],
  ['xrstor [rdi]', '0fae2f'],
  ['xrstor64 [rdi]', '480fae2f'],
  ['xrstors [rdi]', '0fc71f'],
  ['xrstors64 [rdi]', '480fc71f'],
  ['fxsave [rdi]', '0fae07'],
  ['fxsave64 [rdi]', '480fae07'],
  ['fxrstor [rdi]', '0fae0f'],
  ['fxrstor64 [rdi]', '480fae0f'],
  ['ldmxcsr [rdi]', '0fae17'],
  ['stmxcsr [rdi]', '0fae1f'],
  ['vldmxcsr [rdi]', 'c5f8ae17'],
  ['vstmxcsr [rdi]', 'c5f8ae1f'],
  ['xgetbv', '0f01d0'],
  ['xsetbv', '0f01d1'],
  ['rdpkru', '0f01ee'],
  ['wrpkru', '0f01ef'],
  ['rdmsr', '0f32'],
  ['wrmsr', '0f30'],
  ['cpuid', '0fa2'],
  ['clts', '0f06'],
  ['fninit', 'dbe3'],
  ['fwait', '9b'],
  ['emms', '0f77'],
  ['vzeroupper', 'c5f877'],
  ['vzeroall', 'c5fc77'],
  ['lmsw ax', '660f01f0'], // as leaves out the prefix, which has no effect here
  ['mov rax, cr0', '0f20c0'],
  ['mov rax, cr2', '0f20d0'],
  ['mov rax, cr3', '0f20d8'],
  ['mov rax, cr4', '0f20e0'],
  ['mov cr0, rax', '0f22c0'],
  ['mov cr2, rax', '0f22d0'],
  ['mov cr3, rax', '0f22d8'],
  ['mov cr4, rax', '0f22e0'],
];

function operand(text: string): AssemblerOperand {
  const base = registerByName(text.replace(/[[\]]/g, ''));
  assert.ok(base, text);
  return text.startsWith('[')
    ? { kind: 'memory', base, scale: 1, displacement: 0 }
    : { kind: 'register', register: base };
}

function assembled(text: string) {
  const [mnemonic = '', ...operands] = text.split(/,? /);
  const result = assemble(mnemonic, [], operands.map(operand), 0x1000);
  if (isAssemblyError(result)) throw new Error(`${text}: ${result.message}`);
  return result;
}

/** Executes with RDI at the bench's memory. */
function run(cpu: Cpu, text: string): void {
  cpu.gpr[GPR.RDI] = BigInt(AREA);
  compileInstruction(assembled(text).instruction, cpu.processor)(cpu);
}

function setMask(cpu: Cpu, mask: bigint): void {
  cpu.gpr[GPR.RAX] = 0xdead_0000_0000_0000n | (mask & 0xffff_ffffn);
  cpu.gpr[GPR.RDX] = 0xbeef_0000_0000_0000n | (mask >> 32n);
}

describe('the rows of extended-state and system instructions', () => {
  it('name forms that exist, each once', () => {
    const forms = ALL.flatMap((row) => row.forms);
    assert.equal(new Set(forms).size, forms.length);
    for (const form of forms) assert.notEqual(codeByName(form), undefined, form);
  });

  it('are documented', () => {
    for (const row of ALL) {
      assert.ok(row.summary.length > 5 && row.operation.length > 5, row.mnemonic);
      assert.match(row.manual, /^SDM vol/);
      for (const text of row.exceptions) assert.match(text, /^#[A-Z]{2}/, row.mnemonic);
    }
  });

  it('all have an encoding here', () => {
    const covered = new Set(ENCODINGS.map(([text]) => assembled(text).instruction.form));
    const missing = ALL.flatMap((row) => row.forms).filter((form) => !covered.has(form));
    assert.deepEqual(missing, ['Lmsw_r32m16', 'Lmsw_r64m16']);
  });

  for (const [text, bytes] of ENCODINGS) {
    it(`assemble ${text} to ${bytes}`, () => {
      assert.equal(Buffer.from(assembled(text).bytes).toString('hex'), bytes);
    });
  }
});

describe('the XSAVE instructions, executed', () => {
  it('take their mask from EDX:EAX and ignore the upper halves', () => {
    for (const [save, restore] of [
      ['xsave64', 'xrstor64'],
      ['xsaveopt', 'xrstor'],
      ['xsavec64', 'xrstor64'],
      ['xsaves', 'xrstors'],
    ] as const) {
      const cpu = benchCpu();
      cpu.opmask[4] = 0x44n;
      cpu.pkru = 5;
      setMask(cpu, xfeatureMask('OPMASK'));
      run(cpu, `${save} [rdi]`);
      cpu.opmask[4] = 0n;
      cpu.pkru = 6;
      run(cpu, `${restore} [rdi]`);
      assert.equal(cpu.opmask[4], 0x44n, save);
      assert.equal(cpu.pkru, 6, save);
    }
  });

  it('check the address only after CR0.TS and CPL', () => {
    const cpu = benchCpu();
    const instruction = compileInstruction(assembled('xrstors64 [rdi]').instruction, cpu.processor);
    cpu.gpr[GPR.RDI] = 1n << 60n;
    assert.match(faultOf(() => instruction(cpu)).message, /canonical/);
    cpu.cpl = 3;
    assert.match(faultOf(() => instruction(cpu)).message, /CPL/);
    cpu.cr0 |= CR0.TS;
    assert.equal(faultOf(() => instruction(cpu)).detail.cause, 'ts');
  });

  it('raise #UD on a machine without them', () => {
    const cpu = benchCpu('sapphire-rapids', '-xsaves');
    assert.equal(faultOf(() => run(cpu, 'xsaves [rdi]')).mnemonic, '#UD');
  });
});

describe('system registers, through instructions', () => {
  it('XGETBV and XSETBV move XCR0 through EDX:EAX', () => {
    const cpu = benchCpu();
    cpu.gpr[GPR.RCX] = 0xffff_ffff_0000_0000n;
    setMask(cpu, 7n);
    run(cpu, 'xsetbv');
    assert.equal(cpu.xcr0, 7n);
    run(cpu, 'xgetbv');
    assert.deepEqual([cpu.gpr[GPR.RAX], cpu.gpr[GPR.RDX]], [7n, 0n]);
  });

  it('WRPKRU wants ECX and EDX zero, RDPKRU ECX', () => {
    const cpu = benchCpu();
    cpu.cr4 |= CR4.PKE;
    cpu.cpl = 3;
    cpu.xcr0 = 1n; // independent of XCR0
    cpu.gpr[GPR.RAX] = 0x1_5555_5554n;
    run(cpu, 'wrpkru');
    assert.equal(cpu.pkru, 0x55555554);
    cpu.gpr[GPR.RDX] = 9n;
    assert.match(faultOf(() => run(cpu, 'wrpkru')).message, /#GP: WRPKRU needs EDX = 0/);
    run(cpu, 'rdpkru');
    assert.deepEqual([cpu.gpr[GPR.RAX], cpu.gpr[GPR.RDX]], [0x55555554n, 0n]);
    cpu.gpr[GPR.RCX] = 1n;
    assert.equal(faultOf(() => run(cpu, 'rdpkru')).mnemonic, '#GP');
    cpu.cr4 &= ~CR4.PKE;
    assert.equal(faultOf(() => run(cpu, 'rdpkru')).mnemonic, '#UD');
  });

  it('WRMSR and RDMSR move EDX:EAX', () => {
    const cpu = benchCpu();
    cpu.gpr[GPR.RCX] = 0x1c4n;
    setMask(cpu, 0x40000n);
    run(cpu, 'wrmsr');
    assert.equal(cpu.xfd, 0x40000n);
    setMask(cpu, 0n);
    run(cpu, 'rdmsr');
    assert.deepEqual([cpu.gpr[GPR.RAX], cpu.gpr[GPR.RDX]], [0x40000n, 0n]);
  });

  it('CPUID answers by EAX and ECX and clears the upper halves', () => {
    const cpu = benchCpu();
    setMask(cpu, 0xdn);
    cpu.gpr[GPR.RCX] = 18n;
    run(cpu, 'cpuid');
    assert.deepEqual(
      [GPR.RAX, GPR.RBX, GPR.RCX, GPR.RDX].map((register) => cpu.gpr[register]),
      [0x2000n, 0xb00n, 6n, 0n],
    );
  });

  it('MOV, CLTS and LMSW change control registers', () => {
    const cpu = benchCpu();
    cpu.gpr[GPR.RAX] = cpu.cr0 | CR0.TS;
    run(cpu, 'mov cr0, rax');
    assert.ok(cpu.cr0 & CR0.TS);
    run(cpu, 'clts');
    run(cpu, 'mov rax, cr0');
    assert.equal(cpu.gpr[GPR.RAX]! & CR0.TS, 0n);
    cpu.gpr[GPR.RAX] = 0x8n; // TS; PE stays
    run(cpu, 'lmsw ax');
    assert.equal(cpu.cr0 & 0xfn, 9n);
    cpu.gpr[GPR.RAX] = 0x123n;
    run(cpu, 'mov cr2, rax');
    assert.equal(cpu.cr2, 0x123n);
    assert.equal(faultOf(() => run(cpu, 'mov rax, cr8')).mnemonic, '#UD');
    cpu.cpl = 3;
    for (const text of ['clts', 'lmsw ax', 'mov rax, cr0', 'mov cr4, rax', 'rdmsr', 'wrmsr', 'xsetbv']) {
      assert.match(faultOf(() => run(cpu, text)).message, /^#GP: .*CPL/, text);
    }
  });
});

describe('legacy state, through instructions', () => {
  it('FXRSTOR gives back what FXSAVE wrote, 416 bytes of it', () => {
    const cpu = benchCpu();
    cpu.zmm.fill(0x77);
    cpu.mxcsr = 0x1fa1;
    cpu.fcw = 0x27f;
    cpu.ftw = 1;
    cpu.fip = 0x1234_5678_9abcn;
    poke(cpu, new Uint8Array(512).fill(0xcc));
    run(cpu, 'fxsave64 [rdi]');
    const bytes = peek(cpu, 512);
    assert.ok(bytes.subarray(416).every((byte) => byte === 0xcc));
    const fresh = benchCpu();
    poke(fresh, bytes);
    run(fresh, 'fxrstor64 [rdi]');
    assert.deepEqual([fresh.mxcsr, fresh.fcw, fresh.ftw, fresh.fip], [0x1fa1, 0x27f, 1, 0x1234_5678_9abcn]);
    assert.deepEqual([fresh.zmm[15], fresh.zmm[16]], [0x77, 0]);
  });

  it('FXSAVE and FXRSTOR check EM, TS, alignment and MXCSR', () => {
    const cpu = benchCpu();
    cpu.cr0 |= CR0.EM;
    assert.equal(faultOf(() => run(cpu, 'fxsave [rdi]')).detail.cause, 'em');
    cpu.cr0 = (cpu.cr0 & ~CR0.EM) | CR0.TS;
    assert.equal(faultOf(() => run(cpu, 'fxrstor [rdi]')).detail.cause, 'ts');
    cpu.cr0 &= ~CR0.TS;
    const shifted = compileInstruction(assembled('fxsave [rdi]').instruction, cpu.processor);
    cpu.gpr[GPR.RDI] = BigInt(AREA + 8);
    assert.equal(faultOf(() => shifted(cpu)).mnemonic, '#GP');
    poke(cpu, Uint8Array.of(0, 0, 1, 0), AREA + 24);
    assert.match(faultOf(() => run(cpu, 'fxrstor [rdi]')).message, /MXCSR/);
  });

  it('LDMXCSR refuses reserved bits; the VEX form asks XCR0, the other CR4.OSFXSR', () => {
    const cpu = benchCpu();
    poke(cpu, Uint8Array.of(0xc0, 0x7f, 0, 0));
    run(cpu, 'ldmxcsr [rdi]');
    assert.equal(cpu.mxcsr, 0x7fc0);
    poke(cpu, Uint8Array.of(0, 0, 2, 0));
    assert.equal(faultOf(() => run(cpu, 'vldmxcsr [rdi]')).mnemonic, '#GP');
    run(cpu, 'vstmxcsr [rdi]');
    assert.deepEqual([...peek(cpu, 4)], [0xc0, 0x7f, 0, 0]);
    cpu.xcr0 = 3n;
    assert.equal(faultOf(() => run(cpu, 'vstmxcsr [rdi]')).mnemonic, '#UD');
    cpu.cr4 &= ~CR4.OSFXSR;
    assert.equal(faultOf(() => run(cpu, 'stmxcsr [rdi]')).mnemonic, '#UD');
  });

  it('VZEROUPPER and VZEROALL clear sixteen registers and make the parts initial', () => {
    const cpu = benchCpu();
    cpu.zmm.fill(1);
    run(cpu, 'vzeroupper');
    assert.deepEqual(
      [0, 15, 16, 63, 1024].map((at) => cpu.zmm[at]),
      [1, 1, 0, 0, 1],
    );
    run(cpu, 'vzeroall');
    assert.deepEqual(
      [0, 1023, 1024].map((at) => cpu.zmm[at]),
      [0, 0, 1],
    );
  });

  it('FNINIT keeps the registers, EMMS empties them, FWAIT reports what is pending', () => {
    const cpu = benchCpu();
    cpu.x87.fill(3);
    cpu.ftw = 0xff;
    cpu.fcw = 0x27f;
    run(cpu, 'emms');
    assert.equal(cpu.ftw, 0);
    run(cpu, 'fninit');
    assert.deepEqual([cpu.fcw, cpu.x87[0]], [0x37f, 3]);
    run(cpu, 'fwait');
    cpu.fsw = 0x8081;
    assert.equal(faultOf(() => run(cpu, 'fwait')).mnemonic, '#MF');
  });
});
