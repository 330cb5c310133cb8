/** What a session in a thread of its own and the side of its client say to each other. */
import type { DebugProtocol } from '@vscode/debugprotocol';

export type ToThread =
  | {
      readonly kind: 'open';
      /** Who reads files: the thread itself, or the client's side, which may know more than a disk. */
      readonly files: 'own' | 'client';
      /** Whether relative paths are made absolute. */
      readonly resolves: boolean;
      /** The token that the launch request must have. */
      readonly token?: string | undefined;
    }
  | { readonly kind: 'message'; readonly message: unknown }
  /** So many messages have been taken by the client. */
  | { readonly kind: 'taken'; readonly count: number }
  | {
      readonly kind: 'file';
      readonly call: number;
      readonly content?: string | Uint8Array | number;
      readonly problem?: string;
    };

export type FromThread =
  | { readonly kind: 'message'; readonly message: DebugProtocol.ProtocolMessage }
  | { readonly kind: 'read-text'; readonly call: number; readonly path: string }
  | { readonly kind: 'read-bytes'; readonly call: number; readonly path: string; readonly folder: string }
  | { readonly kind: 'size-of'; readonly call: number; readonly path: string; readonly folder: string }
  | { readonly kind: 'closed' };
