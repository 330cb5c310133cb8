import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete } from '../../../src/language/editing/completion/completion';
import { hover } from '../../../src/language/editing/hover/hover';
import { outline } from '../../../src/language/editing/outline';
import type { OutlineEntry } from '../../../src/language/editing/outline-entry';
import { parseTrace } from '../../../src/language/parser';
import { CONTEXT } from '../context';

const HEAD = `xtrace 1
machine sapphire-rapids
kernel linux
const STRIDE = 64
data buffer = i8[16][64] zero
task worker
proc handler
end
.loop:
`;

interface Cursor {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** The place of the bar, in text behind the declarations above. */
function cursor(marked: string): Cursor {
  const text = HEAD + marked;
  const at = text.indexOf('|');
  const line = text.slice(0, at).split('\n').length - 1;
  return { text: text.replace('|', ''), line, column: at - text.lastIndexOf('\n', at) - 1 };
}

function labels(marked: string): readonly string[] {
  const { text, line, column } = cursor(marked);
  return complete(parseTrace(text), line, column, CONTEXT).items.map(({ label }) => label);
}

function offers(marked: string, wanted: readonly string[], unwanted: readonly string[] = []): void {
  const found = labels(marked);
  for (const label of wanted) assert.ok(found.includes(label), `${label} at ${marked}`);
  for (const label of unwanted) assert.ok(!found.includes(label), `${label} at ${marked}`);
}

describe('Completion', () => {
  it('offers keywords and instructions where a statement begins', () => {
    offers('|', ['switch', 'expect', 'tilezero', 'mov'], ['rax', 'worker']);
    offers('    til|', ['tilezero']);
    offers('here: |', ['tilezero']);
    offers('@1.5 |', ['tilezero']);
  });

  it('offers what each declaration takes', () => {
    offers('machine |', ['sapphire-rapids']);
    offers('machine sapph|', ['sapphire-rapids']);
    offers('machine sapphire-rapids +|', ['amx-fp16'], ['cpus=']);
    offers('machine sapphire-rapids |', ['cpus=']);
    offers('kernel linux-|', ['linux-rfc-2020', 'none']);
    offers('kernel linux |', ['version=']);
    offers('kernel linux version=|', ['6.12']);
    offers('data d = |', ['i8', 'tilecfg', 'zero'], ['rax']);
    offers('data d = i8[4] |', ['fill', 'ramp'], ['i8']);
    offers('task B |', ['in', 'entry=']);
    offers('task B in |', ['worker'], ['buffer']);
    offers('task B entry=|', ['.loop', 'handler'], ['worker']);
  });

  it('offers what each event takes', () => {
    offers('switch |', ['worker', 'idle'], ['buffer']);
    offers('run worker |', ['for', 'until']);
    offers('run worker until |', ['rax', 'xfd', 'worker']);
    offers('syscall |', ['arch_prctl', 'fork'], ['rax']);
    offers('syscall arch_prctl(|', ['ARCH_REQ_XCOMP_PERM', 'buffer']);
    offers('signal |', ['SIGUSR1']);
    offers('signal SIGUSR1 to |', ['worker']);
    offers('idt |', ['#NM']);
    offers('idt #NM = |', ['handler'], ['worker']);
    offers('inject |', ['alloc-fail', 'page-fault']);
    offers('cpuid 0xd.0 |', ['eax', 'edx'], ['rax']);
    offers('cpuid 0xd.0 eax = |', ['STRIDE']);
    offers('cpuid 0xd.0 eax = 1 |', ['of'], ['STRIDE']);
    offers('cpuid 0xd.0 eax = 1 of |', ["worker's guest"], ['of']);
    offers('machine zen4 errata=|', ['amd-1386', 'spr4'], ['cpus=']);
    offers('seccomp |', ['worker'], ['buffer']);
    offers('seccomp worker |', ['arch_prctl', 'fork'], ['worker']);
    offers('seccomp worker fork => |', ['kill', '-EPERM'], ['killed', '#NM']);
    offers('seccomp worker fork => -|', ['EPERM'], ['-EPERM']);
    offers('hotplug 0 |', ['on', 'off'], ['rax']);
    offers('without |', ['handle_xfd_event']);
    offers('without handle_xfd_event.|', ['clear_xfd_err'], ['handle_xfd_event']);
    offers('inject preempt at |', ['restore_fpregs_from_user'], ['xfd_update_state', 'rax']);
    offers('inject preempt at restore_fpregs_from_user.|', ['mask'], ['lock', 'update_xfd', 'mark_active']);
  });

  it('offers the registers that the instruction takes there', () => {
    offers('tilezero |', ['tmm0', 'tmm7'], ['rax', 'xmm0']);
    offers('mov rax, |', ['rbx', 'qword ptr', 'buffer', 'STRIDE'], ['tmm0', 'worker']);
    offers('tileloadd tmm0, [|', ['rsi', 'buffer', 'r16'], ['tmm0', 'al']);
    offers('mov |', ['rbx'], ['r16']);
    offers('mov rax, [|', ['rsi', 'buffer'], ['r16']);
    offers('tcvtrowps2bf16h |', ['zmm0', 'zmm31'], ['tmm0', 'ymm0']);
    offers('tcvtrowps2bf16h zmm31, tmm0, |', ['ecx'], ['r16d', 'rcx', 'tmm1']);
    offers('jmp |', ['.loop', 'handler'], ['rax']);
    offers('jmp .l|', ['.loop']);
  });

  it('offers encodings in the braces ahead of an instruction, and instructions behind them', () => {
    assert.deepEqual(labels('    {|'), ['nf', 'vex', 'evex', 'rex2']);
    assert.deepEqual(labels('here: {nf} {ev|'), ['nf', 'vex', 'evex', 'rex2']);
    offers('    {nf} |', ['add', 'inc'], ['switch', 'rax']);
    offers('    {nf} add |', ['rax', 'byte ptr'], ['add']);
  });

  it('offers the default flags of a conditional compare that are not there yet', () => {
    assert.deepEqual(labels('    ccmpne {|'), ['dfv=']);
    assert.deepEqual(labels('    CCMPNE {dfv=|'), ['of', 'sf', 'zf', 'cf']);
    assert.deepEqual(labels('    ctestz {dfv=zf, |'), ['of', 'sf', 'cf']);
    offers('    ccmpne {dfv=zf,cf} |', ['rax', 'byte ptr'], ['dfv=']);
    offers('    vaddps zmm0{|', [], ['dfv=', 'nf']);
  });

  it('offers masks, zeroing and broadcasts in the braces of an operand that can have them', () => {
    const masks = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'];
    assert.deepEqual(labels('    vaddps zmm0{|'), masks);
    assert.deepEqual(labels('    {evex} VADDPS zmm0{k|'), masks);
    assert.deepEqual(labels('    vcmpps k1{|'), masks, 'k1 is the target here');
    assert.deepEqual(labels('    vaddps zmm0{k1}{|'), ['z']);
    assert.deepEqual(labels('    vaddps zmm0{k1}{z}{|'), []);
    assert.deepEqual(labels('    vpscatterdd [rsi + zmm1*4]{|'), masks);
    assert.deepEqual(labels('    vmovups [rsi]{k2}{|'), [], 'memory is never set to zero');
    assert.deepEqual(labels('    vaddps zmm0{k1}, zmm1, [rsi]{|'), ['1to4', '1to8', '1to16']);
    assert.deepEqual(labels('    vaddps zmm0, zmm1, zmm2{|'), []);
    offers('    paddd xmm0{|', [], masks);
  });

  it('offers outcomes behind an arrow', () => {
    offers('tilezero tmm0 => |', ['#NM', 'SIGILL', 'killed', 'ok'], ['rax']);
    offers('tilezero tmm0 => #NM, |', ['SIGILL']);
    offers('tilezero tmm0 => #|', ['#NM']);
    offers('syscall exit(0) => = -|', ['EPERM']);
    offers('syscall exit(0) => = |', ['-EPERM']);
  });

  it('offers everything that an expression can name, and members behind a dot', () => {
    offers('expect |', ['xfd', 'tmm0', 'worker', 'kernel', 'popcount', 'XTILEDATA', 'STRIDE', 'buffer']);
    offers('expect worker.|', ['state', 'fpstate', 'rax'], ['popcount']);
    offers('expect worker.fpstate.|', ['size', 'user_size'], ['state']);
    offers('expect worker.fp|', ['fpstate']);
    offers('expect tmm0.|', ['i32', 'rows'], ['xfd']);
    offers('expect cpu[0].|', ['xfd', 'tmm0'], ['state']);
    offers('expect cpu[0].tmm1.i8[0][1] == kernel.|', ['allocs'], ['i8']);
    offers('print "size {worker.fpstate.|', ['size'], ['worker']);
  });

  it('has the likeliest first, and only what fits the place', () => {
    const first = (marked: string, count: number) => labels(marked).slice(0, count);
    assert.deepEqual(first('tilezero tmm0 => |', 5), ['ok', '#NM', '#UD', 'SIGILL', 'killed']);
    assert.ok(first('syscall arch_prctl(|', 3).every((label) => label.startsWith('ARCH_')));
    assert.deepEqual(first('syscall arch_prctl(ARCH_REQ_XCOMP_PERM, |', 2), [
      'ARCH_XCOMP_TILECFG',
      'ARCH_XCOMP_TILEDATA',
    ]);
    assert.ok(first('syscall tgkill(max(1, 2), 3, |', 3).every((label) => /^SIG(?!_)/.test(label)));
    assert.ok(first('syscall mprotect(buffer, 4096, |', 3).every((label) => label.startsWith('PROT_')));
    assert.ok(first('tdpbssd |', 8).every((label) => label.startsWith('tmm')));
    assert.ok(first('switch |', 1).includes('worker'));
    const instructions = labels('|');
    assert.ok(instructions.indexOf('tilezero') < instructions.indexOf('tileloaddrs'), 'what the machine lacks is last');
  });

  it('offers the parts of a tile configuration that are not there yet', () => {
    assert.deepEqual(labels('data c = tilecfg { |').slice(0, 3), ['palette: ', 'start_row: ', 'tmm0: ']);
    offers('data c = tilecfg { tmm0: 16x64, |', ['tmm1: ', 'palette: '], ['tmm0: ', 'worker', 'rax']);
    offers('data c = tilecfg { tmm0: |', ['16x64'], ['worker']);
    assert.deepEqual(labels('data c = tilecfg { tmm0: 16x64 } |'), []);
  });

  it('offers the named bits of registers', () => {
    offers('expect xfd.|', ['XTILEDATA'], ['CF', 'rax']);
    offers('expect rflags.|', ['CF', 'ZF'], ['XTILEDATA']);
  });

  it('offers nothing in comments, in texts, and behind the dot of what has no members', () => {
    assert.deepEqual(labels('nop ; |'), []);
    assert.deepEqual(labels('print "hello |'), []);
    assert.deepEqual(labels('expect rax.|'), []);
    assert.deepEqual(labels('expect nobody.|'), []);
  });

  it('replaces the word that was begun', () => {
    for (const [marked, word] of [
      ['    tilez|', 'tilez'],
      ['nop => #N|', '#N'],
      ['jmp .lo|', '.lo'],
      ['expect worker.fp|', 'fp'],
      ['machine sapphire-r|', 'sapphire-r'],
      ['expect |', ''],
    ] as const) {
      const { text, line, column } = cursor(marked);
      const { range } = complete(parseTrace(text), line, column, CONTEXT);
      assert.equal(text.split('\n')[line]?.slice(range.start, range.end), word);
    }
  });

  it('has an answer everywhere in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(60), (text, column) => {
        const trace = parseTrace(text);
        complete(trace, 0, column, CONTEXT);
        hover(trace, 0, column, CONTEXT);
        outline(trace);
      }),
    );
  });

  it('does not wait for a long line', () => {
    for (const text of ['x'.repeat(1_000_000), `expect ${'a.b['.repeat(250_000)}`, `${'x'.repeat(999_999)}(`]) {
      const trace = parseTrace(text);
      complete(trace, 0, text.length, CONTEXT);
      hover(trace, 0, text.length - 1, CONTEXT);
    }
  });
});

describe('Hover', () => {
  const at = (marked: string) => {
    const { text, line, column } = cursor(marked);
    return hover(parseTrace(text), line, column, CONTEXT);
  };

  it('explains statements and instructions where they begin', () => {
    assert.match(at('swi|tch worker')?.code ?? '', /^switch TASK\nswitch idle$/);
    assert.match(at('    TILE|ZERO tmm0')?.code ?? '', /^tilezero/);
    assert.match(at('sysc|all fork()')?.code ?? '', /^syscall NAME/);
    assert.match(at('syscall fo|rk() as C')?.code ?? '', /as NAME/);
  });

  it('explains registers, masks, members, functions, constants and exceptions', () => {
    assert.equal(at('expect xf|d == 0')?.code, 'xfd: mask');
    assert.equal(at('expect worker.fpstate.si|ze == 0')?.code, 'size: count');
    assert.equal(at('expect cpu[0].tmm0.i3|2[0][0] == 0')?.code, 'i32: i32[16][16]');
    assert.match(at('expect XTILE|DATA')?.text ?? '', /0x40000/);
    assert.equal(at('expect popc|ount(1)')?.code, 'popcount(x)');
    assert.match(at('syscall exit(-EP|ERM)')?.code ?? '', /EPERM = 1/);
    assert.match(at('nop => #N|M')?.text ?? '', /vector 7/);
    assert.match(at('mov ra|x, 1')?.text ?? '', /register/);
  });

  it('explains the instructions of AMX-FP8 and AMX-AVX512', () => {
    assert.match(at('tdpbh|f8ps tmm0, tmm1, tmm2')?.text ?? '', /BF8 by HF8 bytes.*`amx-fp8`.*#NM if IA32_XFD/s);
    assert.match(at('tcvtrow|d2ps zmm0, tmm1, 3')?.text ?? '', /`amx-avx512`.*#NM if CR0.TS = 1.*AMX-E7/s);
    assert.match(at('expect r1|6 == 0')?.text ?? '', /General register 16/);
  });

  it('shows where a name comes from', () => {
    assert.deepEqual(at('mov rax, [buf|fer]'), {
      code: 'data buffer = i8[16][64] zero',
      text: '`buffer` is data: i8[16][64], declared in line 5.',
      range: { line: 9, start: 10, end: 16 },
    });
    assert.match(at('jmp .lo|op')?.text ?? '', /a label, declared in line 9/);
    assert.match(at('switch wor|ker')?.text ?? '', /a task, declared in line 6/);
  });

  it('has nothing to say on numbers, comments and unknown names', () => {
    assert.equal(at('mov eax, 6|4'), undefined);
    assert.equal(at('nop ; n|op'), undefined);
    assert.equal(at('jmp nowh|ere'), undefined);
  });
});

describe('The outline', () => {
  const tree = (entries: readonly OutlineEntry[]): unknown =>
    entries.map(({ kind, name, detail, lastLine, children }) => [
      `${kind} ${name}${detail ? ` (${detail})` : ''} to ${lastLine}`,
      ...(children.length > 0 ? [tree(children)] : []),
    ]);

  it('has the declarations, the events that divide the flow, and blocks as branches', () => {
    const text = [
      'xtrace 1',
      'machine sapphire-rapids',
      'data d = u64[2] zero',
      'task A',
      'task B in A',
      'proc p',
      '.inside: ret',
      'end',
      'switch A',
      'nop',
      'repeat 3 as i',
      'syscall fork() as C',
      'end',
    ].join('\n');
    assert.deepEqual(tree(outline(parseTrace(text))), [
      ['machine sapphire-rapids (machine) to 1'],
      ['data d (u64[2]) to 2'],
      ['task A (task) to 3'],
      ['task B (task in A) to 4'],
      ['proc p (proc) to 7', [['label .inside (label) to 6']]],
      [
        'event switch A to 12',
        [['step nop to 9'], ['block repeat as i to 12', [['event syscall fork (makes C) to 11']]]],
      ],
    ]);
  });

  it('has the steps of a task under the switch to it, and leaves out those that no task has', () => {
    const text = 'nop\ntask A\nswitch A\nmov rax, rbx\nexpect rax == 1, "one"\nswitch idle\nnop';
    assert.deepEqual(tree(outline(parseTrace(text))), [
      ['task A (task) to 1'],
      ['event switch A to 4', [['step mov (rax, rbx) to 3'], ['step expect (one) to 4']]],
      ['event switch idle to 6', [['step nop to 6']]],
    ]);
  });

  it('ends a block that has no end where the trace ends', () => {
    assert.deepEqual(tree(outline(parseTrace('proc p\nx: nop'))), [['proc p (proc) to 1', [['label x (label) to 1']]]]);
  });
});
