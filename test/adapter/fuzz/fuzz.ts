/**
 * Sessions with a client that says anything, in any order, and leaves when it likes. Whatever it does: one answer to each
 * request, all by the schema, and no mistake of our own.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { REQUESTS } from '../../../src/adapter/requests';
import { exampleNames } from '../../examples';
import { Random } from '../../machine/random';
import { example, trace } from '../client';
import { openSession, sessionTurn } from '../open-session';
import { REQUESTS_OF_THE_PROTOCOL, schemaProblems } from '../schema';
import { Generator } from './generate';

const PROGRAMS = [
  ...exampleNames.map((name) => example(name.replace(/\.xtrace$/, ''))),
  trace('loop'),
  trace('endless'),
];

const KNOWN = {
  program: [...PROGRAMS, '/nowhere/a.xtrace', __dirname, __filename, ''],
  path: [...PROGRAMS, '/etc/hostname', '/dev/zero', '..', ''],
  stopOnEntry: [true, false],
  stopOnEnd: [true, false],
  noDebug: [true, false],
  trace: [true],
  maxSteps: [1, 10, 1000],
  historyMegabytes: [16, 0, 256],
  sourceMap: [{}, { '/build': '/nowhere' }, { a: 1 }],
  kernel: ['linux', 'linux-rfc-2020', 'none', 'windows'],
  machine: ['sapphire-rapids', 'granite-rapids cpus=2', 'zork'],
  stopOn: [['nm-xfd'], ['expect', 'divergence'], []],
  expression: [
    'rax',
    'xfd,x',
    'tmm0.i32[0][0]',
    'A.fpstate.size',
    'rax = 7',
    'xfd = 0',
    '1 +',
    '__proto__',
    'ecx == 3',
  ],
  condition: ['ecx == 3', 'xfd_err', 'nonsense', '1 +', ''],
  hitCondition: ['3', '>= 2', '% 5', 'x', ''],
  logMessage: ['at {ecx}', '{', ''],
  value: ['0', '0x40000', '-1', '1.5', 'nothing', ''],
  text: ['A.', 'rax', '', 'tmm0.'],
  context: ['watch', 'hover', 'repl', 'clipboard', 'variables'],
  filters: [['nm-xfd', 'expect'], ['nothing'], []],
  filterId: ['nm-xfd', 'signal', 'gp', 'nothing'],
  line: [1, 5, 10, 20, 1000],
  count: [0, 1, 16, 4096],
  instructionCount: [0, 1, 20, 400],
  data: ['AAAA', '', '?'],
  frameId: [0, 1, 2, 1000, 1001, 2000],
  granularity: ['statement', 'line', 'instruction'],
};

/** Asked more often than their share: without them there is no session. */
const OFTEN = [
  'initialize',
  'launch',
  'configurationDone',
  'continue',
  'next',
  'stepIn',
  'threads',
  'stackTrace',
  'scopes',
];
const COMMANDS = [...new Set([...REQUESTS_OF_THE_PROTOCOL, ...Object.keys(REQUESTS)])];
/** They end sessions, and are sent when one is to end. */
const LAST = new Set(['disconnect', 'terminate']);

export interface Tally {
  messages: number;
  sessions: number;
  refused: number;
  cancelled: number;
  readonly problems: string[];
}

/** Sends at least `count` messages. */
export async function fuzz(seed: number, count: number): Promise<Tally> {
  const random = new Random(seed);
  const tally: Tally = { messages: 0, sessions: 0, refused: 0, cancelled: 0, problems: [] };
  while (tally.messages < count) {
    await new FuzzedSession(random, tally).run();
    tally.sessions++;
  }
  return tally;
}

class FuzzedSession {
  private readonly generator: Generator;
  private readonly asked = new Map<number, string>();
  private readonly answers = new Map<number, number>();
  private readonly session = openSession();
  private seq = 0;

  constructor(
    private readonly random: Random,
    private readonly tally: Tally,
  ) {
    this.generator = new Generator(random, KNOWN);
    this.session.onDidSendMessage((message) => this.hear(message));
  }

  async run(): Promise<void> {
    const { random } = this;
    // Most clients begin as they should.
    if (!random.oneIn(4)) {
      this.ask('initialize', { adapterID: 'xtrace', supportsProgressReporting: true, supportsInvalidatedEvent: true });
      this.ask('launch', { program: random.pick(PROGRAMS), stopOnEntry: random.oneIn(2) });
      if (!random.oneIn(4)) this.ask('configurationDone', {});
      if (!random.oneIn(4)) await this.settle();
    }
    const length = 20 + random.below(200);
    for (let sent = 0; sent < length; sent++) {
      this.sendSomething();
      if (random.oneIn(3)) await turn();
      if (random.oneIn(10)) await this.settle();
    }
    if (random.oneIn(10)) return this.session.dispose();
    this.ask('disconnect', {});
    for (let late = random.below(4); late > 0; late--) this.sendSomething();
    await this.settle();
    for (const [seq, command] of this.asked) {
      const count = this.answers.get(seq) ?? 0;
      if (count !== 1) this.tally.problems.push(`${command} has ${count} answers`);
    }
    this.session.dispose();
  }

  /** Until all that was asked is answered; not for ever, since what is to be found may be an answer that never comes. */
  private async settle(): Promise<void> {
    for (let turns = 0; turns < MOST_TURNS && this.answers.size < this.asked.size; turns++) await sessionTurn();
  }

  private sendSomething(): void {
    const { random, generator } = this;
    if (random.oneIn(40)) return this.tell(random.pick(STRANGERS));
    const command = this.command();
    const valid = generator.argumentsOf(command);
    const given = random.oneIn(4) ? generator.spoil(valid) : valid;
    this.ask(command, random.oneIn(30) ? undefined : given);
  }

  private command(): string {
    const { random } = this;
    if (random.oneIn(50)) return random.pick(['nonsense', '', '__proto__', 'toString', 'Continue']);
    if (random.oneIn(3)) return random.pick(OFTEN);
    const command = random.pick(COMMANDS);
    return LAST.has(command) && !random.oneIn(20) ? 'pause' : command;
  }

  private ask(command: string, given: unknown): void {
    const seq = ++this.seq;
    this.asked.set(seq, command);
    this.tell({ seq, type: 'request', command, ...(given === undefined ? {} : { arguments: given }) });
  }

  private tell(message: unknown): void {
    this.tally.messages++;
    this.session.handleMessage(message);
  }

  private hear(message: DebugProtocol.ProtocolMessage): void {
    const { problems } = this.tally;
    problems.push(...schemaProblems(message));
    if (JSON.stringify(message).includes('XTrace made a mistake')) problems.push(JSON.stringify(message));
    if (message.type === 'event') return this.generator.learn((message as DebugProtocol.Event).body);
    const { request_seq, success, body, message: reason } = message as DebugProtocol.Response;
    this.answers.set(request_seq, (this.answers.get(request_seq) ?? 0) + 1);
    if (success) this.generator.learn(body);
    else if (reason === 'cancelled') this.tally.cancelled++;
    else this.tally.refused++;
  }
}

/** Of the session's event loop; loading a trace takes some hundreds. */
const MOST_TURNS = 100_000;

/** No requests, or none that could be answered. */
const STRANGERS: readonly unknown[] = [
  null,
  7,
  'text',
  [],
  {},
  { type: 'request' },
  { type: 'request', seq: -1, command: 'threads' },
  { type: 'request', seq: 1.5, command: 'threads' },
  { type: 'request', seq: '3', command: 'threads' },
  { type: 'response', seq: 3, request_seq: 1, success: true, command: 'runInTerminal' },
  { type: 'event', seq: 3, event: 'stopped' },
];
