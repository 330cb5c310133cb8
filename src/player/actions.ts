/** What the buttons and keys of the page do. A letter works wherever nobody types; the function keys are those of VS Code. */
export interface Action {
  readonly label: string;
  /** The path of a picture of 16 by 16 units. */
  readonly sign: string;
  /** As `KeyboardEvent.key` has the keys; with `Shift+` in front where it is held. */
  readonly keys: readonly string[];
  /** A request of the protocol that moves the thread; none for the way to the beginning. */
  readonly request?: string;
}

export const ACTIONS: readonly Action[] = [
  { label: 'To the Beginning', sign: 'M3 3h2v10H3zM13 3v10L6 8z', keys: ['Home'] },
  { label: 'Reverse Continue', sign: 'M8 3v10L2 8zM14 3v10L8 8z', keys: ['r'], request: 'reverseContinue' },
  { label: 'Step Back', sign: 'M11 3v10L4 8z', keys: ['p', 'Shift+F10'], request: 'stepBack' },
  { label: 'Step Over', sign: 'M5 3l7 5-7 5z', keys: ['n', 'F10'], request: 'next' },
  { label: 'Step Into', sign: 'M7 2h2v7h3l-4 5-4-5h3z', keys: ['s', 'F11'], request: 'stepIn' },
  { label: 'Step Out', sign: 'M7 14h2V7h3L8 2 4 7h3z', keys: ['o', 'Shift+F11'], request: 'stepOut' },
  { label: 'Continue', sign: 'M2 3l6 5-6 5zM8 3l6 5-6 5z', keys: ['c', 'F8'], request: 'continue' },
];

export const PAUSE: Action = { label: 'Pause', sign: 'M4 3h3v10H4zM9 3h3v10H9z', keys: ['c', 'F8'], request: 'pause' };

/** The action of a key, unless somebody types or another key is held that makes the key a shortcut of the browser. */
export function actionOf(event: KeyboardEvent): Action | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTypedInto(event.target))
    return undefined;
  const key = event.shiftKey ? `Shift+${event.key}` : event.key;
  return ACTIONS.find(({ keys }) => keys.includes(key));
}

/** By name, since an element of a frame is of another window's classes. */
function isTypedInto(target: EventTarget | null): boolean {
  const tag = (target as Partial<Element> | null)?.tagName;
  return tag === 'INPUT' || tag === 'SELECT' || tag === 'TEXTAREA';
}
