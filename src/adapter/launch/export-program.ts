/** Exports a trace as a C program for an editor: from the text in the editor, and from the files beside the trace. */
import { parseTrace } from '../../language/parser';
import { isNoReproducer, type Reproducer, reproducer } from '../../world/reproducer/reproducer';
import type { AdapterHost } from '../protocol/host';
import { UserError } from '../protocol/user-error';
import { filesFor } from './load-trace';

type ProgramHost = Pick<AdapterHost, 'readBytes'>;

/** @throws UserError for a trace with errors, and for one that cannot be a program. */
export async function exportProgram(host: ProgramHost, path: string, text: string): Promise<Reproducer> {
  const files = await filesFor(host, path, parseTrace(text), []);
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const made = reproducer(text, { name, files });
  if (!isNoReproducer(made)) return made;
  const wrong = made.diagnostics.find(({ severity }) => severity === 'error');
  const where = wrong ? ` Line ${wrong.range.line + 1}: ${wrong.message}` : '';
  throw new UserError('no-program', `${made.problem}${where}`);
}
