/** Traces as the library runs and debugs them. */
import assert from 'node:assert/strict';
import {
  checkTrace,
  Debugger,
  EXCEPTION_FILTERS,
  ExpressionError,
  happeningText,
  loadTrace,
  MODELS,
  originText,
  Run,
  Trace,
  TraceError,
} from '../../src/library';
import '../../src/main/iced-on-node';
import { exampleText } from '../examples';

const FIRST_USE = loadTrace(exampleText('first-use.xtrace'), { file: 'first-use.xtrace' });
const COUNTING = loadTrace('xtrace 1\n    mov ecx, 3\nagain:\n    dec ecx\n    jnz again\n    print "done"\n');

describe('loadTrace', () => {
  it('says where each error is', () => {
    assert.throws(
      () => loadTrace('xtrace 1\n    mov eax, rbx\n    nothing\n', { file: 'a.xtrace' }),
      (error) => error instanceof TraceError && /^a\.xtrace:2:\d+: .*\na\.xtrace:3:5: /.test(error.message),
    );
  });

  it('keeps warnings with the trace', () => {
    const trace = loadTrace('xtrace 1\nconst UNUSED = 1\n    nop\n');
    assert.deepEqual(trace.warnings, checkTrace(trace.text));
  });

  it('runs it on another machine, under another kernel', () => {
    const text = 'xtrace 1\nmachine sapphire-rapids\nkernel linux\n    expect cpu == 0\n';
    const { cpuCount } = loadTrace(text, { machine: 'zen4 cpus=2', kernel: 'none' });
    assert.equal(cpuCount, 2);
    assert.throws(() => loadTrace(text, { machine: 'zen99' }), /machine.*zen99/s);
  });

  it('loads in pieces, and comes to the same', () => {
    const loading = Trace.loading(FIRST_USE.text);
    let last = loading.next();
    while (!last.done) last = loading.next();
    assert.deepEqual(last.value.stepLines, FIRST_USE.stepLines);
  });
});

describe('a run', () => {
  it('tells what happens, in order, up to the end', () => {
    const texts = [...new Run(COUNTING)].map(happeningText);
    assert.deepEqual(texts, ['done', '8 steps']);
  });

  it('tells the same in slices', () => {
    const whole = [...new Run(FIRST_USE)];
    const run = new Run(FIRST_USE);
    const slices = [];
    while (!run.ended) slices.push(...run.advance(7));
    assert.deepEqual(slices, whole);
    assert.deepEqual(run.failures, []);
  });

  it('stops where an expression holds', () => {
    const run = new Run(COUNTING, { until: 'rcx == 1' });
    assert.deepEqual([...run], []);
    assert.deepEqual([run.stoppedEarly, run.evaluate('rcx').value, run.steps], [true, 1n, 4]);
    assert.throws(() => new Run(COUNTING, { until: 'rcx ==' }), ExpressionError);
  });

  it('ends with an error when it takes too many steps', () => {
    const run = new Run(loadTrace('xtrace 1\nagain:\n    jmp again\n'), { maxSteps: 1000 });
    assert.deepEqual(
      [...run].flatMap((each) => (each.kind === 'error' ? [each.code] : [])),
      ['max-steps'],
    );
    assert.equal(run.failures.length, 1);
  });
});

describe('the debugger of the library', () => {
  it('steps forward and back over the same places', () => {
    const debug = new Debugger(COUNTING);
    const lines = [
      debug.place,
      debug.stepIn().place,
      debug.stepOver().place,
      debug.stepIn().place,
      debug.stepBack().place,
    ];
    assert.deepEqual(
      lines.map((place) => place.kind === 'trace' && place.line),
      [1, 3, 4, 3, 4],
    );
    assert.equal(debug.evaluate('rcx').value, 2n);
    debug.travel(0);
    assert.equal(debug.evaluate('rcx').value, 0n);
  });

  it('stops at breakpoints, and goes back to them', () => {
    const debug = new Debugger(COUNTING);
    debug.setBreakpoints([
      { line: 3, condition: 'rcx == 2' },
      { function: 'print' },
      { line: 4, hits: { operator: '==', count: 3 } },
    ]);
    const stop = debug.continue();
    assert.deepEqual([stop.reason.kind, debug.evaluate('rcx').value], ['breakpoint', 2n]);
    debug.continue();
    assert.deepEqual([debug.place, debug.evaluate('rcx').value], [{ kind: 'trace', line: 4 }, 0n]);
    debug.reverseContinue();
    assert.equal(debug.evaluate('rcx').value, 2n);
    assert.throws(() => debug.setBreakpoints([{ line: 3, condition: '(' }]), ExpressionError);
  });

  it('stops at exceptions, by the filters of the table', () => {
    assert.ok(EXCEPTION_FILTERS.some(({ filter }) => filter === 'nm-xfd'));
    const debug = new Debugger(FIRST_USE);
    debug.setBreakpoints([{ filter: 'nm-xfd' }]);
    assert.equal(debug.continue().reason.kind, 'exception');
    assert.match(debug.takeHappenings().map(happeningText).join('\n'), /#NM: IA32_XFD\[18\] is set/);
    debug.stepIn();
    assert.equal(debug.frames[0]?.name, 'exc_device_not_available');
    debug.stepOut();
    assert.equal(debug.place.kind, 'trace');
  });

  it('stops behind what changes a value, forward and back', () => {
    const debug = new Debugger(COUNTING);
    debug.setBreakpoints([{ data: 'rcx', access: 'change', condition: 'rcx == 1' }]);
    assert.equal(debug.continue().reason.kind, 'breakpoint');
    assert.deepEqual([debug.place, debug.evaluate('rcx').value], [{ kind: 'trace', line: 4 }, 1n]);
    debug.setBreakpoints([{ data: 'rcx', access: 'change' }]);
    debug.reverseContinue();
    assert.deepEqual([debug.place, debug.evaluate('rcx').value], [{ kind: 'trace', line: 4 }, 2n]);
  });

  it('goes back to what has changed a value', () => {
    const debug = new Debugger(COUNTING);
    debug.continue();
    assert.equal(debug.ended, true);
    debug.backToChange('rcx');
    assert.deepEqual([debug.place, debug.evaluate('rcx').value], [{ kind: 'trace', line: 3 }, 1n]);
    debug.backToChange('rcx');
    assert.equal(debug.evaluate('rcx').value, 2n);
    assert.equal(debug.backToChange('rbx'), undefined);
    assert.equal(debug.evaluate('rcx').value, 2n);
  });

  it('changes the past, and what follows from it', () => {
    const debug = new Debugger(COUNTING);
    debug.runTo(5);
    debug.backTo(3);
    assert.equal(debug.evaluate('rcx').value, 1n);
    debug.set('rcx', 5);
    debug.runTo(5);
    assert.equal(debug.time.step, 6 + 10);
    assert.throws(() => debug.set('xcr0', 4), ExpressionError);
  });

  it('works in slices, and pauses', () => {
    const debug = new Debugger(loadTrace('xtrace 1\nagain:\n    jmp again\n'));
    const work = debug.moving({ kind: 'continue' });
    assert.equal(work.next().done, false);
    debug.pause();
    const { done, value } = work.next();
    assert.deepEqual([done, value?.reason.kind], [true, 'pause']);
  });

  it('says where tiles came from, and moves nothing', () => {
    const debug = new Debugger(FIRST_USE);
    debug.continue();
    const { time } = debug;
    const told = debug.tileOrigins().map(originText);
    const line = (marker: string) => FIRST_USE.text.split('\n').findIndex((each) => each.includes(marker)) + 1;
    assert.deepEqual(told.slice(0, 4), [
      `<- computed at line ${line('tdpbssd   tmm0')} -> out, line ${line('tilestored [out')}`,
      `<- ones, line ${line('tileloadd tmm1')}`,
      `<- ramp, line ${line('tileloadd tmm2')}`,
      '',
    ]);
    assert.deepEqual(debug.time, time);
    assert.throws(() => debug.tileOrigins(7), RangeError);
  });
});

describe('the tables of the library', () => {
  it('have the models by the names that `machine` takes', () => {
    for (const { name } of MODELS) loadTrace('xtrace 1\n', { machine: name });
  });
});
