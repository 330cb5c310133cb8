/** Prefixes and braces that cannot stand twice, nor beside one another. */
import assert from 'node:assert/strict';
import { needs } from '../../host/needs';
import { assembleLine } from '../instructions/instruction-line';
import { assembleLines, gnuBinutils } from './gnu-assembler';

/** With the words of our message. */
const REPEATED: readonly (readonly [line: string, message: RegExp])[] = [
  ['lock lock add QWORD PTR [rsi], rax', /`lock` stands there twice/],
  ['rep repz movsb', /`repz` cannot stand beside `rep`/],
  ['rep repne movsb', /`repne` cannot stand beside `rep`/],
  ['vaddps zmm0, zmm1, zmm2, {rn-sae}, {rn-sae}', /`{rn-sae}` stands there twice/],
  ['vaddps zmm0, zmm1, zmm2, {rn-sae}, {rz-sae}', /`{rz-sae}` cannot stand beside `{rn-sae}`/],
  ['vaddps zmm0{k1}{k1}, zmm1, zmm2', /A mask register stands there already/],
  ['vaddps zmm0{k1}{k2}, zmm1, zmm2', /A mask register stands there already/],
  ['vaddps zmm0{k1}{z}{z}, zmm1, zmm2', /`{z}` stands there already/],
  ['vaddps zmm0, zmm1, DWORD PTR [rsi]{1to16}{1to16}', /A broadcast stands there already/],
];

/** The GNU assembler takes the last of two encodings; the assembler of Debian's binutils has no APX. */
const OWN: readonly (readonly [line: string, message: RegExp])[] = [
  ['{vex} {evex} vaddps xmm0, xmm1, xmm2', /`{evex}` cannot stand beside `{vex}`/],
  ['{nf} {nf} add rax, rbx', /`{nf}` stands there twice/],
  ['{rex2} {evex} add rax, rbx', /`{evex}` cannot stand beside `{rex2}`|cannot have {rex2}/],
];

/** LLVM 19 refuses the same: "Duplicated conditional flag", "Expected { at this point", "Expected } or , at this point". */
const DEFAULT_FLAGS: readonly (readonly [line: string, message: RegExp])[] = [
  ['ccmpne {dfv=zf,zf} rax, 5', /`zf` is named twice in {dfv=\.\.\.}/],
  ['ctestz {dfv=of,sf,of} rax, rbx', /`of` is named twice/],
  ['ccmpne rax, 5', /`ccmpne` needs the flags .*`{dfv=}` for none/],
  [
    'ccmpne {dfv=zf rax, 5',
    /Expected `}` to close the brace of the default flags, or `,` and one more flag, but found `rax`/,
  ],
  ['ccmpne {dfv=zf, rax, 5', /Expected `}` to close the brace of the default flags/],
  ['ccmpne {dfv=zf,} rax, 5', /Expected a flag: `of`, `sf`, `zf` or `cf`, but found `}`/],
  ['ccmpne {dfv} rax, 5', /Expected `=` behind `dfv`/],
  ['ccmpne {dfv=zf} {dfv=cf} rax, 5', /`{dfv=\.\.\.}` stands once/],
];

describe('prefixes and braces', () => {
  it('are refused twice, as GNU as refuses them', function () {
    needs(this, gnuBinutils());
    for (const [index, result] of assembleLines(REPEATED.map(([line]) => line)).entries()) {
      assert.equal(typeof result, 'string', `GNU as takes ${REPEATED[index]?.[0]}`);
    }
  });

  for (const [line, message] of [...REPEATED, ...OWN, ...DEFAULT_FLAGS]) {
    it(`are refused in ${line}`, () => {
      assert.throws(() => assembleLine(line), message);
    });
  }

  it('are taken once', () => {
    for (const line of [
      '{nf} {evex} add rax, rbx',
      'CCMPNE { DFV = OF , ZF } rax, 5',
      'vaddps zmm0{k1}{z}, zmm1, zmm2',
    ]) {
      assembleLine(line);
    }
  });
});
