/** The frames that people see of compiled code: those of functions, and of what is inlined into them. */
import type { Frame } from '../debugger/debugger-types';
import { nameAt } from './code-name';
import { type CompiledFrame, viewsOf } from './compiled-frame';
import type { PhysicalFrame } from './unwind-stack';

/** Innermost first. @param depth of the innermost frame; @param least of the outermost. */
export function compiledFrames(stack: readonly PhysicalFrame[], depth: number, least: number): readonly Frame[] {
  let left = depth;
  const frames: Frame[] = [];
  for (const physical of stack) {
    const at = Math.max(left, least);
    frames.push(...viewsOf(physical).map((view) => frameOf(physical, view, at)));
    if (!physical.isSignal) left--;
  }
  return frames;
}

function frameOf(physical: PhysicalFrame, view: CompiledFrame | undefined, depth: number): Frame {
  const { compiled, address } = physical;
  if (!view) return { name: '<signal handler called>', place: { kind: 'code', address }, address, depth };
  const { name = '?', place } = view.code ?? {};
  return {
    name: name === '?' ? nameAt(compiled, address) : name,
    place: place ? { kind: 'source', path: place.path, line: place.line - 1, address } : { kind: 'code', address },
    address,
    depth,
    compiled: view,
  };
}
