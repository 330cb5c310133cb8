import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../../../src/language/check';
import type { Severity } from '../../../src/language/errors/diagnostic';
import { LIMITS } from '../../../src/language/errors/limits';
import { CONTEXT } from '../context';
import { marked } from '../editing/marked';

interface Case {
  readonly code: string;
  /** Behind `xtrace 1`, with the place marked. */
  readonly text: string;
  readonly severity?: Severity;
  /** Part of the message. */
  readonly says?: string;
}

const cases: readonly Case[] = [
  // Words
  { code: 'bad-number', text: 'mov eax, «0ffh»', says: '0xff' },
  { code: 'bad-number', text: 'mov eax, «12abc»' },
  { code: 'number-too-large', text: 'mov rax, «0x10000000000000000»' },
  { code: 'unterminated-string', text: 'print «"abc»' },
  { code: 'bad-escape', text: String.raw`print «"a\x"»` },
  { code: 'unexpected-character', text: 'mov eax, «`»1' },
  { code: 'stray-number-sign', text: 'mov eax, 1 «#»1' },
  { code: 'stray-exception', text: 'mov eax, 1 «#comment»', says: 'with a space' },
  { code: 'bad-time', text: '«@» nop' },
  { code: 'bad-name', text: 'const «.x» = 1' },
  // Lines
  { code: 'unexpected-token', text: 'task A «)»' },
  { code: 'unexpected-token', text: '«=» 5' },
  { code: 'unexpected-end', text: 'mov eax«,»' },
  { code: 'unknown-keyword', text: '«dta» a = zero 5', says: '`data`' },
  { code: 'unknown-keyword', text: '«swtch» to A', says: '`switch`? Events are cpu, switch, ' },
  { code: 'unknown-mnemonic', text: 'task A\n«swich» A', says: '`switch`? Events are cpu, switch, ' },
  { code: 'missing-syscall', text: '«fork» as C ; a child', says: 'write `syscall fork() as C`.' },
  {
    code: 'missing-syscall',
    text: 'task B\n«kill»(B.pid, SIGUSR1) => = 0',
    says: 'write `syscall kill(B.pid, SIGUSR1)`.',
  },
  { code: 'missing-syscall', text: '«sched_yield»', says: 'write `syscall sched_yield()`.' },
  { code: 'unknown-directive', text: '«.foo» 1', severity: 'warning' },
  { code: 'ignored-directive', text: '«.quad» 1', severity: 'information' },
  { code: 'time-on-declaration', text: '@1.5 «task» E' },
  { code: 'outcome-of-declaration', text: 'task A «=>» ok' },
  { code: 'missing-end', text: '«repeat 3»\nnop', says: 'no `end`' },
  { code: 'extra-end', text: 'nop\n«end»' },
  { code: 'bad-macro', text: '«.macro»\nnop\n.endm', says: '.macro add3' },
  { code: 'bad-macro-call', text: '.macro m a:req\nnop\n.endm\n«m»', says: '`a`' },
  { code: 'bad-repetition', text: '«.rept x»\nnop\n.endr', says: '.rept 3' },
  { code: 'expansion-too-deep', text: '.macro m\nm\n.endm\n«m»', says: '64' },
  { code: 'expansion-too-long', text: '«.rept 1000000»\nnop\n.endr', says: '10,000' },
  { code: 'instruction-in-comment', severity: 'warning', text: 'inc eax; «inc ebx»', says: 'a line of its own' },
  { code: 'nested-proc', text: 'repeat 2\n«proc p»\nend\nend', says: 'inside a `repeat`' },
  { code: 'nested-too-deep', text: `${'repeat 1\n'.repeat(64)}«ring0»${'\nend'.repeat(65)}` },
  { code: 'expression-too-long', text: `expect 1${' + 1'.repeat(1000)} «+» 1` },
  // Header and setting
  { code: 'late-header', text: '«xtrace 1»', says: 'move it up' },
  { code: 'unknown-machine', text: 'machine «sapphire-rapid»', says: '`sapphire-rapids`' },
  { code: 'unknown-feature', text: 'machine sapphire-rapids -«amx-bf61»', says: '`amx-bf16`' },
  { code: 'unknown-option', text: 'machine sapphire-rapids «cpu»=2', says: '`cpus`' },
  { code: 'unknown-option', text: 'kernel linux «versoin»=6.12', says: '`version`' },
  { code: 'bad-option-value', text: 'machine sapphire-rapids cpus=«0»', says: '1 to 64' },
  { code: 'bad-option-value', text: 'kernel linux memory=«lots»' },
  { code: 'bad-option-value', text: 'kernel linux version=«9.9»', says: 'No.' },
  { code: 'newer-version', severity: 'warning', text: 'kernel linux version=«6.13.y»', says: 'No.' },
  { code: 'duplicate-option', text: 'machine sapphire-rapids cpus=1 «cpus»=2' },
  { code: 'unknown-kernel', text: 'kernel «linus»', says: '`linux`' },
  { code: 'unknown-kernel', text: 'kernel «windows-11»', says: 'linux, linux-rfc-2020 and none' },
  { code: 'duplicate-declaration', text: 'kernel linux\n«kernel none»', says: 'line 2' },
  // Names
  { code: 'duplicate-name', text: 'task A\ndata «A» = zero 1', says: 'a task already, in line 2' },
  { code: 'duplicate-name', text: 'nop\nfoo:\n«foo»:' },
  { code: 'reserved-name', text: 'data «AX» = zero 1', says: 'a register' },
  { code: 'reserved-name', text: 'const «XTILEDATA» = 1' },
  { code: 'reserved-name', text: 'task «max»', says: 'a function' },
  { code: 'reserved-name', text: 'task «idle»' },
  { code: 'unknown-name', text: 'const SIZE = 1\nexpect rax == «SZIE»', says: '`SIZE`' },
  { code: 'unknown-name', text: 'loop:\njmp «lop»', says: '`loop`' },
  { code: 'unknown-name', text: 'mov eax, [«nowhere» + 4]' },
  { code: 'unknown-name', text: 'task A\nexpect A.state == «running»', says: 'Did you mean `"running"`?' },
  { code: 'unknown-name', text: 'task A\nexpect «runing» != A.state', says: 'Did you mean `"running"`?' },
  { code: 'unknown-name', text: 'task A\nexpect A.state == «asleep»', says: '"exited" or "killed"' },
  { code: 'type-mismatch', text: 'task A\nexpect A.signal == «SIGILL»', says: 'Did you mean `"SIGILL"`?' },
  { code: 'unknown-name', text: 'task A\nexpect A.signal == «SIGIL»', says: 'Did you mean `"SIGIL"`?' },
  { code: 'unknown-name', text: 'task A\nexpect contains(A.output, «hello»)', says: 'Did you mean `"hello"`?' },
  { code: 'never-equal', severity: 'warning', text: 'task A\nexpect A.state == «"runing"»', says: '`"running"`' },
  { code: 'binds-tighter', severity: 'warning', text: 'expect rax & «1 == 1»', says: '`==` binds tighter than `&`' },
  { code: 'binds-tighter', severity: 'warning', text: 'expect «rax < 1» | rbx', says: '`<` binds tighter than `|`' },
  { code: 'unknown-task', text: 'task worker\nswitch «wroker»', says: '`worker`' },
  { code: 'nothing-to-run', severity: 'warning', text: 'task A\nrun «A»', says: '`task A entry=LABEL`' },
  { code: 'unknown-task', text: 'const A = 1\nrun «A»', says: 'a constant' },
  { code: 'unknown-task', text: 'signal SIGUSR1 to «B»' },
  { code: 'unknown-proc', text: 'kernel none\nidt #NM = «handler»' },
  { code: 'unknown-label', text: 'task A entry=«start»' },
  { code: 'unknown-process', text: 'task A in «P»', says: 'name of its first task' },
  { code: 'kthread-entry', text: 'start:\ntask A kthread entry=«start»' },
  { code: 'program-task', text: 'task A\ntask B in «A» exec "program"', says: 'its own entry point' },
  { code: 'path-outside', text: 'task A exec «"../program"»', says: 'beside the trace' },
  { code: 'path-outside', text: 'task A exec "program" stdin «"/etc/passwd"»' },
  { code: 'bad-environment', text: 'task A exec "program" env "A=b" «"=c"»', says: '"LANG=C"' },
  { code: 'counter-out-of-scope', text: 'repeat 2 as i\nnop\nend\nexpect «i» == 1' },
  // Constants and data
  { code: 'used-before-declaration', text: 'const X = «Y» + 1\nconst Y = 1' },
  { code: 'not-constant', text: 'const X = «rax»', says: 'while the trace runs' },
  { code: 'division-by-zero', text: 'const X = 1 + «1 / 0»' },
  { code: 'negative-shift', text: 'const X = «1 << -1»' },
  { code: 'unknown-data-type', text: 'data a = «i9»[3] zero', says: '`i8`' },
  { code: 'unknown-initializer', text: 'data a = i8[3] «filll»(3)', says: '`fill`' },
  { code: 'too-many-values', text: 'data a = i8[2] { 1, 2, «3» }' },
  { code: 'value-out-of-range', text: 'data a = i8[2] { 1, «256» }', says: '-128 to 127' },
  { code: 'value-out-of-range', text: 'data a = u8[2] fill(«-1»)', says: '0 to 255' },
  { code: 'negative-size', text: 'data a = zero «-1»' },
  { code: 'data-too-large', text: 'data a = i32[1000][«1_000_000»] zero' },
  { code: 'bad-alignment', text: 'data a = zero 4 align=«3»' },
  { code: 'bad-hex', text: 'data a = hex "00 «g»0"' },
  { code: 'odd-hex', text: 'data a = hex «"000"»' },
  { code: 'path-outside', text: 'data a = «file "../secret"»' },
  { code: 'unknown-tilecfg-key', text: 'data a = tilecfg { «tmm8»: 1x4 }' },
  { code: 'duplicate-tilecfg-key', text: 'data a = tilecfg { tmm0: 1x4, «tmm0»: 1x4 }' },
  { code: 'bad-tile-shape', text: 'data a = tilecfg { tmm0: «16» }', says: '16x64' },
  { code: 'tilecfg-limit', text: 'data a = tilecfg { tmm0: «17x64» }', severity: 'warning' },
  { code: 'tilecfg-limit', text: 'data a = tilecfg { tmm0: «16x0» }', severity: 'warning' },
  { code: 'tilecfg-limit', text: 'data a = tilecfg { tmm0: «16x6» }', severity: 'warning' },
  { code: 'tilecfg-limit', text: 'data a = tilecfg { palette: «2» }', severity: 'warning' },
  { code: 'tilecfg-limit', text: 'data a = tilecfg { start_row: 4, tmm0: «4x64» }', severity: 'warning' },
  // Instructions
  { code: 'unknown-mnemonic', text: '«movv» eax, 1', says: '`mov`' },
  { code: 'unknown-mnemonic', text: '«expct» xfd == 0', says: '`expect`' },
  { code: 'unknown-mnemonic', text: '«tsk» A', says: '`task`' },
  { code: 'not-modelled', text: '«senduipi» rax', says: 'valid x86' },
  { code: 'operand-count', text: '«ldtilecfg»' },
  { code: 'wrong-operand', text: 'mov rax, «ebx»' },
  { code: 'ambiguous-size', text: 'mov «[rax]», 1' },
  { code: 'immediate-range', text: 'add eax, «0x1_0000_0000»' },
  { code: 'equal-tiles', text: 'tdpbssd tmm0, tmm1, «tmm1»' },
  {
    code: 'instruction-not-on-machine',
    text: 'machine sapphire-rapids -amx-bf16\n«tdpbf16ps» tmm0, tmm1, tmm2',
    severity: 'warning',
  },
  { code: 'att-syntax', text: 'mov «%»eax, 1', says: 'Intel syntax' },
  { code: 'att-syntax', text: 'mov eax, «$»1' },
  { code: 'missing-ptr', text: 'mov eax, «dword» [rax]', says: '`dword ptr`' },
  { code: 'bad-scale', text: 'mov eax, [rax + «rbx*3»]' },
  { code: 'bad-address', text: 'mov eax, [rax + rbx + «rcx»]' },
  { code: 'bad-address', text: 'mov eax, [rax - «rbx»]' },
  { code: 'bad-address', text: 'mov eax, [«rax & 8»]' },
  { code: 'bad-address', text: 'mov eax, «rax»[8]' },
  { code: 'bad-decoration', text: 'mov eax, [rax]{«k9»}' },
  { code: 'register-in-value', text: 'mov eax, «rax + 8»', says: 'brackets' },
  { code: 'label-arithmetic', text: 'a:\nb:\nmov eax, «b - a»' },
  { code: 'unsupported-relocation', text: 'f:\ncall f«@TLSGD»' },
  {
    code: 'unsupported-relocation',
    text: 'data own = zero 8\nmov rax, QWORD PTR fs:«own@tpoff»',
    says: '`own` is not thread-local',
  },
  { code: 'unsupported-relocation', text: 'own: .quad 5\nmov rax, «own@gottpoff»[rip]' },
  { code: 'unsupported-relocation', text: 'f:\nlea rdi, [rip + f«@TLSGD»]' },
  { code: 'not-modelled', text: 'f:\n«data16» lea rdi, f@tlsgd[rip]', says: 'compile with -fno-pic' },
  { code: 'not-modelled', text: '«rex64»', says: 'compile with -fno-pic' },
  // Outcomes
  { code: 'unknown-outcome', text: 'nop => «kiled»', says: '`killed`' },
  { code: 'unknown-exception', text: 'nop => «#NN»', says: '`#NM`' },
  { code: 'missing-equals', text: 'nop => «0»', says: '=> = 0' },
  { code: 'no-error-code', text: 'nop => «#NM(0)»' },
  { code: 'ok-with-others', text: 'nop => #NM, «ok»' },
  // Events
  { code: 'cpu-out-of-range', text: 'cpu «1»', says: 'cpus=2' },
  { code: 'not-a-count', text: 'start:\ntask A entry=start\nrun A for «-1»' },
  { code: 'unknown-syscall', text: 'syscall «arch_prtcl»(1, 2)', says: '`arch_prctl`' },
  { code: 'argument-count', text: 'syscall «kill»(1)', says: 'kill(pid, signal)' },
  { code: 'no-new-task', text: 'syscall exit(0) as «C»' },
  { code: 'unknown-signal', text: 'signal «SIGUSR3»', says: '`SIGUSR1`' },
  { code: 'unknown-routine', text: 'without «handle_xfd_evnt».x', says: '`handle_xfd_event`' },
  { code: 'unknown-routine-step', text: 'without handle_xfd_event.«clear_xfd_er»', says: '`clear_xfd_err`' },
  {
    code: 'not-preemptible',
    text: 'task A\ntask B\ninject preempt at restore_fpregs_from_user.«mark_active» by B',
    says: 'runs with fpregs locked: between fpregs_lock() and fpregs_unlock()',
  },
  {
    code: 'not-preemptible',
    text: 'task A\ntask B\ninject preempt at xfd_update_state.«write_msr» by B',
    says: 'name a step of a routine that calls it',
  },
  {
    code: 'never-executed',
    text: 'task A\ntask B\ninject preempt at restore_fpregs_from_user.«lock» by B',
    says: 'The nearest step is `restore_fpregs_from_user.mask`',
  },
  {
    code: 'unknown-routine-step',
    text: 'without handle_xfd_event.«note»',
    says: 'no step `note` in `kernel linux version=6.12`. It is in 6.16 to 6.18 and 7.1 and later.',
  },
  {
    code: 'unknown-routine',
    text: 'with «switch_fpu».save',
    says: '`kernel linux version=6.12` has no routine `switch_fpu`. It is in 6.16.',
  },
  { code: 'unexpected-token', text: 'cpuid «7» eax = 1', says: '`0xd.1`' },
  { code: 'unexpected-token', text: 'cpuid 7.0 «rax» = 1', says: 'EAX, EBX, ECX or EDX' },
  { code: 'unexpected-token', text: 'task B\ncpuid 7.0 eax = 1 of «B»', says: "`of A's guest`" },
  { code: 'value-out-of-range', text: 'cpuid 7.0 eax = «1 << 32»' },
  { code: 'unknown-task', text: "cpuid 7.0 eax = 1 of «B»'s guest" },
  { code: 'bad-option-value', text: 'machine zen4 errata=«amd-1368»', says: '`amd-1386`' },
  { code: 'bad-option-value', text: 'machine zen4 errata=«spr4»', says: 'another maker' },
  { code: 'unknown-task', text: 'seccomp «B» fork => kill' },
  { code: 'unknown-syscall', text: 'task A\nseccomp A «forc» => -EPERM', says: '`fork`' },
  { code: 'not-an-answer', text: 'task A\nseccomp A fork => «EPERM»', says: '`-EPERM`' },
  { code: 'not-an-answer', text: 'task A\nseccomp A fork => «-4096»' },
  { code: 'unexpected-end', text: 'task A\nseccomp A for«k»', says: '`=> kill`' },
  { code: 'cpu-out-of-range', text: 'hotplug «1» off', says: 'cpus=2' },
  { code: 'unexpected-token', text: 'hotplug 0 «down»', says: '`on` or `off`' },
  { code: 'needs-kernel', text: 'kernel none\n«suspend»', severity: 'warning' },
  { code: 'unknown-injection', text: 'inject «alloc-fial»', says: '`alloc-fail`' },
  { code: 'idt-with-kernel', text: 'proc p\nend\nidt #NM = «p»', says: '`kernel none`' },
  { code: 'needs-kernel', text: 'kernel none\n«reclaim»', severity: 'warning' },
  { code: 'needs-policy', text: 'kernel linux-rfc-2020\n«vmexit»', severity: 'warning' },
  { code: 'unmatched-brace', text: 'print "a «{» b"' },
  // Expressions
  { code: 'unknown-member', text: 'task A\nexpect A.«fpstat».size == 1', says: '`fpstate`' },
  { code: 'unknown-member', text: 'expect tmm0.«i31»[0][0] == 1' },
  { code: 'index-out-of-range', text: 'expect tmm0.i32[«16»][0] == 1', says: '0 to 15' },
  { code: 'index-out-of-range', text: 'expect tmm0.i8[0][«8 * 8»] == 1' },
  { code: 'index-out-of-range', text: 'expect cpu[«1»].xfd == 1' },
  { code: 'not-indexed', text: 'expect «xfd»[0] == 1' },
  { code: 'not-indexed', text: 'expect «tmm0»[0][0] == 1', says: 'Go on with a dot and one of: ' },
  { code: 'unexpected-token', text: 'expect rax «=» 1', says: 'but found `=`. To compare is `==`.' },
  { code: 'unexpected-token', text: 'expect rax == 1 «and» rbx == 2', says: 'The operator is `&&`.' },
  { code: 'no-single-value', text: 'expect «kernel» == 1' },
  { code: 'no-single-value', text: 'print «tmm0.i32[0]»' },
  { code: 'type-mismatch', text: 'task A\nexpect «A.state == 1»' },
  { code: 'not-a-number', text: 'syscall exit(«"0"»)', says: 'a number' },
  {
    code: 'not-a-number',
    text: 'task A\nswitch A\nsyscall kill(«A», SIGUSR1)',
    says: 'That of the task A is `A.pid`.',
  },
  { code: 'not-a-text', text: 'expect contains("a", «1»)' },
  { code: 'not-a-number', text: 'task A\nexpect «A.state» < 1' },
  { code: 'not-an-integer', text: 'expect tmm0.i32[«1.5»][0] == 1' },
  { code: 'not-an-integer', text: 'expect (xfd | «zmm0.f32[0]») == 1' },
  { code: 'unknown-function', text: 'expect «popcnt»(xfd) == 1' },
  { code: 'argument-count', text: 'expect «has(xfd)»' },
  { code: 'function-without-arguments', text: 'expect «popcount» == 1' },
];

describe('A diagnostic', () => {
  for (const { code, text, severity, says } of cases) {
    it(`${code} is at its place in: ${text.length > 80 ? `${text.slice(0, 80)}...` : text}`, () => {
      const { text: source, range } = marked(`xtrace 1\n${text}`);
      const found = diagnose(code === 'late-header' ? `nop${source.slice('xtrace 1'.length)}` : source, CONTEXT);
      const diagnostic = found.find((candidate) => candidate.code === code);
      assert.ok(diagnostic, `found only ${JSON.stringify(found)}`);
      assert.deepEqual(diagnostic.range, range);
      assert.equal(diagnostic.severity, severity ?? 'error');
      if (says) assert.ok(diagnostic.message.includes(says), diagnostic.message);
    });
  }

  it('says nothing of comparisons whose place parentheses make plain, and of two that a bitwise operator joins', () => {
    for (const condition of [
      '(rax & 1) == 1',
      'rax & (1 == 1)',
      '(rax < 1) | rbx',
      'rax == 1 & rbx == 2',
      '~rax + 1 == 1',
    ])
      assert.deepEqual(diagnose(`xtrace 1\nexpect ${condition}`, CONTEXT), [], condition);
  });

  it('stands alone for each of these lines, but for one about a machine or kernel', () => {
    for (const { code, text } of cases) {
      if (code === 'late-header' || code === 'nested-proc') continue;
      const { text: source } = marked(`xtrace 1\n${text}`);
      assert.deepEqual(
        diagnose(source, CONTEXT).map((diagnostic) => diagnostic.code),
        [code],
        text,
      );
    }
  });

  it('is a sentence or two that end in a full stop or a question mark', () => {
    for (const { text } of cases) {
      for (const { message } of diagnose(marked(`xtrace 1\n${text}`).text, CONTEXT)) {
        assert.match(message, /^[A-Z0-9`"#.-].*[.?)]$/s);
      }
    }
  });

  it('has a case here for every code of the sources', () => {
    const folder = join(__dirname, '../../../src/language');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const written = files.flatMap((file) => codesIn(readFileSync(join(folder, file), 'utf8')));
    const elsewhere = [
      ...['missing-header', 'unknown-version', 'not-text', 'cr-line-ends', 'too-many-problems'], // check.test.ts, parser.test.ts
      ...['not-a-component', 'no-such-component', 'no-standard-offset', 'no-machine'], // evaluate.test.ts
      ...['no-files', 'file-too-short'], // data-bytes.test.ts
      ...['bad-cpuid-dump', 'inconsistent-cpuid'], // machine-file.test.ts
      'bad-policy', // policy-file.test.ts
      ...['bad-vmlinux', 'unknown-kernel-function'], // world/program/vmlinux-file.test.ts
      ...Object.values(LIMITS).map(({ code }) => code), // limits.test.ts
    ];
    const tested = new Set<string | null>([...cases.map(({ code }) => code), ...elsewhere]);
    assert.deepEqual(
      [...new Set(written)].filter((code) => !tested.has(code)),
      [],
    );
  });
});

/** Strings that a function which makes an error takes as its code. */
function codesIn(source: string): readonly string[] {
  const call =
    /(?:errorAt|warningAt|\.error|\.warning|\.problem|\.unknownWord|ExpressionError|\bbad|\bunknown)\((?:[^'`"()]|\([^'`"()]*\))*?'([a-z]+(?:-[a-z]+)+)'/g;
  const field = /code: '([a-z]+(?:-[a-z]+)+)'/g;
  return [...source.matchAll(call), ...source.matchAll(field)].map((match) => match[1] ?? '');
}
