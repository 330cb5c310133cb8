/** Sources: the trace, and the kernel's pseudo-C, which no file holds. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { targetOf } from '../breakpoints/target';
import { dataFiles } from '../launch/data-files';
import { decodeTrace } from '../launch/decode-trace';
import type { Client } from '../protocol/client';
import type { AdapterHost } from '../protocol/host';
import { folderOf, samePath } from '../protocol/source-path';
import { UserError } from '../protocol/user-error';
import { type Debuggee, KERNEL_SOURCE_REFERENCE } from '../state/debuggee';

/** By which an editor finds its highlighting: as package.json declares it. */
const KERNEL_MIME_TYPE = 'text/x-xtrace-kernel';

export interface SourceName {
  readonly path?: string | undefined;
  readonly sourceReference?: number | undefined;
}

export function isKernelSource({ sourceReference }: SourceName): boolean {
  return sourceReference === KERNEL_SOURCE_REFERENCE;
}

export async function sourceContent(
  debuggee: Debuggee | undefined,
  host: AdapterHost,
  source: SourceName,
): Promise<DebugProtocol.SourceResponse['body']> {
  if (isKernelSource(source)) {
    const text = debuggee?.kernelSource?.text;
    if (text === undefined) throw new UserError('no-source', 'This trace runs without a kernel.');
    return { content: text, mimeType: KERNEL_MIME_TYPE };
  }
  const { path } = source;
  if (debuggee && path !== undefined) {
    const { program } = debuggee.launch;
    if (samePath(path, program)) return { content: debuggee.program.trace.text };
    if (dataFiles(debuggee.program.trace, program).some(({ path: file }) => samePath(file, path))) {
      return { content: decodeTrace(path, await host.readBytes(path, folderOf(program))) };
    }
  }
  throw new UserError('no-source', 'There is no such source: it is no part of the trace that was launched.');
}

export function loadedSources(debuggee: Debuggee): DebugProtocol.Source[] {
  return [debuggee.traceSource, ...(debuggee.kernelSource ? [debuggee.kernelDocument] : [])];
}

/** Lines from `first` to `last`, zero-based and inclusive, that a breakpoint can be on. */
export function breakpointLocations(
  debuggee: Debuggee,
  client: Client,
  source: SourceName,
  first: number,
  last: number,
): DebugProtocol.BreakpointLocation[] {
  const { stepLines, kernelLines } = targetOf(debuggee);
  const isTrace = source.path !== undefined && samePath(source.path, debuggee.launch.program);
  const lines = isKernelSource(source) ? kernelLines : isTrace ? stepLines : [];
  return lines.filter((line) => line >= first && line <= last).map((line) => ({ line: client.line(line) }));
}
