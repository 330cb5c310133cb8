/** What the pointer does on the timeline: points, clicks, drags the present, pans and zooms. */

export interface GestureTarget {
  /** Whether the line of the present is there. */
  readonly isPresent: (x: number) => boolean;
  /** The present cannot be moved now. */
  readonly isBusy: () => boolean;
  readonly point: (x: number, y: number) => void;
  readonly leave: () => void;
  readonly click: (x: number, y: number) => void;
  readonly drag: (x: number) => void;
  readonly drop: () => void;
  /** By so many pixels to the right. */
  readonly pan: (pixels: number) => void;
  readonly zoom: (x: number, factor: number) => void;
}

/** Pixels that a hand moves while it clicks. */
const STILL = 4;
/** For a notch of a wheel, which is about 100 pixels. */
const WHEEL_ZOOM = 1.0025;

type Held =
  | { readonly what: 'present' }
  | { readonly what: 'time'; readonly from: number; last: number; moved: boolean };

export class Gestures {
  private held: Held | undefined;

  constructor(
    private readonly on: HTMLElement,
    private readonly target: GestureTarget,
  ) {
    on.addEventListener('pointerdown', (event) => this.down(event));
    on.addEventListener('pointermove', (event) => this.move(event));
    on.addEventListener('pointerup', (event) => this.up(event));
    on.addEventListener('pointercancel', () => this.release());
    on.addEventListener('pointerleave', () => target.leave());
    on.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { offsetX: x, pointerId } = event;
    this.on.setPointerCapture(pointerId);
    const isLine = this.target.isPresent(x) && !this.target.isBusy();
    this.held = isLine ? { what: 'present' } : { what: 'time', from: x, last: x, moved: false };
  }

  private move({ offsetX: x, offsetY: y }: PointerEvent): void {
    const { held, target, on } = this;
    on.classList.toggle('on-present', held?.what === 'present' || (!held && target.isPresent(x)));
    if (!held) return target.point(x, y);
    if (held.what === 'present') return target.drag(x);
    held.moved ||= Math.abs(x - held.from) > STILL;
    if (!held.moved) return;
    target.pan(x - held.last);
    held.last = x;
  }

  private up({ offsetX: x, offsetY: y }: PointerEvent): void {
    const { held, target } = this;
    this.release();
    if (held?.what === 'time' && !held.moved) target.click(x, y);
  }

  private release(): void {
    if (this.held?.what === 'present') this.target.drop();
    this.held = undefined;
  }

  /**
   * A sideways turn of the wheel pans. A turn up or down scrolls a page that is too long for the view; on other pages, and with
   * Ctrl, the turn zooms.
   */
  private wheel(event: WheelEvent): void {
    const { deltaX, deltaY, shiftKey, ctrlKey, metaKey } = event;
    const sideways = Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : shiftKey ? deltaY : 0;
    const page = document.documentElement;
    if (sideways === 0 && !ctrlKey && !metaKey && page.scrollHeight > page.clientHeight) return;
    event.preventDefault();
    if (sideways !== 0) this.target.pan(-sideways);
    else this.target.zoom(event.offsetX, WHEEL_ZOOM ** deltaY);
  }
}
