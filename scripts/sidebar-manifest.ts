/** What package.json and package.nls.json have for each view of the sidebar. */
import { ANSWER_PAGES } from '../src/vscode/answer-pages';
import { SIDEBAR } from '../src/vscode/views/sidebar';

export interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<'view/title', readonly { readonly command: string }[]>>;
    readonly views: Readonly<Record<string, unknown>>;
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
  };
}

const CONTAINER = 'xtrace-xstate';
const PANEL = 'onWebviewPanel:';
const OPEN = '.openInEditor';
const LOCKED = 'workbench.editor.autoLockGroups';
/** What VS Code calls tabs of web views by their types. */
const WEBVIEW = 'mainThreadWebview-';
const ICON = 'media/activity.svg';

const VIEWS = Object.entries(SIDEBAR).map(([name, view]) => ({ name, id: `xtrace.${name}`, ...view }));

/** package.json with the views as the table has them, and everything else as it is. */
export function withSidebar<Of extends Manifest>(manifest: Of): Of {
  const { activationEvents, contributes } = manifest;
  const { commands, menus, views, configurationDefaults } = contributes;
  const opens = ({ command }: { readonly command: string }): boolean => command.endsWith(OPEN);
  const openCommands = VIEWS.map(({ id }) => ({
    command: id + OPEN,
    title: `%commands.${id.replace('xtrace.', '')}${OPEN}.title%`,
    category: '%category%',
    icon: '$(link-external)',
  }));
  const buttons = VIEWS.map(({ id }) => ({ command: id + OPEN, when: `view == ${id}`, group: 'navigation' }));
  return {
    ...manifest,
    activationEvents: replaced(
      activationEvents,
      (event) => event.startsWith(PANEL),
      VIEWS.map(({ id }) => PANEL + id),
    ),
    contributes: {
      ...contributes,
      commands: replaced(commands, opens, openCommands),
      menus: { ...menus, 'view/title': replaced(menus['view/title'], opens, buttons) },
      views: { ...views, [CONTAINER]: VIEWS.map(contribution) },
      // A view or a page in a group of its own is not to be covered by the source of the next stop.
      configurationDefaults: {
        ...configurationDefaults,
        [LOCKED]: Object.fromEntries([...VIEWS.map(({ id }) => id), ...ANSWER_PAGES].map((id) => [WEBVIEW + id, true])),
      },
    },
  };
}

/** package.nls.json with the texts of the views. */
export function withSidebarTexts(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isOpen = ([key]: readonly [string, string]): boolean => key.endsWith(`${OPEN}.title`);
  const isName = ([key]: readonly [string, string]): boolean => /^views\..*\.name$/.test(key);
  const opens = VIEWS.map(
    ({ name, title }) => [`commands.${name}${OPEN}.title`, `Open ${title} in an Editor Tab`] as const,
  );
  const names = VIEWS.map(({ name, title }) => [`views.${name}.name`, title] as const);
  return Object.fromEntries(replaced(replaced(Object.entries(texts), isOpen, opens), isName, names));
}

function contribution({ id, name, initialSize, ...view }: (typeof VIEWS)[number]): object {
  return {
    id,
    name: `%views.${name}.name%`,
    type: 'webview',
    icon: ICON,
    contextualTitle: '%viewsContainer.title%',
    ...('isFolded' in view && { visibility: 'collapsed' }),
    initialSize,
  };
}

/** The list with others in the place of some, where the first of these was. */
function replaced<Item>(list: readonly Item[], isOne: (item: Item) => boolean, others: readonly Item[]): Item[] {
  const first = list.findIndex(isOne);
  const before = first < 0 ? list : list.slice(0, first);
  return [...before, ...others, ...list.slice(before.length).filter((item) => !isOne(item))];
}
