/** The language's places as VS Code's. */
import * as vscode from 'vscode';
import type { Range } from '../../language/errors/diagnostic';

export function toRange({ line, start, end }: Range): vscode.Range {
  return new vscode.Range(line, start, line, end);
}
