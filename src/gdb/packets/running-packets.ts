/** What lets the debuggee run (GDB manual, appendix E.2: c, s, C, S, bc, bs, vCont). */
import { tableOf } from '../../machine/table';
import type { Command } from '../../world/debugger/debugger-types';
import { addressOf } from '../protocol/arguments';
import { refuse } from '../protocol/refusal';
import { type Context, type Handler, UNKNOWN } from './context';
import { jumpIfGiven, threadOf } from './state-packets';

const CONTINUE: Command = { kind: 'continue' };

function step(context: Context, thread: string): Command {
  return { kind: 'instruction', of: context.inferior.stepping(threadOf(context, thread)) };
}

/** One of `vCont`: what a thread is to do. */
interface Action {
  /** `c`, `C05`, `s`, `r401000,401010`. */
  readonly what: string;
  /** Empty for all threads that have no action of their own. */
  readonly thread: string;
}

/** Threads take turns as the model's scheduler has them: who steps says how far all of them go. */
function commandOf(context: Context, actions: readonly Action[]): Command {
  const stepping = actions.find(({ what }) => /^[sSr]/.test(what));
  if (!stepping) return CONTINUE;
  const { what, thread } = stepping;
  const command = step(context, thread);
  if (command.kind !== 'instruction' || !what.startsWith('r')) return command;
  const [start, end] = what.slice(1).split(',');
  return { ...command, within: { start: addressOf(start), end: addressOf(end) } };
}

function parseActions(text: string): readonly Action[] {
  return text.split(';').flatMap((part) => {
    const [what = '', thread = ''] = part.split(':');
    if (what === '') return [];
    return /^([cs]|[CS][0-9a-f]{2}|r[0-9a-f]+,[0-9a-f]+)$/i.test(what)
      ? [{ what, thread }]
      : refuse(`There is no way to go on that is called ${what}.`);
  });
}

async function follow(context: Context, command: Command): Promise<string> {
  const reply = await context.movement.follow(command);
  context.selected.general = context.inferior.current;
  context.selected.moving = context.inferior.current;
  return reply;
}

/** `SIG;ADDR`. A signal that has come is delivered, whatever the client says of it. */
const behindSignal = (rest: string) => rest.split(';')[1] ?? '';

function going(command: (context: Context) => Command, address: (rest: string) => string): Handler {
  return (context, rest) => {
    jumpIfGiven(context, address(rest));
    return follow(context, command(context));
  };
}

const stepSelected = (context: Context): Command => step(context, context.selected.moving.toString(16));
const onwards = (): Command => CONTINUE;
const itself = (rest: string): string => rest;

export const RUNNING_PACKETS = tableOf<Handler>({
  c: going(onwards, itself),
  C: going(onwards, behindSignal),
  s: going(stepSelected, itself),
  S: going(stepSelected, behindSignal),
  b: (context, rest) => {
    if (rest === 'c') return follow(context, { kind: 'reverse-continue', undoes: true });
    if (rest !== 's') return UNKNOWN;
    return follow(context, { kind: 'instruction-back', of: context.inferior.stepping(context.selected.moving) });
  },
  'vCont?': () => 'vCont;c;C;s;S;r',
  vCont: (context, rest) => follow(context, commandOf(context, parseActions(rest))),
});
