/** A client of the remote protocol that reads and writes packets by the GDB manual, and shares no code with the server. */
import assert from 'node:assert/strict';
import { launchArguments } from '../../src/adapter/launch/launch-arguments';
import { Debuggee } from '../../src/adapter/state/debuggee';
import { GdbSession } from '../../src/gdb/gdb-session';
import { loadTrace } from '../../src/library';
import { programOf } from '../../src/library/program-of';
import { nodeHost } from '../../src/main/dap/node-host';
import '../../src/main/iced-on-node';

/** A packet as it is sent. @param text a character for each byte. */
export function packet(text: string): Buffer {
  const escaped = text.replace(/[#$}*]/g, (one) => `}${String.fromCharCode(one.charCodeAt(0) ^ 0x20)}`);
  const sum = Buffer.from(escaped, 'latin1').reduce((total, byte) => (total + byte) % 256, 0);
  return Buffer.from(`$${escaped}#${sum.toString(16).padStart(2, '0')}`, 'latin1');
}

/** What is in the packets of a stream; their checksums must be right. */
export function contents(stream: string): string[] {
  return [...stream.matchAll(/\$([^#]*)#(..)/gs)].map(([, data = '', checksum = '']) => {
    const sum = Buffer.from(data, 'latin1').reduce((total, byte) => (total + byte) % 256, 0);
    assert.equal(Number.parseInt(checksum, 16), sum);
    return data.replace(/\}(.)/gs, (_all, one: string) => String.fromCharCode(one.charCodeAt(0) ^ 0x20));
  });
}

export class Client {
  /** All that has arrived. */
  stream = '';
  isClosed = false;
  problem: string | undefined;
  readonly session: GdbSession;
  private wake = (): void => undefined;

  constructor(
    text: string,
    {
      path = 'trace.xtrace',
      runsProgram = false,
      files = {},
    }: { path?: string; runsProgram?: boolean; files?: object } = {},
  ) {
    const debuggee = new Debuggee(
      launchArguments({ program: path }, 'arguments'),
      programOf(loadTrace(text, files)),
      path,
      { runsProgram },
    );
    this.session = new GdbSession(debuggee, nodeHost(), {
      send: (bytes) => {
        this.stream += Buffer.from(bytes).toString('latin1');
        this.wake();
      },
      close: (problem) => {
        this.isClosed = true;
        this.problem = problem;
        this.wake();
      },
      onMet: () => undefined,
    });
  }

  /** Everything up to the answer, without what the console is told. */
  async ask(text: string): Promise<string> {
    const from = this.stream.length;
    this.session.receive(packet(text));
    for (;;) {
      const answer = contents(this.stream.slice(from)).find((each) => !/^O[0-9a-f]+$/.test(each));
      if (answer !== undefined) return answer;
      if (this.isClosed) throw new Error(`closed: ${this.problem ?? ''}`);
      await new Promise<void>((woken) => {
        this.wake = woken;
      });
    }
  }

  /** What the console is told by `monitor TEXT`. */
  async monitor(text: string): Promise<string> {
    const from = this.stream.length;
    assert.equal(await this.ask(`qRcmd,${Buffer.from(text).toString('hex')}`), 'OK');
    const told = contents(this.stream.slice(from)).filter((each) => /^O[0-9a-f]+$/.test(each));
    return told.map((each) => Buffer.from(each.slice(1), 'hex').toString()).join('');
  }

  /** An object of `qXfer`, in pieces of 1,000 bytes. */
  async object(name: string): Promise<string> {
    let whole = '';
    for (;;) {
      const piece = await this.ask(`qXfer:${name}:${whole.length.toString(16)},3e8`);
      whole += piece.slice(1);
      if (piece.startsWith('l')) return whole;
      assert.ok(piece.startsWith('m') && piece.length === 1001, piece);
    }
  }
}
