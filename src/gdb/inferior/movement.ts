/** Lets the debuggee run, forward and back, and says as a stop reply why it stands again (GDB manual, appendix E.3). */
import type { Command, StopReason } from '../../world/debugger/debugger-types';
import type { Happening } from '../../world/state/happening';
import { hexOfText } from '../protocol/packet-writer';
import { protocolSignal, protocolSignalOf } from '../protocol/signals';
import type { Inferior } from './inferior';
import type { Points } from './points';

const TRAP = protocolSignal('SIGTRAP');
const INTERRUPT = protocolSignal('SIGINT');
/** Of a status as wait4 gives it: the signal, and the exit status behind it. */
const SIGNAL_BITS = 0x7f;
const EXIT_SHIFT = 8;

/** Where a command has begun. */
interface Origin {
  readonly moment: number;
  readonly isAtSignal: boolean;
}

export class Movement {
  /** The protocol's numbers of the signals that stop nothing. */
  passed: ReadonlySet<number> = new Set();
  /** The signal that the run has stopped at; undefined where it stopped for another reason. */
  signal: (Happening & { readonly kind: 'signal' }) | undefined;
  /** The last reply: what `?` asks for. */
  reply = '';
  /** The moment of the last instruction of the run, where the client has been told that there are no more. */
  private lastMoment: number | undefined;
  /** Whether the client wants to know of execve. */
  tellsExec = false;
  /** The run of a program that the client knows of. */
  private known: string | undefined;
  private fail: ((error: Error) => void) | undefined;

  constructor(
    private readonly inferior: Inferior,
    private readonly points: Points,
  ) {}

  /** To the first instruction of a program that was launched by itself; nowhere else in a trace. */
  async begin(): Promise<void> {
    this.points.apply(false);
    await this.toBeginning();
    this.known = this.inferior.image;
    this.inferior.noteBeginning();
    this.reply = this.stopped(TRAP);
  }

  /** Follows a command to where it stops, and answers with the stop reply. */
  async follow(command: Command): Promise<string> {
    this.points.apply(this.tellsExec);
    const origin = { moment: this.inferior.debuggee.engine.time.moment, isAtSignal: this.signal !== undefined };
    this.signal = undefined;
    let reason: StopReason;
    do reason = await this.run(command);
    while (this.isPassed(reason));
    if (command.kind === 'reverse-continue' && reason.kind === 'breakpoint' && reason.on === 'data') {
      await this.stepBack();
    }
    if (command.kind === 'reverse-continue' && isExec(reason)) await this.stepBack();
    this.reply = this.execReply(command) ?? (await this.replyTo(reason, origin));
    return this.reply;
  }

  get isMoving(): boolean {
    return this.fail !== undefined;
  }

  interrupt(): void {
    this.inferior.debuggee.engine.pause();
  }

  /** The session is over: nobody waits for the run any more. */
  abandon(reason: string): void {
    this.fail?.(new Error(reason));
  }

  private run(command: Command): Promise<StopReason> {
    const { adapter, debuggee } = this.inferior;
    return new Promise((resolve, reject) => {
      this.fail = reject;
      adapter.runner.start(debuggee, command, (reason) => {
        this.fail = undefined;
        resolve(reason);
      });
    });
  }

  private isPassed(reason: StopReason): boolean {
    if (reason.kind !== 'exception') return false;
    const { happening } = reason;
    const isOthers = this.inferior.threadOfTask(happening.task) === undefined;
    if (isExec(reason)) return isOthers;
    return happening.kind === 'signal' && (isOthers || this.passed.has(protocolSignal(happening.signal)));
  }

  /**
   * What tells the client that the process runs another program than the client knows of: behind an execve, and before one, for
   * who goes back.
   */
  private execReply({ kind }: Command): string | undefined {
    const { executable, image } = this.inferior;
    if (!this.tellsExec || executable === undefined || image === this.known) return undefined;
    this.known = image;
    if (kind === 'continue' || kind === 'instruction') this.inferior.noteBeginning();
    this.points.clear();
    return this.stopped(TRAP, `exec:${hexOfText(executable)};`);
  }

  private async replyTo(reason: StopReason, origin: Origin): Promise<string> {
    const { world } = this.inferior.debuggee.engine;
    if (reason.kind === 'end' || (reason.kind === 'step' && world.ended)) return this.ended(origin);
    switch (reason.kind) {
      case 'breakpoint':
        return this.stopped(TRAP, this.points.reply(reason.ids));
      case 'exception':
        return this.exception(reason.happening);
      case 'pause':
        return this.stopped(INTERRUPT);
      case 'start-of-history':
        await this.toBeginning();
        return this.stopped(TRAP, 'replaylog:begin;');
      default:
        return this.stopped(TRAP);
    }
  }

  private exception(happening: Happening): string {
    if (happening.kind !== 'signal') return this.stopped(TRAP);
    this.signal = happening;
    return this.stopped(protocolSignal(happening.signal), '', this.inferior.threadOfTask(happening.task));
  }

  /** Whoever goes back past an access or an execve stands before the instruction that makes it; the engine stops behind. */
  private async stepBack(): Promise<void> {
    const { inferior } = this;
    await this.run({ kind: 'instruction-back', of: inferior.stepping(inferior.current) });
  }

  /** Before its first instruction a program that was launched by itself is nowhere. */
  private async toBeginning(): Promise<void> {
    const { main } = this.inferior;
    if (main) await this.run({ kind: 'instruction', of: { task: main.id, cpu: null } });
  }

  /**
   * A client forgets a process that has ended, and with it the way back. So the run stops at its last instruction first,
   * and ends when it is told to go on from there. Whom a signal has killed stood at that instruction when the signal came.
   */
  private async ended({ moment, isAtSignal }: Origin): Promise<string> {
    const { mainProcess, debuggee } = this.inferior;
    const isKilled = ((mainProcess?.program?.status ?? 0) & SIGNAL_BITS) !== 0;
    if (moment === this.lastMoment || (isAtSignal && isKilled)) return this.exit();
    await this.run({ kind: 'instruction-back', of: mainProcess ? { process: mainProcess.id } : 'anyone' });
    this.lastMoment = debuggee.engine.time.moment;
    return this.stopped(TRAP, 'replaylog:end;');
  }

  private exit(): string {
    const { mainProcess, debuggee } = this.inferior;
    const status = mainProcess?.program?.status;
    if (status === undefined || status === null) return `W${byte(Number(debuggee.engine.failed))}`;
    const signal = status & SIGNAL_BITS;
    return signal === 0 ? `W${byte(status >> EXIT_SHIFT)}` : `X${byte(protocolSignalOf(signal))}`;
  }

  private stopped(signal: number, why = '', thread = this.inferior.current): string {
    return `T${byte(signal)}thread:${thread.toString(16)};${why}`;
  }
}

function isExec(reason: StopReason): boolean {
  return reason.kind === 'exception' && reason.happening.kind === 'syscall';
}

function byte(value: number): string {
  return (value & 0xff).toString(16).padStart(2, '0');
}
