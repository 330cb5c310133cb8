import assert from 'node:assert/strict';
import type { Edit } from '../../../../src/language/editing/fixes/quick-fix';
import { quickFixes } from '../../../../src/language/editing/fixes/quick-fixes';
import { parseTrace } from '../../../../src/language/parser';
import { checkProgram } from '../../../../src/world/program/load-program';
import { CONTEXT } from '../../context';

/** The text with the edits made, which do not overlap. */
function mended(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  for (const { range, text: put } of edits) {
    const line = lines[range.line];
    assert.ok(line !== undefined && range.end <= line.length, 'the edit lies within the text');
    lines[range.line] = line.slice(0, range.start) + put + line.slice(range.end);
  }
  return lines.join('\n');
}

/** The titles of what is offered on a line, counted from zero, with what the trace then is. */
function offers(text: string, line: number): ReadonlyMap<string, string> {
  const fixes = quickFixes(parseTrace(text), line, line, CONTEXT);
  return new Map(fixes.map(({ title, edits }) => [title, mended(text, edits)]));
}

/** The errors that are left. */
function errors(text: string): readonly string[] {
  return checkProgram(text)
    .filter(({ severity }) => severity !== 'information')
    .map(({ code }) => code);
}

const CASES: readonly { readonly text: string; readonly title: string; readonly result: string }[] = [
  { text: 'xtrace 1\nswich idle', title: 'Change to `switch`', result: 'xtrace 1\nswitch idle' },
  { text: 'xtrace 1\n    tilezro tmm0', title: 'Change to `tilezero`', result: 'xtrace 1\n    tilezero tmm0' },
  { text: 'xtrace 1\nexpect xfdd == 0', title: 'Change to `xfd`', result: 'xtrace 1\nexpect xfd == 0' },
  {
    text: 'xtrace 1\ntask A\nexpect A.state == running',
    title: 'Change to `"running"`',
    result: 'xtrace 1\ntask A\nexpect A.state == "running"',
  },
  {
    text: 'xtrace 1\ntask A\nexpect A.state == "runing"',
    title: 'Change to `"running"`',
    result: 'xtrace 1\ntask A\nexpect A.state == "running"',
  },
  { text: 'xtrace 1\nnop => #NN', title: 'Change to `#NM`', result: 'xtrace 1\nnop => #NM' },
  {
    text: 'xtrace 1\nmachine sapphire-rapid',
    title: 'Change to `sapphire-rapids`',
    result: 'xtrace 1\nmachine sapphire-rapids',
  },
  { text: 'xtrace 1\nmov rax, ebx', title: 'Change `ebx` to `rbx`', result: 'xtrace 1\nmov rax, rbx' },
  { text: 'xtrace 1\nmov rax, ebx', title: 'Change `rax` to `eax`', result: 'xtrace 1\nmov eax, ebx' },
  {
    text: 'xtrace 1\nvaddps zmm1, zmm2, ymm3',
    title: 'Change `ymm3` to `zmm3`',
    result: 'xtrace 1\nvaddps zmm1, zmm2, zmm3',
  },
  { text: 'xtrace 1\ninc [rsi]', title: 'Write `DWORD PTR`', result: 'xtrace 1\ninc DWORD PTR [rsi]' },
  { text: 'xtrace 1\nmov eax, dword [rsi]', title: 'Write `ptr`', result: 'xtrace 1\nmov eax, dword ptr [rsi]' },
  { text: 'xtrace 1\nsyscall getpid() => 0', title: 'Write `=`', result: 'xtrace 1\nsyscall getpid() => = 0' },
  {
    text: 'xtrace 1\nkernel linux\ntask A\nswitch worker',
    title: 'Declare `task worker`',
    result: 'xtrace 1\nkernel linux\ntask A\ntask worker\nswitch worker',
  },
  {
    text: 'xtrace 1\nkernel linux\nswitch worker\ntask A',
    title: 'Declare `task worker`',
    result: 'xtrace 1\nkernel linux\nswitch worker\ntask A\ntask worker',
  },
  {
    text: 'xtrace 1\nmachine sapphire-rapids\ncpu 1',
    title: 'Write `cpus=2`',
    result: 'xtrace 1\nmachine sapphire-rapids cpus=2\ncpu 1',
  },
  {
    text: 'xtrace 1\nmachine sapphire-rapids cpus=2\ncpu 2',
    title: 'Write `cpus=3`',
    result: 'xtrace 1\nmachine sapphire-rapids cpus=3\ncpu 2',
  },
  {
    text: 'xtrace 1\nkernel none\ntdpfp16ps tmm0, tmm1, tmm2',
    title: 'Give the machine `amx-fp16`',
    result: 'xtrace 1\nmachine sapphire-rapids +amx-fp16\nkernel none\ntdpfp16ps tmm0, tmm1, tmm2',
  },
  { text: 'nop', title: 'Begin with `xtrace 1`', result: 'xtrace 1\nnop' },
  {
    text: 'xtrace 1\nrepeat 2\nnop',
    title: 'Write `end` behind the last line',
    result: 'xtrace 1\nrepeat 2\nnop\nend\n',
  },
];

describe('A quick fix', () => {
  for (const { text, title, result } of CASES) {
    it(`mends the line for good: ${title}`, () => {
      const line = checkProgram(text)[0]?.range.line ?? -1;
      assert.equal(offers(text, line).get(title), result);
      assert.deepEqual(errors(result), []);
    });
  }

  it('asks for the permission to use tiles where the kernel wants to be asked', () => {
    const title = 'Ask for the permission to use tiles before this line';
    const trace = (kernel: string, before = '') => `xtrace 1\nkernel ${kernel}\n${before}    tilezero tmm0\n`;
    const asked = '    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)  => = 0\n';
    assert.equal(offers(trace('linux'), 2).get(title), trace('linux', asked));
    assert.deepEqual(errors(trace('linux', asked)), []);
    assert.ok(!offers(trace('linux', asked), 3).has(title));
    assert.ok(!offers(trace('linux-rfc-2020'), 2).has(title));
    assert.ok(!offers('xtrace 1\nkernel linux\nldtilecfg [rsi]\n', 2).has(title));
  });

  it('is offered for the lines that are asked about, with the problem that it solves', () => {
    const trace = parseTrace('xtrace 1\nswich idle\nswich idle\n');
    assert.equal(quickFixes(trace, 0, 0, CONTEXT).length, 0);
    assert.equal(quickFixes(trace, 1, 2, CONTEXT).length, 2);
    const [fix] = quickFixes(trace, 2, 2, CONTEXT);
    assert.deepEqual(fix?.problem, { code: 'unknown-mnemonic', range: { line: 2, start: 0, end: 5 } });
  });
});
