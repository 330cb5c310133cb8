/** Entry point of an exported page: a trace that is debugged where the page is opened, without anything else. */
import type * as Iced from 'iced-x86';
import { provideIced } from '../machine/encoding/iced';
import { element } from '../webview/page/element';
import { type Exported, IDS } from './exported';
import { Player } from './player';
import { unpack } from './unpack';

async function start(): Promise<void> {
  const root = document.getElementById(IDS.root) ?? document.body;
  try {
    const iced: typeof Iced = await import('iced-x86');
    provideIced(() => iced);
    const exported = JSON.parse(await unpack(IDS.exported)) as Exported;
    await new Player(exported, root).start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    root.replaceChildren(
      element('p', { class: 'refused', role: 'alert' }, `This trace cannot be shown here: ${reason}`),
    );
  }
}

void start();
