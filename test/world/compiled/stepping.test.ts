import assert from 'node:assert/strict';
import { needs } from '../../host/needs';
import { compiled, found } from '../programs/programs';
import { byGdb, DebuggedProgram, linesByGdb, withGdb } from './debugged';

const STATIC = ['-static', '-g'];

function lines(...options: readonly string[]): { path: string; program: DebuggedProgram } {
  const path = compiled('gcc', 'lines.c', ...STATIC, ...options);
  return { path, program: new DebuggedProgram(path, 'lines.c') };
}

describe('a program that is debugged by its lines', function () {
  this.timeout(60_000);

  for (const version of ['-gdwarf-4', '-gdwarf-5']) {
    for (const [ours, gdbs, name, count] of [
      ['in', 'step', 'main', 40],
      ['over', 'next', 'main', 5],
      ['over', 'next', 'work', 25],
    ] as const) {
      it(`steps ${ours} from ${name} as gdb does (${version})`, function () {
        needs(this, withGdb('gcc'));
        const { path, program } = lines(version, '-O0');
        program.breakAt(name);
        program.go({ kind: 'continue' });
        program.engine.setBreakpoints([]);
        const expected = linesByGdb(path, name, gdbs, count);
        assert.equal(expected.length, count + 1);
        const actual = [program.line];
        while (actual.length < expected.length) {
          program.go({ kind: ours });
          actual.push(program.line);
        }
        assert.deepEqual(actual, expected);
      });
    }
  }

  for (const level of ['-O0', '-O2']) {
    it(`goes back over the lines that it came over, into calls and over them (${level})`, function () {
      needs(this, found('gcc'));
      const { program } = lines(level);
      program.breakAt('main');
      program.go({ kind: 'continue' });
      program.engine.setBreakpoints([]);
      for (const [forward, back] of [
        ['over', 'back'],
        ['in', 'back-in'],
      ] as const) {
        const start = program.moment;
        const there = [[program.line, program.moment]];
        for (let step = 0; step < 12; step++) {
          program.go({ kind: forward });
          if (typeof program.line === 'string') break;
          there.push([program.line, program.moment]);
        }
        program.go({ kind: 'to-moment', moment: Number(there.at(-1)?.[1]) });
        const home = [[program.line, program.moment]];
        while (home.length < there.length) {
          program.go({ kind: back });
          home.unshift([program.line, program.moment]);
        }
        assert.deepEqual(home, there);
        assert.equal(home[0]?.[1], start);
      }
    });
  }

  it('has the stack that gdb finds, with what is inlined', function () {
    needs(this, withGdb('gcc'));
    for (const level of ['-O0', '-O2']) {
      const { path, program } = lines(level);
      for (const line of [25, 31, 38]) {
        program.breakOn(line);
        program.go({ kind: 'continue' });
        const text = byGdb(path, [`break lines.c:${line}`, 'run', 'bt']);
        const expected = [...text.matchAll(/^#\d+ +(?:0x\w+ in )?(\w+) \(.* at .*lines\.c:(\d+)$/gm)];
        assert.deepEqual(
          program.stack,
          expected.map(([, name, at]) => `${name}:${at}`),
          `${level}, line ${line}`,
        );
      }
    }
  });

  it('leaves functions, and what is inlined', function () {
    needs(this, found('gcc'));
    const { program } = lines('-O0');
    program.breakOn(26);
    program.go({ kind: 'continue' });
    program.engine.setBreakpoints([]);
    assert.deepEqual(program.stack, ['square:26', 'work:37', 'main:48']);
    program.go({ kind: 'out' });
    assert.deepEqual(program.stack, ['work:37', 'main:48']);
    program.go({ kind: 'out' });
    assert.deepEqual(program.stack, ['main:48']);
  });

  it('begins at main when one steps into it, and ends behind the line that runs it', function () {
    needs(this, found('gcc'));
    const { program } = lines('-O0');
    program.go({ kind: 'continue' });
    assert.ok(program.engine.world.ended);
    program.go({ kind: 'to-step', step: 1 });
    while (typeof program.line === 'string') program.go({ kind: 'in' });
    assert.deepEqual(program.stack, ['main:45']);
    assert.deepEqual(
      program.engine.frames().map(({ place }) => place.kind),
      ['source', 'code', 'code', 'code', 'trace'],
    );
  });

  it('steps by instructions when asked to, and where there are no lines', function () {
    needs(this, found('gcc'));
    const { program } = lines('-O0');
    program.breakOn(36);
    program.go({ kind: 'continue' });
    const { moment } = program;
    program.go({ kind: 'over', by: 'instruction' });
    assert.equal(program.moment, moment + 1);
    program.go({ kind: 'back', by: 'instruction' });
    assert.equal(program.moment, moment);
    const stripped = new DebuggedProgram(compiled('gcc', 'lines.c', '-static', '-O0', '-s'), 'lines.c');
    stripped.go({ kind: 'to-moment', moment: 5000 });
    const before = stripped.moment;
    assert.equal(stripped.line, 'code');
    stripped.go({ kind: 'in' });
    assert.equal(stripped.moment, before + 1);
  });

  it('stops where code without debugging information has a symbol', function () {
    needs(this, found('gcc'));
    const program = new DebuggedProgram(compiled('gcc', 'lines.c', '-static', '-O0'), 'lines.c');
    program.breakAt('work');
    assert.equal(program.go({ kind: 'continue' }).kind, 'breakpoint');
    assert.equal(program.engine.frames()[0]?.name, 'work');
  });

  it('may lie anywhere', function () {
    needs(this, found('gcc'));
    const program = new DebuggedProgram(compiled('gcc', 'lines.c', '-static-pie', '-fPIE', '-g', '-O0'), 'lines.c');
    program.breakOn(38);
    program.go({ kind: 'continue' });
    assert.deepEqual(program.stack, ['work:38', 'main:48']);
  });
});
