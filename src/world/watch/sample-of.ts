/** The present value of data. */
import { parseExpressionText } from '../../language/syntax/parse-expression';
import { placeScope } from '../scope/scope';
import type { World } from '../state/world';
import type { DataTarget } from './data-access';
import { type Sample, sampleExpression, sampleMemory } from './sample';

export function sampleOf(world: World, target: DataTarget): Sample {
  if (target.kind === 'memory') return sampleMemory(world, target);
  return sampleExpression(parseExpressionText(target.text), placeScope(world, target.place));
}
