/** Jumps, calls and returns to other pages, in code without lines. */
import assert from 'node:assert/strict';
import { PAGE_SIZE, RIGHTS } from '../../../src/machine/cpu/page';
import { History } from '../../../src/world/debugger/history/history';
import { DATA_BASE, type Program } from '../../../src/world/program/program';
import { advancePlain } from '../../../src/world/run/plain-steps';
import { fingerprint, load, trace } from '../harness';

const EXECUTABLE = { ...RIGHTS.data, executable: true };
const FUNCTIONS = [1, 2, 3, 4];
/** Of the immediate of the function in page 1. */
const IMMEDIATE = DATA_BASE + PAGE_SIZE + 2;

/**
 * Calls functions of four other pages by turns, by pointers in a table; function n is `add eax, n` and `ret`.
 *
 * @param first what a round begins with, as bytes.
 */
function calling(rounds: number, first = ''): Program {
  // mov edx, ecx; and edx, 3; call [rsi + rdx*8]; dec ecx; jnz to the first; ret
  const length = 12 + first.split(' ').filter((byte) => byte !== '').length;
  const loop = `${first} 89 ca 83 e2 03 ff 14 d6 ff c9 75 ${(256 - length).toString(16)} c3`;
  const functions = FUNCTIONS.map((n) => `mov DWORD PTR [d + ${PAGE_SIZE * n}], 0xc3${`0${n}`}c083`);
  const pointers = FUNCTIONS.map((n) => `lea rax, [d + ${PAGE_SIZE * n}]\nmov [table + ${8 * (n - 1)}], rax`);
  const text = `data d = hex "${loop}" align=4096
data rest = zero ${5 * PAGE_SIZE}
data table = u64[4] zero
${functions.join('\n')}
${pointers.join('\n')}
lea rsi, [table]
lea rdi, [d]
mov ecx, ${rounds}
xor eax, eax
call rdi
nop`;
  const program = load(trace('none', text));
  const segments = program.image.segments.map((segment) =>
    segment.address >= DATA_BASE ? { ...segment, rights: EXECUTABLE } : segment,
  );
  return { ...program, image: { ...program.image, segments } };
}

function finish(history: History, stride: number): History {
  while (!history.world.ended) history.forward(stride);
  assert.equal(history.world.flow.error, null);
  return history;
}

function rax({ world }: History): number {
  return Number(world.cpu.gpr[0]); // there is one
}

/** The rounds that are left. */
function rcx({ world }: History): number {
  return Number(world.cpu.gpr[1]); // there is one
}

/** A run that has called each function, and is about to call all of them equally often. */
function warm(): History {
  const history = new History(calling(1000));
  while (history.moment < 400) history.forward(400 - history.moment);
  const { world } = history;
  while (world.flow.address !== DATA_BASE || rcx(history) % 4 !== 0) history.forward();
  return history;
}

/** What the function in page 1 adds from here on, where the others add what they did. */
function addedByFirst(history: History): number {
  const before = rax(history);
  const calls = rcx(history) / 4;
  finish(history, 1_000_000);
  return (rax(history) - before) / calls - 2 - 3 - 4;
}

describe('calls of functions in other pages', () => {
  it('look no page up once each function has been called', () => {
    const history = new History(calling(10_000));
    const { memory } = history.world;
    const lookUp = memory.executablePage.bind(memory);
    let looks = 0;
    memory.executablePage = (access, address) => {
      looks++;
      return lookUp(access, address);
    };
    finish(history, 10_000);
    assert.equal(rax(history), 25_000);
    assert.ok(looks < 200, `${looks} looks in 10,000 calls and returns`);
  });

  it('execute at once what has been written there', () => {
    // inc BYTE PTR [rdi + 0x1002]: the immediate of the function in page 1.
    const program = calling(60, 'fe 87 02 10 00 00');
    const single = new History(program);
    const worlds = [fingerprint(single.world)];
    while (!single.world.ended) {
      single.forward();
      worlds.push(fingerprint(single.world));
    }
    // 15 calls of it, at rounds 1, 5, ... of 60, with 1 + the number of the round.
    const first = Array.from({ length: 15 }, (_, call) => 2 + 4 * call).reduce((sum, each) => sum + each, 0);
    assert.equal(rax(single), first + 15 * 9);
    for (const stride of [2, 7, 50, 1000]) {
      const history = new History(program);
      while (!history.world.ended) {
        history.forward(stride);
        assert.deepEqual(fingerprint(history.world), worlds[history.moment], `moment ${history.moment}`);
      }
    }
  });

  it('execute what has been written there where another run has the same pages and has written them, too', () => {
    const history = warm();
    const other = new History(calling(1000));
    other.world.restore(history.world.snapshot());
    other.world.memory.poke(0, IMMEDIATE, Uint8Array.of(9));
    history.world.memory.poke(0, IMMEDIATE, Uint8Array.of(7));
    assert.equal(addedByFirst(history), 7);
  });

  it('end where the pages may be executed no longer', () => {
    const history = warm();
    const { world } = history;
    const left = rcx(history);
    world.memory.protect(0, DATA_BASE + PAGE_SIZE, PAGE_SIZE, RIGHTS.data);
    advancePlain(world, 1000);
    assert.equal(world.flow.address, DATA_BASE + PAGE_SIZE);
    assert.equal(rcx(history), left, 'the function of page 1 is the first one called');
    while (!world.ended) history.forward();
    assert.match(String(world.flow.error?.message), /#PF/);
  });

  it('stop where somebody watches from now on', () => {
    const history = warm();
    const { world } = history;
    world.code.watch(({ address }) => address === DATA_BASE + 2 * PAGE_SIZE);
    for (let left = rcx(history); left > 900; left -= 4) {
      advancePlain(world, 1000);
      assert.equal(world.flow.address, DATA_BASE + 2 * PAGE_SIZE);
      assert.equal(rcx(history) % 4, 1);
      assert.ok(rcx(history) > left - 4);
      history.forward();
    }
  });
});
