/** Entry point of the Tiles view's page. */
import type { FromView, ToView } from './messages';
import { TilesPage } from './tiles-page';

const vscode = acquireVsCodeApi();
const root = document.getElementById('tiles');

if (root) {
  const post = (message: FromView): void => vscode.postMessage(message);
  const page = new TilesPage(root, {
    post,
    load: () => vscode.getState(),
    store: (options) => vscode.setState(options),
  });
  addEventListener('message', (event: MessageEvent<ToView>) => page.receive(event.data));
  // The editor puts a new theme's variables and class on these two.
  const themes = new MutationObserver(() => page.themeChanged());
  themes.observe(document.documentElement, { attributeFilter: ['style'] });
  themes.observe(document.body, { attributeFilter: ['class'] });
  post({ kind: 'ready' });
}
