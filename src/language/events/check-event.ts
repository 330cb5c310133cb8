/** Events: the kernel has what they need, and what their rows ask for holds. */

import type { Checker } from '../checks/checker';
import type { Range } from '../errors/diagnostic';
import type { Event } from '../tree/event';
import type { Statement } from '../tree/statement';
import type { EventForm } from './event-row';
import { eventForm } from './index';

type EventStatement = Statement & { readonly kind: 'event' };

export function checkEvent(checker: Checker, { event, range }: EventStatement, at: number): void {
  const form = eventForm(event.kind);
  if (form.needsTasks && checker.setting.hasNoKernel) {
    const message = `\`${event.kind}\` needs a kernel, and this trace has \`kernel none\`. Choose a policy, or delete this.`;
    checker.warning(range, 'needs-kernel', message);
  }
  checkKnownToPolicy(checker, event, form, range);
  form.check?.(checker, event, at);
}

function checkKnownToPolicy(checker: Checker, { kind }: Event, { routine }: EventForm<Event>, range: Range): void {
  if (routine === undefined) return;
  const { policy } = checker.setting;
  if (!policy || policy.name === 'none') return;
  if (policy.routines.some(({ name }) => name === routine)) return;
  const message = `\`kernel ${policy.name}\` knows no \`${kind}\`. Choose a policy that does, or delete this.`;
  checker.warning(range, 'needs-policy', message);
}
