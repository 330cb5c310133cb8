/**
 * Files of up to 10,000 lines and 256 KiB that are made to be expensive: each of a shape that once cost more than its
 * length, or that costs the most for it. Tests hold them to the limits of docs/language.md, the bench to time and memory.
 */

const MOST_LINES = 10_000;
const MOST_CHARACTERS = 256 * 1024;

export interface HostileTrace {
  readonly what: string;
  readonly text: () => string;
}

/** As many lines as the file may have, between a head and a foot. */
function filled(line: (index: number) => string, head = '', foot = ''): string {
  const lines: string[] = ['xtrace 1'];
  let left = MOST_CHARACTERS - head.length - foot.length - 16;
  let linesLeft = MOST_LINES - head.split('\n').length - foot.split('\n').length - 8;
  for (let index = 0; ; index++) {
    const next = line(index);
    left -= next.length + 1;
    linesLeft -= next.split('\n').length;
    if (left < 0 || linesLeft < 0) break;
    lines.push(next);
  }
  return [lines[0], head, ...lines.slice(1), foot, ''].join('\n');
}

/** A line that is as long as the file may be. */
function long(piece: string, before = '', behind = ''): string {
  const room = MOST_CHARACTERS - before.length - behind.length - 16;
  return `xtrace 1\n${before}${piece.repeat(Math.floor(room / piece.length))}${behind}\n`;
}

const row = (what: string, text: () => string): HostileTrace => ({ what, text });

export const HOSTILE_TRACES: readonly HostileTrace[] = [
  row('instructions that differ', () => filled((index) => `vaddps zmm1{k1}, zmm2, [rsi+${index * 64}]`)),
  row('expectations', () => filled((index) => `expect rax==${index}||tmm0.i32[1][2]`)),
  row('long expressions', () => filled(() => `expect ${'1+'.repeat(500)}1`)),
  row('squares of constants', () => filled((index) => `const c${index + 1}=c${index}*c${index}`, 'const c0=3')),
  row('products of large constants', () =>
    filled((index) => `const d${index}=c*c${'/c*c'.repeat(240)}`, 'const c=(1<<63)*(1<<63)*(1<<63)*(1<<63)'),
  ),
  row('wrong names that are near to many', () =>
    filled((index) => (index < 8500 ? `nameofthe${index}x:` : `jmp nameofthe${index}y`)),
  ),
  row('wrong mnemonics', () => filled((index) => `vpaddusbq${index} eax`)),
  row('wrong operands', () => filled(() => 'mov rax, ebx')),
  row('routines that no version has', () => filled(() => 'without handle_xfd_event.x')),
  row('labels in a line', () => long('ab:')),
  row('names', () => filled((index) => `a${index.toString(36)}:b${index.toString(36)}:c${index.toString(36)}:`)),
  row('tasks', () => filled((index) => `task T${index}`)),
  row('one task again and again', () => filled(() => 'task A')),
  row('features', () => long('+avx -avx ', 'machine sapphire-rapids ')),
  row('options', () => long('a=1 ', 'kernel linux ')),
  row('elements', () => long('1,', 'data a = u8[1000000] {', '}')),
  row('dimensions', () => long('[1]', 'data a = u8', ' zero')),
  row('data without end', () => filled((index) => `data d${index} = i8[67108864] ramp(0, 1)`)),
  row('alignment', () => filled((index) => `data d${index} = zero 1 align=2097152`)),
  row('filled directives', () => filled((index) => `l${index}:\n.fill 67108864, 1, 3`, 'proc p', 'end')),
  row('directives as code', () => filled(() => '.fill 67108864, 1, 0x90', 'nop')),
  row('files', () => filled((index) => `data f${index} = file "none${index}"`)),
  row('a chain of second names', () => filled((index) => `.set a${index + 1}, a${index}`, 'data a0 = zero 8')),
  row('a chain of second names of code', () =>
    filled((index) => `.set a${index + 1}, a${index}`, 'proc p\na0: ret', 'call a9\nend'),
  ),
  row('addresses from the next instruction', () => filled((index) => `mov eax, [rip+l${index % 5000}]\nl${index}:`)),
  row('addresses of data', () =>
    filled(
      (index) => `lea rax, [d${index % 100}+${index}]`,
      Array.from({ length: 100 }, (_, index) => `data d${index} = zero 8`).join('\n'),
    ),
  ),
  row('masks and broadcasts', () => filled((index) => `vaddps zmm1{k1}{z}, zmm2, [rsi+${index * 4}]{1to16}`)),
  row('handlers of a guest', () => filled(() => 'idt #NM = p', 'proc p\nend', 'vmenter')),
  row('blocks with one counter', () =>
    filled((index) => ['repeat 2 as i', 'expect i<9', 'end'][index % 3] ?? '', '', 'end\nend'),
  ),
  row('jumps that grow', () => filled((index) => `l${index}: jmp l${(index + 38) % 8000}`)),
  row('jumps to one label', () => filled(() => '1: jmp 1b')),
  row('macros', () => filled(() => 'm', `.macro m\n${'mov eax, 1\n'.repeat(10)}.endm`)),
  row('macros in macros', () =>
    filled(
      () => 'm9',
      Array.from({ length: 10 }, (_, index) => {
        const inner = index === 0 ? 'nop\n' : `m${index - 1}\n`;
        return `.macro m${index}\n${inner.repeat(10)}.endm`;
      }).join('\n'),
    ),
  ),
  row(
    'arguments of a macro',
    () => `${long('\\a', '.macro m a\n', '\n.endm').slice(0, 120_000)}\n.endm\nm ${'x'.repeat(99_999)}\n`,
  ),
  row('arguments of a macro that differ', () =>
    filled((index) => `m ${index}, ${index}`, '.macro m a, b\nmov eax, \\a\n.endm'),
  ),
  row('numbers to be worked out', () => filled((index) => `mov eax, ${index}*3+(${index}<<2)`)),
  row('offsets of labels', () => filled((index) => `mov rax, offset l${index}\nl${index}:`)),
  row('texts as bytes', () => long('a', 'l:\n.ascii "', '"')),
  row('escapes', () => long('\\x41', 'l:\n.ascii "', '"')),
  row('programs', () => filled((index) => `task T${index} exec("program${index}")`)),
  row('repeated blocks', () => 'xtrace 1\n.rept 9999\nmov eax, 1\n.endr\n'),
  row('repeated values', () => long('1,', '.irp a,', '\nnop\n.endr')),
  row('a long repeated line', () => `xtrace 1\n.rept 9000\nmov eax, ${'1+'.repeat(900)}1\n.endr\n`),
  row('inline assembly in a line', () => long('nop;', '#APP\n', '\n#NO_APP')),
  row('comments with instructions', () => filled(() => 'nop ; mov eax, 1')),
  row('texts with expressions', () => long('{rax}', 'print "', '"')),
  row('outcomes', () => filled(() => 'nop => #NM, SIGILL, killed')),
  row('system calls', () => filled(() => 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)')),
  row('parentheses', () => long('(', 'expect ')),
  row('brackets', () => long('a[', 'expect ')),
  row('strings without an end', () => filled(() => 'print "x')),
];
