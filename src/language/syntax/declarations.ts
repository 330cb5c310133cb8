/** The declarations: statements that are no steps (docs/language.md, "Declarations"). */

import type { CoreCall, Declaration, KeyValue, ProgramCall } from '../tree/declaration';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import type { LineReader } from './line-reader';
import { parseCpuid } from './parse-cpuid';
import { parseDataValue } from './parse-data';
import { parseExpression } from './parse-expression';
import { parseCoreCall, parseProgramCall } from './parse-program';
import { type DeclarationRow, UNMATCHED } from './statement-row';

export const DECLARATIONS: readonly DeclarationRow[] = [
  {
    kind: 'declaration',
    keyword: 'xtrace',
    syntax: ['xtrace VERSION'],
    documentation: 'Names the version of the language. It is the first statement of every trace.',
    example: 'xtrace 1',
    parse: parseHeader,
  },
  {
    kind: 'declaration',
    keyword: 'machine',
    syntax: [
      'machine MODEL [cpus=N] [errata=NAME] [+FEATURE] [-FEATURE]',
      'machine from "relative/path" [cpus=N] [errata=NAME] [+FEATURE] [-FEATURE]',
    ],
    documentation:
      "The CPU model, or the dump of a processor's CPUID, and the number of CPUs. A feature flag adds or takes away one CPUID feature; an erratum makes the processor do wrong once.",
    example: 'machine sapphire-rapids cpus=2 -amx-bf16',
    parse: parseMachine,
  },
  {
    kind: 'declaration',
    keyword: 'cpuid',
    syntax: ['cpuid LEAF.SUBLEAF REG = VALUE', "cpuid LEAF.SUBLEAF REG = VALUE of TASK's guest"],
    documentation:
      'A CPUID that a monitor distorts: REG (EAX, EBX, ECX or EDX) of that answer is VALUE. Programs see it, or those in the guest of TASK; what the processor can do, and what the kernel knows of it, stays the same. LEAF and SUBLEAF are hexadecimal.',
    example: 'cpuid 0xd.0 ebx = 0x340',
    parse: parseCpuid,
  },
  {
    kind: 'declaration',
    keyword: 'kernel',
    syntax: [
      'kernel POLICY [KEY=VALUE ...]',
      'kernel policy "relative/path" [KEY=VALUE ...]',
      'kernel vmlinux "relative/path" [config "relative/path"] [KEY=VALUE ...]',
    ],
    documentation:
      'The operating system that runs on the machine, and its options. `none` is bare metal. With `policy` it is one that somebody has written (docs/policies.md); with `vmlinux` the code of a real kernel’s image is executed, and `config` names the `.config` that it was built with (docs/kernel-code.md).',
    example: 'kernel linux version=6.12',
    parse: parseKernel,
  },
  {
    kind: 'declaration',
    keyword: 'const',
    syntax: ['const NAME = EXPR'],
    documentation: 'A named constant, for instructions and expressions.',
    example: 'const STRIDE = 4 * 16',
    parse: parseConst,
  },
  {
    kind: 'declaration',
    keyword: 'data',
    syntax: [
      'data NAME = TYPE[D0]...[Dn] { v, v, ... } [align=N]',
      'data NAME = TYPE[D0]...[Dn] zero | fill(v) | ramp(start, step) | random(seed) [align=N]',
      'data NAME = tilecfg { palette: 1, start_row: 0, tmm0: ROWSxCOLSB, ... } [align=N]',
      'data NAME = zero N [align=N]',
      'data NAME = hex "00 ff ..." [align=N]',
      'data NAME = file "relative/path" [offset=N] [size=N] [align=N]',
    ],
    documentation:
      'Bytes in user memory below 2 GiB, aligned to 64 bytes unless told. NAME is their address, in instructions and in expressions.',
    example: 'data cfg = tilecfg { tmm0: 16x64, tmm1: 8x32 }',
    parse: parseData,
  },
  {
    kind: 'declaration',
    keyword: 'task',
    syntax: [
      'task NAME [in PROCESS] [entry=LABEL]',
      'task NAME kthread',
      'task NAME exec "PATH" [args "A" ...] [env "K=V" ...] [stdin "PATH"]',
      'task NAME core "PATH" [thread=N]',
    ],
    documentation:
      'A task. With `in` it is one more thread of that process; otherwise the first thread of a process of its own name. `run` starts it at `entry`. A kthread has no user state of its own. With `exec` it runs an ELF program beside the trace, with what `args`, `env` and `stdin` give it (docs/programs.md). With `core` it is a thread of a core file, as it was when that was written (docs/recordings.md).',
    example: 'task worker entry=loop',
    parse: parseTask,
  },
  {
    kind: 'declaration',
    keyword: 'proc',
    syntax: ['proc NAME'],
    documentation:
      'Begins code that is not part of the flow until it is called, jumped to, or run by a task; `end` ends it.',
    example: 'proc handler',
    parse: (reader) => ({ kind: 'proc', name: reader.name('the name of the procedure'), end: UNMATCHED }),
  },
  {
    kind: 'declaration',
    keyword: 'end',
    syntax: ['end'],
    documentation: 'Ends the innermost `proc`, `repeat` or `ring0`.',
    example: 'end',
    parse: () => ({ kind: 'end', block: UNMATCHED }),
  },
];

function parseHeader(reader: LineReader): Declaration {
  const { token } = reader;
  if (token.kind !== 'integer') throw reader.unexpected('the version, as in `xtrace 1`');
  reader.next();
  return { kind: 'xtrace', version: Number(token.value), versionRange: reader.rangeOf(token) };
}

function parseMachine(reader: LineReader): Declaration {
  const fromFile = reader.following?.kind === 'string' && reader.acceptKeyword('from');
  const model = fromFile ? pathOf(reader) : reader.word('the name of a CPU model');
  const options: KeyValue[] = [];
  const flags: { flag: Name; present: boolean }[] = [];
  while (!reader.isAtEnd && !reader.isOperator('=>')) {
    const present = reader.accept('+');
    if (present || reader.accept('-')) flags.push({ flag: reader.word('the name of a feature'), present });
    else options.push(parseOption(reader));
  }
  return { kind: 'machine', model, ...(fromFile && { fromFile }), options, flags };
}

function parseKernel(reader: LineReader): Declaration {
  const isFile = reader.following?.kind === 'string';
  const fromFile = isFile && reader.acceptKeyword('policy');
  const image = isFile && !fromFile && reader.acceptKeyword('vmlinux');
  const policy = fromFile || image ? pathOf(reader) : reader.word('the name of a kernel policy');
  const from = { ...(fromFile && { fromFile }), ...(image && { image }) };
  const hasConfig = image && reader.following?.kind === 'string' && reader.acceptKeyword('config');
  const config = hasConfig ? pathOf(reader) : undefined;
  return { kind: 'kernel', policy, ...from, ...(config && { config }), options: parseOptions(reader) };
}

/** A string, which the reader is at. */
function pathOf(reader: LineReader): Name {
  const { token } = reader;
  reader.next();
  return { text: String(token.value), range: reader.rangeOf(token) };
}

function parseOptions(reader: LineReader): readonly KeyValue[] {
  const options: KeyValue[] = [];
  while (!reader.isAtEnd && !reader.isOperator('=>')) options.push(parseOption(reader));
  return options;
}

function parseOption(reader: LineReader): KeyValue {
  const key = reader.word('an option, as in `name=value`');
  reader.expect('=', `and a value behind \`${key.text}\``);
  const value = reader.word(`the value of \`${key.text}\``);
  return { key, value: value.text, valueRange: value.range };
}

function parseConst(reader: LineReader): Declaration {
  const name = reader.name('the name of the constant');
  reader.expect('=', 'and a value behind the name');
  return { kind: 'const', name, value: parseExpression(reader) };
}

function parseData(reader: LineReader): Declaration {
  const name = reader.name('the name of the data');
  reader.expect('=', 'and a value behind the name');
  const value = parseDataValue(reader);
  const align = parseAlign(reader);
  return { kind: 'data', name, value, ...(align && { align }) };
}

function parseAlign(reader: LineReader): Expression | undefined {
  if (!reader.acceptKeyword('align')) return undefined;
  reader.expect('=', 'behind `align`');
  return parseExpression(reader);
}

function parseTask(reader: LineReader): Declaration {
  const name = reader.name('the name of the task');
  const options: { process?: Name; entry?: Name; exec?: ProgramCall; core?: CoreCall } = {};
  let kthread = false;
  for (;;) {
    if (!options.process && reader.acceptKeyword('in')) {
      options.process = reader.name('the name of a process');
    } else if (!options.entry && reader.acceptKeyword('entry')) {
      reader.expect('=', 'behind `entry`');
      options.entry = reader.label('a label or procedure');
    } else if (!kthread && reader.acceptKeyword('kthread')) {
      kthread = true;
    } else if (!options.exec && reader.acceptKeyword('exec')) {
      options.exec = parseProgramCall(reader);
    } else if (!options.core && reader.acceptKeyword('core')) {
      options.core = parseCoreCall(reader);
    } else {
      return { kind: 'task', name, ...options, kthread };
    }
  }
}
