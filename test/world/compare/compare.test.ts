/** What two moments differ in: held to the expressions of the debugger, and to a comparison of everything that a world is. */
import assert from 'node:assert/strict';
import { OFFSET } from '../../../src/machine/architecture/register-file';
import { COMPARED, compareStates, compareTasks } from '../../../src/world/compare/compare';
import type { Difference } from '../../../src/world/compare/difference';
import { differenceLines } from '../../../src/world/compare/difference-text';
import { Debugger } from '../../../src/world/debugger/debugger';
import { History } from '../../../src/world/debugger/history/history';
import { evaluateText } from '../../../src/world/scope/evaluate-text';
import { captureMachine, stateOf } from '../../../src/world/state/machine-state';
import type { World } from '../../../src/world/state/world';
import { exampleText, fingerprint, go, load, trace } from '../harness';

type Field = readonly [path: string, before: string, after: string];

function fieldsOf(differences: readonly Difference[], path = ''): readonly Field[] {
  return differences.flatMap(({ name, values, parts }) => {
    const here = `${path}/${name}`;
    return [...(values ? [[here, values.before, values.after] as const] : []), ...fieldsOf(parts, here)];
  });
}

/** All that a comparison tells of: not where the flow is. */
function everything(world: World): unknown {
  const { kernelPages, spaces, kernel } = fingerprint(world) as Record<string, unknown>;
  const registers = world.cpus.map((cpu) =>
    Buffer.from(cpu.snapshot()).subarray(0, OFFSET.registersEnd).toString('hex'),
  );
  return { kernelPages, spaces, kernel, registers };
}

const TRACES: readonly (readonly [name: string, text: string])[] = [
  ['first-use', exampleText('first-use.xtrace')],
  ['signals', exampleText('signals.xtrace')],
  [
    'vectors',
    trace(
      'linux',
      'task A\nswitch A\nvpxor ymm1, ymm1, ymm1\nvpternlogd zmm17, zmm17, zmm17, 255\nkxnorq k3, k3, k3\nfld1\nfldpi\nmov rax, 5',
    ),
  ],
];

describe('a comparison of two moments', () => {
  for (const [name, text] of TRACES) {
    it(`of ${name} is empty exactly where nothing but the flow differs, and is its own mirror image`, () => {
      const history = new History(load(text));
      const { world } = history;
      for (let moment = 0; moment < 400 && !world.ended; moment++) {
        const [before, old] = [captureMachine(stateOf(world)), everything(world)];
        history.forward();
        const [after, now] = [captureMachine(stateOf(world)), everything(world)];
        const told = fieldsOf(compareStates(world.program, before, after));
        const differs = JSON.stringify(old, bigints) !== JSON.stringify(now, bigints);
        assert.equal(told.length > 0, differs, `moment ${history.moment}: ${JSON.stringify(told)}`);
        const back = fieldsOf(compareStates(world.program, after, before));
        const mirrored = told.map(([path, was, is]) => [path, is, was]);
        assert.deepEqual(sorted(back), sorted(mirrored));
      }
    });

    it(`of ${name} says of each register what its expression says at the two moments`, () => {
      const engine = new Debugger(load(text));
      const reason = go(engine, {
        kind: 'compare',
        before: { kind: 'to-step', step: 1 },
        after: { kind: 'to-step', step: 6 },
        parts: ['registers'],
      });
      assert.ok(reason.kind === 'compared');
      const at = (step: number, expression: string) => {
        go(engine, { kind: 'to-step', step });
        const { value } = evaluateText(engine.world, expression);
        assert.equal(typeof value, 'bigint');
        return `0x${BigInt.asUintN(64, value as bigint).toString(16)}`;
      };
      let compared = 0;
      for (const [path, before, after] of fieldsOf(reason.differences)) {
        const expression = path.split('/').at(-1) ?? '';
        if (/^(st\d|abridged ftw|cr3|cpl)$/.test(expression)) continue;
        compared++;
        assert.equal(before.split(' ')[0], at(1, expression), expression);
        assert.equal(after.split(' ')[0], at(6, expression), expression);
      }
      assert.ok(compared > 0);
    });
  }

  it('tells a first use of tiles by field, component, range and kernel state, and moves nothing', () => {
    const engine = new Debugger(load(exampleText('first-use.xtrace')));
    go(engine, { kind: 'to-step', step: 4 });
    const { moment } = engine.time;
    const compare = (parts: typeof COMPARED) =>
      go(engine, {
        kind: 'compare',
        before: { kind: 'to-moment', moment: 0 },
        after: { kind: 'to-step', step: 12 },
        parts,
      });
    const reason = compare(COMPARED);
    assert.ok(reason.kind === 'compared');
    assert.equal(engine.time.moment, moment);
    assert.deepEqual([reason.before.step, reason.after.step], [1, 12]);
    const told = new Map(fieldsOf(reason.differences).map(([path, ...values]) => [path, values]));
    assert.deepEqual(told.get('/CPU 0/control and status/xfd'), ['0x40000 XTILEDATA', '0x0']);
    assert.deepEqual(told.get('/Buffer of A in the kernel/size'), ['2560', '10752']);
    assert.deepEqual(told.get('/kernel/tasks/A/fpstate/size'), ['2560', '10752']);
    assert.deepEqual(told.get('/kernel/counters/nm'), ['0', '1']);
    assert.deepEqual(told.get('/Buffer of A in the kernel/PKRU/state'), ['saved', 'init']);
    assert.deepEqual(told.get('/memory of the kernel/12288 bytes at 0xffffc90000000000'), ['not mapped', 'rw-']);
    const areas = compare(['xsave'] as unknown as typeof COMPARED);
    assert.ok(areas.kind === 'compared');
    assert.deepEqual(
      areas.differences.map(({ name }) => name),
      ['Buffer of A in the kernel'],
    );
  });

  it('stays where it is when there is no such step', () => {
    const engine = new Debugger(load(trace('none', 'mov eax, 1\nmov eax, 2')));
    const reason = go(engine, {
      kind: 'compare',
      before: { kind: 'to-moment', moment: 0 },
      after: { kind: 'to-step', step: 900 },
      parts: COMPARED,
    });
    assert.equal(reason.kind, 'not-reached');
    assert.equal(engine.time.moment, 0);
  });

  it('names data of the trace, and tells of bytes side by side as one range', () => {
    const text = trace('none', 'data x = zero 64\nmov dword ptr [x+4], 0x11223344\nmov byte ptr [x+40], 7\nnop');
    const engine = new Debugger(load(text));
    const reason = go(engine, {
      kind: 'compare',
      before: { kind: 'to-step', step: 1 },
      after: { kind: 'to-step', step: 3 },
      parts: ['memory'],
    });
    assert.ok(reason.kind === 'compared');
    assert.deepEqual(fieldsOf(reason.differences), [
      ['/memory/4 bytes at x+4', '00 00 00 00', '44 33 22 11'],
      ['/memory/1 byte at x+40', '00', '07'],
    ]);
  });
});

describe('a comparison of two tasks', () => {
  it('tells of their registers, buffers and records at one moment', () => {
    const engine = new Debugger(load(exampleText('ping-pong.xtrace')));
    while (!engine.world.ended) go(engine, { kind: 'continue' });
    const { world } = engine;
    const [a, b] = world.kernel?.state.tasks ?? [];
    assert.ok(a && b);
    const told = new Map(fieldsOf(compareTasks(world, a, b)).map(([path, ...values]) => [path, values]));
    assert.deepEqual(told.get('/task/name'), ['A', 'B']);
    for (const [path, [before, after]] of told) {
      const expression = path.split('/').at(-1) ?? '';
      if (!/^\/XTILEDATA\//.test(path)) continue;
      assert.equal(BigInt(before ?? ''), BigInt.asUintN(32, evaluateText(world, `A.${expression}`).value as bigint));
      assert.equal(BigInt(after ?? ''), BigInt.asUintN(32, evaluateText(world, `B.${expression}`).value as bigint));
    }
    assert.deepEqual(compareTasks(world, a, a), []);
  });
});

describe('differences as text', () => {
  it('are a tree by indentation; parts beyond the limit are counted', () => {
    const leaf = (name: string): Difference => ({ name, values: { before: '1', after: '2' }, parts: [] });
    assert.deepEqual(differenceLines([{ name: 'g', parts: [leaf('a'), leaf('b'), leaf('c')] }, leaf('d')], 2), [
      'g: 3 differences',
      '  a: 1 → 2',
      '  b: 1 → 2',
      '  and 1 more',
      'd: 1 → 2',
    ]);
  });
});

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function sorted<T>(fields: readonly T[]): readonly string[] {
  return fields.map((field) => JSON.stringify(field)).sort();
}
