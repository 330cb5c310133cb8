/** Loads a program, activates it if it is the extension, and writes the milliseconds to the standard output. */
import path from 'node:path';

interface Loaded {
  readonly activate?: (context: object) => void;
}

const load = (name: string): Loaded => require(name) as Loaded;

function timeOfLoading(file: string): number {
  const extensionUri = load('vscode');
  const start = performance.now();
  load(path.resolve(file)).activate?.({ subscriptions: [], extensionUri });
  return performance.now() - start;
}

try {
  process.stdout.write(String(timeOfLoading(process.argv[2] ?? '')));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
