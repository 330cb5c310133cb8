/**
 * What may come between, laid out behind the trace: a procedure for each text. Whoever moves the run sends it there and back,
 * so that one program serves all runs, and they can begin at a checkpoint of the run without anything in between.
 */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Program } from '../program/program';
import type { Injection } from './injection';

const PREFIX = '__between_';

/** The trace with its stations. A text comes once, however many lines it may come before. */
export function withStations(text: string, injections: readonly Injection[]): string {
  const bodies = [...new Set(injections.map(bodyOf))];
  const procs = bodies.map((body, index) => `proc ${PREFIX}${index}\n${body}\nend\n`);
  return `${text.endsWith('\n') ? text : `${text}\n`}${procs.join('')}`;
}

/** The last line of each procedure is behind its last step. */
export interface Stations {
  /** Where the station of an injection begins. */
  startOf(injection: Injection): LinearAddress | undefined;
  /** Whether an address is the end of a station. */
  isEnd(address: LinearAddress): boolean;
}

export function stationsIn(program: Program, injections: readonly Injection[]): Stations {
  const bodies = [...new Set(injections.map(bodyOf))];
  const starts = new Map<string, LinearAddress>();
  for (const [index, body] of bodies.entries()) {
    const symbol = program.symbols.get(`${PREFIX}${index}`);
    if (symbol?.kind === 'proc') starts.set(body, symbol.address);
  }
  return {
    startOf: (injection) => starts.get(bodyOf(injection)),
    isEnd: (address) => {
      const step = program.stepAt(address);
      return step?.kind === 'past-end' && step.proc?.startsWith(PREFIX) === true;
    },
  };
}

function bodyOf({ text }: Injection): string {
  return text.join('\n');
}
