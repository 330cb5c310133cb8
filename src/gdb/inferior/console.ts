/** `monitor`: what the debug console of the adapter answers, commands and expressions alike. */
import type { Adapter } from '../../adapter/adapter';
import type { Job } from '../../adapter/protocol/request-queue';
import { REQUESTS } from '../../adapter/requests';
import { refuse } from '../protocol/refusal';

/** Commands that travel leave the client behind, which asks for no register twice. */
const MOVED = 'The program stands elsewhere now. Type `maintenance flush register-cache` to see it there.';

const JOB: Job = {
  request: { seq: 0, type: 'request', command: 'evaluate' },
  signal: new AbortController().signal,
  isCancelled: false,
};

/** @param said gives what the adapter has written since it was asked last. @throws UserError or ExpressionError */
export async function askConsole(adapter: Adapter, text: string, said: () => string): Promise<string> {
  const { engine } = adapter.debuggee;
  const before = engine.time.moment;
  said();
  const evaluate = REQUESTS.evaluate ?? refuse('There is no console.');
  const { body, after } = await evaluate(adapter, { expression: text, context: 'repl' }, JOB);
  after?.();
  while (adapter.runner.running) await new Promise<void>((resolve) => adapter.host.schedule(resolve));
  const result = body && 'result' in body ? String(body.result) : '';
  const hint = engine.time.moment === before ? '' : MOVED;
  return [result, said().trimEnd(), hint].filter((line) => line !== '').join('\n');
}
