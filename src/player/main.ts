/** Entry point of an exported page: a trace that is debugged where the page is opened, without anything else. */
import type { CoreInPages } from '../adapter/core';
import { element } from '../webview/page/element';
import { type Exported, IDS } from './exported';
import { Player } from './player';
import { unpack, unpackBytes } from './unpack';

/** What the script before this one has made. */
declare const xtraceCore: CoreInPages;

async function start(): Promise<void> {
  const root = document.getElementById(IDS.root) ?? document.body;
  try {
    await xtraceCore.start(await unpackBytes(IDS.iced));
    const exported = JSON.parse(await unpack(IDS.exported)) as Exported;
    await new Player(exported, root, xtraceCore).start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    root.replaceChildren(
      element('p', { class: 'refused', role: 'alert' }, `This trace cannot be shown here: ${reason}`),
    );
  }
}

void start();
