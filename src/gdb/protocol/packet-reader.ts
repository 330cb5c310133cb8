/**
 * Packets of the GDB Remote Serial Protocol as they arrive (GDB manual, appendix E.1): `$data#checksum`, acknowledgements
 * between them, and the byte 3 as an interrupt. Work and memory are linear in the size of what arrives, and bounded.
 */

/** What follows cannot be told apart any more: the connection is of no use. */
export class PacketError extends Error {}

/** Bytes between `$` and `#`; told to the client as `PacketSize`. */
export const MOST_PACKET = 0x8000;

export type Received =
  /** A character for each byte, 0 to 255. */
  | { readonly kind: 'packet'; readonly text: string }
  /** The checksum is wrong. */
  | { readonly kind: 'damaged' }
  /** The client has not understood the last packet. */
  | { readonly kind: 'again' }
  | { readonly kind: 'interrupt' };

const DOLLAR = 0x24;
const HASH = 0x23;
const PLUS = 0x2b;
const MINUS = 0x2d;
const ESCAPE = 0x7d;
const ESCAPED_BIT = 0x20;
const INTERRUPT = 0x03;

type State = 'between' | 'data' | 'escaped' | 'high digit' | 'low digit';

export class PacketReader {
  private state: State = 'between';
  private readonly data = new Uint8Array(MOST_PACKET);
  private length = 0;
  private sum = 0;
  private checksum = 0;

  /** What `bytes` complete. @throws PacketError at the first byte that cannot be the protocol: a request of HTTP, for example. */
  *read(bytes: Uint8Array): Generator<Received, void, undefined> {
    for (const byte of bytes) {
      const received = this.take(byte);
      if (received) yield received;
    }
  }

  private take(byte: number): Received | undefined {
    switch (this.state) {
      case 'between':
        return this.between(byte);
      case 'data':
      case 'escaped':
        this.inData(byte);
        return undefined;
      case 'high digit':
        this.checksum = digit(byte) << 4;
        this.state = 'low digit';
        return undefined;
      case 'low digit':
        this.state = 'between';
        return this.checksum + digit(byte) === this.sum ? { kind: 'packet', text: this.text() } : { kind: 'damaged' };
    }
  }

  private between(byte: number): Received | undefined {
    switch (byte) {
      case DOLLAR:
        this.state = 'data';
        this.length = 0;
        this.sum = 0;
        return undefined;
      case PLUS:
        return undefined;
      case MINUS:
        return { kind: 'again' };
      case INTERRUPT:
        return { kind: 'interrupt' };
      default:
        throw new PacketError(
          `A packet begins with \`$\`, and not with byte ${byte}: this is no remote protocol of GDB.`,
        );
    }
  }

  private inData(byte: number): void {
    if (byte === HASH) {
      this.state = 'high digit';
      return;
    }
    this.sum = (this.sum + byte) & 0xff;
    if (this.state === 'data' && byte === ESCAPE) {
      this.state = 'escaped';
      return;
    }
    if (this.length === MOST_PACKET) throw new PacketError(`A packet has at most ${MOST_PACKET} bytes.`);
    this.data[this.length++] = this.state === 'escaped' ? byte ^ ESCAPED_BIT : byte;
    this.state = 'data';
  }

  private text(): string {
    return latin1(this.data.subarray(0, this.length));
  }
}

/** The value of a hexadecimal digit; of another byte a number that no checksum has. */
function digit(byte: number): number {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? 0x1000 : value;
}

/** A character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return text;
}

/** Arguments of one call. */
const PIECE = 4096;
