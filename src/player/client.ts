/** The client's end of the protocol: requests that are promises, and the adapter's events. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Session } from '../adapter/session';

interface Waiting {
  readonly resolve: (body: never) => void;
  readonly reject: (error: Error) => void;
}

export class Client {
  private readonly waiting = new Map<number, Waiting>();
  private lastSeq = 0;

  constructor(
    private readonly session: Session,
    onEvent: (event: string, body: unknown) => void,
  ) {
    this.session.onDidSendMessage((message) => {
      if (message.type === 'response') this.settle(message as DebugProtocol.Response);
      else if (message.type === 'event') {
        const { event, body } = message as DebugProtocol.Event;
        onEvent(event, body);
      }
    });
  }

  /** The body of the response, which our own adapter gives the type of the request. Rejects with the adapter's message. */
  request<Body>(command: string, args: object = {}): Promise<Body> {
    this.lastSeq += 1;
    const seq = this.lastSeq;
    return new Promise<Body>((resolve, reject) => {
      this.waiting.set(seq, { resolve, reject });
      this.session.handleMessage({ seq, type: 'request', command, arguments: args });
    });
  }

  private settle({ request_seq, success, body, message }: DebugProtocol.Response): void {
    const waiting = this.waiting.get(request_seq);
    this.waiting.delete(request_seq);
    if (success) waiting?.resolve(body as never);
    else waiting?.reject(new Error(reasonOf(body) ?? message ?? 'The request was refused.'));
  }
}

/** The text for the user: the protocol's `Message`, with its variables put in. */
function reasonOf(body: { readonly error?: DebugProtocol.Message } | undefined): string | undefined {
  const error = body?.error;
  return error?.format.replace(/\{(\w+)\}/g, (whole, name: string) => error.variables?.[name] ?? whole);
}
