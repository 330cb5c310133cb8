/** Sources: the trace, and the kernel's pseudo-C, which no file holds. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Policy } from '../../kernel/routines/policy';
import { codeLines } from '../../world/compiled/places';
import { dataFiles } from '../launch/data-files';
import { decodeTrace } from '../launch/decode-trace';
import type { Client } from '../protocol/client';
import type { AdapterHost } from '../protocol/host';
import { folderOf, samePath } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import { type Debuggee, RUN_REFERENCE } from '../state/debuggee';
import { kernelText, policyOfSource, type SourceName } from '../state/kernel-documents';

/** The MIME type by which an editor finds the highlighting, as package.json declares the type. */
const KERNEL_MIME_TYPE = 'text/x-xtrace-kernel';

export async function sourceContent(
  debuggee: Debuggee | undefined,
  host: AdapterHost,
  source: SourceName,
): Promise<DebugProtocol.SourceResponse['body']> {
  if (debuggee?.runsProgram && source.sourceReference === RUN_REFERENCE) {
    return { content: debuggee.program.trace.text };
  }
  const policy = policyOfSource(source);
  const kernel = policy === undefined ? undefined : kernelText(policy, debuggee?.program.policy);
  if (kernel) return { content: kernel.text, mimeType: KERNEL_MIME_TYPE };
  const { path } = source;
  if (debuggee && path !== undefined) {
    const { program } = debuggee.launch;
    if (samePath(path, program)) return { content: debuggee.program.trace.text };
    if (dataFiles(debuggee.program.trace, program).some(({ path: file }) => samePath(file, path))) {
      return { content: decodeTrace(path, await host.readBytes(path, folderOf(program))) };
    }
    const file = debuggee.sources.fileAt(path);
    if (file) return { content: decodeTrace(path, await host.readBytes(file.path, file.folder)) };
  }
  throw new UserError('no-source', 'There is no such source: it is no part of the trace that was launched.');
}

export function loadedSources(debuggee: Debuggee): DebugProtocol.Source[] {
  return [debuggee.traceSource, ...(debuggee.kernelSource ? [debuggee.kernelDocument] : []), ...debuggee.sources.all];
}

/** Lines from `first` to `last`, zero-based and inclusive, that a breakpoint can be on. */
export function breakpointLocations(
  debuggee: Debuggee,
  client: Client,
  source: SourceName,
  first: number,
  last: number,
): DebugProtocol.BreakpointLocation[] {
  const { program } = debuggee;
  const { path } = source;
  const isTrace = path !== undefined && samePath(path, debuggee.launch.program);
  const inSource = path === undefined ? [] : codeLines(program, debuggee.sources.isFile(path));
  const lines = isTrace ? program.steps.lines : [...kernelLines(source, program.policy), ...inSource];
  return lines.filter((line) => line >= first && line <= last).map((line) => ({ line: client.line(line) }));
}

/** Lines of a kernel's document that do something. */
function kernelLines(source: SourceName, running: Policy): readonly number[] {
  const policy = policyOfSource(source);
  const document = policy === undefined ? undefined : kernelText(policy, running);
  if (!document) return [];
  return document.text.split('\n').flatMap((_, line) => (document.stepAt(line) ? [line] : []));
}
