/** Which lines of the modelled kernels the tests have run, as VS Code's coverage of their pseudo-C. */
import * as vscode from 'vscode';
import type { KernelAccount, RoutineAccount } from '../../world/account/run-account';

/** Documents of kernels that no session shows. */
const SCHEME = 'xtrace-kernel';

interface Covered {
  readonly name: string;
  readonly routines: readonly RoutineAccount[];
}

/** Shows the sources that coverage is about, as long as the window is open. */
export class KernelSources implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  /** Where the text is shown. Two texts of one name have a number each. */
  keep(kernel: string, source: string): vscode.Uri {
    // Of a policy in a file, `policy "policies/mine.xkernel"`: `mine`, for a path would become folders.
    const name = kernel.replace(/^policy ".*?([^/\\"]*?)(\.xkernel)?"/, '$1');
    for (let count = 1; ; count++) {
      const path = `/${name}${count === 1 ? '' : ` (${count})`}.xkernel`;
      const known = this.texts.get(path);
      if (known !== undefined && known !== source) continue;
      this.texts.set(path, source);
      return vscode.Uri.from({ scheme: SCHEME, path });
    }
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** Of one test run: kernels by their source, which options can change, each with the counts of all traces that ran under it. */
export class KernelCoverage {
  private readonly kernels = new Map<string, Covered>();

  add({ name, source, routines }: KernelAccount): void {
    const known = this.kernels.get(source)?.routines;
    const sums = routines.map((routine, index) => sum(known?.[index], routine));
    this.kernels.set(source, { name, routines: sums });
  }

  /** Sorted by name. */
  files(sources: KernelSources): readonly KernelFileCoverage[] {
    const kernels = [...this.kernels].sort(([, a], [, b]) => (a.name < b.name ? -1 : 1));
    return kernels.map(([source, { name, routines }]) => new KernelFileCoverage(sources.keep(name, source), routines));
  }
}

export class KernelFileCoverage extends vscode.FileCoverage {
  constructor(
    uri: vscode.Uri,
    private readonly routines: readonly RoutineAccount[],
  ) {
    const steps = routines.flatMap((routine) => routine.steps);
    super(uri, shareOf(steps.map(({ count }) => count)), undefined, shareOf(routines.map(entered)));
  }

  details(): vscode.FileCoverageDetail[] {
    return this.routines.flatMap((routine) => [
      new vscode.DeclarationCoverage(routine.name, entered(routine), new vscode.Position(routine.line, 0)),
      ...routine.steps.map(({ line, count }) => new vscode.StatementCoverage(count, new vscode.Position(line, 0))),
    ]);
  }
}

/** How often its first line has run. */
function entered({ steps }: RoutineAccount): number {
  return steps[0]?.count ?? 0;
}

function shareOf(counts: readonly number[]): vscode.TestCoverageCount {
  return new vscode.TestCoverageCount(counts.filter((count) => count > 0).length, counts.length);
}

/** Two accounts of one routine: the same source has the same lines. */
function sum(known: RoutineAccount | undefined, more: RoutineAccount): RoutineAccount {
  if (!known) return more;
  const steps = known.steps.map(({ line, count }, index) => ({ line, count: count + (more.steps[index]?.count ?? 0) }));
  return { ...known, steps };
}
