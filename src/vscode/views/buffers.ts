/** The Buffer map: asks for the areas of a task, and opens their bytes in the Memory view. */
import * as vscode from 'vscode';
import { fields, integer, optional, string } from '../../adapter/protocol/checked';
import type { BuffersView } from '../../adapter/views/buffers';
import { BUFFERS_REQUEST } from '../../adapter/views/views';
import type { BuffersActs } from '../../webview/buffers/messages';
import { OPEN_MEMORY } from './memory';
import type { View, ViewHost, ViewKind } from './view';

export const buffersView: ViewKind<BuffersView, never, BuffersActs> = {
  name: 'buffers',
  open: (host) => openBuffers(host),
};

function openBuffers(host: ViewHost<never>): View<BuffersView, BuffersActs> {
  let task: string | null = null;
  return {
    content: async ({ session }) => session.customRequest(BUFFERS_REQUEST, { task }),
    acts: {
      choose: {
        check: fields({ task: (value, path) => optional(string)(value, path) ?? null }),
        run: (chosen) => {
          task = chosen.task;
          host.refresh();
        },
      },
      openMemory: {
        check: fields({ reference: string, offset: integer, size: integer }),
        run: (place) => vscode.commands.executeCommand(OPEN_MEMORY, place),
      },
    },
  };
}
