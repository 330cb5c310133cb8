/** All packets by their names, and which one a text is. */
import { tableOf } from '../../machine/table';
import { type Answer, type Context, type Handler, UNKNOWN } from './context';
import { FILE_PACKETS } from './file-packets';
import { QUERY_PACKETS } from './query-packets';
import { RUNNING_PACKETS } from './running-packets';
import { STATE_PACKETS } from './state-packets';
import { TRANSFER_PACKETS } from './transfer-packets';

const PACKETS = tableOf<Handler>({
  ...STATE_PACKETS,
  ...RUNNING_PACKETS,
  ...QUERY_PACKETS,
  ...TRANSFER_PACKETS,
  ...FILE_PACKETS,
});

/** A word behind `q`, `Q` or `v`; else one character. */
const NAME = /^(?:vCont\?|[qQv][A-Za-z]+|.)/s;

export function answerTo(context: Context, packet: string): Answer {
  const name = NAME.exec(packet)?.[0] ?? '';
  const handler = PACKETS[name];
  return handler ? handler(context, packet.slice(name.length)) : UNKNOWN;
}
