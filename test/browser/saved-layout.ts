/** What VS Code has saved of its layout in a browser, where a reload finds it again. */
import type { Page } from 'playwright-core';

/** What of the browser's databases is read: these tests are compiled for Node. */
interface Database {
  readonly transaction: (store: string) => {
    readonly objectStore: (name: string) => { readonly get: (key: string) => Request };
  };
  readonly close: () => void;
}
interface Request {
  readonly result: unknown;
  onsuccess: () => void;
  onerror: (error: unknown) => void;
}
interface Databases {
  readonly databases: () => Promise<readonly { readonly name: string }[]>;
  readonly open: (name: string) => Request;
}

/** The saved tabs, as VS Code writes them: text that names the kind of each tab. Empty where nothing is saved yet. */
export function savedTabs(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { indexedDB } = globalThis as never as { indexedDB: Databases };
    // No function here has a name: the compiler of these tests would give it a helper that the page does not have.
    let saved = '';
    for (const { name } of await indexedDB.databases()) {
      // One a workspace, beside the one for all.
      if (!name.startsWith('vscode-web-state-db-') || name.endsWith('-global')) continue;
      const database = await new Promise<Database>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result as Database);
        request.onerror = reject;
      });
      const items = database.transaction('ItemTable').objectStore('ItemTable');
      saved += await new Promise<string>((resolve, reject) => {
        const request = items.get('memento/workbench.parts.editor');
        request.onsuccess = () => resolve(String(request.result ?? ''));
        request.onerror = reject;
      });
      database.close();
    }
    return saved;
  });
}
