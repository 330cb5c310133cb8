/** `exec` and `core` of a task: a program with its arguments; a core file with the number of a thread. */
import type { CoreCall, ProgramCall } from '../tree/declaration';
import type { Name } from '../tree/name';
import type { LineReader } from './line-reader';

export function parseProgramCall(reader: LineReader): ProgramCall {
  const path = quoted(reader, 'the path of the program in quotes');
  let call: ProgramCall = { path, arguments: [], environment: [] };
  for (;;) {
    if (reader.acceptKeyword('args')) call = { ...call, arguments: allName(reader, 'an argument in quotes') };
    else if (reader.acceptKeyword('env')) call = { ...call, environment: allName(reader, '"NAME=VALUE" in quotes') };
    else if (reader.acceptKeyword('stdin')) call = { ...call, input: quoted(reader, 'the path of a file in quotes') };
    else return call;
  }
}

export function parseCoreCall(reader: LineReader): CoreCall {
  const path = quoted(reader, 'the path of the core file in quotes');
  if (!reader.acceptKeyword('thread')) return { path };
  reader.expect('=', 'behind `thread`');
  const { token } = reader;
  const thread = token.kind === 'integer' ? Number(token.value) : 0;
  if (thread < 1 || thread > MOST_THREADS) throw reader.unexpected('the number of a thread, from 1');
  reader.next();
  return { path, thread };
}

const MOST_THREADS = 0x1_0000;

function allName(reader: LineReader, what: string): readonly Name[] {
  const texts = [quoted(reader, what)];
  while (reader.token.kind === 'string') texts.push(quoted(reader, what));
  return texts;
}

function quoted(reader: LineReader, what: string): Name {
  const { token } = reader;
  if (token.kind !== 'string') throw reader.unexpected(what);
  reader.next();
  return { text: String(token.value), range: reader.rangeFrom(token.start) };
}
