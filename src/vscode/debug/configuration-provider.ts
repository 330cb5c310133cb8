/** Launch configurations in VS Code: F5 without a launch.json, suggestions, and a word where nothing can be launched. */
import * as vscode from 'vscode';
import { languageOf } from '../trace-document';
import {
  checkProgram,
  fillConfiguration,
  type LaunchConfiguration,
  launchOf,
  type Resolved,
  TYPE,
} from './launch-configuration';
import { baseName, programOf } from './program';
import { showProblems } from './refused-trace';

const MOST_SUGGESTIONS = 50;
/** Settings of the extension that stand in for launch arguments of the same name. */
const SETTINGS = ['stopOnEntry', 'historyMegabytes', 'sourceMap'];

class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration | undefined {
    const active = vscode.window.activeTextEditor?.document;
    const settings = vscode.workspace.getConfiguration('xtrace');
    return accept(
      fillConfiguration(configuration, {
        activeTrace: active && languageOf(active) === 'trace' ? programOf(active.uri) : undefined,
        activeFile: active && baseName(active.uri),
        defaults: Object.fromEntries(SETTINGS.map((name) => [name, settings.get(name)])),
      }),
    );
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const root = folder && programOf(folder.uri);
    const accepted = accept(checkProgram(configuration, root));
    return accepted && (await showProblems(accepted)) ? undefined : accepted;
  }
}

/** For "Select and start debugging": every trace of the workspace. */
class SuggestionProvider implements vscode.DebugConfigurationProvider {
  async provideDebugConfigurations(folder: vscode.WorkspaceFolder | undefined): Promise<LaunchConfiguration[]> {
    const where = folder ? new vscode.RelativePattern(folder, '**/*.xtrace') : '**/*.xtrace';
    const files = await vscode.workspace.findFiles(where, '**/node_modules/**', MOST_SUGGESTIONS);
    return files.map((uri) => launchOf(programOf(uri))).sort((a, b) => a.name.localeCompare(b.name));
  }
}

/** Undefined makes VS Code give up without a word of its own. */
function accept(resolved: Resolved): vscode.DebugConfiguration | undefined {
  if (resolved.kind === 'launch') return resolved.configuration;
  void vscode.window.showErrorMessage(resolved.message);
  return undefined;
}

export function registerConfigurations(): vscode.Disposable {
  const { Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(TYPE, new ConfigurationProvider()),
    vscode.debug.registerDebugConfigurationProvider(TYPE, new SuggestionProvider(), Dynamic),
  );
}
