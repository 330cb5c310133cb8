/** What explorations have found, as tests: a trace that was explored, and below it a failed test for each finding. */
import * as vscode from 'vscode';
import type { Explored } from '../../adapter/background/background';
import { baseName } from '../debug/program';
import { debugged } from '../tests/debugged';
import { debugFound } from './commands';
import type { Explorer, Finished } from './explore';
import { headline } from './explored-html';

export class FindingsTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('xtrace.explored', 'XTrace Explored');
  private readonly known = new Map<string, Finished>();
  private readonly listening: vscode.Disposable;

  constructor(private readonly explorer: Explorer) {
    const { Run, Debug } = vscode.TestRunProfileKind;
    this.controller.createRunProfile('Explore', Run, (request, token) => this.exploreAgain(request, token), true);
    this.controller.createRunProfile('Debug', Debug, (request, token) => this.debug(request, token), true);
    this.listening = explorer.onDidFinish((finished) => this.show(finished));
  }

  dispose(): void {
    this.listening.dispose();
    this.controller.dispose();
  }

  private show(finished: Finished): void {
    const { trace, explored, found } = finished;
    const key = trace.toString();
    this.known.set(key, finished);
    const item = this.controller.createTestItem(key, baseName(trace), trace);
    item.range = new vscode.Range(0, 0, 0, 0);
    item.description = explored.findings.length === 0 ? 'nothing found' : `${explored.findings.length} found`;
    const messages = explored.findings.map((finding, index) => this.add(item, finding, index, found[index]));
    this.controller.items.add(item);
    const run = this.controller.createTestRun(new vscode.TestRunRequest([item]), 'Explore', false);
    run.started(item);
    for (const { child, message } of messages) run.failed(child, message);
    if (explored.findings.length + explored.already.length === 0) run.passed(item);
    else run.failed(item, []);
    run.appendOutput(`${baseName(trace)}: ${headline(explored)}\r\n`, undefined, item);
    run.end();
  }

  /** A test for a finding, with what it says. A test is told of only once its parent is there. */
  private add(
    item: vscode.TestItem,
    { law, text, sentence, culprit, injections, line }: Explored['findings'][number],
    index: number,
    uri: vscode.Uri | undefined,
  ): { readonly child: vscode.TestItem; readonly message: vscode.TestMessage } {
    const child = this.controller.createTestItem(`${item.id}#${index}`, `${law}: ${text}`, uri);
    const at = new vscode.Position(Math.max(0, line), 0);
    child.range = new vscode.Range(at, at);
    child.sortText = String(index).padStart(4, '0');
    item.children.add(child);
    const story = injections.map((injection) => `Line ${injection.line + 1}: ${injection.story}.`);
    const message = new vscode.TestMessage(
      [sentence, text, ...story, ...(culprit === null ? [] : [culprit])].join('\n'),
    );
    if (uri) message.location = new vscode.Location(uri, at);
    return { child, message };
  }

  /** The traces of a request. */
  private asked({ include }: vscode.TestRunRequest): readonly Finished[] {
    const keys = include?.map((item) => item.parent?.id ?? item.id) ?? [...this.known.keys()];
    return [...new Set(keys)].flatMap((key) => this.known.get(key) ?? []);
  }

  private async exploreAgain(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    for (const { trace, choices } of this.asked(request)) {
      if (token.isCancellationRequested) return;
      const stopping = token.onCancellationRequested(() => this.explorer.of(trace)?.cancel());
      await this.explorer.explore(trace, choices);
      stopping.dispose();
    }
  }

  /** Each finding of the request, at its first wrong moment; of a trace without any of its findings the first. */
  private async debug(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const { include = [] } = request;
    const run = this.controller.createTestRun(request);
    const children = include.filter(({ parent }) => parent);
    const alone = include.filter((item) => !item.parent && !children.some(({ parent }) => parent?.id === item.id));
    for (const { id, parent } of [...children, ...alone]) {
      const finished = this.known.get(parent?.id ?? id);
      const index = parent ? Number(id.slice(id.lastIndexOf('#') + 1)) : 0;
      const uri = finished?.found[index];
      const moment = finished?.explored.findings[index]?.moment;
      if (uri && !token.isCancellationRequested) await debugged(() => debugFound(uri, moment, run), token);
    }
    run.end();
  }
}
