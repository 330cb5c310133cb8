/** What explains a trace that the model contradicts: the one thing that was changed, put back. */
import assert from 'node:assert/strict';
import { type AssumptionKind, type ExplainOptions, type ExplainReport, explain } from '../../../src/library';
import { exampleText, problems, run } from '../harness';

const TILES = `xtrace 1
machine sapphire-rapids
kernel  linux version=6.12
data cfg = tilecfg { tmm0: 16x64 }
data number = u64[1] { 4 }
task A
task B
switch A
    syscall   arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
`;

interface Case {
  readonly name: string;
  readonly text: string;
  /** Of the explanation that is wanted. */
  readonly kind: AssumptionKind;
  readonly assumption: RegExp;
  /** As a line that the explaining trace has. */
  readonly has: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'another version of the kernel',
    text: exampleText('bugs/frame-before-first-use.xtrace').replace('version=6.18', 'version=6.12'),
    kind: 'kernel',
    assumption: /^the kernel is `linux version=6\.15`$/,
    has: /^kernel linux version=6\.15$/m,
  },
  {
    name: 'a processor without a feature',
    text: `${TILES.replace('=> = 0', '=> = -EOPNOTSUPP').replace('ldtilecfg [cfg]', 'ldtilecfg [cfg] => #UD, SIGILL, killed')}`,
    kind: 'machine',
    assumption: /^the machine is `sapphire-rapids -[a-z-]+`$/,
    has: /^machine sapphire-rapids -/m,
  },
  {
    name: 'a step that the kernel forgets',
    text: `xtrace 1
kernel linux-rfc-2020
data cfg = tilecfg { tmm0: 16x64 }
task A
switch A
    ldtilecfg [cfg]
    tilezero  tmm0              => #NM
    expect    xfd_err == XTILEDATA
`,
    kind: 'without',
    assumption: /^the kernel forgets xfirstuse_event_handler\.clear_xfd_err\b/,
    has: /^\s*without xfirstuse_event_handler\.clear_xfd_err$/m,
  },
  {
    name: 'a preemption',
    text: `${TILES.replace('6.12', '6.17')}    tilezero  tmm0 => #NM
switch B
    syscall   rt_sigaction(SIGUSR1, handler)
    signal    SIGUSR1 => SIGUSR1
    nop
proc handler
    expect    xfd == 0
    ret
end
`,
    kind: 'order',
    assumption: /^A preempts the kernel at \w+\.\w+ at line \d+$/,
    has: /^\s*inject preempt at \w+\.\w+ by A$/m,
  },
  {
    name: 'an allocation that fails',
    text: `${TILES}    tilezero  tmm0 => #NM, SIGSEGV, killed\n`,
    kind: 'failure',
    assumption: /^an allocation fails at line 11$/,
    has: /^\s*inject alloc-fail$/m,
  },
  {
    name: 'a byte that somebody else has changed',
    text: `${TILES}    nop\n    expect    u64[number] == 5\n`,
    kind: 'changed-byte',
    assumption: /^somebody else has made u64\[number\] 5 before line 12$/,
    has: /^\s*observe u64\[number\]=5$/m,
  },
  {
    name: 'an MSR that somebody else has written, whatever else it takes to write it',
    text: `${TILES}    tilezero  tmm0 => #NM\n    mov rax, 7\nswitch B\n    observe   xfd=0x0\nswitch A\n    expect    rax == 7\n`,
    kind: 'changed-byte',
    assumption: /^somebody else has written 0x0 to xfd before line 14$/,
    has: /^\s*wrmsr$/m,
  },
];

const wanted = ({ explanations }: ExplainReport, { kind, assumption }: Case) =>
  explanations.find((explanation) => explanation.kind === kind && assumption.test(explanation.assumption));

describe('explain', function () {
  this.timeout(60_000);

  for (const example of CASES) {
    it(`finds ${example.name}`, () => {
      assert.notDeepEqual(problems(run(example.text)), []);
      const report = explain(example.text, { only: [example.kind] });
      const found = wanted(report, example);
      assert.ok(found, report.explanations.map(({ kind, assumption }) => `${kind}: ${assumption}`).join('; '));
      assert.ok(found.fits && found.agreed === report.facts && report.agreed < report.facts);
      assert.match(found.trace, example.has);
      assert.deepEqual(problems(run(found.trace)), [], 'the trace with it holds');
    });
  }

  it('says which fact an assumption explains first', () => {
    const { explanations, contradictions } = explain(`${TILES}    tilezero  tmm0 => #NM, SIGSEGV, killed\n`, {
      only: ['failure'],
    });
    assert.equal(contradictions[0]?.line, 10);
    assert.match(contradictions[0]?.text ?? '', /recorded is #NM, SIGSEGV, killed, and the model has #NM/);
    assert.deepEqual(explanations[0]?.explains, contradictions[0]);
  });

  it('has nothing to explain where all agrees', () => {
    const { explanations, contradictions, facts, agreed, tried } = explain(exampleText('ping-pong.xtrace'));
    assert.deepEqual([explanations, contradictions, tried], [[], [], 0]);
    assert.ok(facts > 5 && agreed === facts);
  });

  it('names the closest where no single assumption fits', () => {
    const text = `${TILES}    tilezero  tmm0 => #NM, SIGSEGV, killed\nswitch B\n    expect    B.state == "killed"\n`;
    const { explanations, facts } = explain(text, { only: ['failure', 'order'] });
    assert.ok(explanations.length > 0 && explanations.every(({ fits }) => !fits));
    assert.equal(explanations[0]?.agreed, facts - 1);
    assert.ok(explanations.some(({ kind }) => kind === 'failure'));
  });

  it('finds two things that are otherwise, where no single one explains all', () => {
    const text = `${TILES}    tilezero  tmm0 => #NM, SIGSEGV, killed\nswitch B\n    expect    u64[number] == 5\n`;
    const { explanations, facts } = explain(text, { only: ['failure', 'changed-byte'] });
    const [first] = explanations;
    assert.ok(first?.fits && first.agreed === facts);
    assert.match(
      first.assumption,
      /^an allocation fails at line 11, and somebody else has made u64\[number\] 5 before /,
    );
    assert.deepEqual(problems(run(first.trace)), [], 'the trace with both holds');
  });

  it('gives the same answer again, and stops at its budget', () => {
    const { text } = CASES[4]!; // there are six
    const options: ExplainOptions = { budget: 10, only: ['machine', 'failure'] };
    assert.deepEqual(explain(text, options), explain(text, options));
    assert.equal(explain(text, options).tried, 10);
  });
});
