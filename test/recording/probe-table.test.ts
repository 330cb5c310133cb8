/** Events of somebody's own probes, told by a table. */
import assert from 'node:assert/strict';
import { importRecording, isImportProblem } from '../../src/recording/import-recording';
import { readProbeTable } from '../../src/recording/reading/probe-table';
import { source } from './harness';

const TABLE = {
  my_restore: { kind: 'fpstate', size: '$bytes', xfeatures: '$mask', xfd: '$xfd' },
  my_arm: { kind: 'msr', access: 'write', number: 452, value: '$value' },
  my_switch: { kind: 'switch', prevPid: '$from', prevComm: 'a', nextPid: '$to', nextComm: '$name' },
};

function read(text: string, table: object = TABLE) {
  const probes = readProbeTable(JSON.stringify(table));
  assert.ok(!('problem' in probes), 'problem' in probes ? probes.problem : '');
  const result = importRecording(source(text), { name: 'recording', probes });
  assert.ok(!isImportProblem(result));
  return result;
}

function problemOf(text: string): string {
  const probes = readProbeTable(text);
  return 'problem' in probes ? probes.problem : '';
}

const HEAD = 'amxtest-96 [003] d..2. 34.972005: ';

describe('a table of probes', () => {
  it('says what events with names of their own mean', () => {
    const lines = [
      'my_restore: (my_function+0x12/0x90) bytes=2560 mask=0x202e7 xfd=0x40000',
      'my_arm: (__switch_to+0x1f0/0x3e0) value=0x40000',
      'my_switch: from=96 to=97 name=b',
    ];
    const facts = read(lines.map((line) => HEAD + line).join('\n')).observations.map(
      ({ line: _line, time: _time, cpu: _cpu, pid: _pid, comm: _comm, ...fact }) => fact,
    );
    assert.deepEqual(facts, [
      { kind: 'fpstate', size: 2560n, xfeatures: 0x202e7n, xfd: 0x40000n },
      { kind: 'msr', access: 'write', number: 0x1c4, value: 0x40000n },
      { kind: 'switch', prevPid: 96, prevComm: 'a', nextPid: 97, nextComm: 'b' },
    ]);
  });

  it('says the same of what perf trace prints', () => {
    const line = '     0.843 (         ): amxtest/96 probe:my_arm(__probe_ip: -2130706432, value: 262144)';
    const [first] = read(line).observations;
    assert.deepEqual(first?.kind === 'msr' && [first.number, first.value, first.pid], [0x1c4, 0x40000n, 96]);
  });

  it('counts events that lack what it names', () => {
    const lines = ['my_arm: x=1', 'my_arm: value=y', 'other: z'];
    assert.equal(
      read(lines.map((line) => HEAD + line).join('\n')).unknown,
      '3 lines were not used: 2 × event my_arm without value, 1 × event other.',
    );
  });

  it('is refused with the row and the reason', () => {
    for (const [text, problem] of [
      ['[]', /^It is no JSON object\.$/],
      ['{"a": 1}', /^Its row `a` cannot be used\. It is no object\.$/],
      ['{"a": {"kind": "gpu"}}', /Its `kind` is one of fpu, fpstate, msr, /],
      ['{"a": {"kind": "msr", "access": "write", "number": 1}}', /`msr` needs the field `value`\.$/],
      ['{"a": {"kind": "exec", "pid": "$pid"}}', /`exec` has no field `pid`: it has none\.$/],
      ['{"a": {"kind": "mark", "text": 5}}', /The value of `text` is of another type\.$/],
    ] as const) {
      assert.match(problemOf(text), problem, text);
    }
  });
});
