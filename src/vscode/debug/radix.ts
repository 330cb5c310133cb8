/** Hexadecimal, decimal or binary: for one variable from its menu, for all by the button above them. */
import * as vscode from 'vscode';
import { FORMAT_REQUEST } from '../../adapter/views/views';
import { TYPE } from './launch-configuration';
import { namedVariable, type VariableContext } from './variable-context';

const RADIXES = ['natural', 'decimal', 'binary', 'hex'] as const;
type Radix = (typeof RADIXES)[number];

const SHOWN: Readonly<Record<Radix, string>> = {
  natural: 'each in its own way',
  decimal: 'decimal',
  binary: 'binary',
  hex: 'hexadecimal',
};

export function registerRadix(): vscode.Disposable {
  let all: Radix = 'natural';
  const show = async (radix: Radix, context?: VariableContext): Promise<void> => {
    const session = vscode.debug.activeDebugSession;
    if (session?.type !== TYPE) return;
    const one = namedVariable(context);
    await session.customRequest(FORMAT_REQUEST, { radix, ...one });
    if (one) return;
    all = radix;
    vscode.window.setStatusBarMessage(`Numbers in Variables: ${SHOWN[radix]}`, 3000);
  };
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand('xtrace.nextRadix', () => show(RADIXES[(RADIXES.indexOf(all) + 1) % RADIXES.length] ?? 'natural')),
    registerCommand('xtrace.showHexadecimal', (context?: VariableContext) => show('hex', context)),
    registerCommand('xtrace.showDecimal', (context?: VariableContext) => show('decimal', context)),
    registerCommand('xtrace.showBinary', (context?: VariableContext) => show('binary', context)),
    // A session begins with each value in its own way.
    vscode.debug.onDidStartDebugSession(() => {
      all = 'natural';
    }),
  );
}
