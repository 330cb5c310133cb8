/** Code as it lies in memory: written, jumped into, and held to what the trace lays out. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RIGHTS } from '../../../src/machine/cpu/page';
import { Debugger } from '../../../src/world/debugger/debugger';
import { History } from '../../../src/world/debugger/history/history';
import { CODE_BASE, DATA_BASE, type Program } from '../../../src/world/program/program';
import { exampleNames, exampleText, fingerprint, go, load, problems, run, trace } from '../harness';
import { undecoded } from './programs';

const EXECUTABLE = { ...RIGHTS.data, executable: true };

/** A trace whose data may be executed. */
function executable(text: string): Program {
  const program = load(text);
  const segments = program.image.segments.map((segment) =>
    segment.address >= DATA_BASE ? { ...segment, rights: EXECUTABLE } : segment,
  );
  return { ...program, image: { ...program.image, segments } };
}

function start(text: string): History {
  return new History(executable(text));
}

function finish(history: History, stride = 1): History {
  for (let left = 10_000; !history.world.ended; left--) {
    assert.ok(left > 0, 'the run does not end');
    history.forward(stride);
    for (const { kind } of history.world.happenings) assert.notEqual(kind, 'divergence');
  }
  return history;
}

function printed({ happenings }: ReturnType<typeof run>): string[] {
  return happenings.flatMap((each) => (each.kind === 'print' ? [each.text] : []));
}

function rax(history: History): bigint {
  return history.world.cpu.gpr[0]!; // there is one
}

describe('a jump into the middle of an instruction', () => {
  it('executes the bytes that are there', () => {
    // mov ebx, 0x90909090 at a; from its second byte on: four NOPs.
    const ran = run(
      'xtrace 1\nxor ebx, ebx\nlea rax, [rip + a + 1]\njmp rax\na:\nmov ebx, 0x90909090\nexpect rbx == 0',
    );
    assert.deepEqual(problems(ran), []);
    assert.equal(
      ran.world.flow.steps,
      8,
      'four instructions of the trace, four NOPs, less the one jumped over, and expect',
    );
  });

  it('raises #UD at the jump where the bytes are no instruction', () => {
    // mov eax, 0x...06: 06h is PUSH ES, which 64-bit mode does not have.
    const text = 'lea rax, [rip + a + 1]\njmp rax => #UD, SIGILL, killed\nswitch B\na:\nmov ebx, 6';
    assert.deepEqual(problems(run(`xtrace 1\ntask A\ntask B\nswitch A\n${text}`)), []);
  });
});

describe('code in data', () => {
  const CALL = 'data d = hex "b8 05 00 00 00 c3"\nlea rdi, [d]\ncall rdi\nadd eax, 1\n';

  it('is called and returns, each instruction a step without a line', () => {
    const history = start(trace('none', CALL));
    assert.equal(rax(finish(history)), 6n);
    assert.equal(history.world.flow.steps, 5);
    assert.deepEqual(history.world.flow.activations, []);
  });

  it('is stepped through by the debugger, without a line and under the name of the data', () => {
    const engine = new Debugger(executable(trace('none', CALL)));
    go(engine, { kind: 'in' });
    go(engine, { kind: 'in' });
    assert.deepEqual(engine.place, { kind: 'code', address: DATA_BASE });
    assert.deepEqual(
      engine.frames().map(({ name, place }) => [name, place.kind]),
      [
        ['d', 'code'],
        ['flow', 'trace'],
      ],
    );
    go(engine, { kind: 'in' });
    assert.equal(engine.frames()[0]?.name, 'd+0x5');
    go(engine, { kind: 'out' });
    assert.deepEqual(engine.place, { kind: 'trace', line: 6 });
    go(engine, { kind: 'back' });
    assert.deepEqual(engine.place, { kind: 'trace', line: 5 });
    go(engine, { kind: 'over' });
    assert.deepEqual(engine.place, { kind: 'trace', line: 6 });
  });

  it('has its outcomes written where the flow went to it', () => {
    // ud2 behind a mov: the second instruction of the code is the one that faults.
    const text =
      'data d = hex "b8 05 00 00 00 0f 0b"\nlea rdi, [d]\ncall rdi => #UD, SIGILL, killed\nswitch B\nmov ebx, 1';
    const history = finish(start(trace('linux', `task A\ntask B\nswitch A\n${text}`)));
    assert.equal(history.world.flow.error, null);
    assert.equal(history.world.cpu.gpr[3], 1n);
    assert.equal(history.world.kernel?.state.tasks[0]?.signal, 'SIGILL');
  });

  it('runs into the end of its pages as a fetch that faults there', () => {
    // The last byte of the page begins `mov eax, imm32`.
    const text = `data d = zero 4096 align=4096\nlea rdi, [d + 4095]\nmov BYTE PTR [rdi], 0xb8\njmp rdi => #PF(${DATA_BASE + 0x2000})`;
    const history = new History(load(trace('none', `data pad = zero 4096\n${text}`)));
    history.world.memory.protect(0, DATA_BASE + 0x1000, 0x1000, EXECUTABLE);
    finish(history);
    assert.equal(history.world.flow.error, null);
  });

  it('may lie across two pages, and is decoded anew when either is written', () => {
    // mov eax, imm32 with its opcode in one page and its operand in the next, executed twice.
    const text = `data d = zero 8192 align=4096
lea rdi, [d + 4095]
mov BYTE PTR [rdi], 0xb8
mov DWORD PTR [rdi + 1], 7
mov BYTE PTR [rdi + 5], 0xc3
call rdi
mov ebx, eax
mov BYTE PTR [rdi + 1], 9
call rdi
mov ecx, eax
mov BYTE PTR [rdi], 0xb9
call rdi
expect rbx == 7 && rax == 9 && rcx == 9`;
    for (const stride of [1, 3, 100]) {
      const history = start(trace('none', text));
      finish(history, stride);
      assert.equal(history.world.cpu.gpr[3], 7n);
      assert.equal(history.world.cpu.gpr[1], 9n);
    }
  });
});

/** Ten rounds of a loop in data; each round writes the constant that the next one adds. */
const SELF_MODIFYING = trace(
  'none',
  // add eax, imm8; inc byte [rdi+2]; dec ecx; jnz -10; ret
  `data d = hex "83 c0 01 fe 47 02 ff c9 75 f6 c3"\nlea rdi, [d]\nmov ecx, 10\nxor eax, eax\ncall rdi\nexpect rax == 55`,
);

describe('code that writes itself', () => {
  it('executes what it has written, at once', () => {
    assert.equal(rax(finish(start(SELF_MODIFYING))), 55n);
  });

  it('passes through the same moments in any strides, and back again under snapshots', () => {
    const single = start(SELF_MODIFYING);
    const worlds = [fingerprint(single.world)];
    while (!single.world.ended) {
      single.forward();
      worlds.push(fingerprint(single.world));
    }
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(worlds.length - 1), { maxLength: 6 }),
        (strides, jumps) => {
          const history = start(SELF_MODIFYING);
          history.world.snapshot();
          for (let turn = 0; !history.world.ended; turn++) {
            history.forward(strides[turn % strides.length]!); // one at least
            assert.deepEqual(fingerprint(history.world), worlds[history.moment], `moment ${history.moment}`);
            if (turn % 3 === 0) history.world.restore(history.world.snapshot());
          }
          for (const moment of jumps) {
            history.goTo(moment);
            if (moment > 0) assert.deepEqual(fingerprint(history.world), worlds[moment], `back at moment ${moment}`);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('code that the debugger writes', () => {
  const TEXT = trace('none', 'again:\ninc ecx\ncmp ecx, 40\njb again\nprint rcx');

  it('executes as written, with its line, and as before at the moments before', () => {
    const engine = new Debugger(load(TEXT));
    go(engine, { kind: 'in' });
    const address = engine.program.steps.at(1)!.address; // cmp ecx, 40 is 83 f9 28
    engine.edit({ kind: 'memory', address: address + 2, bytes: Uint8Array.of(20), space: 0 });
    assert.equal(engine.world.step?.line, 5);
    go(engine, { kind: 'continue' });
    assert.equal(engine.evaluate('rcx').value, 20n);
    // inc ecx (ff c1) becomes dec ecx (ff c9).
    go(engine, { kind: 'reverse-continue' });
    engine.edit({ kind: 'memory', address: CODE_BASE, bytes: Uint8Array.of(0xff, 0xc9), space: 0 });
    go(engine, { kind: 'in' });
    assert.equal(engine.evaluate('ecx').value, 0xffff_ffffn);
  });

  it('is refused where an event is', () => {
    const engine = new Debugger(load(TEXT));
    const event = [...engine.program.steps].find(({ kind }) => kind === 'event')!; // the print
    for (const [address, length] of [
      [event.address, 1],
      [event.address - 2, 4],
    ] as const) {
      assert.throws(
        () => engine.edit({ kind: 'memory', address, bytes: new Uint8Array(length), space: 0 }),
        /the place of line 8, which is no instruction: it cannot be written/,
      );
    }
  });

  it('of megabytes looks at the steps that begin in them, not at each byte', () => {
    const engine = new Debugger(load(`xtrace 1\nkernel none\ndata big = u8[1048576] zero\n    nop\n    nop\n`));
    const { program } = engine;
    const big = program.symbols.get('big')!; // declared above
    assert.ok(big.kind === 'data');
    let asked = 0;
    const { steps } = program;
    const beginningAt = steps.beginningAt.bind(steps);
    const at = steps.at.bind(steps);
    steps.beginningAt = (address) => {
      asked++;
      return beginningAt(address);
    };
    steps.at = (index) => {
      asked++;
      return at(index);
    };
    engine.edit({ kind: 'memory', address: big.address, bytes: new Uint8Array(1 << 20).fill(7), space: 0 });
    assert.ok(asked < 20, `${asked} questions about steps`);
    assert.equal(engine.evaluate('u8[big + 1048575]').value, 7n);
  });
});

describe('the place of an event', () => {
  it('performs the event when the flow comes there by a jump or a call, as often as it comes', () => {
    const loop =
      'lea rax, [ev]\ninc ecx\nev:\nprint rcx\ninc ecx\ncmp ecx, 4\njb again\njmp out\nagain:\njmp rax\nout:';
    const called = 'lea rdx, [sub]\ncall rdx\nnop\njmp end\nsub:\nprint rcx\nret\nend:\nnop';
    const ran = run(trace('none', `${loop}\n${called}`));
    assert.deepEqual(problems(ran), []);
    assert.deepEqual(printed(ran), ['1', '2', '3', '4']);
  });

  it('performs it whatever a program has written there: only the byte in memory is another', () => {
    const writable = `syscall mprotect(${CODE_BASE}, 4096, PROT_READ | PROT_WRITE | PROT_EXEC)`;
    const ran = run(trace('linux', `${writable}\nmov BYTE PTR [ev], 0xcc\nev:\nprint u8[ev]`));
    assert.deepEqual(problems(ran), []);
    assert.deepEqual(printed(ran), ['204']);
  });
});

describe('a trace decoded from memory', () => {
  for (const name of exampleNames) {
    it(`runs as the same trace laid out: ${name}`, () => {
      const [laid, decoded] = [new History(load(exampleText(name))), new History(undecoded(load(exampleText(name))))];
      while (!laid.world.ended) {
        laid.forward(50);
        decoded.goTo(laid.moment);
        while (decoded.moment < laid.moment) decoded.forward(laid.moment - decoded.moment);
        assert.deepEqual(decoded.world.happenings, laid.world.happenings);
        assert.deepEqual(fingerprint(decoded.world), fingerprint(laid.world), `moment ${laid.moment}`);
      }
      assert.equal(decoded.world.ended, true);
    });
  }
});
