/** Values followed back through copies: through traces whose lines say where each value comes from. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { OriginStep } from '../../../src/world/debugger/debugger-types';
import { exampleText, fingerprint, go, lineOf, load, trace } from '../harness';

const TASK = 'task A\nswitch A\n';

function originOf(text: string, expression: string, step?: number): readonly OriginStep[] {
  const engine = new Debugger(load(text));
  if (step === undefined) while (!engine.world.ended) go(engine, { kind: 'continue' });
  else go(engine, { kind: 'to-step', step });
  const [before, moment] = [fingerprint(engine.world), engine.time.moment];
  const target = { kind: 'expression', text: expression, place: { cpu: 0, task: null } } as const;
  const reason = go(engine, { kind: 'trace-origin', target });
  assert.ok(reason.kind === 'traced');
  assert.equal(engine.time.moment, moment, 'nothing has moved');
  assert.deepEqual(fingerprint(engine.world), before);
  return reason.chain;
}

/** The zero-based lines of the places, from the last to the first. */
const linesOf = (chain: readonly OriginStep[]): readonly number[] => chain.map(({ line }) => line);

describe('the origin of a value', () => {
  it('leads through registers, memory and the stack to the number in an instruction', () => {
    const text = trace(
      'linux',
      `data x = zero 16
${TASK}
mov ecx, 0x1234 ;MADE
mov [x+4], ecx ;STORED
mov ecx, 9
mov edx, [x+4] ;LOADED
push rdx ;PUSHED
mov edx, 1
pop rbx ;POPPED
vmovd xmm3, ebx ;MOVED
vmovdqa ymm4, ymm3 ;WIDE
vmovdqu [x], xmm4 ;OUT
mov eax, [x] ;LAST
nop`,
    );
    const chain = originOf(text, 'eax');
    const markers = ['LAST', 'OUT', 'WIDE', 'MOVED', 'POPPED', 'PUSHED', 'LOADED', 'STORED', 'MADE'];
    assert.deepEqual(
      linesOf(chain),
      markers.map((marker) => lineOf(text, `;${marker}`)),
    );
    assert.equal(chain.at(-1)?.why, 'the number 0x1234 in the instruction');
    assert.deepEqual(chain.at(0)?.why, 'copied from 4 bytes at x');
  });

  it('leads through pairs on the stack, and ends where the bytes of a number are put in another order', () => {
    const text = `xtrace 1
machine diamond-rapids
kernel linux version=6.16
${TASK}
mov r16, 5 ;FIRST
mov r17, 6 ;SECOND
push2 r16, r17 ;PUSHED
pop2 r18, r19 ;POPPED
pushp r18 ;AGAIN
popp r20 ;BACK
movbe r21, [rsp - 8] ;TURNED
nop`;
    const lines = (...markers: readonly string[]) => markers.map((marker) => lineOf(text, `;${marker}`));
    // The first of POP2 is what PUSH2 has pushed last.
    assert.deepEqual(linesOf(originOf(text, 'r20')), lines('BACK', 'AGAIN', 'POPPED', 'PUSHED', 'SECOND'));
    assert.deepEqual(linesOf(originOf(text, 'r19')), lines('POPPED', 'PUSHED', 'FIRST'));
    const [turned, ...others] = originOf(text, 'r21');
    assert.deepEqual([turned?.why.split(',')[0], others], ['calculated', []]);
  });

  it('is found where the write is what has led to the present moment', () => {
    const text = trace('none', 'mov ecx, 5 ;MADE\nmov eax, ecx ;COPY\nnop\nnop');
    for (const step of [3, 4]) {
      assert.deepEqual(
        linesOf(originOf(text, 'eax', step)),
        ['COPY', 'MADE'].map((marker) => lineOf(text, `;${marker}`)),
      );
    }
    assert.equal(originOf(text, 'eax', 1)[0]?.why, 'so from the beginning');
  });

  it('leads out of a signal frame to who wrote into it, or to the tile that was saved there and the data that it was loaded from', () => {
    const text = exampleText('signals.xtrace');
    const written = originOf(text, 'tmm0.u8[0][1]', 33);
    assert.equal(written.at(-1)?.line, lineOf(text, 'mov       BYTE PTR [rbx + 2816 + 1], 99'));
    assert.equal(written.at(-1)?.why, 'the number 0x63 in the instruction');
    const chain = originOf(text, 'tmm0.u8[0][0]', 33);
    assert.deepEqual(
      chain.map(({ by, place }) => [by?.kind === 'kernel' ? by.routine : (by?.kind ?? null), place.split(' ')[0]]),
      [
        ['restore_fpregs_from_user', 'tmm0.u8[0][0]'],
        ['copy_fpstate_to_sigframe', '1'],
        ['code', 'tmm0.u8[0][0]'],
        [null, '1'],
      ],
    );
    assert.match(chain[0]?.why ?? '', /XTILEDATA in the signal frame of A/);
    assert.equal(chain.at(-2)?.line, lineOf(text, 'tileloadd tmm0, [tile + rax*1] => #NM'));
    assert.equal(chain.at(-1)?.line, lineOf(text, 'data tile'));
  });

  it('leads through the buffer of a task that was switched out', () => {
    const text = exampleText('ping-pong.xtrace');
    const chain = originOf(text, 'tmm0.i32[0][0]');
    const routines = chain.map(({ by }) => (by?.kind === 'kernel' ? by.routine : undefined));
    assert.deepEqual(routines, ['restore_fpregs_from_fpstate', 'save_fpregs_to_fpstate', undefined, undefined]);
    assert.match(chain[0]?.why ?? '', /XTILEDATA in the buffer of B in the kernel/);
    assert.match(chain.at(-1)?.place ?? '', /^4 bytes at pong$/);
    const general = originOf(text, 'rax');
    assert.match(general[0]?.why ?? '', /^copied from A\.rax$/);
    assert.match(general.at(-1)?.why ?? '', /^the number 0x40 in the instruction$/);
  });

  it('leads through an area of the trace', () => {
    const text = trace(
      'linux',
      `data area = zero 4096
${TASK}
mov ecx, 77 ;MADE
vmovd xmm5, ecx ;MOVED
mov eax, 2
mov edx, 0
xsave [area] ;SAVED
vpxor xmm5, xmm5, xmm5
xrstor [area] ;RESTORED
nop`,
    );
    const chain = originOf(text, 'xmm5.u32[0]');
    assert.deepEqual(
      linesOf(chain),
      ['RESTORED', 'SAVED', 'MOVED', 'MADE'].map((marker) => lineOf(text, `;${marker}`)),
    );
  });

  it('ends at a product with the pairs of elements that went into it', () => {
    const text = exampleText('first-use.xtrace');
    const chain = originOf(text, 'i32[out+4]');
    assert.deepEqual(
      linesOf(chain),
      ['tilestored [out', 'tdpbssd   tmm0'].map((code) => lineOf(text, code)),
    );
    const { inputs = [] } = chain.at(-1) ?? {};
    const [before, ...pairs] = inputs;
    assert.deepEqual(before, { name: 'tmm0.i32[0][1]', value: '0' });
    // The product again, by the manual: C[0][1] += sum over k, i < 4 of A[0][4k + i] * B[k][4 + i].
    let sum = 0;
    for (const { value, times } of pairs) sum += Number(value) * Number(times?.value);
    assert.equal(sum, 0x760);
    assert.deepEqual(pairs[0], {
      name: 'tmm1.i8[0][0]',
      value: '1',
      times: { name: 'tmm2.i8[0][4]', value: '-4' },
    });
  });

  it('ends at what is calculated, with the registers that went into it, and is not led astray by what stays the same', () => {
    const text = trace('none', 'mov ecx, 3\nadd ecx, 4 ;SUM\nmov eax, ecx ;COPY\nadd eax, 0\nmov ebx, 5\nnop');
    const chain = originOf(text, 'eax');
    assert.deepEqual(linesOf(chain), [lineOf(text, ';COPY'), lineOf(text, ';SUM')]);
    assert.deepEqual(chain.at(-1)?.inputs, [{ name: 'ecx', value: '0x3' }]);
  });

  it('tells lanes that a mask has left alone from those that it has let through', () => {
    const text = trace(
      'linux',
      `data a = i32[16] fill(1)
data b = i32[16] fill(2)
${TASK}
mov ecx, 1
kmovw k1, ecx
vmovdqu32 zmm0, [a] ;A
vmovdqu32 zmm0 {k1}, [b] ;B
nop`,
    );
    assert.equal(originOf(text, 'zmm0.i32[0]')[0]?.line, lineOf(text, ';B'));
    assert.equal(originOf(text, 'zmm0.i32[1]')[0]?.line, lineOf(text, ';A'));
  });

  it('is the beginning where nobody has written', () => {
    const text = trace('none', 'data x = u32[1] { 0x11223344 }\nmov eax, [x]\nnop');
    const chain = originOf(text, 'eax');
    assert.equal(chain.at(-1)?.why, 'so from the beginning');
    assert.equal(chain.at(-1)?.line, 3);
  });
});
