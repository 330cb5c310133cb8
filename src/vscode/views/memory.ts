/** The Memory view: follows an expression, as the chosen stack frame understands it, and writes what is typed over. */
import * as vscode from 'vscode';
import { encodeBase64 } from '../../adapter/protocol/base64';
import { fields, integer, string } from '../../adapter/protocol/checked';
import type { MemoryView } from '../../adapter/views/memory';
import { MEMORY_REQUEST } from '../../adapter/views/views';
import { bytesOfHex } from '../../machine/hex';
import type { MemoryActs, MemoryContent, MemoryMessage } from '../../webview/memory/messages';
import type { OpenPages, Stop, View, ViewHost, ViewKind } from './view';

/** Shows bytes in the sidebar's Memory view. */
export const OPEN_MEMORY = 'xtrace.memory.show';

const place = fields({ reference: string, offset: integer });

export const memoryView: ViewKind<MemoryContent, MemoryMessage, MemoryActs> = {
  name: 'memory',
  open: openMemory,
  commands: (pages) => ({ [OPEN_MEMORY]: (context) => showMemory(pages, context) }),
};

async function showMemory(pages: OpenPages<MemoryMessage>, context: unknown): Promise<void> {
  const { reference, offset } = place(context, 'place');
  await vscode.commands.executeCommand('xtrace.memory.focus');
  pages.tell({ where: reference, offset });
}

function openMemory(host: ViewHost<MemoryMessage>): View<MemoryContent, MemoryActs> {
  let looking: MemoryActs['look'] | undefined;
  const following = vscode.debug.onDidChangeActiveStackItem(() => host.refresh());
  return {
    dispose: () => following.dispose(),
    content: async (stop) => (looking ? lookAt(stop, looking) : { kind: 'refused', where: '', why: '' }),
    acts: {
      look: {
        check: fields({ where: string, offset: integer, count: integer }),
        run: (wanted) => {
          looking = wanted;
          host.refresh();
        },
      },
      write: {
        check: fields({ reference: string, offset: integer, bytes: string }),
        run: ({ reference, offset, bytes }) =>
          host.stop?.session.customRequest('writeMemory', {
            memoryReference: reference,
            offset,
            data: encodeBase64(bytesOfHex(bytes)),
          }),
      },
    },
  };
}

async function lookAt({ session }: Stop, looking: MemoryActs['look']): Promise<MemoryContent> {
  const { where } = looking;
  try {
    const window: MemoryView = await session.customRequest(MEMORY_REQUEST, { ...looking, frame: chosenFrame(session) });
    return { kind: 'window', where, window };
  } catch (error) {
    return { kind: 'refused', where, why: error instanceof Error ? error.message : String(error) };
  }
}

/** The frame that is chosen in the call stack. Undefined while a thread without frames is. */
function chosenFrame(session: vscode.DebugSession): number | undefined {
  const item = vscode.debug.activeStackItem;
  return item instanceof vscode.DebugStackFrame && item.session.id === session.id ? item.frameId : undefined;
}
