/** Commands that show memory, code, what has happened, and what there is. */
import { formatAddress, toLinear } from '../../machine/architecture/linear-address';
import { tableOf } from '../../machine/table';
import { evaluateText } from '../../world/scope/evaluate-text';
import { placeScope } from '../../world/scope/scope';
import { timelinePart } from '../../world/timeline/excerpt';
import { MARKS, type Mark, type MarkKind } from '../../world/timeline/mark';
import { dataTarget } from '../breakpoints/data-info';
import { find } from '../find';
import { disassemble } from '../inspection/disassembly';
import { linePlace, tellMoment } from '../inspection/moment-row';
import { memoryReference } from '../protocol/memory-reference';
import { UserError } from '../protocol/user-error';
import { type Subject, spaceOf, subjectOfCpu } from '../state/state-view';
import { placeOf } from '../variables/scopes';
import { type ConsoleCommand, type ConsoleContext, demand, type Said } from './console-command';
import { INFO_TOPICS, infoText } from './info';
import { MARK_KINDS, markKindNamed } from './mark-kind';

const FIND = 'find COND [; EXPR]...';
const EXAMINE = 'x[/COUNT[UNIT][RADIX]] ADDR';
const UNITS = tableOf<number>({ b: 1, h: 2, w: 4, g: 8 });
const LINE_BYTES = 16;
const MOST_UNITS = 4096;
const SHOWN_INSTRUCTIONS = 10;
/** More lines than this nobody reads. */
const MOST_EVENTS = 500;

interface Layout {
  readonly count: number;
  readonly size: number;
  readonly isDecimal: boolean;
}

/** `16wx`: COUNT, UNIT and RADIX; undefined for anything else. */
function layoutOf(text: string): Layout | undefined {
  const match = /^(?:\/(\d+)?([bhwg])?([xd])?)?$/.exec(text);
  if (!match) return undefined;
  const [, count = '1', unit = 'w', radix = 'x'] = match;
  return { count: Number(count), size: UNITS[unit] ?? 4, isDecimal: radix === 'd' };
}

function examine(context: ConsoleContext, rest: string): string {
  const [, format = '', where = ''] = /^(\/\S*)?\s*(.*)$/s.exec(rest) ?? [];
  const layout = layoutOf(format);
  if (!layout || layout.count < 1 || layout.count > MOST_UNITS) {
    throw new UserError('bad-format', `Write a count up to ${MOST_UNITS}, b, h, w or g, and x or d: \`x/16wx rsp\`.`);
  }
  const address = addressOf(context, demand(where, { grammar: EXAMINE }));
  const bytes = context.debuggee.state.memory.peek(spaceAt(context), address, layout.count * layout.size);
  if (!bytes || bytes.length < layout.size) {
    throw new UserError('not-mapped', `There is no memory at ${formatAddress(address)}.`);
  }
  return linesOf(bytes, address, layout).join('\n');
}

function linesOf(bytes: Uint8Array, address: number, { size, isDecimal }: Layout): string[] {
  const lines: string[] = [];
  for (let at = 0; at + size <= bytes.length; at += LINE_BYTES) {
    const units: string[] = [];
    for (let unit = at; unit < at + LINE_BYTES && unit + size <= bytes.length; unit += size) {
      const value = bytes.subarray(unit, unit + size).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
      units.push(isDecimal ? value.toString() : `0x${value.toString(16).padStart(size * 2, '0')}`);
    }
    lines.push(`${formatAddress(address + at)}: ${units.join(' ')}`);
  }
  return lines;
}

function subjectAt({ debuggee: { state }, frame }: ConsoleContext): Subject {
  return frame?.subject ?? subjectOfCpu(state, state.current);
}

function spaceAt(context: ConsoleContext): number {
  return spaceOf(context.debuggee.state, subjectAt(context));
}

/** Throws `ExpressionError`, or `UserError` for what is no address. */
function addressOf(context: ConsoleContext, text: string): number {
  const { world } = context.debuggee.engine;
  const { value } = evaluateText(
    world,
    text,
    placeScope(world, placeOf(context.frame ?? { subject: subjectAt(context) })),
  );
  const address = typeof value === 'bigint' ? toLinear(BigInt.asUintN(64, value)) : undefined;
  if (address === undefined) throw new UserError('bad-address', `${text} is no address.`);
  return address;
}

function disassembly(context: ConsoleContext, rest: string): string {
  const { debuggee, adapter } = context;
  const address = rest === '' ? debuggee.engine.world.flow.address : addressOf(context, rest);
  const range = { memoryReference: memoryReference(spaceAt(context), address), instructionCount: SHOWN_INSTRUCTIONS };
  return disassemble(debuggee, adapter.client, range)
    .filter(({ presentationHint }) => presentationHint !== 'invalid')
    .map(({ address: at, instruction, symbol }) => `${at}: ${symbol ? `<${symbol}> ` : ''}${instruction}`)
    .join('\n');
}

function events({ debuggee: { engine } }: ConsoleContext, kind: MarkKind | undefined): readonly Mark[] {
  const end = engine.time.furthestMoment;
  const { lanes } = timelinePart(engine.timeline, { from: 0, to: end, end, columns: Math.max(1, end) });
  const marks = lanes.flatMap((lane) => lane.marks).filter((mark) => kind === undefined || mark.kind === kind);
  return marks.sort((a, b) => a.moment - b.moment);
}

function timeline(context: ConsoleContext, rest: string): Said {
  const found = events(context, rest === '' ? undefined : markKindNamed(rest));
  const { adapter, debuggee } = context;
  const { client } = adapter;
  if (found.length === 0) return { text: 'Nothing of that kind has happened so far.' };
  const shown = found.slice(0, MOST_EVENTS);
  return {
    text: `${found.length} ${found.length === 1 ? 'event' : 'events'}:`,
    after: () => {
      for (const { moment, step, line, kind, task, text } of shown) {
        const who = task === null ? '' : ` of ${task}`;
        const place = linePlace(debuggee, client, line);
        tellMoment(adapter, `@${step}: ${MARKS[kind].title}${who}: ${text}`, { moment, place });
      }
      if (found.length > shown.length) client.output('console', `and ${found.length - shown.length} more\n`);
    },
  };
}

export const LOOK_COMMANDS: readonly ConsoleCommand[] = [
  {
    name: 'x',
    grammar: EXAMINE,
    summary: 'Shows memory: COUNT units of b (1 byte), h (2), w (4) or g (8), in the radix x or d.',
    run: (context, rest) => ({ text: examine(context, rest) }),
  },
  {
    name: 'disas',
    grammar: 'disas [ADDR]',
    summary: 'Disassembles what comes next, or what lies at an address.',
    run: (context, rest) => ({ text: disassembly(context, rest) }),
  },
  {
    name: 'timeline',
    grammar: 'timeline [KIND]',
    summary: 'Lists what has happened so far, or the events of one kind, with their steps.',
    words: MARK_KINDS,
    run: timeline,
  },
  {
    name: 'find',
    grammar: FIND,
    summary:
      'Lists all stretches of the run so far in which the condition holds, with the values of further expressions.',
    run: (context, rest) => {
      const targetOf = (name: string) => dataTarget(context.debuggee, { name, frame: context.frame });
      const [condition = '', ...columns] = demand(rest, { grammar: FIND }).split(';');
      const [target, others] = [targetOf(condition), columns.map(targetOf)];
      return { text: 'Looking through the run so far.', after: () => find(context.adapter, target, others) };
    },
  },
  {
    name: 'info',
    grammar: `info ${INFO_TOPICS.join('|')}`,
    words: INFO_TOPICS,
    summary:
      'Shows tasks, state components, tiles and where they came from, XSAVE areas, the CPUID leaves of the CPU, breakpoints, or how far the history reaches.',
    run: (context, rest) => ({ text: infoText(context, rest) }),
  },
];
