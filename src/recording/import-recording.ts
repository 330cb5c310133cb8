/** A recording, of whichever format, as a trace. */
import { finish, type Pausable, part } from '../machine/pausable';
import { FORMATS, formatOf, NOT_TEXT, type Read } from './formats';
import type { Observation, Reading } from './observation';
import type { ImportOptions, ImportProblem, Source } from './source';
import { writingTrace } from './writing/write-trace';

export interface Imported {
  readonly format: string;
  readonly trace: string;
  readonly observations: readonly Observation[];
  /** What was not understood, in one line; empty where there is nothing of the kind. */
  readonly unknown: string;
}

export function isImportProblem(imported: Imported | ImportProblem): imported is ImportProblem {
  return 'problem' in imported;
}

/** @param format the name of a row of `FORMATS`; found out where it is undefined. */
export function importRecording(source: Source, options: ImportOptions, format?: string): Imported | ImportProblem {
  return finish(importingRecording(source, options, format));
}

/** The same in pieces. */
export function* importingRecording(
  source: Source,
  options: ImportOptions,
  format?: string,
): Pausable<Imported | ImportProblem> {
  const row = format === undefined ? formatOf(source) : FORMATS.find(({ name }) => name === format);
  if (!row) return { problem: notAFormat(source, options.name, format) };
  const read = row.read(source, options);
  const result = isInPieces(read) ? yield* part(read, 0, READ) : read;
  if ('problem' in result) return result;
  if ('trace' in result) return { format: row.name, trace: result.trace, observations: [], unknown: '' };
  return {
    format: row.name,
    trace: yield* part(writingTrace(result, options), READ, 1),
    observations: result.observations,
    unknown: unknownText(result),
  };
}

/** The share of reading in the time that an import takes. */
const READ = 0.6;

function isInPieces(read: Read | Pausable<Read>): read is Pausable<Read> {
  return 'next' in read;
}

function notAFormat({ bytes }: Source, name: string, format: string | undefined): string {
  const names = FORMATS.map((row) => row.name).join(', ');
  if (format !== undefined) return `There is no format \`${format}\`: there are ${names}.`;
  const binary = NOT_TEXT.find(({ magic }) => startsWith(bytes, magic));
  if (binary) return `${name} is ${binary.what}: make text of it with \`${binary.command}\`, and import that.`;
  return `${name} is no recording that is known here: no line of it looks like one. --format says which it is: ${names}.`;
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return [...magic].every((character, index) => bytes[index] === character.charCodeAt(0));
}

/** `3 lines were not understood: 2 of event foo, 1 other line.` */
function unknownText({ unknown }: Reading): string {
  const kinds = [...unknown].toSorted(([, a], [, b]) => b - a);
  const count = kinds.reduce((sum, [, more]) => sum + more, 0);
  if (count === 0) return '';
  const shown = kinds.slice(0, MOST_KINDS).map(([kind, of]) => `${of} × ${kind}`);
  const rest = kinds.length > MOST_KINDS ? `, and ${kinds.length - MOST_KINDS} kinds more` : '';
  return `${count === 1 ? '1 line was' : `${count} lines were`} not used: ${shown.join(', ')}${rest}.`;
}

const MOST_KINDS = 8;
