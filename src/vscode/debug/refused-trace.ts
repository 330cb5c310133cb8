/** A trace with errors: the editor goes to the first error and shows the Problems panel, instead of a dialog. */
import * as vscode from 'vscode';
import { SOURCES } from '../language/ranges';
import { baseName, uriOf } from './program';

/** Shows the first error of the trace's text. False if the editor knows of none. What went wrong when it ran is what one debugs. */
export async function showProblems({ program, machine, kernel }: vscode.DebugConfiguration): Promise<boolean> {
  // With another machine or kernel, other things are wrong with it.
  if (typeof program !== 'string' || machine !== undefined || kernel !== undefined) return false;
  const uri = uriOf(program);
  const errors = vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, severity }) => source === SOURCES.check && severity === vscode.DiagnosticSeverity.Error)
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
