import assert from 'node:assert/strict';
import { Code, Decoder, DecoderOptions, Mnemonic } from 'iced-x86';
import { AMX_INSTRUCTIONS } from '../../../src/machine/instructions/amx';

/** Encodings from the manual's opcode table. */
const ENCODINGS: Readonly<Record<string, string>> = {
  ldtilecfg: 'c4e2784907',
  sttilecfg: 'c4e2794900',
  tilerelease: 'c4e27849c0',
  tilezero: 'c4e27b49c8',
  tileloadd: 'c4e27b4b0c0e',
  tileloaddt1: 'c4e2794b0c0e',
  tilestored: 'c4e27a4b040b',
  tdpbssd: 'c4e26b5ec1',
  tdpbsud: 'c4e26a5ec1',
  tdpbusd: 'c4e2695ec1',
  tdpbuud: 'c4e2685ec1',
  tdpbf16ps: 'c4e26a5cc1',
  tdpfp16ps: 'c4e26b5cc1',
  tcmmimfp16ps: 'c4e2696cc1',
  tcmmrlfp16ps: 'c4e2686cc1',
};

describe('AMX instruction rows', () => {
  for (const row of AMX_INSTRUCTIONS) {
    it(`${row.mnemonic} gives meaning to the form that its encoding decodes to`, () => {
      const decoder = new Decoder(64, Buffer.from(ENCODINGS[row.mnemonic]!, 'hex'), DecoderOptions.None);
      const instruction = decoder.decode();
      assert.deepEqual(row.forms, [Code[instruction.code]]);
      assert.equal(row.mnemonic, Mnemonic[instruction.mnemonic]!.toLowerCase());
      instruction.free();
      decoder.free();
    });
  }

  it('cover all encodings, each once, with their exceptions in words', () => {
    assert.deepEqual(AMX_INSTRUCTIONS.map(({ mnemonic }) => mnemonic).sort(), Object.keys(ENCODINGS).sort());
    for (const { exceptions } of AMX_INSTRUCTIONS) {
      assert.match(exceptions[0]!, /64-bit mode/);
      for (const text of exceptions) assert.match(text, /^#[A-Z]{2}/);
    }
  });

  it('say #NM by XFD for exactly those that use tile data', () => {
    const armed = AMX_INSTRUCTIONS.filter(({ exceptions }) => exceptions.some((text) => text.startsWith('#NM')));
    const free = AMX_INSTRUCTIONS.filter((row) => !armed.includes(row)).map(({ mnemonic }) => mnemonic);
    assert.deepEqual(free.sort(), ['ldtilecfg', 'sttilecfg', 'tilerelease']);
  });
});
