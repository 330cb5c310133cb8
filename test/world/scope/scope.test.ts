import assert from 'node:assert/strict';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { Debugger } from '../../../src/world/debugger/debugger';
import { exampleText, go, lineOf, load, problems, run, trace } from '../harness';

function engineAt(text: string, marker: string): Debugger {
  const engine = new Debugger(load(text));
  go(engine, { kind: 'run-to', line: lineOf(text, marker) });
  return engine;
}

/** The engine of a trace on bare metal, at its end. */
function bareMetal(body: string): Debugger {
  return engineAt(trace('none', `${body}\nnop ;END`), ';END');
}

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error));
    return error.message;
  }
  assert.fail('it was not refused');
}

describe('names of a running trace', () => {
  it('show general registers in every width, as the instructions left them', () => {
    const engine = bareMetal('mov rax, 0x1122334455667788');
    assert.equal(engine.evaluate('rax').value, 0x1122334455667788n);
    assert.equal(engine.evaluate('eax').value, 0x55667788n);
    assert.equal(engine.evaluate('ax').value, 0x7788n);
    assert.equal(engine.evaluate('ah').value, 0x77n);
    assert.equal(engine.evaluate('al').value, 0x88n);
  });

  it('are those of registers that the machine has', () => {
    const on = (machine: string) =>
      new Debugger(load(`xtrace 1\nmachine ${machine}\nkernel linux\ntask A\nswitch A\nnop`));
    const older = on('arrow-lake');
    go(older, { kind: 'run-to', line: 5 });
    const none = (name: string, feature: string) => `The machine has no \`${name}\`: it is without \`${feature}\`.`;
    const absent: readonly (readonly [string, string, string])[] = [
      ['r16', 'r16', 'apx-f'],
      ['R31D + 1', 'r31d', 'apx-f'],
      ['A.r20', 'r20', 'apx-f'],
      ['cpu[0].r16w', 'r16w', 'apx-f'],
      ['zmm0.u8[0]', 'zmm0', 'avx512f'],
      ['xmm16.u8[0]', 'xmm16', 'avx512f'],
      ['k1', 'k1', 'avx512f'],
      ['tmm0.i8[0][0]', 'tmm0', 'amx-tile'],
    ];
    for (const [text, name, feature] of absent) {
      const said = refusal(() => older.evaluate(text));
      assert.equal(said, none(name, feature), text);
    }
    const newer = on('diamond-rapids');
    go(newer, { kind: 'run-to', line: 5 });
    for (const [text] of [...absent, ['r15'], ['ymm15.u8[0]']] as const)
      assert.equal(typeof newer.evaluate(text).value, 'bigint');
    assert.match(
      refusal(() => on('arrow-lake -avx').evaluate('ymm0.u8[0]')),
      /without `avx`/,
    );
    const failed = run('xtrace 1\nmachine sapphire-rapids\nkernel none\nexpect r16 == 0');
    assert.deepEqual(problems(failed), [`line 4: absent-register: ${none('r16', 'apx-f')}`]);
  });

  it('have the numbers of MSRs, unless the trace declares the name itself', () => {
    assert.equal(bareMetal('mov ecx, IA32_XFD').evaluate('rcx').value, 0x1c4n);
    assert.equal(bareMetal('const IA32_XFD = 7\nmov ecx, IA32_XFD').evaluate('rcx').value, 7n);
  });

  it('have a counter inside its repeat only, also where a jump led into the lines of the repeat', () => {
    const counts = '`i` counts the rounds of the `repeat` of line 4, and the flow is not in it.';
    const engine = bareMetal('repeat 2 as i\nnop\nend');
    assert.equal(
      refusal(() => engine.evaluate('i')),
      counts,
    );
    const jumped = run('xtrace 1\nkernel none\njmp inside\nrepeat 3 as i\ninside: print i\nend');
    assert.deepEqual(problems(jumped), [`line 5: counter-out-of-scope: ${counts}`]);
  });

  it('have the pointers of x87, unless the trace declares the name itself', () => {
    const pointers =
      'here:\nfld1\nexpect fip == here && FIP == here && fdp == 0 && fop == 0 && fcs == 0 && ftw == 0x80';
    assert.deepEqual(problems(run(trace('none', pointers))), []);
    const declared = 'data fip = u64[2] { 1, 2 }\nconst ftw = 5\nhere:\nfld1\nmov rax, [fip + 8]';
    const looks = 'expect rax == 2 && u64[fip] == 1 && ftw == 5 && cpu[0].fip == here && cpu[0].ftw == 0x80';
    assert.deepEqual(problems(run(trace('none', `${declared}\n${looks}`))), []);
  });

  it('show memory through every type, and data by its name', () => {
    const engine = bareMetal('data d = u32[4] { 0x80000001, 0x3f800000, 3 }');
    assert.equal(engine.evaluate('u32[d]').value, 0x80000001n);
    assert.equal(engine.evaluate('i32[d]').value, -0x7fffffffn);
    assert.equal(engine.evaluate('f32[d + 4]').value, 1);
    assert.equal(engine.evaluate('bf16[d + 6]').value, 1);
    assert.equal(engine.evaluate('u8[d + 8]').value, 3n);
    assert.match(
      refusal(() => engine.evaluate('u8[0]')),
      /no memory at 0x0/,
    );
  });

  it('show a task that is switched out from its saved registers and its buffer', () => {
    const text = exampleText('ping-pong.xtrace');
    const engine = engineAt(text, 'switch Plain');
    assert.equal(engine.evaluate('A.tmm0.u8[3][5]').value, 1n, 'saved');
    assert.equal(engine.evaluate('B.tmm0.u8[3][5]').value, 2n, 'live');
    assert.equal(engine.evaluate('A.tmm0.rows').value, 16n);
    assert.equal(engine.evaluate('A.rax').value, 64n);
    assert.equal(engine.evaluate('A.fpstate.xstate_bv & XTILEDATA').value, 0x40000n);
  });

  it('refuse values that the hardware would refuse, with its reason', () => {
    const engine = bareMetal('xor eax, eax');
    const set = (target: string, value: string) =>
      engine.edit({ kind: 'assign', target, value, place: { cpu: 0, task: null } });
    assert.match(
      refusal(() => set('xcr0', '0x20001')),
      /refuses/,
    );
    assert.match(
      refusal(() => set('xfd', '0x20000')),
      /refuses/,
    );
    assert.match(
      refusal(() => set('cpl', '3')),
      /cannot be set/,
    );
    assert.match(
      refusal(() => set('u8[0]', '1')),
      /no memory/,
    );
    assert.match(
      refusal(() => set('tmm0.i8[0][0]', '400')),
      /does not fit i8/,
    );
    set('xcr0', '0x602e7');
    set('xfd', 'XTILEDATA');
    set('zmm3.f32[2]', '1.5');
    set('tmm1.i32[2][3]', '-7');
    assert.equal(engine.evaluate('xfd').value, 0x40000n);
    assert.equal(engine.evaluate('xmm3.f32[2]').value, 1.5);
    assert.equal(engine.evaluate('tmm1.i32[2][3]').value, -7n);
    assert.equal(engine.evaluate('has(xinuse, XTILEDATA)').value, 1n);
  });

  it('show another CPU by its number', () => {
    const engine = bareMetal('mov eax, 3\ncpu 1\nmov eax, 4');
    assert.equal(engine.evaluate('cpu[0].rax').value, 3n);
    assert.equal(engine.evaluate('rax').value, 4n);
    assert.match(
      refusal(() => engine.evaluate('cpu[2].rax')),
      /no CPU 2/,
    );
  });

  it('count what the kernel did', () => {
    const engine = engineAt(exampleText('ping-pong.xtrace'), 'switch Plain');
    assert.equal(engine.evaluate('kernel.nm').value, 2n);
    assert.equal(engine.evaluate('kernel.allocs').value, 2n);
    assert.equal(engine.evaluate('kernel.buffer_bytes').value, 2n * 10752n);
  });
});

describe('names that JavaScript gives to every object', () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype);
  const engine = engineAt(exampleText('first-use.xtrace'), 'tilezero  tmm0');
  const places = [
    'NAME',
    'A.NAME',
    'A.fpstate.NAME',
    'A.guest.NAME',
    'A.sigaltstack.NAME',
    'cpu[0].NAME',
    'kernel.NAME',
  ];
  const further = ['last.NAME', 'tmm0.NAME', 'zmm0.NAME', 'tilecfg.NAME', 'NAME(1)', 'NAME[0]', 'A.core.xstate.NAME'];

  for (const place of [...places, ...further]) {
    it(`are nothing in ${place}`, () => {
      for (const name of inherited)
        assert.match(
          refusal(() => engine.evaluate(place.replace('NAME', name))),
          /no (member|function)? ?`\w+`/,
        );
    });
  }

  it('are no facts', () => {
    for (const name of inherited) {
      const observed = engineAt(trace('linux', `task A\nswitch A\nobserve ${name}=1\nnop ;END`), 'observe');
      assert.equal(go(observed, { kind: 'in' }).kind, 'exception', name);
    }
  });
});
