/** A `bzImage`: a boot sector and setup code that nobody runs here, and a packed image behind them (boot protocol 2.15 of Linux). */
const SECTOR = 512;
const SETUP_SECTORS = 1;
/** Code of the protected mode before the image. */
const BEFORE = 32;

/** @param data of the packed image. @param size of the image, in bytes. */
export function bzImageOf(data: Uint8Array, size: number): Uint8Array {
  const begin = (SETUP_SECTORS + 1) * SECTOR;
  const file = Buffer.alloc(begin + BEFORE + data.length + 4 + SECTOR);
  file[0x1f1] = SETUP_SECTORS;
  file.write('HdrS', 0x202, 'latin1');
  file.writeUInt16LE(0x20f, 0x206);
  file.writeUInt32LE(BEFORE, 0x248);
  file.writeUInt32LE(data.length + 4, 0x24c);
  file.set(data, begin + BEFORE);
  file.writeUInt32LE(size, begin + BEFORE + data.length);
  return new Uint8Array(file);
}
