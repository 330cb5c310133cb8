/** Exports a trace for an editor: from the text in the editor, and from the files beside the trace. */
import { dataFiles } from '../adapter/launch/data-files';
import { type CheckHost, diagnose } from '../adapter/launch/diagnose';
import { encodeBase64 } from '../adapter/protocol/base64';
import type { AdapterHost } from '../adapter/protocol/host';
import { folderOf } from '../adapter/protocol/source-path';
import { UserError } from '../adapter/protocol/user-error';
import { parseTrace } from '../language/parser';
import { htmlPage, type ReadPart } from './html-page';
import { pageProblem } from './page-problem';

type ExportHost = CheckHost & Pick<AdapterHost, 'readBytes'>;

/** @throws UserError when the trace has errors, of which a page could only tell, or runs under the image of a kernel. */
export async function exportTrace(host: ExportHost, path: string, text: string, read: ReadPart): Promise<string> {
  const wrong = (await diagnose(host, path, text)).find(({ severity }) => severity === 'error');
  if (wrong) {
    throw new UserError(
      'trace-has-errors',
      `A page needs a trace without errors. Line ${wrong.range.line + 1}: ${wrong.message}`,
    );
  }
  const trace = parseTrace(text);
  const problem = pageProblem(trace);
  if (problem !== undefined) throw new UserError('trace-for-no-page', problem);
  const files: [string, string][] = [];
  for (const { name, path: file } of dataFiles(trace, path)) {
    files.push([name, encodeBase64(await host.readBytes(file, folderOf(path)))]);
  }
  const name = path.split(/[\\/]/).at(-1) ?? path;
  return htmlPage({ name, text, files: Object.fromEntries(files) }, read);
}
