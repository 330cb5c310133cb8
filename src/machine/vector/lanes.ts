/** 64 bytes of vector data, seen as lanes of every type (Intel SDM vol. 1, 4.6 and 10.4). Little-endian, lane 0 lowest. */

export class Lanes {
  private readonly buffer = new ArrayBuffer(64);
  readonly u8 = new Uint8Array(this.buffer);
  readonly i8 = new Int8Array(this.buffer);
  readonly u16 = new Uint16Array(this.buffer);
  readonly i16 = new Int16Array(this.buffer);
  readonly u32 = new Uint32Array(this.buffer);
  readonly i32 = new Int32Array(this.buffer);
  readonly u64 = new BigUint64Array(this.buffer);
  readonly i64 = new BigInt64Array(this.buffer);
  readonly f32 = new Float32Array(this.buffer);
  readonly f64 = new Float64Array(this.buffer);
}

/** Lane types whose values are numbers. */
export type NumberLane = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32';
/** Lane types whose values are bigints. */
export type BigLane = 'u64' | 'i64';

export const LANE_BYTES: Readonly<Record<NumberLane | BigLane, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
};

export const VECTOR_BYTES = 64;
export const XMM_BYTES = 16;
/** From one physical x87 register to the next, whose low 64 bits are a register of MMX. */
export const X87_REGISTER_BYTES = 16;
/** A number of 80 bits in it. */
export const X87_VALUE_BYTES = 10;
