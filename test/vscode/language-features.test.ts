import assert from 'node:assert/strict';
import { completionsAt } from '../../src/vscode/language/completions';
import { GLOSSARY } from '../../src/vscode/language/glossary';
import { hoverAt } from '../../src/vscode/language/hover';
import { outline } from '../../src/vscode/language/outline';

const TRACE = `xtrace 1
machine sapphire-rapids
kernel  linux-rfc-2020
const SIZE = 64
data cfg  = tilecfg { tmm0: 16x64 }
data ramp = i8[16][64] ramp(-8, 1)
task A
proc worker
.again:
    dec ecx
    jnz .again
end
switch A
    tilezero tmm0 => #NM
    expect A.fpstate.size == 10752 && tmm0.i32[0][0] == 0
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)
`;

/** The hover on the first `word` behind `anchor`. */
function hover(anchor: string, word = anchor): string | undefined {
  const at = TRACE.indexOf(word, TRACE.indexOf(anchor));
  const before = TRACE.slice(0, at).split('\n');
  const found = hoverAt(TRACE, before.length - 1, before.at(-1)?.length ?? 0);
  return found?.markdown;
}

function complete(before: string): string[] {
  return completionsAt(`${TRACE}${before}`, before).map(({ label }) => label);
}

describe('hover', () => {
  it('explains an instruction: operation, CPUID bits, exceptions, manual', () => {
    const text = hover('tilezero') ?? '';
    assert.match(text, /TILEZERO/);
    assert.match(text, /amx-tile/);
    assert.match(text, /#NM/);
    assert.match(text, /SDM vol\. 2/);
  });

  it('explains statements, exceptions, system calls, machines and policies', () => {
    assert.match(hover('switch A', 'switch') ?? '', /[Cc]ontext switch/);
    assert.match(hover('#NM') ?? '', /Device Not Available/);
    assert.match(hover('arch_prctl') ?? '', /permission/);
    assert.match(hover('sapphire-rapids', 'rapids') ?? '', /Sapphire Rapids/);
    assert.match(hover('linux-rfc-2020', 'rfc') ?? '', /linux-rfc-2020/);
  });

  it('shows where a name of the trace is declared, also when it is a word of the language', () => {
    assert.match(hover('switch A', 'A') ?? '', /task A/);
    assert.match(hover('data ramp', 'ramp') ?? '', /data ramp = i8/);
  });

  it('explains members of tasks and lanes of tiles', () => {
    assert.match(hover('fpstate.size', 'size') ?? '', /size: /);
    assert.match(hover('tmm0.i32', 'i32') ?? '', /i32: /);
  });

  it('says nothing about numbers and empty lines', () => {
    assert.equal(hover('10752'), undefined);
    assert.equal(hoverAt(TRACE, 999, 0), undefined);
  });
});

describe('completion', () => {
  it('offers statements and instructions where a line begins', () => {
    const labels = complete('    ti');
    assert.ok(labels.includes('tilezero') && labels.includes('expect'));
    assert.ok(!labels.includes('xcr0'));
  });

  it('offers machines, policies, tasks and system calls behind their statements', () => {
    assert.ok(complete('machine sap').includes('sapphire-rapids'));
    assert.ok(complete('kernel ').includes('linux-rfc-2020'));
    assert.deepEqual(complete('switch '), ['A']);
    assert.ok(complete('    syscall ').includes('arch_prctl'));
  });

  it('offers outcomes behind an arrow', () => {
    for (const before of ['    tilezero tmm0 => ', '    tilezero tmm0 => #N', '    tilezero tmm0 => #NM, ']) {
      const labels = complete(before);
      assert.ok(labels.includes('#NM') && labels.includes('SIGILL') && labels.includes('killed'), before);
    }
  });

  it('offers values, functions and names of the trace in expressions, and members behind a dot', () => {
    const labels = complete('    expect ');
    for (const label of ['xfd', 'has', 'A', 'SIZE', 'XTILEDATA']) assert.ok(labels.includes(label), label);
    assert.ok(complete('    expect A.fpstate.').includes('user_size'));
    assert.ok(complete('    expect tmm0.').includes('bf16'));
    assert.ok(complete('    expect cpu[0].').includes('xfd'));
  });

  it('offers registers and data as operands, but no functions', () => {
    const labels = complete('    ldtilecfg [');
    assert.ok(labels.includes('cfg') && labels.includes('rsi'));
    assert.ok(!labels.includes('popcount'));
  });

  it('offers nothing in a comment', () => {
    assert.deepEqual(complete('    nop ; ti'), []);
  });

  it('has documentation for every word', () => {
    for (const { word, documentation } of GLOSSARY) assert.ok(documentation.trim() !== '', word);
  });
});

describe('the outline', () => {
  it('lists what a trace declares, labels inside their procedures', () => {
    assert.deepEqual(
      outline(TRACE).map(({ name, kind, line, last }) => [name, kind, line, last]),
      [
        ['SIZE', 'const', 3, 3],
        ['cfg', 'data', 4, 4],
        ['ramp', 'data', 5, 5],
        ['A', 'task', 6, 6],
        ['worker', 'proc', 7, 11],
      ],
    );
    assert.deepEqual(
      outline(TRACE)
        .at(-1)
        ?.children.map(({ name }) => name),
      ['.again'],
    );
  });
});
