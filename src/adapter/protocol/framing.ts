/**
 * The base protocol of DAP: a header, an empty line, and as many bytes of JSON as the header's `Content-Length` says
 * (https://microsoft.github.io/debug-adapter-protocol/overview#base-protocol). Names of header fields are compared
 * without regard to case. Work and memory are linear in the size of what arrives, and bounded.
 */

/** Bytes that follow cannot be told apart any more: the connection is of no use. */
export class FramingError extends Error {}

export interface FramingLimits {
  /** Bytes of one message, without its header. */
  readonly message: number;
  /** Bytes of one header. */
  readonly header: number;
}

/** Memory is written in pieces of at most 16 MiB, which are 22 MiB in base64. */
const FRAMING_LIMITS: FramingLimits = { message: 32 * 1024 * 1024, header: 1024 };

const LENGTH = 'content-length';
/** Whatever else begins a line is another protocol: a request of HTTP, for example. */
const FIELDS = [LENGTH, 'content-type'];

const CR = 0x0d;
const LF = 0x0a;
const ZERO = 0x30;
const END = [CR, LF, CR, LF];

const ENCODER = new TextEncoder();
const USUAL_HEADER = ENCODER.encode('Content-Length: ');
/** Of a length that no limit is near. */
const USUAL_DIGITS = 7;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte < ZERO + 10;
}

/** Takes bytes as they arrive, and gives the JSON texts in them. */
export class MessageReader {
  private readonly decoder = new TextDecoder();
  private header = '';
  private length: number | undefined;
  /** Undefined while the header is being read. */
  private body: { readonly left: number; readonly chunks: Uint8Array[] } | undefined;

  constructor(private readonly limits: FramingLimits = FRAMING_LIMITS) {}

  /** The messages that `bytes` complete. @throws FramingError at the first byte that cannot belong to a header. */
  read(bytes: Uint8Array): string[] {
    const texts: string[] = [];
    for (let at = 0; at < bytes.length; ) {
      const usual = this.body || this.header !== '' ? undefined : this.readUsual(bytes, at);
      if (usual) {
        texts.push(usual.text);
        at = usual.end;
      } else if (this.body) {
        at += this.readBody(bytes.subarray(at), this.body);
      } else {
        this.readHeaderByte(bytes[at]!); // in bounds
        at++;
      }
      if (this.body?.left === 0) texts.push(this.finish(this.body.chunks));
    }
    return texts;
  }

  /** A whole message, behind a header of nothing but its length, as most arrive; whatever else is read byte by byte. */
  private readUsual(bytes: Uint8Array, from: number): { readonly text: string; readonly end: number } | undefined {
    for (let at = 0; at < USUAL_HEADER.length; at++) if (bytes[from + at] !== USUAL_HEADER[at]) return undefined;
    let at = from + USUAL_HEADER.length;
    let length = 0;
    const most = at + USUAL_DIGITS;
    for (; at < most && isDigit(bytes[at]); at++) length = 10 * length + bytes[at]! - ZERO; // a digit
    const isEnd = END.every((byte, index) => bytes[at + index] === byte);
    const body = at + END.length;
    const end = body + length;
    if (at === from + USUAL_HEADER.length || !isEnd || end > bytes.length || length > this.limits.message)
      return undefined;
    return { text: this.decoder.decode(bytes.subarray(body, end)), end };
  }

  private readBody(bytes: Uint8Array, { left, chunks }: { left: number; chunks: Uint8Array[] }): number {
    // A copy: the stream may use its buffer again.
    const part = bytes.slice(0, left);
    chunks.push(part);
    this.body = { left: left - part.length, chunks };
    return part.length;
  }

  private finish(chunks: readonly Uint8Array[]): string {
    this.body = undefined;
    const text = chunks.map((chunk) => this.decoder.decode(chunk, { stream: true })).join('');
    return text + this.decoder.decode();
  }

  private readHeaderByte(byte: number): void {
    this.header += String.fromCharCode(byte);
    if (this.header.length > this.limits.header) throw new FramingError('The header of a message is too long.');
    if (byte !== LF) {
      if (byte !== CR) demandField(this.header.slice(this.header.lastIndexOf('\n') + 1));
      return;
    }
    if (!this.header.endsWith('\r\n')) throw new FramingError('A line of a header ends without a carriage return.');
    if (this.header === '\r\n' || this.header.endsWith('\r\n\r\n')) return this.endHeader();
  }

  private endHeader(): void {
    for (const line of this.header.split('\r\n')) this.readField(line);
    const { length } = this;
    if (length === undefined) throw new FramingError('A header says no Content-Length.');
    if (length > this.limits.message) {
      throw new FramingError(`A message of ${length} bytes is too long: the longest may have ${this.limits.message}.`);
    }
    this.header = '';
    this.length = undefined;
    this.body = { left: length, chunks: [] };
  }

  private readField(line: string): void {
    const [, name, value = ''] = /^([^:]*):(.*)$/.exec(line) ?? [];
    if (name?.toLowerCase() !== LENGTH) return;
    const text = value.trim();
    const length = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    if (length === undefined) throw new FramingError(`Content-Length must be a number of bytes; got "${text}".`);
    if (this.length !== undefined && this.length !== length) {
      throw new FramingError(`A header says two lengths: ${this.length} and ${length}.`);
    }
    this.length = length;
  }
}

/** A message with its header, as it goes over a stream. */
export function framed(message: object): Uint8Array {
  const text = JSON.stringify(message);
  const header = headerFor(text.length);
  const bytes = ENCODER.encode(header + text);
  // Most messages have a byte for each character.
  const extra = bytes.length - header.length - text.length;
  return extra === 0 ? bytes : ENCODER.encode(headerFor(text.length + extra) + text);
}

function headerFor(length: number): string {
  return `Content-Length: ${length}\r\n\r\n`;
}

/** Refuses a line of a header, or the beginning of a line, that begins no field of the protocol. */
function demandField(line: string): void {
  const colon = line.indexOf(':');
  const name = (colon < 0 ? line : line.slice(0, colon)).toLowerCase();
  const isField = colon < 0 ? FIELDS.some((field) => field.startsWith(name)) : FIELDS.includes(name);
  if (!isField) throw new FramingError('What arrives is not the Debug Adapter Protocol.');
}
