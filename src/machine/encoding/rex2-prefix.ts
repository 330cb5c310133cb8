/**
 * The REX2 prefix, which gives an instruction of map 0 or 1 the general registers 16 to 31 (APX 355828, 3.1.1): REX with a
 * fifth bit for each register, and with the number of the map in place of 0F.
 */
export const REX2 = 0xd5;

/** Bits of the payload, the byte behind it. */
export const PAYLOAD = { M0: 0x80, R4: 0x40, X4: 0x20, B4: 0x10, W: 8, R3: 4, X3: 2, B3: 1 } as const;
