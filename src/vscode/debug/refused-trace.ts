/** A trace that cannot run because of what is written in it: the line and the Problems panel, instead of a dialog. */
import * as vscode from 'vscode';
import { baseName, uriOf } from './program';

/** Whether the editor knows of an error in it, which is then shown. */
export async function showProblems({ program, machine, kernel }: vscode.DebugConfiguration): Promise<boolean> {
  // With another machine or kernel, other things are wrong with it.
  if (typeof program !== 'string' || machine !== undefined || kernel !== undefined) return false;
  const uri = uriOf(program);
  const errors = vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, severity }) => source === 'xtrace' && severity === vscode.DiagnosticSeverity.Error)
    .sort((a, b) => a.range.start.compareTo(b.range.start));
  const [first] = errors;
  if (!first) return false;
  const selection = new vscode.Range(first.range.start, first.range.start);
  await vscode.window.showTextDocument(uri, { selection });
  await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const place = `${baseName(uri)}:${first.range.start.line + 1}`;
  void vscode.window.showErrorMessage(`${place}: ${first.message}${more}`);
  return true;
}
