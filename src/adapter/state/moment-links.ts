/** Links to moments, as location references: what the console has listed can be gone to later. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { UserError } from '../protocol/user-error';

export interface MomentLink {
  readonly moment: number;
  /** What a client shows of it: lines and columns as the client counts. */
  readonly location: NonNullable<DebugProtocol.LocationsResponse['body']>;
}

/** Beyond all lines of a trace: see `protocol/location-reference.ts`. */
const FIRST = 2 ** 30;
/** A console that shows more has long scrolled away the first ones. */
const MOST_KEPT = 10_000;

export class MomentLinks {
  private readonly kept = new Map<number, MomentLink>();
  private latest = FIRST;

  /** The reference for it. */
  keep(link: MomentLink): number {
    this.latest++;
    this.kept.set(this.latest, link);
    this.kept.delete(this.latest - MOST_KEPT);
    return this.latest;
  }

  /** Undefined for a reference to something else. Throws `UserError` for a link that is no longer kept. */
  at(reference: number): MomentLink | undefined {
    if (reference <= FIRST) return undefined;
    const link = this.kept.get(reference);
    if (!link) throw new UserError('no-location', `There is no location ${reference}: list the moments once more.`);
    return link;
  }
}
