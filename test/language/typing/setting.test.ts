import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longTrace } from '../../../bench/long-trace';
import { diagnose } from '../../../src/language/check';
import { CheckedText } from '../../../src/language/typing/checked-text';
import { CHECK_CONTEXT } from '../../../src/world/program/load-program';

/** Lines that other lines have to do with, and what each may become. */
const HEAD: readonly (readonly string[])[] = [
  [
    'machine sapphire-rapids cpus=2',
    'machine sapphire-rapids cpus=1',
    'machine sapphire-rapids cpus=3',
    'machine arrow-lake cpus=2',
    'machine granite-rapids cpus=2 -amx-tile',
    'machine sapphire-rapids -avx512f',
    'machine sapphire-rapids +apx-f cpus=2',
    'machine sapphire-rapids -amx-int8 cpus=2',
    'machine nowhere cpus=0',
    '',
  ],
  [
    'kernel linux',
    'kernel linux version=5.15',
    'kernel linux version=6.1',
    'kernel none',
    'kernel eager',
    'kernel explicit',
    'kernel nobody',
    '',
  ],
  ['const c = 2', 'const c = 1', 'const c = "two"', 'const k = 2', 'const c = size(XTILEDATA)', ''],
  [
    'data d = u8[64] {1}',
    'data d = u8[640] {1}',
    'data d = u8[6',
    'data e = u8[64] {1}',
    'data d1 = u8[64] {1}',
    'data d = u8[1 << 27] {1}',
    'data d = u8[size(XTILEDATA)] {1}',
    '',
  ],
  ['data e = u8[8] {1}', 'data e = u8[800] {1}', 'data f = u8[8] {1}', 'data e = tilecfg { tmm0: 16x64 }', ''],
  ['task A', 'task A2', 'task A entry=p', 'task A in B', 'task A kthread', ''],
  ['task B', 'task B in A', 'const B = 1', ''],
  ['proc p', 'proc q', 'repeat 2 as i', 'p:', ''],
  ['ret'],
  ['end', '', 'end\nend'],
  ['repeat c as i', 'repeat 3 as j', 'ring0', ''],
];

const BODY: readonly string[] = [
  'cpu 1',
  'cpu c',
  'expect cpu[1].xfd == 0',
  'expect cpu[c].xfd == 0 && i < 2',
  'hotplug 1 off',
  'mov rax, [d + size(XTILEDATA)]',
  'add rax, offset(XTILEDATA) => = size(XTILEDATA)',
  'add rax, e - d',
  'mov rax, [d + 8]',
  'mov rax, d',
  'mov ax, d',
  'mov al, c',
  'mov al, e - d',
  'expect cpu[e - d - 64].xfd == 0',
  'lea rcx, [e + rax*2]',
  'movzx ecx, BYTE PTR [d]',
  'movzx ecx, BYTE PTR [d] => #UD',
  'vaddps zmm0, zmm1, zmm2',
  'vaddps zmm0{k1}, zmm1, [d]',
  'vpxord zmm17, zmm17, zmm17 => #UD',
  'tilezero tmm0',
  'tileloadd tmm0, [d + rcx*1] => ok',
  'tdpbssd tmm0, tmm1, tmm2',
  'add r17, rax',
  'ldtilecfg [e]',
  'call p',
  'jmp p',
  'without handle_xfd_event.clear_xfd_err',
  'inject preempt B at fpu_clone.copy',
  'idt #NM = p',
  'vmenter',
  'vmexit',
  'kvm_set_cpuid2 0x602e7 => = 0',
  'kernel_amx_begin => = 0',
  'signal SIGUSR1 to A',
  'switch A',
  'switch B',
  'run A for c until i == e',
  'expect d == e && u8[d + c] == 1 && A.fpstate.size == 2560',
  'expect e[1] == 1 || tmm0.i32[c][e] != 0',
  'print "{c} and {u32[d + 4]} and {A.xfd}"',
  'syscall write(1, d, c) => = c',
  'syscall fork() as Q => = e - d',
  'nowhere rax',
  'mov rax, ebx',
];

const body = fc.array(fc.constantFrom(...BODY), { minLength: 1, maxLength: 14 });
const change = fc.record({ at: fc.nat(HEAD.length - 1), to: fc.nat(9), isNewLine: fc.boolean() });

function textOf(head: readonly string[], lines: readonly string[]): string {
  const [inner, behind] = [lines.slice(0, lines.length >> 1), lines.slice(lines.length >> 1)];
  return ['xtrace 1', ...head, ...inner, 'end', ...behind, 'stop', ''].join('\n');
}

describe('a checked text whose machine, kernel or names change', () => {
  it('has the diagnostics of a check of the whole, whatever its steps ask of them', () => {
    let answers = 0;
    fc.assert(
      fc.property(body, fc.array(change, { minLength: 1, maxLength: 5 }), change, (lines, changes, start) => {
        const changed = (head: readonly string[], { at, to, isNewLine }: typeof start): readonly string[] => {
          const choices = HEAD[at] ?? [];
          const line = choices[to % choices.length] ?? '';
          return isNewLine ? [...head.slice(0, at), line, ...head.slice(at)] : head.with(at, line);
        };
        const first = HEAD.map(([line = '']) => line);
        const head = changed(first, { ...start, isNewLine: false });
        const checked = CheckedText.check(textOf(head, lines), CHECK_CONTEXT);
        for (const each of changes) {
          const text = textOf(changed(head, each), lines);
          const found = checked.diagnosticsOf(text);
          if (!found) continue;
          answers++;
          assert.deepEqual(found, diagnose(text, CHECK_CONTEXT), text);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(answers > 300, String(answers));
  });

  it('checks again what asks for the very address of data that have moved, and every one of lines that are the same', () => {
    const masked = 'vaddps zmm0{k1}, zmm1, [rax]';
    const text = [
      'xtrace 1',
      'machine sapphire-rapids cpus=2',
      'data d = u8[64] {1}',
      'data e = u8[8] {1}',
      'mov al, e - d',
      'expect cpu[e - d - 64].xfd == 0',
      'mov rax, [e]',
      masked,
      'nop',
      masked,
      '',
    ].join('\n');
    const checked = CheckedText.check(text, CHECK_CONTEXT);
    assert.deepEqual(checked.diagnostics, []);
    for (const [before, after, lines] of [
      ['u8[64]', 'u8[640]', [4, 5]],
      ['sapphire-rapids', 'arrow-lake', [7, 9]],
      ['cpus=2', 'cpus=2 -avx512f', [7, 9]],
    ] as const) {
      const typed = text.replace(before, after);
      const found = checked.diagnosticsOf(typed);
      assert.deepEqual(found, diagnose(typed, CHECK_CONTEXT), after);
      assert.deepEqual(
        found?.map(({ range }) => range.line),
        lines,
      );
      assert.equal(checked.checkedSteps, 2, after);
    }
  });

  it('checks no more steps than those to which a key can mean something', () => {
    const text = longTrace(4000);
    const checked = CheckedText.check(text, CHECK_CONTEXT);
    const stepsAfter = (before: string | RegExp, after: string): number => {
      const typed = text.replace(before, after);
      assert.notEqual(typed, text, after);
      assert.deepEqual(checked.diagnosticsOf(typed), diagnose(typed, CHECK_CONTEXT), after);
      return checked.checkedSteps;
    };
    const count = (pattern: RegExp) => text.split('\n').filter((line) => pattern.test(line)).length;
    assert.equal(stepsAfter('cpus=2', 'cpus=3'), 0);
    assert.equal(stepsAfter('cpus=2', 'cpus=2 +apx-f'), 0);
    assert.equal(stepsAfter('cpus=2', 'cpus=2 -amx-int8'), count(/^ *tdpbssd/));
    assert.equal(stepsAfter('kernel linux', 'kernel linux version=6.1'), 0);
    assert.equal(stepsAfter('data buffer_5 ', 'data buffer_5x '), count(/^ .*\bbuffer_5\b/));
    assert.equal(stepsAfter('buffer_5 = i8[16][64]', 'buffer_5 = i8[16][640]'), 0);
    assert.equal(stepsAfter('task B', 'task B2'), count(/^ .*\bB\b|^switch B$/));
    assert.equal(stepsAfter('\nproc work_1\n', '\nproc wrk_1\n'), count(/\bwork_1$/) - 1);
    assert.equal(stepsAfter('\ntask B', '\n\ntask B'), 0);
  });
});
