/** One client of the GDB Remote Serial Protocol and its debuggee, without a transport. */
import { Adapter } from '../adapter/adapter';
import type { AdapterHost } from '../adapter/protocol/host';
import { RequestQueue } from '../adapter/protocol/request-queue';
import { messageOf } from '../adapter/protocol/user-error';
import type { Debuggee } from '../adapter/state/debuggee';
import { askConsole } from './inferior/console';
import { Inferior } from './inferior/inferior';
import { Movement } from './inferior/movement';
import { Points } from './inferior/points';
import { ReadableFiles } from './inferior/readable-files';
import type { Context } from './packets/context';
import { answerTo } from './packets/packets';
import { PacketError, PacketReader, type Received } from './protocol/packet-reader';
import { bytesOf, framedPacket, hexOf } from './protocol/packet-writer';
import { refusalOf } from './protocol/refusal';

/** The other end of the connection. */
export interface GdbClient {
  readonly send: (bytes: Uint8Array) => void;
  /** The connection is to end; `problem` where something of our own went wrong. */
  readonly close: (problem?: string) => void;
  /** Each packet that has arrived undamaged. */
  readonly onMet: () => void;
}

/** Packets that may wait while the program runs. */
const MOST_WAITING = 64;
/** Bytes of output in one packet, two digits each. */
const OUTPUT_PIECE = 2048;

const TEXT = new TextEncoder();

export class GdbSession {
  private readonly reader = new PacketReader();
  private readonly waiting: string[] = [];
  private readonly adapter: Adapter;
  private readonly movement: Movement;
  private readonly context: Promise<Context>;
  private acknowledges = true;
  private working = false;
  /** The packet that has no answer yet. */
  private inWork: string | undefined;
  private leaving = false;
  private closed = false;
  private lastPacket: Uint8Array | undefined;
  /** What the debugger has written while the program stands. */
  private said = '';

  constructor(
    debuggee: Debuggee,
    host: AdapterHost,
    private readonly client: GdbClient,
  ) {
    const requests = new RequestQueue(
      () => undefined,
      () => undefined,
    );
    this.adapter = new Adapter(host, (event, body) => this.hear(event, body), requests);
    this.adapter.adopt(debuggee);
    const inferior = new Inferior(this.adapter, debuggee);
    const points = new Points(inferior);
    this.movement = new Movement(inferior, points);
    this.context = this.begin(inferior, points);
    this.context.catch((error: unknown) => this.close(messageOf(error)));
  }

  /** Takes what has arrived. @throws PacketError where that is not the protocol. */
  receive(bytes: Uint8Array): void {
    for (const received of this.reader.read(bytes)) this.take(received);
  }

  /** The client is gone. */
  dispose(): void {
    this.closed = true;
    this.waiting.length = 0;
    this.adapter.close();
  }

  private async begin(inferior: Inferior, points: Points): Promise<Context> {
    await this.movement.begin();
    const { current, debuggee } = inferior;
    const files = new ReadableFiles(debuggee.program);
    return {
      inferior,
      movement: this.movement,
      points,
      files,
      selected: { general: current, moving: current },
      stopAcknowledging: () => {
        this.acknowledges = false;
      },
      tell: (text) => this.tell(text),
      ask: (text) =>
        askConsole(inferior.adapter, text, () => {
          const { said } = this;
          this.said = '';
          return said;
        }),
      leave: () => {
        this.leaving = true;
      },
    };
  }

  private take(received: Received): void {
    switch (received.kind) {
      case 'interrupt':
        this.movement.interrupt();
        break;
      case 'again':
        if (this.lastPacket) this.client.send(this.lastPacket);
        break;
      case 'damaged':
        if (this.acknowledges) this.client.send(bytesOf('-'));
        break;
      case 'packet':
        this.client.onMet();
        this.takePacket(received.text);
    }
  }

  /** A client that has waited too long for an acknowledgement sends its packet once more, and wants one answer to both. */
  private takePacket(text: string): void {
    if (this.acknowledges) this.client.send(bytesOf('+'));
    if (this.acknowledges && (this.waiting.at(-1) ?? this.inWork) === text) return;
    if (this.waiting.length === MOST_WAITING) throw new PacketError('Too many packets came before an answer.');
    this.waiting.push(text);
    void this.work();
  }

  /** One packet after the other. */
  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      const context = await this.context;
      for (let packet = this.waiting.shift(); packet !== undefined && !this.closed; packet = this.waiting.shift()) {
        this.inWork = packet;
        const answer = await this.answer(context, packet);
        this.inWork = undefined;
        if (answer !== undefined) this.send(answer);
        if (this.leaving) this.close();
      }
    } catch (error) {
      this.close(messageOf(error));
    } finally {
      this.working = false;
    }
  }

  private async answer(context: Context, packet: string): Promise<string | undefined> {
    try {
      return await answerTo(context, packet);
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** What the adapter tells: lines for the console, and that it cannot go on. */
  private hear(event: string, body: object | undefined): void {
    if (event === 'terminated') this.movement.abandon(this.said.trim());
    if (event !== 'output' || !body || !('output' in body) || typeof body.output !== 'string') return;
    if (!this.movement.isMoving) this.said += body.output;
    else if ('category' in body && body.category !== 'console') this.tell(body.output);
  }

  /** Text on the client's console. */
  private tell(text: string): void {
    const bytes = TEXT.encode(text);
    for (let at = 0; at < bytes.length; at += OUTPUT_PIECE) {
      this.send(`O${hexOf(bytes.subarray(at, at + OUTPUT_PIECE))}`);
    }
  }

  private send(text: string): void {
    if (this.closed) return;
    this.lastPacket = framedPacket(text);
    this.client.send(this.lastPacket);
  }

  private close(problem?: string): void {
    if (this.closed) return;
    this.dispose();
    this.client.close(problem);
  }
}
