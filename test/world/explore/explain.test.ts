/** What explains a trace that the model contradicts: the one thing that was changed, put back. */
import assert from 'node:assert/strict';
import { type AssumptionKind, type ExplainOptions, type ExplainReport, explain, loadTrace } from '../../../src/library';
import { programOf } from '../../../src/library/program-of';
import { agreementOf } from '../../../src/world/explore/agreement';
import { Walk } from '../../../src/world/explore/walk';
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

/** What a stray fault kills: where the kernel forgets to deliver the signal, the instruction faults again and again. */
const KILLED = `${TILES}    mov       rax, [0x10]
    mov       rbx, [number]
    expect    rbx == 4
`;

/** Moments of runs from checkpoints while `work` runs. */
function countingMoments(work: () => void): number {
  const { advance } = Walk.prototype;
  let moments = 0;
  Walk.prototype.advance = function (isHurried) {
    const before = this.moments;
    const problemsNow = advance.call(this, isHurried);
    moments += this.moments - before;
    return problemsNow;
  };
  try {
    work();
    return moments;
  } finally {
    Walk.prototype.advance = advance;
  }
}

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

  it('gives up what goes round, after a few times the moments of the trace as it stands', () => {
    const { moments: usual } = agreementOf(programOf(loadTrace(KILLED)));
    let report: ExplainReport | undefined;
    const moments = countingMoments(() => {
      report = explain(KILLED, { only: ['without'] });
    });
    assert.ok(report && report.tried > 50);
    assert.deepEqual(
      report.explanations.map(({ assumption, fits, agreed }) => [assumption, fits, agreed]),
      [
        ['the kernel forgets __switch_to.current from line 11 on', true, report.facts],
        ['the kernel forgets context_switch.switch_to from line 11 on', true, report.facts],
        ['the kernel forgets do_exit.schedule from line 11 on', true, report.facts],
        ['the kernel forgets do_exit.schedule', true, report.facts],
      ],
    );
    // What goes round had 5,000 to 20,000 of its own: more than all others together.
    assert.ok(usual < 200, String(usual));
    assert.ok(moments < report.tried * 3 * usual, `${moments} of ${report.tried}, ${usual}`);
  });

  it('says of a run that goes round what it has said when nothing new comes any more', () => {
    const text = KILLED.replace('    mov       rax', '    without get_signal.handler\n    mov       rax');
    const program = programOf(loadTrace(text));
    const agreement = (patience: number) => agreementOf(program, { lineOf: (line) => line, patience });
    const [early, late] = [agreement(1_000), agreement(50_000)];
    assert.ok(early.moments < 1_500 && late.moments > 50_000, `${early.moments}, ${late.moments}`);
    assert.deepEqual({ ...early, moments: 0 }, { ...late, moments: 0 });
  });

  it('gives the same answer again, and stops at its budget', () => {
    const { text } = CASES[4]!; // there are six
    const options: ExplainOptions = { budget: 10, only: ['machine', 'failure'] };
    assert.deepEqual(explain(text, options), explain(text, options));
    assert.equal(explain(text, options).tried, 10);
  });
});
