/** Traces that the extension brings, to choose from: each with its story. */
import * as vscode from 'vscode';
import { baseName } from '../debug/program';
import { storyOf } from './story';

const BUTTON: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('debug-alt'), tooltip: 'Debug' };

export interface Chosen {
  readonly uri: vscode.Uri;
  readonly text: string;
  /** By the button rather than by the row. */
  readonly debugs: boolean;
}

interface TraceItem extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
  readonly text: string;
}

export interface Group {
  /** Undefined for the first, which needs no heading. */
  readonly heading?: string;
  readonly folder: vscode.Uri;
  /** Names of files that come first, in this order; the others follow by the alphabet. */
  readonly first?: readonly string[];
}

/** Undefined when the user chooses none. */
export async function chooseTrace(
  groups: readonly Group[],
  { placeholder, canDebug }: { readonly placeholder: string; readonly canDebug: boolean },
): Promise<Chosen | undefined> {
  const picker = vscode.window.createQuickPick<TraceItem | vscode.QuickPickItem>();
  picker.placeholder = placeholder;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.busy = true;
  picker.show();
  const chosen = new Promise<Chosen | undefined>((resolve) => {
    picker.onDidAccept(() => resolve(chosenFrom(picker.selectedItems[0], false)));
    picker.onDidTriggerItemButton(({ item }) => resolve(chosenFrom(item, true)));
    picker.onDidHide(() => resolve(undefined));
  });
  const items = await Promise.all(groups.map((group) => itemsOf(group, canDebug)));
  picker.items = items.flat();
  picker.busy = false;
  return chosen.finally(() => picker.dispose());
}

function chosenFrom(item: TraceItem | vscode.QuickPickItem | undefined, debugs: boolean): Chosen | undefined {
  return item && 'uri' in item ? { uri: item.uri, text: item.text, debugs } : undefined;
}

async function itemsOf(
  { heading, folder, first = [] }: Group,
  canDebug: boolean,
): Promise<(TraceItem | vscode.QuickPickItem)[]> {
  const found = await vscode.workspace.fs.readDirectory(folder);
  const names = found.flatMap(([name, type]) =>
    type & vscode.FileType.File && name.endsWith('.xtrace') ? [name] : [],
  );
  const ordered = [
    ...first.filter((name) => names.includes(name)),
    ...names.sort().filter((name) => !first.includes(name)),
  ];
  const items = await Promise.all(ordered.map((name) => itemOf(vscode.Uri.joinPath(folder, name), canDebug)));
  if (heading === undefined) return items;
  return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

async function itemOf(uri: vscode.Uri, canDebug: boolean): Promise<TraceItem> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const { title, text: story } = storyOf(text);
  return {
    label: title,
    description: baseName(uri),
    detail: story,
    uri,
    text,
    ...(canDebug && { buttons: [BUTTON] }),
  };
}
