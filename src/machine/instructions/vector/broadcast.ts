/** Broadcasts: an element or a block in every place of the destination (Intel SDM vol. 2). */
import type { Feature } from '../../architecture/feature';
import { repeat } from '../../vector/lanewise';
import { type FormGroup, listed, type VectorFamily } from './row';

const ALL = ['xmm', 'ymm', 'zmm'] as const;

/** The EVEX forms with `source`, the shorter ones with AVX512VL. */
function evex(
  head: string,
  source: string,
  features: readonly Feature[],
  registers: readonly string[] = ALL,
): FormGroup[] {
  const form = (register: string) => `EVEX_V${head}_${register}_k1z_${source}`;
  const short = registers.filter((register) => register !== 'zmm').map(form);
  const long = registers.filter((register) => register === 'zmm').map(form);
  return [
    ...(short.length > 0 ? [listed(['AVX512VL', ...features], ...short)] : []),
    ...(long.length > 0 ? [listed(features, ...long)] : []),
  ];
}

function family(name: string, lane: number, bytes: number, what: string, groups: readonly FormGroup[]): VectorFamily {
  return {
    name,
    summary: `Broadcast ${what}`,
    operation: `Every ${8 * bytes} bits of first = ${what} of second.`,
    groups,
    meaning: { lane, operate: repeat(bytes) },
    manual: /^p/.test(name) ? 'VPBROADCAST' : 'VBROADCAST',
  };
}

function block(name: string, lane: number, bytes: number, feature: Feature): VectorFamily {
  const registers = bytes === 16 ? ['ymm', 'zmm'] : ['zmm'];
  return family(name, lane, bytes, `${8 * bytes} bits`, evex(name, `m${8 * bytes}`, [feature], registers));
}

const integers = (['b', 'w', 'd', 'q'] as const).map((letter, log): VectorFamily => {
  const [name, bytes] = [`pbroadcast${letter}`, 1 << log];
  const features: readonly Feature[] = [bytes < 4 ? 'AVX512BW' : 'AVX512F'];
  const source = `xmmm${8 * bytes}`;
  return family(name, bytes, bytes, 'the lowest element', [
    listed(['AVX2'], ...['xmm', 'ymm'].map((register) => `VEX_V${name}_${register}_${source}`)),
    ...evex(name, source, features),
    ...evex(name, bytes === 8 ? 'r64' : 'r32', features),
  ]);
});

export const VECTOR_BROADCASTS: readonly VectorFamily[] = [
  family('broadcastss', 4, 4, 'the lowest element', [
    listed(['AVX'], 'VEX_Vbroadcastss_xmm_m32', 'VEX_Vbroadcastss_ymm_m32'),
    listed(['AVX2'], 'VEX_Vbroadcastss_xmm_xmm', 'VEX_Vbroadcastss_ymm_xmm'),
    ...evex('broadcastss', 'xmmm32', ['AVX512F']),
  ]),
  family('broadcastsd', 8, 8, 'the lowest element', [
    listed(['AVX'], 'VEX_Vbroadcastsd_ymm_m64'),
    listed(['AVX2'], 'VEX_Vbroadcastsd_ymm_xmm'),
    ...evex('broadcastsd', 'xmmm64', ['AVX512F'], ['ymm', 'zmm']),
  ]),
  family('broadcastf128', 16, 16, '128 bits', [listed(['AVX'], 'VEX_Vbroadcastf128_ymm_m128')]),
  family('broadcasti128', 16, 16, '128 bits', [listed(['AVX2'], 'VEX_Vbroadcasti128_ymm_m128')]),
  family(
    'broadcastf32x2',
    4,
    8,
    'the lowest pair of elements',
    evex('broadcastf32x2', 'xmmm64', ['AVX512DQ'], ['ymm', 'zmm']),
  ),
  family('broadcasti32x2', 4, 8, 'the lowest pair of elements', evex('broadcasti32x2', 'xmmm64', ['AVX512DQ'])),
  ...['f', 'i'].flatMap((kind) => [
    block(`broadcast${kind}32x4`, 4, 16, 'AVX512F'),
    block(`broadcast${kind}64x2`, 8, 16, 'AVX512DQ'),
    block(`broadcast${kind}32x8`, 4, 32, 'AVX512DQ'),
    block(`broadcast${kind}64x4`, 8, 32, 'AVX512F'),
  ]),
  ...integers,
];
