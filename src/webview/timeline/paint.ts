/** Draws the timeline. All of it every time: what there is to draw is as small as the canvas. */
import type { TimelinePart } from '../../adapter/views/timeline';
import { type Colors, laneColor } from './colors';
import { GLYPHS, weightOf } from './glyphs';
import { AXIS_HEIGHT, LANE, type LanePart, laneTop, type Mark, MOST_LANES } from './layout';
import { ticksOf } from './steps';
import type { Scale } from './viewport';

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Of the column with the names of lanes. */
  readonly gutter: number;
  readonly scale: Scale;
  readonly part: TimelinePart;
  readonly present: number;
  /** The place of the keyboard's cursor; undefined while the keyboard is not used. */
  readonly cursor: number | undefined;
  readonly pointed: Mark | undefined;
}

type Context = CanvasRenderingContext2D;

const TICK_DISTANCE = 70;
const TINT = 0.35;
const FONT_SIZE = 11;
/** A shorter stretch is drawn without its name. */
const NAME_ROOM = 8;
const LABEL_MARGIN = 8;

export function paint(context: Context, scene: Scene, colors: Colors): void {
  const { width, height, gutter, part } = scene;
  context.clearRect(0, 0, width, height);
  context.font = `${FONT_SIZE}px ${colors.font}`;
  context.textBaseline = 'middle';
  const lanes = part.lanes.slice(0, MOST_LANES);
  const tasks = new Map(lanes.filter(({ kind }) => kind === 'task').map(({ name }, index) => [name, index]));
  paintAxis(context, scene, colors);
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, height);
  context.clip();
  for (const [index, lane] of lanes.entries()) paintLane(context, scene, colors, lane, laneTop(index), tasks);
  for (const [index, lane] of lanes.entries()) paintMarks(context, scene, colors, lane, laneTop(index));
  paintLines(context, scene, colors);
  context.restore();
  for (const [index, lane] of lanes.entries()) paintName(context, scene, colors, lane, laneTop(index));
}

function paintAxis(context: Context, { width, height, gutter, scale, part }: Scene, colors: Colors): void {
  const [from, to] = [scale.moment(gutter), scale.moment(width)];
  context.fillStyle = colors.muted;
  context.textAlign = 'left';
  let free = gutter;
  for (const { moment, label } of ticksOf(part.steps, from, to, (width - gutter) / TICK_DISTANCE)) {
    const x = Math.round(scale.x(moment));
    context.globalAlpha = 0.3;
    context.fillRect(x, AXIS_HEIGHT - 5, 1, height - AXIS_HEIGHT + 5);
    context.globalAlpha = 1;
    const end = x + 4 + context.measureText(label).width;
    if (x < free || end > width) continue;
    context.fillText(label, x + 3, AXIS_HEIGHT / 2);
    free = end + 8;
  }
}

function paintLane(
  context: Context,
  scene: Scene,
  colors: Colors,
  lane: LanePart,
  top: number,
  tasks: ReadonlyMap<string, number>,
): void {
  const { scale } = scene;
  for (const { from, to, name, count } of lane.stays) {
    const [left, right] = [Math.max(scene.gutter, scale.x(from)), scale.x(to)];
    const task = lane.kind === 'cpu' ? name : lane.name;
    const color = count > 1 ? colors.muted : laneColor(colors, tasks.get(task) ?? 0);
    box(context, left, top + LANE.top, Math.max(1, right - left), LANE.stay, color, colors);
    const labels = lane.kind === 'cpu' ? [name] : [`CPU ${name}`, name];
    if (count === 1) text(context, labels, left, right, top + LANE.top + LANE.stay / 2, colors.foreground);
  }
  context.fillStyle = colors.muted;
  for (const { from, to } of lane.kernel) {
    const left = scale.x(from);
    context.fillRect(left, top + LANE.below + 2, Math.max(1, scale.x(to) - left), LANE.belowHeight - 4);
  }
  if (lane.buffer.length > 0) paintBuffer(context, scene, colors, lane, top);
  context.globalAlpha = 0.3;
  context.fillRect(0, top + LANE.height - 1, scene.width, 1);
  context.globalAlpha = 1;
}

/** As high as it is large, in relation to the largest that the task has here. */
function paintBuffer(
  context: Context,
  { scale, width, part }: Scene,
  colors: Colors,
  lane: LanePart,
  top: number,
): void {
  const largest = Math.max(...part.lanes.flatMap(({ buffer }) => buffer.map(([, bytes]) => bytes)));
  const bottom = top + LANE.below + LANE.belowHeight;
  context.fillStyle = colors.green;
  for (const [index, [from, bytes]] of lane.buffer.entries()) {
    const left = scale.x(from);
    const right = Math.min(width, scale.x(lane.buffer[index + 1]?.[0] ?? part.to));
    const high = largest === 0 ? 0 : (bytes / largest) * LANE.belowHeight;
    context.globalAlpha = TINT;
    context.fillRect(left, bottom - high, right - left, high);
    context.globalAlpha = 1;
    context.fillRect(left, bottom - high, right - left, 1);
  }
}

function box(
  context: Context,
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
  colors: Colors,
): void {
  context.fillStyle = color;
  context.globalAlpha = TINT;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  context.fillRect(x, y, width, 2);
  context.fillRect(x, y, 1, height);
  if (!colors.isHighContrast || width < 3) return;
  context.strokeStyle = color;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
}

/** The first of some labels that has room, or as much of the last as has. */
function text(
  context: Context,
  labels: readonly string[],
  left: number,
  right: number,
  y: number,
  color: string,
): void {
  const room = right - left - LABEL_MARGIN;
  if (room < NAME_ROOM) return;
  const whole = labels.find((label) => context.measureText(label).width <= room);
  context.fillStyle = color;
  context.fillText(whole ?? fitting(context, labels.at(-1) ?? '', room), left + 5, y + 1);
}

/** Cut with an ellipsis where there is no room for all. */
function fitting(context: Context, words: string, room: number): string {
  if (context.measureText(words).width <= room) return words;
  let length = words.length - 1;
  while (length > 0 && context.measureText(`${words.slice(0, length)}…`).width > room) length--;
  return length > 0 ? `${words.slice(0, length)}…` : '';
}

function paintMarks(context: Context, scene: Scene, colors: Colors, { marks }: LanePart, top: number): void {
  const y = top + LANE.top + LANE.stay / 2;
  for (const mark of marks.toSorted((a, b) => weightOf(a.kind) - weightOf(b.kind))) {
    const [left, right] = [scene.scale.x(mark.moment), scene.scale.x(mark.until)];
    if (right < scene.gutter || left > scene.width) continue;
    const { path, color, hollow } = GLYPHS[mark.kind];
    if (right - left > 2) {
      context.fillStyle = colors[color];
      context.globalAlpha = TINT;
      context.fillRect(left, y - 4, right - left, 8);
      context.globalAlpha = 1;
    }
    glyph(context, pathOf(path), (left + right) / 2, y, colors[color], hollow === true, colors);
    if (mark === scene.pointed) {
      context.strokeStyle = colors.foreground;
      context.strokeRect((left + right) / 2 - 7.5, y - 7.5, 15, 15);
    }
  }
}

const paths = new Map<string, Path2D>();

function pathOf(description: string): Path2D {
  let path = paths.get(description);
  if (!path) {
    path = new Path2D(description);
    paths.set(description, path);
  }
  return path;
}

/** With an edge in the colour of the ground, so that it is seen on every tint. */
function glyph(
  context: Context,
  path: Path2D,
  x: number,
  y: number,
  color: string,
  hollow: boolean,
  colors: Colors,
): void {
  context.save();
  context.translate(x, y);
  context.lineWidth = 2.5;
  context.strokeStyle = colors.background;
  context.stroke(path);
  context.fillStyle = hollow ? colors.background : color;
  context.fill(path);
  context.lineWidth = 1.2;
  context.strokeStyle = color;
  context.stroke(path);
  context.restore();
}

function paintLines(context: Context, { scale, height, gutter, cursor, present }: Scene, colors: Colors): void {
  if (cursor !== undefined) {
    context.strokeStyle = colors.foreground;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(Math.round(scale.x(cursor)) + 0.5, AXIS_HEIGHT - 4);
    context.lineTo(Math.round(scale.x(cursor)) + 0.5, height);
    context.stroke();
    context.setLineDash([]);
  }
  const x = Math.round(scale.x(present));
  if (x < gutter - 1) return;
  context.fillStyle = colors.present;
  context.fillRect(x - 1, AXIS_HEIGHT - 6, 2, height);
  context.beginPath();
  context.moveTo(x - 6, 2);
  context.lineTo(x + 6, 2);
  context.lineTo(x, AXIS_HEIGHT - 5);
  context.fill();
}

function paintName(context: Context, { gutter }: Scene, colors: Colors, { name }: LanePart, top: number): void {
  context.fillStyle = colors.foreground;
  context.textAlign = 'right';
  context.fillText(fitting(context, name, gutter - 8), gutter - 6, top + LANE.top + LANE.stay / 2 + 1);
  context.textAlign = 'left';
}
