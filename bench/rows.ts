/** All rows, in the order of the table. A new family is a file and a line here. */
import '../src/main/iced-on-node';
import { ANSWERING_ROWS } from './answering';
import { CALLING_ROWS } from './calling';
import { COMPARING_ROWS } from './comparing';
import { EXTENDED_STATE_ROWS } from './extended-state';
import { FAR_ROWS } from './far';
import { HOSTILE_ROWS } from './hostile';
import { IMAGE_ROWS } from './images';
import { LANGUAGE_ROWS } from './language';
import { LOADING_ROWS } from './loading';
import { PAUSING_ROWS } from './pausing';
import { PROTOCOL_ROWS } from './protocol';
import type { Row } from './row';
import { RUNNING_ROWS } from './running';
import { SIZE_ROWS } from './size';
import { SWITCHING_ROWS } from './switching';
import { TILE_ROWS } from './tiles';
import { TIMELINE_ROWS } from './timeline';
import { TYPING_ROWS } from './typing';
import { VIEW_ROWS } from './views';

export const ROWS: readonly Row[] = [
  ...LOADING_ROWS,
  ...SIZE_ROWS,
  ...PROTOCOL_ROWS,
  ...PAUSING_ROWS,
  ...LANGUAGE_ROWS,
  ...TYPING_ROWS,
  ...HOSTILE_ROWS,
  ...RUNNING_ROWS,
  ...CALLING_ROWS,
  ...FAR_ROWS,
  ...TILE_ROWS,
  ...TIMELINE_ROWS,
  ...VIEW_ROWS,
  ...EXTENDED_STATE_ROWS,
  ...SWITCHING_ROWS,
  ...COMPARING_ROWS,
  ...ANSWERING_ROWS,
  ...IMAGE_ROWS,
];
