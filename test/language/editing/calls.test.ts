import assert from 'node:assert/strict';
import { type Call, callerAt, callsFrom, callsTo } from '../../../src/language/editing/calls';
import { declaredNames } from '../../../src/language/editing/outline';
import { parseTrace } from '../../../src/language/parser';

const TEXT = `xtrace 1
kernel linux
data cfg = zero 64
task A
task B entry=start
proc start
    call leaf
    jmp inner
end
proc leaf
inner:
    ret
end
switch A
    call leaf
    call leaf
    syscall rt_sigaction(SIGUSR1, handler, 0)
switch B
    call leaf
proc handler
    call start
end
`;

const trace = parseTrace(TEXT);
const lineOf = (text: string): number => TEXT.split('\n').indexOf(text);
const told = (calls: readonly Call[]) => calls.map(({ other, ranges }) => [other.name, ranges.map(({ line }) => line)]);

describe('the calls of a trace', () => {
  it('lead from a use of a name, its declaration or a label in it to the procedure', () => {
    for (const [line, column] of [
      [lineOf('    call leaf'), 11],
      [lineOf('proc leaf'), 6],
      [lineOf('    jmp inner'), 9],
    ] as const) {
      assert.deepEqual(callerAt(trace, line, column), {
        kind: 'proc',
        name: 'leaf',
        selection: { line: lineOf('proc leaf'), start: 5, end: 9 },
        lastLine: lineOf('proc leaf') + 3,
      });
    }
    assert.equal(callerAt(trace, lineOf('task A'), 5), undefined);
    assert.equal(callerAt(trace, lineOf('data cfg = zero 64'), 6), undefined);
  });

  it('are found in procedures, by name and by label, and in the parts of the flow', () => {
    assert.deepEqual(told(callsTo(trace, lineOf('proc leaf'))), [
      ['start', [6, 7]],
      ['switch A', [14, 15]],
      ['switch B', [18]],
    ]);
  });

  it('count who makes a procedure a handler or where a task begins', () => {
    assert.deepEqual(told(callsTo(trace, lineOf('proc handler'))), [['switch A', [16]]]);
    assert.deepEqual(told(callsTo(trace, lineOf('proc start'))), [
      ['flow', [4]],
      ['handler', [20]],
    ]);
  });

  it('are told of a procedure and of a part of the flow', () => {
    assert.deepEqual(told(callsFrom(trace, lineOf('proc start'))), [['leaf', [6, 7]]]);
    assert.deepEqual(told(callsFrom(trace, lineOf('proc leaf'))), []);
    assert.deepEqual(told(callsFrom(trace, lineOf('switch A'))), [
      ['leaf', [14, 15]],
      ['handler', [16]],
    ]);
    assert.deepEqual(told(callsFrom(trace, lineOf('switch B'))), [['leaf', [18]]]);
    assert.deepEqual(told(callsFrom(trace, 99)), []);
  });
});

describe('the names that a trace declares', () => {
  it('are data, constants, tasks, procedures and labels, but not its machine and kernel', () => {
    assert.deepEqual(
      declaredNames(trace).map(({ kind, name }) => `${kind} ${name}`),
      ['data cfg', 'task A', 'task B', 'proc start', 'proc leaf', 'label inner', 'proc handler'],
    );
  });
});
