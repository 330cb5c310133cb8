/** What a read or a write of an open file comes to. */

/** Bytes, or a negative error. `wait`: there will be some. */
export type Read = Uint8Array | number | 'wait';
/** A count, or a negative error. `wait`: there will be room. */
export type Written = number | 'wait';
