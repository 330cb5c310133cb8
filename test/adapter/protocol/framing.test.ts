import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FramingError, framed, MessageReader } from '../../../src/adapter/protocol/framing';

const LIMITS = { message: 100, header: 64 };

function read(...pieces: readonly (string | Uint8Array)[]): string[] {
  const reader = new MessageReader(LIMITS);
  return pieces.flatMap((piece) => reader.read(typeof piece === 'string' ? Buffer.from(piece) : piece));
}

describe('messages on a stream', () => {
  it('are the same however the bytes are cut', () => {
    const messages = fc.array(
      fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => ({ text })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(messages, fc.infiniteStream(fc.integer({ min: 1, max: 120 })), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(framed));
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; ) {
          const size = cuts.next().value ?? 1;
          pieces.push(bytes.subarray(at, at + size));
          at += size;
        }
        assert.deepEqual(
          read(...pieces).map((text) => JSON.parse(text)),
          sent,
        );
      }),
    );
  });

  it('have fields whose names are compared without regard to case, with or without a blank', () => {
    assert.deepEqual(read('content-length:2\r\n\r\n{}'), ['{}']);
    assert.deepEqual(read('CONTENT-LENGTH:   2\r\nContent-Type: text/json\r\n\r\n{}'), ['{}']);
  });

  it('may be empty, and may be no JSON: the next one is read all the same', () => {
    assert.deepEqual(read('Content-Length: 0\r\n\r\nContent-Length: 3\r\n\r\n{,}Content-Length: 2\r\n\r\n{}'), [
      '',
      '{,}',
      '{}',
    ]);
  });

  it('are no longer than the limit, which is looked at before anything is kept', () => {
    assert.throws(() => read('Content-Length: 101\r\n\r\n'), /101 bytes is too long: the longest may have 100/);
    assert.throws(() => read('Content-Length: 999999999999999\r\n\r\n'), /too long/);
    assert.throws(() => read(`Content-Type: ${'x'.repeat(80)}`), /header of a message is too long/);
  });

  it('are refused when the header does not say how long they are', () => {
    for (const length of ['-1', '1.5', '0x10', 'NaN', '', '1e3', '99999999999999999999']) {
      assert.throws(() => read(`Content-Length: ${length}\r\n\r\n`), FramingError, length);
    }
    assert.throws(() => read('Content-Type: a\r\n\r\n'), /no Content-Length/);
    assert.throws(() => read('Content-Length: 1\r\nContent-Length: 2\r\n\r\n'), /two lengths: 1 and 2/);
    assert.throws(() => read('Content-Length: 2\n'), /without a carriage return/);
  });

  it('are told from other protocols at the first byte that is not theirs', () => {
    const strangers = [
      'GET / HTTP/1.1',
      'POST / HTTP/1.1',
      'CONNECT a:1',
      '\x16\x03\x01',
      '\n',
      '{"seq":1}',
      '\uFEFFContent',
    ];
    for (const text of strangers) {
      const bytes = Buffer.from(text);
      const reader = new MessageReader(LIMITS);
      assert.throws(() => {
        for (const byte of bytes.subarray(0, 4)) reader.read(Uint8Array.of(byte));
      }, FramingError);
    }
    assert.throws(() => read('Content-Length: 2\r\nHost: evil\r\n'), /not the Debug Adapter Protocol/);
  });

  it('cost what they weigh: twice the bytes are twice the steps, whatever pieces they come in', () => {
    const reader = new MessageReader({ message: 1 << 22, header: 64 });
    const body = Buffer.alloc(1 << 22, 'x');
    reader.read(Buffer.from(`Content-Length: ${body.length}\r\n\r\n`));
    let copied = 0;
    const piece = 1 << 10;
    const counting = (bytes: Uint8Array) =>
      Object.assign(bytes, {
        slice: (from: number, to: number) => {
          const part = Uint8Array.prototype.slice.call(bytes, from, to);
          copied += part.length;
          return part;
        },
        subarray: () => bytes,
      });
    let texts: string[] = [];
    for (let at = 0; at < body.length; at += piece) {
      texts = reader.read(counting(new Uint8Array(body.buffer, body.byteOffset + at, piece)));
    }
    assert.equal(texts[0]?.length, body.length);
    assert.equal(copied, body.length);
  });
});
