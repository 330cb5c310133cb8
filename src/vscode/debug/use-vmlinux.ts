/** Use This vmlinux: debugs a trace under the code of a real kernel, whose image the settings remember. */
import * as vscode from 'vscode';
import { languageOf } from '../trace-document';
import { launchOf } from './launch-configuration';
import { baseName, programOf } from './program';

/** Where the image is kept: it is for many traces. */
const SETTING = 'vmlinux';

/** @param pickTrace has the user choose a trace where none is open. */
export function registerUseVmlinux(pickTrace: () => Promise<vscode.Uri | undefined>): vscode.Disposable {
  return vscode.commands.registerCommand('xtrace.useVmlinux', async (given?: unknown) => {
    const uri = given instanceof vscode.Uri ? given : undefined;
    const isTrace = uri?.path.endsWith('.xtrace') === true;
    const image = uri && !isTrace ? uri : await imageOf();
    const trace = image && (isTrace ? uri : (openTrace() ?? (await pickTrace())));
    if (!image || !trace) return;
    const launch = { ...launchOf(programOf(trace)), name: `${baseName(trace)} under ${baseName(image)}` };
    const folder = vscode.workspace.getWorkspaceFolder(trace);
    // One that is refused is asked for again the next time.
    if (await vscode.debug.startDebugging(folder, { ...launch, vmlinux: programOf(image) })) await keep(image);
  });
}

function openTrace(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && languageOf(document) === 'trace' ? document.uri : undefined;
}

/** The one of the settings, as long as it is there; else the user chooses one. */
async function imageOf(): Promise<vscode.Uri | undefined> {
  const known = vscode.workspace.getConfiguration('xtrace').get<string>(SETTING) ?? '';
  if (known !== '' && (await isThere(vscode.Uri.file(known)))) return vscode.Uri.file(known);
  const [chosen] =
    (await vscode.window.showOpenDialog({
      openLabel: 'Use',
      title: 'The image of a kernel: a vmlinux with symbols, and BTF or debugging information',
    })) ?? [];
  return chosen;
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function keep(image: vscode.Uri): Promise<void> {
  const settings = vscode.workspace.getConfiguration('xtrace');
  const path = programOf(image);
  if (settings.get<string>(SETTING) === path) return;
  await settings.update(SETTING, path, vscode.ConfigurationTarget.Global);
}
