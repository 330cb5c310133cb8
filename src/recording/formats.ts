/** The formats of recordings, a row a format: how each is recognised, and what reads it. */

import { isCore } from '../elf/core/read-core';
import { isObjectFile } from '../elf/object-file';
import type { Pausable } from '../machine/pausable';
import { traceOfObject } from './object/object-trace';
import type { Reading } from './observation';
import { readBootLog } from './reading/boot-log';
import { traceOfCore } from './reading/core-trace';
import { CRIU_START, readCriu } from './reading/criu';
import { readHead } from './reading/heads';
import { linesOf } from './reading/mail';
import { readObservations } from './reading/observations-json';
import { isPerfTrace, readingPerfTrace } from './reading/perf-trace';
import { readingTrace } from './reading/read-trace';
import { looksLikeArea, traceOfArea } from './reading/xsave-image';
import type { ImportOptions, ImportProblem, Source } from './source';

/** Observations that are still to be written as a trace, or a trace already. */
export type Read = Reading | { readonly trace: string } | ImportProblem;

export interface Format {
  readonly name: string;
  /** What it is, for help and documentation. */
  readonly what: string;
  readonly recognises: (source: Source) => boolean;
  /** At once, or in pieces where a recording may be long. */
  readonly read: (source: Source, options: ImportOptions) => Read | Pausable<Read>;
}

export const FORMATS: readonly Format[] = [
  {
    name: 'core',
    what: 'the core file of a process, by the kernel or by gcore',
    recognises: ({ bytes }) => isCore(bytes),
    read: ({ bytes }, options) => traceOfCore(bytes, options),
  },
  {
    name: 'elf',
    what: 'an object file: its functions as procedures',
    recognises: ({ bytes }) => isObjectFile(bytes),
    read: ({ bytes }, options) => traceOfObject(bytes, options),
  },
  {
    name: 'observations',
    what: 'a JSON object a line, as docs/observations.md has them',
    recognises: (source) => /^\s*\{"line":/.test(start(source)),
    read: (source) => readObservations(textOf(source)),
  },
  {
    name: 'ftrace',
    what: 'text of a trace buffer: trace, trace_pipe, trace-cmd report',
    recognises: (source) =>
      hasLine(source, (line) => HEAD_START.test(line) || (readHead(line) !== undefined && !line.startsWith('['))),
    read: (source, { probes }) => readingTrace(textOf(source), probes),
  },
  {
    name: 'perf',
    what: 'what perf script or perf trace prints',
    // The heads of perf script are read as those of ftrace are, whose row comes first.
    recognises: (source) => hasLine(source, isPerfTrace),
    read: (source, { probes }) =>
      (hasLine(source, isPerfTrace) ? readingPerfTrace : readingTrace)(textOf(source), probes),
  },
  {
    name: 'dmesg',
    what: "a kernel's boot log, with its x86/fpu: lines",
    recognises: (source) => hasLine(source, (line) => BOOT_LINE.test(line)),
    read: (source, options) => readBootLog(textOf(source), options),
  },
  {
    name: 'criu',
    what: 'a core image of CRIU, as crit decode prints it',
    recognises: (source) => CRIU_START.test(start(source)),
    read: (source, options) => readCriu(textOf(source), options),
  },
  {
    name: 'xsave',
    what: 'the bytes of an XSAVE area, standard or compacted',
    recognises: ({ bytes }) => looksLikeArea(bytes),
    read: ({ bytes }, options) => traceOfArea(bytes, options),
  },
];

/** The rest of the head may be in the next line. */
const HEAD_START = /\S-\d+\s+\[\d{3}\]\s/;

const BOOT_LINE = /x86\/fpu: (?:Supporting|Enabled|xstate_offset)/;

/** Binary files that other tools print as text. */
export const NOT_TEXT: readonly { readonly magic: string; readonly what: string; readonly command: string }[] = [
  { magic: 'PERFILE2', what: 'a perf.data', command: 'perf script' },
  { magic: '\x17\x08\x44tracing', what: 'a trace.dat', command: 'trace-cmd report' },
];

export function formatOf(source: Source): Format | undefined {
  if (NOT_TEXT.some(({ magic }) => start(source).startsWith(magic))) return undefined;
  return FORMATS.find(({ recognises }) => recognises(source));
}

/** In bytes: a file is recognised by its beginning. */
const START = 0x4000;

function start({ bytes, text }: Source): string {
  return text(0, Math.min(START, bytes.length));
}

function textOf({ bytes, text }: Source): string {
  return text(0, bytes.length);
}

function hasLine(source: Source, test: (line: string) => boolean): boolean {
  for (const { text } of linesOf(start(source))) if (test(text)) return true;
  return false;
}
