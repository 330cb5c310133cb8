import assert from 'node:assert/strict';
import { needs } from '../../host/needs';
import { assembleLine } from '../instructions/instruction-line';
import { assembleLines, gnuBinutils } from './gnu-assembler';

const SSE = 'eq lt le unord neq nlt nle ord'.split(' ');
const AVX = (
  'eq_uq nge ngt false neq_oq ge gt true eq_os lt_oq le_oq unord_s neq_us nlt_uq nle_uq ord_s eq_us nge_uq ngt_uq ' +
  'false_os neq_os ge_oq gt_oq true_us eq_oq lt_os le_os unord_q neq_uq nlt_us nle_us ord_q nge_us ngt_us false_oq ' +
  'ge_os gt_os true_uq'
).split(' ');

const LINES = [
  ...SSE.flatMap((relation) => [`cmp${relation}ps xmm1, xmm2`, `cmp${relation}sd xmm1, QWORD PTR [rax]`]),
  ...[...SSE, ...AVX].flatMap((relation) => [
    `vcmp${relation}pd ymm1, ymm2, ymm3`,
    `vcmp${relation}ss xmm1, xmm2, xmm3`,
    `vcmp${relation}ps k1{k2}, zmm2, [rax]{1to16}`,
    `vcmp${relation}ph k1, zmm2, zmm3`,
  ]),
  ...['eq', 'lt', 'le', 'neq', 'nlt', 'nle'].flatMap((relation) =>
    ['b', 'ub', 'w', 'uw', 'd', 'ud', 'q', 'uq'].map((element) => `vpcmp${relation}${element} k1, zmm2, zmm3`),
  ),
  'rep bsf eax, ecx',
  'rep bsr rax, QWORD PTR [rcx]',
  '{vex} vpdpbusd ymm0, ymm1, ymm2',
  '{evex} vpdpbusd ymm0, ymm1, ymm2',
  '{evex} vaddps xmm0, xmm1, xmm2',
  'pblendvb xmm1, xmm2, xmm0',
];

describe('spellings of the GNU assembler', () => {
  it('stand for what it makes of them', function () {
    needs(this, gnuBinutils());
    const wrong = assembleLines(LINES).flatMap((expected, index) => {
      const line = LINES[index]!; // as many
      const actual = Buffer.from(assembleLine(line).bytes).toString('hex');
      const wanted = typeof expected === 'string' ? expected : Buffer.from(expected).toString('hex');
      return actual === wanted ? [] : [`${line}: ${actual}, not ${wanted}`];
    });
    assert.deepEqual(wrong, []);
  });

  it('are refused where there is no such predicate', () => {
    for (const line of [
      'cmpgeps xmm1, xmm2',
      'cmpeq_uqps xmm1, xmm2',
      'vcmpfooss xmm1, xmm2, xmm3',
      'vpcmpordd k1, zmm1, zmm2',
    ]) {
      assert.throws(() => assembleLine(line), /not an x86 instruction|is valid x86/, line);
    }
  });
});
