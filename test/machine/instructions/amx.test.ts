import assert from 'node:assert/strict';
import { decode } from '../../../src/machine/disassembler/decoder';
import { formatInstruction } from '../../../src/machine/disassembler/format-instruction';
import { AMX_INSTRUCTIONS } from '../../../src/machine/instructions/amx';
import { fromHex } from '../hex';

/** Encodings written out by hand from the manuals' opcode tables, in hex, with what they mean. */
const ENCODINGS: readonly (readonly [bytes: string, text: string])[] = [
  ['c4 e2 78 49 07', 'ldtilecfg [rdi]'],
  ['c4 e2 79 49 00', 'sttilecfg [rax]'],
  ['c4 e2 78 49 c0', 'tilerelease'],
  ['c4 e2 7b 49 c8', 'tilezero tmm1'],
  ['c4 e2 7b 4b 0c 0e', 'tileloadd tmm1, [rsi+rcx*1]'],
  ['c4 e2 79 4b 0c 0e', 'tileloaddt1 tmm1, [rsi+rcx*1]'],
  ['c4 e2 7b 4a 0c 0e', 'tileloaddrs tmm1, [rsi+rcx*1]'],
  ['c4 e2 79 4a 0c 0e', 'tileloaddrst1 tmm1, [rsi+rcx*1]'],
  ['c4 e2 7a 4b 04 0b', 'tilestored [rbx+rcx*1], tmm0'],
  ['c4 e2 6b 5e c1', 'tdpbssd tmm0, tmm1, tmm2'],
  ['c4 e2 6a 5e c1', 'tdpbsud tmm0, tmm1, tmm2'],
  ['c4 e2 69 5e c1', 'tdpbusd tmm0, tmm1, tmm2'],
  ['c4 e2 68 5e c1', 'tdpbuud tmm0, tmm1, tmm2'],
  ['c4 e2 6a 5c c1', 'tdpbf16ps tmm0, tmm1, tmm2'],
  ['c4 e2 6b 5c c1', 'tdpfp16ps tmm0, tmm1, tmm2'],
  ['c4 e2 69 6c c1', 'tcmmimfp16ps tmm0, tmm1, tmm2'],
  ['c4 e2 68 6c c1', 'tcmmrlfp16ps tmm0, tmm1, tmm2'],
  ['c4 e5 68 fd c1', 'tdpbf8ps tmm0, tmm1, tmm2'],
  ['c4 e5 69 fd c1', 'tdphf8ps tmm0, tmm1, tmm2'],
  ['c4 e5 6a fd c1', 'tdphbf8ps tmm0, tmm1, tmm2'],
  ['c4 e5 6b fd c1', 'tdpbhf8ps tmm0, tmm1, tmm2'],
  // P0: R X B R' 0 map, P1: W vvvv 1 pp, P2: z L'L b V' aaa; here vvvv is ECX.
  ['62 f2 75 48 4a ca', 'tilemovrow zmm1, tmm2, ecx'],
  ['62 f2 76 48 4a ca', 'tcvtrowd2ps zmm1, tmm2, ecx'],
  ['62 f2 74 48 6d ca', 'tcvtrowps2phh zmm1, tmm2, ecx'],
  ['62 f2 75 48 6d ca', 'tcvtrowps2phl zmm1, tmm2, ecx'],
  ['62 f2 77 48 6d ca', 'tcvtrowps2bf16h zmm1, tmm2, ecx'],
  ['62 f2 76 48 6d ca', 'tcvtrowps2bf16l zmm1, tmm2, ecx'],
  // No third register: vvvv is 1111b, and the row follows.
  ['62 f3 7d 48 07 ca 03', 'tilemovrow zmm1, tmm2, 0x3'],
  ['62 f3 7e 48 07 ca 03', 'tcvtrowd2ps zmm1, tmm2, 0x3'],
  ['62 f3 7c 48 07 ca 03', 'tcvtrowps2phh zmm1, tmm2, 0x3'],
  ['62 f3 7f 48 77 ca 03', 'tcvtrowps2phl zmm1, tmm2, 0x3'],
  ['62 f3 7f 48 07 ca 03', 'tcvtrowps2bf16h zmm1, tmm2, 0x3'],
  ['62 f3 7e 48 77 ca 03', 'tcvtrowps2bf16l zmm1, tmm2, 0x3'],
  // APX: bit 3 of P0 adds 16 to the base.
  ['62 fa 7c 08 49 00', 'ldtilecfg [r16]'],
  ['62 fa 7d 08 49 01', 'sttilecfg [r17]'],
  ['62 fa 7f 08 4b 0c 08', 'tileloadd tmm1, [r16+rcx*1]'],
  ['62 fa 7d 08 4b 0c 08', 'tileloaddt1 tmm1, [r16+rcx*1]'],
  ['62 fa 7f 08 4a 0c 08', 'tileloaddrs tmm1, [r16+rcx*1]'],
  ['62 fa 7d 08 4a 0c 08', 'tileloaddrst1 tmm1, [r16+rcx*1]'],
  ['62 fa 7e 08 4b 04 08', 'tilestored [r16+rcx*1], tmm0'],
];

function formOf(bytes: string): string {
  const decoded = decode(fromHex(bytes.replaceAll(' ', '')), 0);
  assert(decoded.kind === 'instruction', bytes);
  return decoded.instruction.form;
}

describe('AMX instruction rows', () => {
  for (const [bytes, text] of ENCODINGS) {
    it(`${text} is ${bytes}`, () => {
      const decoded = decode(fromHex(bytes.replaceAll(' ', '')), 0);
      assert(decoded.kind === 'instruction');
      assert.equal(formatInstruction(decoded.instruction), text);
    });
  }

  it('cover all encodings, each once, with their exceptions in words', () => {
    const forms = AMX_INSTRUCTIONS.flatMap((row) => row.forms);
    assert.deepEqual(forms.sort(), ENCODINGS.map(([bytes]) => formOf(bytes)).sort());
    for (const { exceptions } of AMX_INSTRUCTIONS) {
      assert.match(exceptions[0]!, /64-bit mode/);
      for (const text of exceptions) assert.match(text, /^#[A-Z]{2}/);
    }
  });

  it('say #NM by XFD for exactly those that use tile data', () => {
    const armed = AMX_INSTRUCTIONS.filter(({ exceptions }) =>
      exceptions.some((text) => text.startsWith('#NM if IA32_XFD')),
    );
    const free = AMX_INSTRUCTIONS.filter((row) => !armed.includes(row)).map(({ mnemonic }) => mnemonic);
    assert.deepEqual([...new Set(free)].sort(), ['ldtilecfg', 'sttilecfg', 'tilerelease']);
  });

  it('say #NM by CR0.TS for exactly those that write a vector register', () => {
    const rows = AMX_INSTRUCTIONS.filter(({ exceptions }) => exceptions.includes('#NM if CR0.TS = 1'));
    assert.deepEqual([...new Set(rows.map(({ mnemonic }) => mnemonic.replace(/(ps2|d2).*/, '')))].sort(), [
      'tcvtrow',
      'tilemovrow',
    ]);
    assert.equal(rows.length, 12);
  });
});
