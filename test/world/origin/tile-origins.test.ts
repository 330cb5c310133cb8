/** Where tiles came from: in traces, and in programs with every kind of array, there and back. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Debugger } from '../../../src/world/debugger/debugger';
import { originText } from '../../../src/world/origin/tile-origin';
import { CLANG } from '../../host/clang';
import { needs } from '../../host/needs';
import { DebuggedProgram } from '../compiled/debugged';
import { exampleNames, exampleText, fingerprint, go, lineOf, load, trace } from '../harness';
import { compiled, found } from '../programs/programs';

/** What is known of the tiles now, by their numbers. @param slice moments of each look. */
function labels(engine: Debugger, slice = 100_000, cpu = engine.world.flow.cpu): Record<string, string> {
  const [before, { moment }] = [fingerprint(engine.world), engine.time];
  for (let left = 100_000; !engine.tileOrigins.advance(cpu, slice); left--) assert.ok(left > 0, 'it ends');
  assert.equal(engine.time.moment, moment);
  assert.deepEqual(fingerprint(engine.world), before, 'nothing has moved');
  const told = engine.tileOrigins.of(cpu).map((origin, tile) => [`tmm${tile}`, originText(origin)]);
  return Object.fromEntries(told.filter(([, text]) => text !== ''));
}

const TRACE = `data cfg = tilecfg { tmm0: 16x64, tmm1: 16x64, tmm2: 8x32, tmm3: 16x64 }
data weights = i8[32][64] ramp(-8, 1)
data out = i32[16][16] zero
task A
switch A
mov r8d, 64
ldtilecfg [cfg]
tilezero tmm0 ;ZERO
tileloadd tmm1, [weights+r8*1+64] ;LOAD
tileloadd tmm2, [weights+r8*1] ;SMALL
nop
tdpbssd tmm0, tmm1, tmm3 ;PRODUCT
tilestored [out+r8*1], tmm0 ;STORE
nop
tileloadd tmm1, [weights+r8*1] ;AGAIN
tilerelease
nop`;

const text = trace('linux-rfc-2020', TRACE);
const at = (marker: string) => `line ${lineOf(text, marker) + 1}`;

function toLine(engine: Debugger, marker: string): void {
  assert.equal(go(engine, { kind: 'run-to', line: lineOf(text, marker) }).kind, 'step');
}

describe('the origin of tiles', () => {
  it('is the data that a tile was loaded from, and the line; what was computed has a line alone', () => {
    const engine = new Debugger(load(text));
    toLine(engine, 'STORE');
    assert.deepEqual(labels(engine), {
      tmm0: `<- computed at ${at('PRODUCT')}`,
      tmm1: `<- weights+64, ${at('LOAD')}`,
      tmm2: `<- weights, ${at('SMALL')}`,
    });
    go(engine, { kind: 'in' });
    assert.equal(labels(engine).tmm0, `<- computed at ${at('PRODUCT')} -> out, ${at('STORE')}`);
  });

  it('is that of the present moment, wherever one has come from', () => {
    const engine = new Debugger(load(text));
    const seen = new Map<number, Record<string, string>>();
    while (!engine.world.ended) {
      seen.set(engine.time.moment, labels(engine));
      go(engine, { kind: 'in', by: 'instruction' });
    }
    const distinct = new Set([...seen.values()].map((each) => JSON.stringify(each)));
    assert.ok(distinct.size >= 7, `${distinct.size} different answers`);
    for (const moment of [...seen.keys()].reverse()) {
      go(engine, { kind: 'travel', moment });
      assert.deepEqual(labels(engine), seen.get(moment), `back at ${moment}`);
    }
    for (const moment of seen.keys()) {
      const anew = new Debugger(load(text));
      go(anew, { kind: 'until', moment });
      assert.deepEqual(labels(anew, 1), seen.get(moment), `asked for the first time at ${moment}, in small slices`);
    }
  });

  it('is nothing where the content is another: after a change by the user, and without configuration', () => {
    const engine = new Debugger(load(text));
    toLine(engine, 'STORE');
    engine.edit({ kind: 'assign', target: 'tmm1.i8[0][0]', value: '99', place: { cpu: 0, task: null } });
    assert.deepEqual(Object.keys(labels(engine)), ['tmm0', 'tmm2']);
    toLine(engine, 'AGAIN');
    go(engine, { kind: 'in' });
    assert.equal(labels(engine).tmm1, `<- weights, ${at('AGAIN')}`);
    go(engine, { kind: 'in' });
    assert.deepEqual(labels(engine), {});
  });

  it('stays with a task that is switched out and comes back, on whichever CPU', () => {
    const moved = text.replace('nop\ntdpbssd', 'switch B\nnop\ncpu 1\nswitch A\nnop\ntdpbssd');
    const withB = moved.replace('task A\n', 'task A\ntask B\n');
    const engine = new Debugger(load(withB));
    const line = lineOf(withB, 'PRODUCT');
    go(engine, { kind: 'run-to', line });
    assert.equal(engine.world.flow.cpu, 1);
    assert.deepEqual(Object.values(labels(engine)), [
      `<- zeroed at line ${lineOf(withB, 'ZERO') + 1}`,
      `<- weights+64, line ${lineOf(withB, 'LOAD') + 1}`,
      `<- weights, line ${lineOf(withB, 'SMALL') + 1}`,
    ]);
    assert.deepEqual(labels(engine, 1000, 0), {}, 'CPU 0 has another task, or none');
  });

  it('has the product that has computed a tile, else the latest that has multiplied what the tile has now', () => {
    const products = `tdpbf16ps tmm0, tmm1, tmm3
nop ;ONE
tdpbuud tmm0, tmm3, tmm4 ;SECOND
nop ;TWO
tileloadd tmm3, [weights+r8*1]
nop ;LOADED
tdpbusd tmm4, tmm3, tmm1
nop ;THREE
tilezero tmm4
nop ;ZEROED`;
    const shapes = 'tmm2: 8x32, tmm3: 16x64, tmm4: 16x64';
    const from = text.slice(0, text.indexOf('tdpbssd')).replace('tmm2: 8x32, tmm3: 16x64', shapes);
    const engine = new Debugger(load(`${from}${products}`));
    const kinds = (marker?: string) => {
      if (marker) go(engine, { kind: 'run-to', line: lineOf(`${from}${products}`, marker) });
      labels(engine);
      const told = engine.tileOrigins.of(0).map(({ product }) => product && `${product.mnemonic} ${product.operand}`);
      return told.slice(0, 5);
    };
    const [none, first] = [undefined, ['tdpbf16ps 0', 'tdpbf16ps 1', undefined, 'tdpbf16ps 2', undefined]];
    assert.deepEqual(kinds('ONE'), first);
    const { moment } = engine.time;
    assert.deepEqual(kinds('TWO'), ['tdpbuud 0', 'tdpbf16ps 1', none, 'tdpbuud 1', 'tdpbuud 2']);
    assert.deepEqual(kinds('LOADED'), ['tdpbuud 0', 'tdpbf16ps 1', none, none, 'tdpbuud 2']);
    assert.deepEqual(kinds('THREE'), ['tdpbuud 0', 'tdpbusd 2', none, 'tdpbusd 1', 'tdpbusd 0']);
    assert.deepEqual(kinds('ZEROED'), ['tdpbuud 0', 'tdpbusd 2', none, 'tdpbusd 1', none]);
    go(engine, { kind: 'travel', moment });
    assert.deepEqual(kinds(), first, 'what came later says nothing');
  });

  it('is found, and moves nothing, in every example', function () {
    this.timeout(120_000);
    for (const name of exampleNames) {
      const engine = new Debugger(load(exampleText(name)), { maxSteps: 20_000 });
      while (!engine.world.ended && engine.time.moment < 20_000) {
        go(engine, { kind: 'until', moment: engine.time.moment + 997 });
        for (let cpu = 0; cpu < engine.world.cpus.length; cpu++) labels(engine, 5000, cpu);
      }
    }
  });
});

const SOURCE = 'named-tiles.c';

function lineAt(comment: string): number {
  const lines = readFileSync(join(__dirname, '../../fixtures/programs', SOURCE), 'utf8').split('\n');
  const line = lines.findIndex((each) => each.includes(`/* ${comment}`));
  assert.ok(line >= 0, comment);
  return line + 1;
}

const place = (comment: string) => `${SOURCE}:${lineAt(comment)}`;
const OPTIONS = ['-static', '-nostdlib', '-ffreestanding', '-fno-stack-protector', '-mamx-tile', '-mamx-int8'];

describe('the origin of tiles in programs', function () {
  this.timeout(120_000);

  function stopped(compiler: string, level: string, comment: string, debug = '-g'): DebuggedProgram {
    const program = new DebuggedProgram(compiled(compiler, SOURCE, ...OPTIONS, level, debug), SOURCE);
    program.breakOn(lineAt(comment));
    assert.equal(program.go({ kind: 'continue' }).kind, 'breakpoint');
    return program;
  }

  for (const compiler of ['gcc', CLANG]) {
    for (const level of ['-O0', '-O2']) {
      it(`is an array with its indices, by ${compiler} ${level}`, function () {
        needs(this, found(compiler));
        const program = stopped(compiler, level, 'pointers');
        const known = {
          tmm0: `<- computed at ${place('product')} -> c[0][0..15], ${place('store')}`,
          tmm1: `<- a[16][0..63], ${place('a */')}`,
          tmm2: `<- flat[256..319], ${place('flat')}`,
          tmm3: `<- layer.weights[2][0][0..63], ${place('layer')}`,
          tmm4: `<- heap[1024..1087], ${place('heap')}`,
        };
        assert.deepEqual(labels(program.engine), known);
        const { moment } = program;
        program.breakOn(lineAt('zero again'));
        assert.equal(program.go({ kind: 'continue' }).kind, 'breakpoint');
        const later = labels(program.engine);
        assert.deepEqual(later, {
          ...known,
          tmm3: `<- holder.rows[128..191], ${place('holder')}`,
          tmm4: `<- inside[0][0..63], ${place('inside')}`,
          tmm5: `<- a[16][0..63], ${place('source')}`,
          ...(level === '-O0' ? { tmm6: `<- matrix[2][0..63], ${place('matrix')}` } : { tmm6: later.tmm6 }),
          tmm7: `<- local[0][0..63], ${place('local')}`,
        });
        assert.match(later.tmm6 ?? '', /^<- (matrix\[2\]\[0\.\.63\]|heap\[128\.\.191\]), named-tiles/);
        program.go({ kind: 'travel', moment });
        assert.deepEqual(labels(program.engine), known);
        program.breakOn(lineAt('heap'));
        program.go({ kind: 'reverse-continue' });
        assert.deepEqual(Object.keys(labels(program.engine)), ['tmm0', 'tmm1', 'tmm2', 'tmm3']);
        assert.equal(labels(program.engine).tmm0, `<- zeroed at ${place('zero')}`);
      });
    }
  }

  it('has the names of symbols where there is no debugging information', function () {
    needs(this, found('gcc'));
    const path = compiled('gcc', SOURCE, ...OPTIONS, '-O0', '-g0');
    const program = new DebuggedProgram(path, SOURCE);
    program.breakAt('by_pointer');
    assert.equal(program.go({ kind: 'continue' }).kind, 'breakpoint');
    const told = labels(program.engine);
    assert.match(told.tmm1 ?? '', /^<- a\+1024, _start\+0x[0-9a-f]+$/);
    assert.match(told.tmm2 ?? '', /^<- flat\+256, _start\+0x/);
    assert.match(told.tmm4 ?? '', /^<- 0x[0-9a-f]+, _start\+0x/);
  });
});
