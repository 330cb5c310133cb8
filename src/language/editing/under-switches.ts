/** What runs after a `switch` stands under it in the outline, up to the next one: that is the task whose steps it has. */
import type { OutlineEntry, OutlineKind } from './outline-entry';

/** What is declared stands by itself, wherever the trace declares it. */
const BY_ITSELF: ReadonlySet<OutlineKind> = new Set<OutlineKind>([
  'machine',
  'kernel',
  'const',
  'data',
  'task',
  'proc',
]);

/** Steps that no `switch` is above are left out: bare metal has nothing else. */
export function underSwitches(entries: readonly OutlineEntry[]): readonly OutlineEntry[] {
  const top: OutlineEntry[] = [];
  let holder: { readonly at: number; readonly children: OutlineEntry[] } | undefined;
  for (const entry of entries) {
    if (BY_ITSELF.has(entry.kind)) {
      top.push(entry);
    } else if (isSwitch(entry)) {
      holder = { at: top.length, children: [] };
      top.push(entry);
    } else if (holder) {
      holder.children.push(entry);
      top[holder.at] = { ...top[holder.at]!, lastLine: entry.lastLine, children: holder.children }; // put there above
    } else if (entry.kind !== 'step') {
      top.push(entry);
    }
  }
  return top;
}

function isSwitch({ kind, name }: OutlineEntry): boolean {
  return kind === 'event' && name.startsWith('switch ');
}
