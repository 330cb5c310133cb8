import assert from 'node:assert/strict';
import { parseExpressionText } from '../../../../src/language/syntax/parse-expression';
import { Debugger } from '../../../../src/world/debugger/debugger';
import type { Breakpoint } from '../../../../src/world/debugger/debugger-types';
import { exampleText, finish, go, lineOf, load, trace } from '../../harness';

const FIRST_USE = exampleText('first-use.xtrace');

function atLine(engine: Debugger): number {
  return engine.place.kind === 'trace' ? engine.place.line : -1;
}

function routine(engine: Debugger): string {
  return engine.place.kind === 'kernel' ? engine.place.routine : '';
}

/** Log messages, and what the trace prints. */
function written(engine: Debugger): readonly string[] {
  return engine.takeTold().flatMap((told) => {
    if ('log' in told) return [told.log.text];
    return told.happening.kind === 'print' ? [told.happening.text] : [];
  });
}

const onFilter = (filter: string): Breakpoint => ({ id: 1, on: 'filter', filter });

describe('stepping', () => {
  it('starts at the first step, in step 1', () => {
    const engine = new Debugger(load(FIRST_USE));
    assert.equal(atLine(engine), lineOf(FIRST_USE, 'switch A'));
    assert.equal(engine.time.step, 1);
  });

  it('stops at #NM on the line that raised it, before the handler, with IA32_XFD_ERR loaded', () => {
    const engine = new Debugger(load(FIRST_USE));
    engine.setBreakpoints([onFilter('nm-xfd')]);
    const reason = go(engine, { kind: 'continue' });
    assert.equal(reason.kind, 'exception');
    assert.equal(atLine(engine), lineOf(FIRST_USE, '=> #NM'));
    assert.equal(engine.evaluate('xfd_err').value, 0x40000n);
    assert.equal(engine.evaluate('A.fpstate.size').value, 2560n);
  });

  it('steps into the handler, line by line, and out to the instruction that restarts', () => {
    const engine = new Debugger(load(FIRST_USE));
    engine.setBreakpoints([onFilter('nm-xfd')]);
    go(engine, { kind: 'continue' });
    go(engine, { kind: 'in' });
    assert.equal(routine(engine), 'exc_device_not_available');
    const seen = new Set<string>();
    while (engine.place.kind === 'kernel') {
      seen.add(routine(engine));
      go(engine, { kind: 'in' });
    }
    assert.deepEqual([...seen], ['exc_device_not_available', 'xfirstuse_event_handler', 'alloc_xstate_area']);
    assert.equal(engine.evaluate('A.fpstate.size').value, 10752n);
    assert.equal(engine.evaluate('xfd').value, 0n);
  });

  it('shows the handler above the trace on the call stack', () => {
    const engine = new Debugger(load(FIRST_USE));
    engine.setBreakpoints([{ id: 1, on: 'function', name: 'alloc_xstate_area' }]);
    assert.equal(go(engine, { kind: 'continue' }).kind, 'breakpoint');
    assert.deepEqual(
      engine.frames().map(({ name }) => name),
      ['alloc_xstate_area', 'xfirstuse_event_handler', 'exc_device_not_available', 'flow'],
    );
  });

  it('steps over a first use in one go', () => {
    const engine = new Debugger(load(FIRST_USE));
    const line = lineOf(FIRST_USE, '=> #NM');
    go(engine, { kind: 'run-to', line });
    go(engine, { kind: 'over' });
    assert.ok(atLine(engine) > line);
    assert.equal(engine.evaluate('A.fpstate.size').value, 10752n);
  });

  it('steps back over a first use, to the small buffer and the armed XFD', () => {
    const engine = new Debugger(load(FIRST_USE));
    const line = lineOf(FIRST_USE, '=> #NM');
    go(engine, { kind: 'run-to', line });
    go(engine, { kind: 'over' });
    assert.equal(go(engine, { kind: 'back' }).kind, 'step');
    assert.equal(atLine(engine), line);
    assert.equal(engine.evaluate('A.fpstate.size').value, 2560n);
    assert.equal(engine.evaluate('xfd').value, 0x40000n);
  });

  it('steps back inside the handler, and out of its front to the instruction', () => {
    const engine = new Debugger(load(FIRST_USE));
    engine.setBreakpoints([onFilter('nm-xfd')]);
    go(engine, { kind: 'continue' });
    go(engine, { kind: 'in' });
    go(engine, { kind: 'over' });
    assert.equal(routine(engine), 'exc_device_not_available');
    go(engine, { kind: 'back' });
    assert.equal(engine.place.kind === 'kernel' && engine.place.step, 0);
    go(engine, { kind: 'back' });
    assert.equal(atLine(engine), lineOf(FIRST_USE, '=> #NM'));
    assert.equal(engine.evaluate('xfd_err').value, 0n, 'before it was raised');
  });

  it('reverse-continues to the last breakpoint that was passed, and else to the start', () => {
    const engine = new Debugger(load(FIRST_USE));
    const line = lineOf(FIRST_USE, 'ldtilecfg');
    go(engine, { kind: 'continue' });
    engine.setBreakpoints([{ id: 7, on: 'line', line }]);
    const reason = go(engine, { kind: 'reverse-continue' });
    assert.deepEqual(reason, { kind: 'breakpoint', ids: [7], on: 'line' });
    assert.equal(atLine(engine), line);
    assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'start-of-history');
    assert.equal(engine.time.step, 1);
    assert.ok(engine.time.furthest > 15);
  });

  it('counts hits the same way however often it goes back', () => {
    const text = trace('none', 'repeat 10 as i\nnop ;BP\nend\nnop');
    const engine = new Debugger(load(text));
    const hit = (count: number): Breakpoint => ({
      id: 1,
      on: 'line',
      line: lineOf(text, ';BP'),
      hitCondition: { operator: '==', count },
    });
    engine.setBreakpoints([hit(4)]);
    go(engine, { kind: 'continue' });
    assert.equal(engine.evaluate('i').value, 3n);
    go(engine, { kind: 'reverse-continue' });
    go(engine, { kind: 'continue' });
    assert.equal(engine.evaluate('i').value, 3n);
  });

  it('stops on a condition, and writes log messages once', () => {
    const text = trace('none', 'repeat 5 as i\nnop ;BP\nend\nnop');
    const line = lineOf(text, ';BP');
    const engine = new Debugger(load(text));
    engine.setBreakpoints([
      { id: 1, on: 'line', line, condition: parseExpressionText('i == 3') },
      { id: 2, on: 'line', line, logMessage: ['round ', { expression: parseExpressionText('i') }] },
    ]);
    assert.deepEqual(go(engine, { kind: 'continue' }), { kind: 'breakpoint', ids: [1], on: 'line' });
    assert.deepEqual(written(engine), ['round 0', 'round 1', 'round 2', 'round 3']);
    go(engine, { kind: 'reverse-continue' });
    go(engine, { kind: 'continue' });
    assert.deepEqual(written(engine), []);
  });

  it('tells of log messages where they come among what happens', () => {
    const text = trace('none', 'repeat 3 as i\nnop ;BP\nprint "after {i}"\nend');
    const engine = new Debugger(load(text));
    const logMessage = ['before ', { expression: parseExpressionText('i') }];
    engine.setBreakpoints([{ id: 1, on: 'line', line: lineOf(text, ';BP'), logMessage }]);
    go(engine, { kind: 'continue' });
    assert.deepEqual(written(engine), ['before 0', 'after 0', 'before 1', 'after 1', 'before 2', 'after 2']);
  });

  it('stops on a failed expectation at its own line', () => {
    const text = trace('none', 'nop\nexpect rax == 1 ;BAD\nnop');
    const engine = new Debugger(load(text));
    engine.setBreakpoints([onFilter('expect')]);
    const reason = go(engine, { kind: 'continue' });
    assert.equal(reason.kind, 'exception');
    assert.equal(atLine(engine), lineOf(text, ';BAD'));
    assert.equal(go(engine, { kind: 'over' }).kind, 'step');
    assert.equal(atLine(engine), lineOf(text, ';BAD') + 1);
  });

  it('stops on a divergence with both sides', () => {
    const text = trace('none', 'nop => #UD ;BAD\nnop');
    const engine = new Debugger(load(text));
    engine.setBreakpoints([onFilter('divergence')]);
    const reason = go(engine, { kind: 'continue' });
    assert.ok(reason.kind === 'exception' && reason.happening.kind === 'divergence');
    assert.deepEqual(reason.happening.expected, ['#UD']);
    assert.deepEqual(reason.happening.actual, ['ok']);
  });

  it('steps over a call and out of it', () => {
    const text = trace('none', 'proc double\nadd eax, eax ;IN\nret\nend\nmov eax, 4\ncall double ;CALL\nnop ;AFTER');
    const engine = new Debugger(load(text));
    go(engine, { kind: 'run-to', line: lineOf(text, ';CALL') });
    go(engine, { kind: 'over' });
    assert.equal(atLine(engine), lineOf(text, ';AFTER'));
    go(engine, { kind: 'back' });
    assert.equal(atLine(engine), lineOf(text, ';CALL'));
    go(engine, { kind: 'in' });
    assert.equal(atLine(engine), lineOf(text, ';IN'));
    assert.deepEqual(
      engine.frames().map(({ name }) => name),
      ['double', 'flow'],
    );
    go(engine, { kind: 'out' });
    assert.equal(atLine(engine), lineOf(text, ';AFTER'));
    assert.equal(engine.evaluate('eax').value, 8n);
  });

  it('can be paused in a trace that never ends, and ends it at a limit of steps', () => {
    const text = trace('none', 'here:\njmp here');
    const engine = new Debugger(load(text), { maxSteps: 5000 });
    engine.start({ kind: 'continue' });
    assert.equal(engine.advance(100), undefined);
    engine.pause();
    assert.equal(engine.advance(100)?.kind, 'pause');
    go(engine, { kind: 'continue' });
    assert.equal(engine.world.flow.error?.code, 'max-steps');
  });

  it('stays responsive while it goes back through a long run, and can be paused there', () => {
    const text = trace('none', 'nop ;FIRST\nxor ecx, ecx\nagain:\ninc ecx\ncmp ecx, 40000\njl again\nnop');
    const engine = new Debugger(load(text));
    go(engine, { kind: 'continue' });
    engine.setBreakpoints([{ id: 1, on: 'line', line: lineOf(text, 'xor ecx') }]);
    engine.start({ kind: 'reverse-continue' });
    assert.equal(engine.advance(1000), undefined, 'there is more to do');
    engine.pause();
    assert.equal(finish(engine).kind, 'pause');
    assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'breakpoint');
    assert.equal(atLine(engine), lineOf(text, 'xor ecx'));
  });

  it('finds what happened at the very moment of a snapshot when it goes back', () => {
    const text = trace('none', `repeat 255\nnop\nend\nud2 => #UD\nrepeat 300\nnop\nend`);
    for (let before = 0; before < 3; before++) {
      const engine = new Debugger(load(text.replace('repeat 255', `repeat ${126 + before}`)));
      go(engine, { kind: 'continue' });
      engine.setBreakpoints([onFilter('ud')]);
      assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'exception');
    }
  });

  it('tells at a `stop` event that it is one', () => {
    const text = trace('none', 'nop\nstop ;HERE\nnop');
    const engine = new Debugger(load(text));
    assert.equal(go(engine, { kind: 'continue' }).kind, 'stop');
    assert.equal(atLine(engine), lineOf(text, ';HERE'));
  });
});
