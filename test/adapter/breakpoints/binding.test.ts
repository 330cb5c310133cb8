import assert from 'node:assert/strict';
import { bind } from '../../../src/adapter/breakpoints/bind';
import type { BindingTarget, RequestedBreakpoint } from '../../../src/adapter/breakpoints/requested';

const TARGET: BindingTarget = {
  stepLines: [10, 12, 20],
  programAddress: () => undefined,
  sourceLine: () => 'no such line',
  isFile: () => () => false,
  mayLoad: false,
  kernelStep: ({ step }) => (step?.name === 'check' ? { index: 2, line: 7 } : 'no such step'),
  functionProblem: (name) => (name === 'tilezero' ? undefined : `no ${name}`),
  lineOfAddress: (reference, offset) => (reference === '0x401000' && offset === 4 ? 12 : undefined),
  expressionProblem: (_expression, text) => (text === 'xdf == 1' ? 'There is no `xdf` here.' : undefined),
};

function bound(breakpoint: object) {
  return bind({ id: 1, ...breakpoint } as RequestedBreakpoint, TARGET);
}

describe('binding breakpoints', () => {
  it('keeps a line that is a step, and slides to the next one that is', () => {
    assert.equal(bound({ on: 'line', line: 12 }).line, 12);
    assert.equal(bound({ on: 'line', line: 13 }).line, 20);
    assert.equal(bound({ on: 'line', line: 0 }).line, 10);
  });

  it('says in words why a line behind the last step cannot be bound', () => {
    const breakpoint = bound({ on: 'line', line: 21 });
    assert.equal(breakpoint.verified, false);
    assert.match(breakpoint.message ?? '', /step/);
    assert.equal(breakpoint.line, 21);
  });

  it('binds statements of the kernel’s pseudo-C by their names', () => {
    const step = { routine: 'handle', name: 'check' };
    const breakpoint = bound({ on: 'kernel-step', policy: 'linux', line: 4, step });
    assert.equal(breakpoint.line, 7);
    assert.deepEqual(breakpoint.verified && breakpoint.engine, {
      id: 1,
      on: 'kernel-step',
      routine: 'handle',
      step: 2,
    });
    const elsewhere = bound({ on: 'kernel-step', policy: 'linux', line: 4, step: { ...step, name: 'other' } });
    assert.deepEqual([elsewhere.verified, elsewhere.message], [false, 'no such step']);
  });

  it('passes conditions, hit conditions and log messages on to the engine', () => {
    const breakpoint = bound({
      on: 'line',
      line: 10,
      condition: 'rax == 1',
      hitCondition: '>= 2',
      logMessage: 'rax is {rax}',
    });
    assert.ok(breakpoint.verified);
    assert.equal(breakpoint.engine.condition?.kind, 'binary');
    assert.deepEqual(breakpoint.engine.hitCondition, { operator: '>=', count: 2 });
    assert.equal(breakpoint.engine.logMessage?.length, 2);
    assert.equal(breakpoint.engine.logMessage?.[0], 'rax is ');
  });

  it('rejects a bad condition, hit condition or log message when it is set', () => {
    for (const bad of [
      { condition: 'rax ==' },
      { condition: 'xdf == 1' },
      { hitCondition: 'often' },
      ...['0', '== 0', '% 0', '<= 0', '< 1'].map((hitCondition) => ({ hitCondition })),
      { logMessage: '{rax' },
    ]) {
      const breakpoint = bound({ on: 'line', line: 10, ...bad });
      assert.equal(breakpoint.verified, false, JSON.stringify(bad));
      assert.match(breakpoint.message ?? '', /cannot be used/);
    }
  });

  it('says why there is no function of a name', () => {
    assert.equal(bound({ on: 'function', name: 'tilezero' }).verified, true);
    assert.equal(bound({ on: 'function', name: 'tilezer' }).message, 'no tilezer');
  });

  it('knows the exception filters', () => {
    assert.equal(bound({ on: 'filter', filter: 'nm-xfd' }).verified, true);
    assert.match(bound({ on: 'filter', filter: 'nm' }).message ?? '', /`nm`/);
  });

  it('binds an address to the line of the step that begins there', () => {
    assert.equal(bound({ on: 'address', reference: '0x401000', offset: 4 }).line, 12);
    assert.equal(bound({ on: 'address', reference: '0x401000', offset: 5 }).verified, false);
  });
});
