/** What 128 bits of a vector can be read as: `$xmm0.v4_float`. */
const ELEMENTS: readonly (readonly [field: string, vector: string, type: string, count: number])[] = [
  ['v8_bfloat16', 'v8bf16', 'bfloat16', 8],
  ['v8_half', 'v8h', 'ieee_half', 8],
  ['v4_float', 'v4f', 'ieee_single', 4],
  ['v2_double', 'v2d', 'ieee_double', 2],
  ['v16_int8', 'v16i8', 'int8', 16],
  ['v8_int16', 'v8i16', 'int16', 8],
  ['v4_int32', 'v4i32', 'int32', 4],
  ['v2_int64', 'v2i64', 'int64', 2],
];

export const VECTOR_TYPES: readonly string[] = [
  ...ELEMENTS.map(([, id, type, count]) => `<vector id="${id}" type="${type}" count="${count}"/>`),
  `<union id="vec128">${ELEMENTS.map(([field, vector]) => `<field name="${field}" type="${vector}"/>`).join('')}<field name="uint128" type="uint128"/></union>`,
];
