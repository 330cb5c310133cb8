/** Instructions that are decoded once for all places at which their bytes lie. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { decodeStep } from '../../../src/world/code/decode-step';
import { SharedInstructions } from '../../../src/world/code/shared-instructions';

const processor = new Processor(MODELS['sapphire-rapids']);
const HERE = 0x40_1000;
const THERE = 0x7f00_1234_5678;

/** The bytes, and NOPs up to the greatest length. */
function code(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 15 }, (_, at) => bytes[at] ?? 0x90);
}

/** What `bytes` are at the two places, with what was decoded at the first. */
function twice(bytes: Uint8Array) {
  const shared = new SharedInstructions();
  return [HERE, THERE].map((address) => decodeStep(bytes, address, processor, undefined, shared));
}

describe('an instruction whose bytes lie at two places', () => {
  it('is decoded once', () => {
    const [first, second] = twice(code(0x01, 0xd8)); // add eax, ebx
    assert.ok(first && second);
    assert.equal(first.execute, second.execute);
    assert.equal(first.instruction.operands, second.instruction.operands);
    assert.deepEqual([first.instruction.address, second.instruction.address], [HERE, THERE]);
  });

  it('is decoded at each of them if it means an address relative to its own', () => {
    for (const bytes of [
      code(0xe8, 1, 0, 0, 0),
      code(0x75, 5),
      code(0x48, 0x8b, 0x05, 8, 0, 0, 0),
      code(0x67, 0x8b, 5, 1, 0, 0, 0),
    ]) {
      const [first, second] = twice(bytes);
      assert.ok(first && second);
      assert.notEqual(first.execute, second.execute);
      assert.notDeepEqual(first.instruction.operands, second.instruction.operands);
    }
  });

  it('is what it is when nothing else was decoded, whatever the bytes', () => {
    const shared = new SharedInstructions();
    // Few values, so that instructions begin alike.
    const byte = fc.constantFrom(0x00, 0x01, 0x0f, 0x24, 0x48, 0x66, 0x83, 0x8b, 0xb8, 0xc3, 0xc5, 0xf3, 0xfc);
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 15 }), fc.constantFrom(HERE, THERE), (bytes, address) => {
        const piece = Uint8Array.from(bytes);
        const alone = decodeStep(piece, address, processor, undefined);
        const found = decodeStep(piece, address, processor, undefined, shared);
        assert.deepEqual(found && { ...found, execute: null }, alone && { ...alone, execute: null });
      }),
      { numRuns: 2000 },
    );
  });

  it('is decoded again when too many others have been', () => {
    const shared = new SharedInstructions();
    const first = decodeStep(code(0x01, 0xd8), HERE, processor, undefined, shared);
    assert.ok(first);
    for (let count = 0; count < 100_000; count++) {
      const bytes = Uint8Array.of(0xb8, count & 255, (count >> 8) & 255, count >> 16, 0); // mov eax, count
      shared.enter({ ...first, instruction: { ...first.instruction, bytes } });
    }
    assert.equal(shared.find(code(0x01, 0xd8)), undefined);
    assert.equal(shared.find(Uint8Array.of(0xb8, 0x9f, 0x86, 1, 0))?.instruction.bytes[1], 0x9f);
  });
});
