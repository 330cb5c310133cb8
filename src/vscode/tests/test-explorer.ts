/** The Test Explorer: runs traces in the background, debugs one, runs them again when they change, counts the kernel's lines. */
import * as vscode from 'vscode';
import type { Accounts } from '../background/accounts';
import { type BackgroundSession, Cancelled } from '../background/background-session';
import type { LoadCore } from '../core';
import { launchOf } from '../debug/launch-configuration';
import { programOf } from '../debug/program';
import { debugged } from './debugged';
import { KernelCoverage, KernelFileCoverage, KernelSources } from './kernel-coverage';
import { outcomesOf, type TestOutcome, type TestProblem } from './outcomes';
import { TestTree } from './test-tree';

export class TestExplorer implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('xtrace', 'XTrace');
  private readonly sources = new KernelSources();
  private readonly tree: TestTree;

  constructor(
    loadCore: LoadCore,
    private readonly session: BackgroundSession,
    private readonly accounts: Accounts,
  ) {
    this.tree = new TestTree(this.controller, loadCore);
    this.controller.resolveHandler = async (item) => {
      if (!item) await this.tree.ready();
    };
    this.controller.refreshHandler = () => this.tree.find();
    const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
    this.profile('Run', Run, (request, token) => this.run(request, token));
    this.profile('Debug', Debug, (request, token) => this.debug(request, token));
    const coverage = this.profile('Coverage of the Kernel', Coverage, (request, token) =>
      this.run(request, token, true),
    );
    coverage.loadDetailedCoverage = async (_run, file) => (file instanceof KernelFileCoverage ? file.details() : []);
  }

  dispose(): void {
    this.tree.dispose();
    this.sources.dispose();
    this.controller.dispose();
  }

  private profile(
    label: string,
    kind: vscode.TestRunProfileKind,
    handler: (request: vscode.TestRunRequest, token: vscode.CancellationToken) => Promise<void>,
  ): vscode.TestRunProfile {
    const canGoOn = kind === vscode.TestRunProfileKind.Run;
    // Who runs all tests while traces are still being looked for means those too that are not found yet.
    const handleAll: typeof handler = async (request, token) => {
      await this.tree.ready();
      await handler(request, token);
    };
    return this.controller.createRunProfile(label, kind, handleAll, true, undefined, canGoOn);
  }

  private async run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    countsKernel = false,
  ): Promise<void> {
    if (request.continuous) return this.runWhenChanged(request, token);
    await this.runTraces(request, this.asked(request), token, countsKernel);
  }

  /** Each trace of the request, whenever its file changes, until the user ends that. */
  private runWhenChanged(request: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    const wanted = new Set(this.tracesOf(request).map(({ id }) => id));
    const listening = this.tree.onDidChange((trace) => {
      if (!request.include || wanted.has(trace.id)) void this.runTraces(request, new Map([[trace, undefined]]), token);
    });
    token.onCancellationRequested(() => listening.dispose());
  }

  /** The traces that a request is about, each with those of its expectations that it names; undefined for all. */
  private asked({ include, exclude = [] }: vscode.TestRunRequest): Map<vscode.TestItem, Set<string> | undefined> {
    const asked = new Map<vscode.TestItem, Set<string> | undefined>();
    for (const item of include ?? this.tree.all()) {
      const trace = item.parent && this.tree.isTrace(item.parent) ? item.parent : undefined;
      if (!trace) for (const found of this.tree.tracesIn(item)) asked.set(found, undefined);
      else if (!asked.has(trace)) asked.set(trace, new Set([item.id]));
      else asked.get(trace)?.add(item.id);
    }
    for (const item of exclude) for (const trace of this.tree.tracesIn(item)) asked.delete(trace);
    return asked;
  }

  private tracesOf(request: vscode.TestRunRequest): readonly vscode.TestItem[] {
    return [...this.asked(request).keys()];
  }

  private async runTraces(
    request: vscode.TestRunRequest,
    asked: ReadonlyMap<vscode.TestItem, ReadonlySet<string> | undefined>,
    token: vscode.CancellationToken,
    countsKernel = false,
  ): Promise<void> {
    const run = this.controller.createTestRun(request);
    const coverage = new KernelCoverage();
    const cancelled = new vscode.CancellationTokenSource();
    for (const each of [token, run.token]) each.onCancellationRequested(() => cancelled.cancel());
    for (const trace of asked.keys()) run.enqueued(trace);
    for (const [trace, only] of asked) {
      if (cancelled.token.isCancellationRequested) break;
      await this.runTrace(run, trace, only, { token: cancelled.token, countsKernel, coverage });
    }
    for (const file of coverage.files(this.sources)) run.addCoverage(file);
    run.end();
    cancelled.dispose();
  }

  private async runTrace(
    run: vscode.TestRun,
    trace: vscode.TestItem,
    only: ReadonlySet<string> | undefined,
    {
      token,
      countsKernel,
      coverage,
    }: { token: vscode.CancellationToken; countsKernel: boolean; coverage: KernelCoverage },
  ): Promise<void> {
    const { uri } = trace;
    if (!uri) return;
    const expectations = [...trace.children].map(([, item]) => item).filter(({ id }) => only?.has(id) ?? true);
    run.started(trace);
    for (const item of expectations) run.started(item);
    const begun = Date.now();
    try {
      const account = await this.session.account({ program: programOf(uri), countsKernel }, token);
      const { own, expectations: outcomes } = outcomesOf(account, expectations.map(lineOf));
      for (const item of expectations) report(run, item, outcomes.get(lineOf(item)) ?? { kind: 'skipped' });
      report(run, trace, own, Date.now() - begun);
      const verdict = account.kind === 'run' ? account.account.verdict : 'The trace does not run.';
      run.appendOutput(`${vscode.workspace.asRelativePath(uri)}: ${verdict}\r\n`, undefined, trace);
      if (account.kind === 'run' && account.account.kernel) coverage.add(account.account.kernel);
      this.accounts.set(uri, account);
    } catch (error) {
      for (const item of [trace, ...expectations]) run.skipped(item);
      if (!(error instanceof Cancelled)) run.errored(trace, new vscode.TestMessage(messageOf(error)));
    }
  }

  /** One after the other, for each has the debugger to itself. */
  private async debug(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const judged = new vscode.CancellationTokenSource();
    for (const trace of this.tracesOf(request)) {
      if (token.isCancellationRequested || !trace.uri) break;
      run.started(trace);
      const launch = { ...launchOf(programOf(trace.uri)), stopOnEntry: false, stopOn: ['expect', 'divergence'] };
      const folder = vscode.workspace.getWorkspaceFolder(trace.uri);
      await debugged(() => vscode.debug.startDebugging(folder, launch, { testRun: run }), token);
      // What the user changes while debugging says nothing about the trace: its test is run to be judged, after *Stop* too.
      const judging = { token: judged.token, countsKernel: false, coverage: new KernelCoverage() };
      await this.runTrace(run, trace, undefined, judging);
    }
    run.end();
    judged.dispose();
  }
}

function lineOf(item: vscode.TestItem): number {
  return item.range?.start.line ?? 0;
}

function report(run: vscode.TestRun, item: vscode.TestItem, outcome: TestOutcome, duration?: number): void {
  if (outcome.kind === 'skipped') run.skipped(item);
  else if (outcome.kind === 'passed') run.passed(item, duration);
  else
    run.failed(
      item,
      outcome.problems.map((problem) => testMessage(item, problem)),
      duration,
    );
}

function testMessage({ uri }: vscode.TestItem, { message, line, expected, actual }: TestProblem): vscode.TestMessage {
  const said =
    expected === undefined || actual === undefined
      ? new vscode.TestMessage(message)
      : vscode.TestMessage.diff(message, expected, actual);
  if (uri) said.location = new vscode.Location(uri, new vscode.Position(line, 0));
  return said;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
