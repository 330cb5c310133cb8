/** Our encodings of all forms, also those that no assembler chooses, as GNU objdump reads them. */
import assert from 'node:assert/strict';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { needs } from '../../host/needs';
import { assembleLines, disassembleAll, gnuBinutils } from '../assembler/gnu-assembler';
import { bytesOf } from '../instructions/instance-bytes';
import { allInstances } from '../instructions/instances';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What binutils older than an instruction say of it. */
const TOO_NEW = /\(bad\)|no such instruction|\{rex2|^no operand/;

/** What says how it is encoded, not what it is. */
const CHOICE = /^(\{e?vex\}|data16|rex\.W) +/;
/** 66 90, which it calls by its parts. */
const NOP = [/^xchg +ax,ax$/, 'nop'] as const;

/** Its address is relative to RIP, or it is none (Intel SDM vol. 2, PREFETCHh): objdump says `nop`, and iced-x86 its name. */
const RELATIVE_TO_RIP = /^Prefetchit/;

describe('every form, disassembled by GNU objdump', () => {
  before(function () {
    needs(this, gnuBinutils());
  });

  it('is the same instruction as here', function () {
    this.timeout(60_000);
    const instances = allInstances().filter(
      ({ instruction: { form, operands } }) =>
        operands.every(({ kind }) => kind !== 'branch') && !RELATIVE_TO_RIP.test(form),
    );
    const images = instances.map(bytesOf);
    const theirs = disassembleAll(images).map((text) => text.replace(CHOICE, '').replace(...NOP));
    const ours = images.map((bytes) => {
      const decoded = decode(bytes, 0);
      assert.ok(decoded.kind === 'instruction', hex(bytes));
      return formatInstruction(decoded.instruction);
    });
    // Both texts go through the assembler, so that it need not matter how they are spelled.
    const [read, written] = [theirs, ours].map((texts) => assembleLines(texts));
    const compared = instances.map(({ instruction: { form } }, index) => {
      const [one, other] = [read?.[index] ?? '', written?.[index] ?? ''];
      if (typeof one !== 'string' && typeof other !== 'string')
        return hex(one) === hex(other) ? 'same' : `${form}: ${theirs[index]} | ${ours[index]}`;
      return TOO_NEW.test(`${theirs[index]} ${one} ${other}`)
        ? 'too new'
        : `${form}: ${theirs[index]} | ${ours[index]} | ${one} | ${other}`;
    });
    assert.deepEqual(
      compared.filter((text) => text !== 'same' && text !== 'too new'),
      [],
    );
    assert.ok(compared.filter((text) => text === 'same').length > 2500);
  });
});
