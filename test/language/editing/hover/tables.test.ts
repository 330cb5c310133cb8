/** A hover tells what the tables know: of instructions by the form of their line, of settings, words and constants. */
import assert from 'node:assert/strict';
import { POLICIES } from '../../../../src/kernel/policies';
import { hover } from '../../../../src/language/editing/hover/hover';
import { parseTrace } from '../../../../src/language/parser';
import { CONSTANTS } from '../../../../src/language/vocabulary/constants';
import { WORDS } from '../../../../src/language/vocabulary/words';
import { FEATURE_NAMES, FEATURES, featurePlace } from '../../../../src/machine/architecture/feature';
import type { InstructionRow } from '../../../../src/machine/cpu/instruction';
import { formatInstruction } from '../../../../src/machine/disassembler/format-instruction';
import { rowsNamed } from '../../../../src/machine/instructions';
import { CPU_MODELS } from '../../../../src/machine/processor/models';
import { CHECK_CONTEXT } from '../../../../src/world/program/load-program';
import { allInstances, formsInTurn } from '../../../machine/instructions/instances';

const HEAD = `xtrace 1
machine sapphire-rapids
kernel linux
const N = 4
data buffer = i8[16][64] zero
task worker
proc handler
end
.loop:
`;

function at(marked: string, head = HEAD) {
  const text = head + marked;
  const place = text.indexOf('|');
  const line = text.slice(0, place).split('\n').length - 1;
  const trace = parseTrace(text.replace('|', ''));
  return hover(trace, line, place - text.lastIndexOf('\n', place) - 1, CHECK_CONTEXT);
}

function says(marked: string, code: string, ...parts: readonly (string | RegExp)[]): void {
  const found = at(marked);
  assert.equal(found?.code, code, marked);
  for (const part of parts) {
    if (typeof part === 'string') assert.ok(found?.text.includes(part), `${marked}: ${part}\n${found?.text}`);
    else assert.match(found?.text ?? '', part, marked);
  }
}

function partsOf({ summary, operation, exceptions, manual, features }: InstructionRow): readonly string[] {
  const cpuid = features.map((feature) => `\`${FEATURES[feature].flag}\` (${featurePlace(feature)})`);
  return [summary, operation, ...exceptions, manual, ...cpuid, 'Machine code: `'];
}

describe('The hover of an instruction', () => {
  it('shows operands, operation, what it reads and writes, components, CPUID, exceptions, bytes and manual', () => {
    says(
      '    tdp|bssd tmm0, tmm1, tmm2',
      'tdpbssd tmm1, tmm2, tmm3',
      '- Reads: tmm0, tmm1, tmm2',
      '- Writes: tmm0',
      'State components: XTILECFG, XTILEDATA.',
      '`amx-int8` (7 EDX[25])',
      /#UD if XCR0\[18:17\] is not 11b[\s\S]*#NM if IA32_XFD\[18\] = 1/,
      'Machine code: `c4 e2 6b 5e c1`', // GNU as 2.40
      'SDM vol. 2, TDPBSSD',
    );
  });

  it('goes by the form that the line has, with constants and sizes', () => {
    says(
      '    ad|d eax, DWORD PTR [rsi+rcx*4+N]',
      'add r32, r/m32',
      '- Reads: eax, rsi, rcx, memory (4 bytes)',
      '- Writes: rax',
      '- Flags written: CF, PF, AF, ZF, SF, OF',
      '`03 44 8e 04`',
    );
    says('    ad|d [buffer], rax', 'add r/m64, r64', '- Writes: memory (8 bytes)');
    says('    mov| rax, cr0', 'mov r64, cr', 'Read a control register', /control registers/);
  });

  it('says what registers of APX add to an instruction that is older', () => {
    says(
      '    ad|d r16d, DWORD PTR [r31+rcx*4]',
      'add r32, r/m32',
      '- Reads: r16d, r31, rcx, memory (4 bytes)',
      '- Writes: r16',
      'State components: APX.',
      '`apx-f` (7.1 EDX[21])',
      /#UD if CR4.OSXSAVE = 0 or XCR0\[19\] = 0/,
      '`d5 51 03 04 8f`', // LLVM 22.1
    );
    assert.doesNotMatch(at('    ad|d eax, DWORD PTR [rsi+rcx*4]')?.text ?? '', /apx-f|APX/);
  });

  it('leaves open which bytes an address decides', () => {
    says('    jn|z .loop', 'jnz rel8  ; jne', '- Flags read: ZF', '`75 ??`');
    says('    ca|ll handler', 'call rel32', '`e8 ?? ?? ?? ??`');
    says('    mov| rax, [buffer]', 'mov r64, r/m64', '`48 8b 04 25 ?? ?? ?? ??`');
  });

  it('says which models have the feature, and that this machine has not', () => {
    says(
      '    tdpfp1|6ps tmm0, tmm1, tmm2',
      'tdpfp16ps tmm1, tmm2, tmm3',
      /on granite-rapids.*\*\*This machine lacks it/,
    );
    assert.doesNotMatch(at('    tdpbs|sd tmm0, tmm1, tmm2')?.text ?? '', /lacks/);
  });

  it('lists all forms of a line that is not finished', () => {
    assert.match(at('    ad|d')?.code ?? '', /^add r\/m, r\nadd r, r\/m\n/);
    assert.match(at('    tdp|bssd tmm0, ')?.code ?? '', /^tdpbssd tmm/);
  });

  it('knows the spellings that stand for an instruction with a predicate', () => {
    assert.match(at('    vcmpeq|ps k1, zmm0, zmm1')?.code ?? '', /; vcmpps$/);
  });

  it('has all that the row has, for an instance of every row', () => {
    for (const { row, instruction } of formsInTurn(allInstances(), 0)) {
      const text = formatInstruction(instruction);
      const mnemonic = text.search(new RegExp(`(?<= |^)${row.mnemonic.slice(0, 2)}`));
      const found = at(`    ${text.slice(0, mnemonic + 1)}|${text.slice(mnemonic + 1)}`, 'xtrace 1\n');
      // Two rows may take the same operands: the hover is that of the one that the assembler chooses.
      const hasAll = rowsNamed(row.mnemonic).some((each) => partsOf(each).every((part) => found?.text.includes(part)));
      assert.ok(hasAll, `${text}\n${found?.text}`);
    }
  });
});

describe('The hover of a setting', () => {
  it('of a feature shows its CPUID bit, what it brings, what it needs, and the models that announce it', () => {
    const text = (flag: string) =>
      at(`machine sapphire-rapids +${flag.slice(0, 1)}|${flag.slice(1)}`, 'xtrace 1\n')?.text;
    assert.equal(
      text('amx-fp16'),
      'TDPFP16PS.\n\nCPUID 7.1 EAX[21]. On granite-rapids, diamond-rapids.\n\nNeeds `amx-tile`, `xsave`, `fxsr`, which `+amx-fp16` brings along.',
    );
    for (const name of FEATURE_NAMES) {
      const found = text(FEATURES[name].flag) ?? '';
      assert.ok(found.startsWith(FEATURES[name].documentation) && found.includes(featurePlace(name)), name);
    }
  });

  it('of a model shows what it is and its features', () => {
    for (const { name, title, documentation } of CPU_MODELS) {
      const found = at(`machine ${name.slice(0, 3)}|${name.slice(3)}`, 'xtrace 1\n');
      assert.equal(found?.code, `machine ${name}`);
      assert.ok(found.text.includes(title) && found.text.includes(documentation) && found.text.includes('xsave'), name);
    }
    says('machine sapphire-rapids cp|us=2', 'cpus=N', 'The number of CPUs');
    says('machine zen4 errata=amd-|1386', 'errata=amd-1386', 'XSAVES may not write the XMM registers');
  });

  it('of a policy shows its options, and of an option its values', () => {
    for (const { name, summary, options } of POLICIES) {
      const found = at(`kernel ${name.slice(0, 2)}|${name.slice(2)}`, 'xtrace 1\n');
      assert.ok(found?.text.startsWith(summary), name);
      for (const option of options) assert.ok(found?.text.includes(`\`${option.name}=\``), option.name);
    }
    const option = at('kernel linux ver|sion=6.12', 'xtrace 1\n');
    assert.deepEqual([option?.code, /`6\.12`/.test(option?.text ?? '')], ['version=', true]);
  });

  it('of `without` shows the line of the kernel and the reason for it, or the routine', () => {
    says('without handle_xfd_event.read_|xfd_err', 'rdmsr(IA32_XFD_ERR, xfd_err);', 'Step of `handle_xfd_event`.');
    assert.match(at('without handle_|xfd_event.read_xfd_err')?.code ?? '', /handle_xfd_event\(/);
    assert.match(at('without handle_xfd_event.read_|xfd_err')?.text ?? '', /Interrupts off\.$/);
    assert.match(at('without restore_fpregs_from_user.lo|ck')?.text ?? '', /Never executed\.$/);
  });
});

describe('The hover of a word', () => {
  it('explains initializers, data, outcomes, limits and injections', () => {
    says('data x = i8[4] fi|ll(3)', 'TYPE[N] fill(v)');
    says('data x = i8[4] ra|mp(1, 2)', 'TYPE[N] ramp(start, step)');
    says('data x = tile|cfg { tmm0: 1x4 }', 'data NAME = tilecfg { palette: 1, start_row: 0, tmm0: ROWSxCOLSB, ... }');
    says('    nop => kil|led', 'STEP => killed');
    says('run worker unt|il rax == 0', 'run TASK until EXPR');
    says('inject alloc-|fail', 'inject alloc-fail [count=N]');
    says('task B in| worker', 'task NAME in PROCESS');
    says('switch id|le', 'switch idle');
    says('seccomp worker fork => ki|ll', 'seccomp TASK NAME => kill', 'SIGSYS');
    says('hotplug 1 of|f', 'hotplug N off');
    says("cpuid 0xd.0 eax = 1 o|f worker's guest", "cpuid LEAF.SUBLEAF REG = VALUE of TASK's guest");
    says('    cpu|id', 'cpuid', 'What this processor is and has');
    assert.match(at('cpu|id 0xd.0 eax = 1')?.code ?? '', /LEAF\.SUBLEAF/);
  });

  it('of the z behind a mask is zeroing, also where the trace has data of that name', () => {
    const head = `${HEAD}data z = u64[1] { 1 }\n`;
    assert.equal(at('    vaddps zmm0{k1}{|z}, zmm1, zmm2', head)?.code, '{z}');
    assert.match(at('    mov rax, |z', head)?.text ?? '', /is data/);
  });

  it('has a sentence for every word of the table', () => {
    for (const { word, documentation, syntax } of WORDS) {
      assert.match(documentation, /^\S.*\.$/, word);
      assert.ok(syntax.includes(word), word);
    }
  });

  it('does not take a name of the trace for a word of the language', () => {
    assert.match(at('    mov rax, fill|', `${HEAD}data fill = u64[1] { 1 }\n`)?.text ?? '', /is data/);
  });
});

describe('The hover of a constant', () => {
  it('of an MSR has its number, and what the register tables know', () => {
    says(
      '    mov ecx, IA32_XF|D',
      'IA32_XFD = 452 (0x1c4)',
      'needs one of these components raises #NM',
      'XTILEDATA 18',
    );
    says('    mov ecx, IA32_PL3_|SSP', 'IA32_PL3_SSP = 1703 (0x6a7)', 'User shadow stack pointer.');
  });

  it('exists for every constant', () => {
    for (const { name, documentation, value } of CONSTANTS) {
      const found = at(`    expect ${name.slice(0, 1)}|${name.slice(1)} == 0`, 'xtrace 1\n');
      assert.ok(found?.code.startsWith(`${name} = ${value}`), name);
      assert.ok(found?.text.includes(documentation.replace('Number of an MSR. ', '')), name);
    }
  });
});

describe('The hover of what is no name', () => {
  const on = (marked: string): string => {
    const column = marked.indexOf('|');
    const found = hover(parseTrace(`xtrace 1\n${marked.replace('|', '')}`), 1, column, CHECK_CONTEXT);
    return `${found?.code}: ${found?.text}`;
  };

  it('explains sizes, broadcasts, rounding, segments, shapes and tiles', () => {
    assert.match(on('inc DWORD P|TR [rsi]'), /^DWORD PTR: Memory of 4 bytes/);
    assert.match(on('vaddps zmm1, zmm2, [rsi]{1t|o16}'), /^\{1to16\}: Broadcast: one element .* 16 times/);
    assert.match(on('vaddps zmm1, zmm2, zmm3, {rn|-sae}'), /^\{rn-sae\}: Rounds to the nearest/);
    assert.match(on('vcmpps k1, zmm1, zmm2, {sa|e}, 1'), /^\{sae\}: Suppresses/);
    assert.match(on('{n|f} add rax, rbx'), /^\{nf\}: No flags change/);
    assert.match(on('{ev|ex} add rax, rbx'), /^\{evex\}: Asks the assembler for the prefix EVEX/);
    assert.match(on('ccmpe {dfv=z|f,cf} rax, rbx'), /^\{dfv=zf,cf\}: The flags of OF/);
    assert.match(on('mov rax, QWORD PTR f|s:40'), /^fs:: Adds the base of FS/);
    assert.match(on('data c = tilecfg { tmm0: 16|x64 }'), /^16x64: The shape of a tile: 16 rows of 64 bytes/);
    assert.match(on('tilezero tm|m0 => #NM'), /^tmm0: Tile 0: up to 16 rows of 64 bytes/);
    assert.doesNotMatch(on('nop ; a 16|x64 tile'), /shape/);
    assert.doesNotMatch(on('print "16|x64"'), /shape/);
  });

  it('explains words within statements', () => {
    assert.match(on('data c = til|ecfg { tmm0: 16x64 }'), /The 64-byte image that LDTILECFG loads/);
    assert.match(on('data c = tilecfg { pal|ette: 1 }'), /The palette: 1 unless given/);
    assert.match(on('data c = tilecfg { tm|m0: 16x64 }'), /The shape of tile 0/);
    assert.match(on('data c = zero 64 al|ign=4096'), /a multiple of N/);
    assert.match(on('data a = i8[4] fi|ll(1)'), /Every element is v/);
    assert.match(on('inject alloc-fail cou|nt=2'), /How often/);
    assert.match(on('signal SIGUSR1 t|o A'), /The task that the signal is for/);
    assert.match(on('syscall fork() a|s B'), /The name of the task/);
    assert.match(on('repeat 3 a|s i'), /counts the rounds/);
    assert.match(on('nop => o|k'), /No exception/);
  });
});
