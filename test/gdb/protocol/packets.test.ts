import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MOST_PACKET, PacketError, PacketReader, type Received } from '../../../src/gdb/protocol/packet-reader';
import { framedPacket } from '../../../src/gdb/protocol/packet-writer';
import { protocolSignal, protocolSignalOf } from '../../../src/gdb/protocol/signals';
import { contents, packet } from '../client';

function read(...chunks: readonly (string | Uint8Array)[]): Received[] {
  const reader = new PacketReader();
  return chunks.flatMap((chunk) => [...reader.read(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk)]);
}

const text = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('packets of the remote protocol', () => {
  it('are read with their checksums, acknowledgements and interrupts between them', () => {
    // `$OK#9a` and `$m0,4#fd` stand in the GDB manual or follow from its rule: the sum of the characters modulo 256.
    assert.deepEqual(read('+$OK#9a+-\x03$m0,4#FD'), [
      { kind: 'packet', text: 'OK' },
      { kind: 'again' },
      { kind: 'interrupt' },
      { kind: 'packet', text: 'm0,4' },
    ]);
  });

  it('are damaged where the checksum is another, or is none', () => {
    assert.deepEqual(read('$OK#9b', '$OK#zz'), [{ kind: 'damaged' }, { kind: 'damaged' }]);
  });

  it('have `#`, `$`, `}` and `*` escaped', () => {
    assert.deepEqual(read('$}\x03}\x04}]}\x0a#62'), [{ kind: 'packet', text: '#$}*' }]);
    assert.deepEqual(contents(Buffer.from(framedPacket('a#$}*b')).toString('latin1')), ['a#$}*b']);
  });

  it('may come in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.nat(20), (texts, size) => {
        const stream = Buffer.concat(texts.map(packet));
        const chunks = Array.from({ length: Math.ceil(stream.length / (size + 1)) }, (_, index) =>
          stream.subarray(index * (size + 1), (index + 1) * (size + 1)),
        );
        assert.deepEqual(
          read(...chunks),
          texts.map((each) => ({ kind: 'packet', text: each })),
        );
      }),
    );
  });

  it('are written as they are read', () => {
    fc.assert(
      fc.property(text, (each) => {
        assert.deepEqual(Buffer.from(framedPacket(each)), packet(each));
      }),
    );
  });

  it('are refused where something else speaks, at its first byte', () => {
    for (const other of [
      'GET / HTTP/1.1\r\n\r\n',
      'POST / HTTP/1.1\r\n\r\n$g#67',
      '\x16\x03\x01',
      'Content-Length: 5',
    ]) {
      assert.throws(() => read(other), PacketError);
    }
  });

  it('are refused when they do not end', () => {
    assert.throws(() => read('$', 'a'.repeat(MOST_PACKET + 1)), PacketError);
    assert.throws(() => read('$', '}a'.repeat(MOST_PACKET + 1)), PacketError);
    assert.equal(read('$', 'a'.repeat(MOST_PACKET)).length, 0);
  });

  it('end in packets, damage or a refusal, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          read(bytes);
        } catch (error) {
          assert.ok(error instanceof PacketError);
        }
      }),
    );
  });
});

describe('signals of the remote protocol', () => {
  // include/gdb/signals.def of gdb 13.
  const NUMBERS = {
    SIGINT: 2,
    SIGTRAP: 5,
    SIGFPE: 8,
    SIGBUS: 10,
    SIGSEGV: 11,
    SIGSYS: 12,
    SIGCHLD: 20,
    SIGUSR1: 30,
    SIGUSR2: 31,
  };

  it('have the numbers of gdb, not those of Linux', () => {
    for (const [name, number] of Object.entries(NUMBERS)) assert.equal(protocolSignal(name), number, name);
    assert.equal(protocolSignalOf(7), NUMBERS.SIGBUS);
    assert.equal(protocolSignalOf(9), 9);
  });

  it('count the real-time ones from 45 on, but for 32 and 64', () => {
    assert.deepEqual(
      ['SIG33', 'SIG34', 'SIG63', 'SIG32', 'SIG64', 'SIG99'].map(protocolSignal),
      [45, 46, 75, 77, 78, 143],
    );
  });
});
