/** The answer to `xtrace/tileOrigins`, and the same in words: found when somebody asks, as it may take a walk through the past. */

import type { Debugger } from '../../world/debugger/debugger';
import {
  eventText,
  eventWords,
  memoryText,
  originText,
  placeText,
  type TileEvent,
  type TileOrigin,
} from '../../world/origin/tile-origin';
import type { TileEventView, TileOriginsView, TileOriginView } from './tile-origin-view';

export function tileOriginsView({ tileOrigins }: Debugger, cpu: number, searching: boolean): TileOriginsView {
  return { tiles: tileOrigins.of(cpu).map(originView), searching };
}

function originView({ from, to, product }: TileOrigin): TileOriginView {
  const known = from && eventText(from) !== '' ? from : undefined;
  return {
    ...(known && { from: eventView(known, 'from') }),
    ...(to && { to: eventView(to, 'to') }),
    ...(product && { product }),
  };
}

function eventView(event: TileEvent, direction: 'from' | 'to'): TileEventView {
  const { memory, step, moment } = event;
  const where = memory ? [memoryText(memory, direction)] : [];
  return {
    text: eventText(event),
    place: placeText(event.place),
    words: eventWords(event),
    detail: [...where, `step ${step}`].join('; '),
    moment: moment - 1,
  };
}

/** Of each tile of a CPU, `<- a[16][0..63], layer.c:40`: what is found in a moment's time; empty where nothing is. */
export function tileOriginTexts({ tileOrigins }: Debugger, cpu: number): readonly string[] {
  tileOrigins.advance(cpu, SOON);
  return tileOrigins.of(cpu).map(originText);
}

/** Moments that are looked through while somebody waits: a few milliseconds. */
const SOON = 20_000;
