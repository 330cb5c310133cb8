/** A happening in a few words, for a comparison of two runs. */
import { formatOutcome, outcomeOfRecord } from '../program/outcome';
import type { Happening } from '../state/happening';

/** What only the trace sees: its questions do not change what happens. */
export function hiddenFact(happening: Happening): string | undefined {
  if (happening.kind === 'print') return `prints ${happening.text}`;
  if (happening.kind !== 'expect') return undefined;
  return `${happening.ok ? 'holds' : 'fails'}: ${happening.message}`;
}

/** What a program can notice. */
export function visibleFact(happening: Happening): string | undefined {
  switch (happening.kind) {
    case 'exception':
      // Nobody notices that an instruction was executed again.
      return happening.name === '#NM' ? undefined : happening.name;
    case 'killed':
      return `${happening.task} dies of ${happening.signal}`;
    case 'signal':
      return `${happening.signal} to ${happening.task}`;
    case 'oops':
    case 'warn':
    case 'hang':
      return `${happening.kind}: ${happening.message}`;
    case 'syscall': {
      const outcome = outcomeOfRecord(happening);
      return outcome && `${happening.name} ${formatOutcome(outcome)}`;
    }
    case 'output':
      return `${happening.stream}: ${JSON.stringify(happening.bytes)}`;
    case 'error':
      return happening.message;
    default:
      return undefined;
  }
}
