/** Plain steps, of which many are done at once, against the same ones done moment by moment. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { Debugger } from '../../../src/world/debugger/debugger';
import { History } from '../../../src/world/debugger/history/history';
import { advancePlain } from '../../../src/world/run/plain-steps';
import { exampleNames, exampleText, fingerprint, go, load, trace } from '../harness';

const LOOP = `data table = u32[64] ramp(1, 1)
    lea   rsi, [table]
    xor   ecx, ecx
next:
    mov   eax, [rsi+rcx*4]
    imul  eax, ecx              => ok
    mov   [rsi+rcx*4], eax
    cmp   ecx, 7
    jne   skip
    call  twice
skip:
    inc   ecx
    cmp   ecx, 64
    jb    next
    expect rcx == 64
    xor   ecx, ecx
`;
const PROC = `proc twice
    add   eax, eax
    mov   edx, eax
    ret
end
`;
const BARE = trace(
  'none',
  `${LOOP}    div   ecx                   => #DE
    lea   rax, [rip + traps + 1]
    jmp   rax
traps:
    mov   eax, 0xf190cc90 ; its immediate is NOP, INT3, NOP, INT1: traps behind steps without a line
    nop
${PROC}proc fix
    mov ecx, 1
    iretq
end
proc pass
    iretq
end
idt #DE = fix
idt #BP = pass
idt #DB = pass`,
);
const LINUX = trace('linux', `${LOOP}    div   ecx\n    nop\n${PROC}`);

function momentByMoment(text: string): { readonly history: History; readonly worlds: unknown[] } {
  const history = new History(load(text));
  const worlds = [fingerprint(history.world)];
  while (!history.world.ended) {
    history.forward();
    worlds.push(fingerprint(history.world));
  }
  return { history, worlds };
}

/** How often a register has been set since. */
function countingSets(cpu: Cpu, name: 'rip'): () => number {
  const own = inherited(cpu, name);
  let sets = 0;
  Object.defineProperty(cpu, name, {
    get: () => own.get?.call(cpu),
    set: (value) => {
      sets++;
      own.set?.call(cpu, value);
    },
  });
  return () => sets;
}

function inherited(of: object, name: string): PropertyDescriptor {
  const own = Object.getOwnPropertyDescriptor(of, name);
  return own ?? inherited(Object.getPrototypeOf(of), name);
}

describe('plain steps', function () {
  // A trace that faults a thousand times before it hangs has many worlds to compare.
  this.timeout(300_000);

  const texts = [['bare metal', BARE], ['Linux', LINUX], ...exampleNames.map((name) => [name, exampleText(name)])];
  for (const [name = '', text = ''] of texts) {
    it(`lead to the same worlds, snapshots and end however many are done at once: ${name}`, () => {
      const single = momentByMoment(text);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 2, max: 400 }), { minLength: 1, maxLength: 20 }), (strides) => {
          const history = new History(load(text));
          for (let turn = 0; !history.world.ended; turn++) {
            const before = history.moment;
            history.forward(strides[turn % strides.length]!); // one at least
            assert.ok(history.moment > before && history.moment <= before + strides[turn % strides.length]!);
            assert.deepEqual(fingerprint(history.world), single.worlds[history.moment], `moment ${history.moment}`);
          }
          assert.deepEqual(history.furthest, single.history.furthest);
        }),
        { numRuns: 3 },
      );
    });
  }

  it('are passed in larger numbers than one', () => {
    const history = new History(load(trace('none', 'mov ecx, 100\nagain:\ndec ecx\njnz again')));
    history.forward(150);
    assert.equal(history.moment, 150);
  });

  it('leave RIP alone but for jumps, and set it when they end', () => {
    const history = new History(
      load(trace('none', `mov ecx, 1000\nagain:\n${'inc rax\n'.repeat(6)}dec ecx\njnz again`)),
    );
    const { world } = history;
    const sets = countingSets(world.cpu, 'rip');
    const rounds = 1000;
    let runs = 0;
    for (; !world.ended; runs++) history.forward(256);
    assert.equal(world.flow.steps, 1 + 8 * rounds);
    // A jump has it behind itself first, then where it goes to; a run sets it at its end and shows the next step.
    assert.ok(sets() <= 2 * rounds + 2 * runs, `${sets()} times in ${runs} runs`);
  });

  it('end at the limit of steps exactly', () => {
    const engine = new Debugger(load(trace('linux', 'again:\ninc rax\njmp again')), { maxSteps: 1001 });
    go(engine, { kind: 'continue' });
    assert.equal(engine.world.flow.error?.code, 'max-steps');
    assert.equal(engine.world.flow.steps, 1001);
    assert.equal(engine.evaluate('rax').value, 501n);
  });
});

describe('calls and returns', () => {
  const CALLS = trace('none', 'call outer\nnop\nproc outer\ncall inner\nret\nend\nproc inner\nnop\nret\nend');
  const WATCHED = CALLS.replace('call inner', 'call inner => ok');

  it('are passed with the plain steps around them, and leave the call stack as it is after them', () => {
    const { world } = new History(load(CALLS));
    assert.equal(advancePlain(world, 3), 3);
    assert.deepEqual(
      world.flow.activations.map(({ from }) => world.program.stepAt(from)?.line),
      [3, 6],
    );
    assert.equal(advancePlain(world, 100), 3);
    assert.deepEqual(world.flow.activations, []);
    assert.equal(world.ended, true);
  });

  it('are single moments where something is expected of them, and for who watches the depth of the stack', () => {
    assert.equal(advancePlain(new History(load(WATCHED)).world, 100), 1);
    const { world } = new History(load(CALLS));
    assert.equal(advancePlain(world, 100, 'plain'), 0);
    const history = new History(load(CALLS));
    history.forward();
    history.forward();
    assert.equal(advancePlain(history.world, 100, 'plain'), 1, 'up to the return of `inner`');
  });

  it('are where `out` stops, though the loop around the call is long', () => {
    const text = trace(
      'none',
      'again:\ncall f\ninc ecx\ncmp ecx, 500\njb again\nproc f\ncall g\nnop\nret\nend\nproc g\nnop\nret\nend',
    );
    const engine = new Debugger(load(text));
    go(engine, { kind: 'in' });
    assert.equal(engine.frames()[0]?.name, 'f');
    go(engine, { kind: 'out' });
    assert.deepEqual(
      engine.frames().map(({ name }) => name),
      ['flow'],
    );
    assert.equal(engine.evaluate('rcx').value, 0n);
  });
});
