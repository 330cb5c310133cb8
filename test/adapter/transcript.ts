/**
 * Golden transcripts: a debugging session as a person would tell it, line by line, compared with a file that was read
 * by a person. `UPDATE_TRANSCRIPTS=1` writes the files anew; read them again then.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Setup, Stopped, TestClient } from './client';

export class Transcript {
  private readonly lines: string[] = [];
  private readonly sources = new Map<string, readonly string[]>();
  private outputSeen = 0;

  constructor(
    private readonly client: TestClient,
    /** Expressions shown at every stop. */
    private readonly watches: readonly string[],
  ) {}

  async begin(setup: Setup): Promise<Stopped> {
    const { program, lines: _, filters, functions, launch } = setup;
    const words = { ...(filters ? { filters } : {}), ...(functions ? { functions } : {}), ...launch };
    this.lines.push(`> launch ${basename(program)} ${JSON.stringify(words)}`);
    return this.show(await this.client.beginAndStop(setup));
  }

  async go(command: string): Promise<Stopped> {
    this.lines.push('', `> ${command}`);
    return this.show(await this.client.go(command));
  }

  async exceptionInfo({ threadId }: Stopped): Promise<void> {
    const { body } = await this.client.exceptionInfoRequest({ threadId: threadId ?? 0 });
    this.lines.push('', '> exceptionInfo', `  ${body.exceptionId}: ${body.description}`);
    for (const line of body.details?.stackTrace?.split('\n') ?? []) this.lines.push(`  ${line}`);
  }

  async variables(stopped: Stopped, ...path: readonly string[]): Promise<void> {
    this.lines.push('', `> variables ${path.join(' / ')}`);
    for (const { name, value } of await this.client.rows(stopped, ...path)) this.lines.push(`  ${name} = ${value}`);
  }

  async end(command: string): Promise<void> {
    this.lines.push('', `> ${command}`);
    await Promise.all([this.client.waitForEvent('terminated'), this.client.customRequest(command, { threadId: 1 })]);
    this.showOutput();
    const exited = this.client.events.find(({ event }) => event === 'exited') as DebugProtocol.ExitedEvent | undefined;
    this.lines.push(`  terminated, exit code ${exited?.body.exitCode}`);
  }

  matches(name: string): void {
    const path = join(__dirname, 'transcripts', `${name}.txt`);
    const text = `${this.lines.join('\n')}\n`;
    if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(path, text);
    assert.equal(text, readFileSync(path, 'utf8'));
  }

  private async show(stopped: Stopped): Promise<Stopped> {
    this.showOutput();
    this.lines.push(`  ${stopped.description}`);
    const { threads } = (await this.client.threadsRequest()).body;
    for (const { id, name } of threads) {
      this.lines.push(`    ${id === stopped.threadId ? '*' : ' '} ${name}`);
      if (id !== stopped.threadId) continue;
      for (const frame of await this.client.stack(id)) {
        this.lines.push(`        ${frame.name}: ${await this.sourceLine(frame)}`);
      }
    }
    for (const watch of this.watches) this.lines.push(`    ${watch} = ${await this.evaluated(watch)}`);
    return stopped;
  }

  private async evaluated(expression: string): Promise<string> {
    return this.client.evaluate(expression).catch((error: Error) => `(${error.message})`);
  }

  private showOutput(): void {
    const output = this.client.events.filter(({ event }) => event === 'output').slice(this.outputSeen);
    this.outputSeen += output.length;
    for (const { body } of output as DebugProtocol.OutputEvent[]) {
      for (const line of body.output.trimEnd().split('\n')) this.lines.push(`  | ${line}`);
    }
  }

  private async sourceLine({ source, line }: DebugProtocol.StackFrame): Promise<string> {
    if (!source) return '?';
    const key = source.path ?? source.name ?? '';
    let lines = this.sources.get(key);
    if (!lines) {
      const { content } = (await this.client.sourceRequest({ source, sourceReference: source.sourceReference ?? 0 }))
        .body;
      lines = content.split('\n');
      this.sources.set(key, lines);
    }
    return (lines[line - 1] ?? '?').trim().replace(/\s+/g, ' ');
  }
}
