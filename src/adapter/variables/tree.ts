/**
 * Variables as the protocol wants them: references to what can be opened, pages, and hints at what the last step
 * changed. References live until the next stop. Hints compare with the stop before, whichever way time went between.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Symbols } from '../../world/program/symbol-at';
import type { ScopePlace } from '../../world/scope/scope-place';
import { locationReference } from '../protocol/location-reference';
import { UserError } from '../protocol/user-error';
import type { StateView } from '../state/state-view';
import { type Assignment, childNamed, type Item, indexedChild, itemsDiffer, typeOf } from './item';
import { type Details, detailsOf, editedText } from './mark';
import { type FrameContext, placeOf, SCOPES, type ScopeRow } from './scopes';
import type { TypeText } from './shown-type';
import { formatValue, type Radix, text } from './value';

/** An item as it is whenever it is asked for, the one of the stop before, and where in the tree it is: `Tiles/tmm0/i8`. */
interface Node {
  /** Where its expressions mean what they say. */
  readonly place: ScopePlace;
  readonly now: () => Item | undefined;
  readonly before: () => Item | undefined;
  readonly path: string;
  /** Whether the value does not depend on where the trace is. */
  readonly isKept?: boolean;
}

/** Beyond all references that a stop has. */
const FIRST_KEPT = 2 ** 30;
/** A console that shows more has long scrolled away the first ones. */
const MOST_KEPT = 10_000;
const NOWHERE: ScopePlace = { cpu: null, task: null };

export interface Page {
  readonly filter?: 'indexed' | 'named' | undefined;
  readonly start?: number | undefined;
  readonly count?: number | undefined;
}

export class VariableTree {
  private readonly nodes: Node[] = [];
  /** Of what the console shows, which stays when the trace goes on: the latest ones. */
  private readonly kept = new Map<number, Node>();
  private lastKept = FIRST_KEPT;
  /** Radix by path, for variables that the user looks at in another one. */
  private readonly radixes = new Map<string, Radix>();
  radix: Radix = 'natural';

  constructor(
    private readonly symbols: Symbols,
    private readonly present: () => StateView,
    private readonly before: () => StateView | undefined,
  ) {}

  /** Forgets all references: at every stop. */
  reset(): void {
    this.nodes.length = 0;
  }

  scopes(frame: FrameContext): DebugProtocol.Scope[] {
    return SCOPES.flatMap((row) => {
      const now = () => this.scopeItem(row, this.present(), frame);
      if (!now()) return [];
      const before = once(() => {
        const state = this.before();
        return state && this.scopeItem(row, state, frame);
      });
      const variablesReference = this.reference({ place: placeOf(frame), now, before, path: row.name });
      return [
        {
          name: row.name,
          variablesReference,
          expensive: row.expensive,
          ...(row.hint ? { presentationHint: row.hint } : {}),
        },
      ];
    });
  }

  variables(
    reference: number,
    page: Page,
    typeText: TypeText = typeOf,
    radix: Radix = this.radix,
  ): DebugProtocol.Variable[] {
    const node = this.node(reference);
    const before = childrenBefore(node);
    return this.childrenOn(node, page).map((item, at) =>
      this.variable(item, node, before(item.name, at), typeText, radix),
    );
  }

  /** What is to be said about the same variables apart from their values. */
  details(reference: number, page: Page): Details[] {
    const node = this.node(reference);
    const before = childrenBefore(node);
    return this.childrenOn(node, page).map((item, at) => {
      const radix = this.radixes.get(`${node.path}/${item.name}`) ?? this.radix;
      return detailsOf(item, before(item.name, at), radix);
    });
  }

  /** What setting variable `name` of `reference` to `text` means. */
  assignment(reference: number, name: string, text: string): Assignment & { readonly place: ScopePlace } {
    const { place } = this.node(reference);
    const item = this.child(reference, name);
    const value = editedText(text);
    if (item.readOnly) throw new UserError('read-only', `${name} cannot be set. ${item.readOnly}`);
    if (item.assign) return { ...item.assign(value), place };
    if (item.expression) return { target: item.expression, value, place };
    throw new UserError('read-only', `${name} cannot be set.`);
  }

  /** Variable `name` of `reference`, and where its expression is to be evaluated. */
  childAt(reference: number, name: string): { readonly item: Item; readonly place: ScopePlace } {
    return { item: this.child(reference, name), place: this.node(reference).place };
  }

  /** The variable as it is now, without a mark: the answer to having set it. */
  refreshed(reference: number, name: string, typeText: TypeText = typeOf): DebugProtocol.Variable {
    return this.variable(this.child(reference, name), this.node(reference), undefined, typeText, this.radix);
  }

  setRadix(radix: Radix, variable?: { readonly reference: number; readonly name: string }): void {
    if (variable) {
      this.radixes.set(`${this.node(variable.reference).path}/${variable.name}`, radix);
    } else {
      this.radix = radix;
      this.radixes.clear();
    }
  }

  /** Adds an item that is not in a scope: the result of an evaluation. */
  adopt(item: Item, path: string, place: ScopePlace): Expansion {
    return this.expansion(item, { place, now: () => item, before: () => undefined, path });
  }

  /** Adds an item that is the same for ever. */
  keep(item: Item): Expansion {
    const node: Node = { place: NOWHERE, now: () => item, before: () => undefined, path: item.name, isKept: true };
    return this.expansion(item, node);
  }

  private childrenOn(node: Node, { filter, start = 0, count }: Page): readonly Item[] {
    const { named, indexed } = this.itemOf(node).children ?? {};
    const from = Math.max(start, 0);
    const end = count ? from + count : undefined;
    const first = filter !== 'indexed' && named ? named() : [];
    const children = from === 0 && end === undefined ? first : first.slice(from, end);
    if (filter === 'named' || !indexed) return children;
    const last = Math.min(end ?? indexed.count, indexed.count);
    const elements: Item[] = [];
    for (let index = from; index < last; index++) elements.push(indexed.at(index));
    return children.length > 0 ? [...children, ...elements] : elements;
  }

  private scopeItem(row: ScopeRow, state: StateView, frame: FrameContext): Item | undefined {
    const items = row.items(state, frame, this.symbols);
    return items && { name: row.name, value: text(''), children: { named: items } };
  }

  /** At every stop, of every row that is open: one object, to which is added what there is to say. */
  private variable(
    item: Item,
    parent: Node,
    old: Item | undefined,
    typeText: TypeText,
    radix: Radix,
  ): DebugProtocol.Variable {
    const { name } = item;
    const own = this.radixes.size > 0 ? this.radixes.get(`${parent.path}/${name}`) : undefined;
    const variable: DebugProtocol.Variable = {
      name,
      value: formatValue(item.value, own ?? radix),
      variablesReference: 0,
    };
    const type = typeText(item);
    if (type !== undefined) variable.type = type;
    if (item.expression) variable.evaluateName = item.expression;
    if (item.memory) variable.memoryReference = item.memory;
    if (item.declared !== undefined) variable.declarationLocationReference = locationReference(item.declared);
    if (item.location !== undefined) variable.valueLocationReference = item.location;
    const attributes = item.readOnly ? ['readOnly'] : [];
    if (old && itemsDiffer(item, old)) attributes.push(CHANGED_ATTRIBUTE);
    if (attributes.length > 0) variable.presentationHint = { attributes };
    const { children } = item;
    if (!children) return variable;
    variable.variablesReference = this.reference({
      place: parent.place,
      now: () => childOf(parent.now(), name),
      before: () => old,
      path: `${parent.path}/${name}`,
      isKept: parent.isKept ?? false,
    });
    if (children.indexed) variable.indexedVariables = children.indexed.count;
    return variable;
  }

  private expansion({ children }: Item, node: Node): Expansion {
    if (!children) return { variablesReference: 0 };
    const variablesReference = this.reference(node);
    return children.indexed ? { variablesReference, indexedVariables: children.indexed.count } : { variablesReference };
  }

  private reference(node: Node): number {
    if (!node.isKept) return this.nodes.push(node);
    this.lastKept++;
    this.kept.set(this.lastKept, node);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.lastKept - MOST_KEPT);
    return this.lastKept;
  }

  private node(reference: number): Node {
    const node = this.kept.get(reference) ?? this.nodes[reference - 1];
    if (!node) {
      throw new UserError(
        'stale-reference',
        `There is no variable ${reference} now: references live until the trace goes on.`,
      );
    }
    return node;
  }

  /** Gone only when what held it is gone: a task, a frame. */
  private itemOf(node: Node): Item {
    const item = node.now();
    if (!item) throw new UserError('stale-reference', `${node.path} is no longer there.`);
    return item;
  }

  private child(reference: number, name: string): Item {
    const item = childOf(this.node(reference).now(), name);
    if (!item) throw new UserError('no-such-variable', `There is no variable \`${name}\` here.`);
    return item;
  }
}

/** Of a variable that the last step has changed; the protocol has no word for it, and lets adapters bring their own. */
const CHANGED_ATTRIBUTE = 'changed';

type Expansion = Pick<DebugProtocol.Variable, 'variablesReference' | 'namedVariables' | 'indexedVariables'>;

function childOf(parent: Item | undefined, name: string): Item | undefined {
  return parent && childNamed(parent, name);
}

/**
 * Finds the children of the stop before. Most parents have the same children at every stop, in the same order: only where a name
 * is elsewhere are the names looked up.
 */
function childrenBefore(node: Node): (name: string, at: number) => Item | undefined {
  const parent = node.before();
  if (!parent) return () => undefined;
  const named = parent.children?.named?.() ?? [];
  const byName = once(() => new Map(named.map((item) => [item.name, item])));
  return (name, at) => {
    const same = named[at];
    return same?.name === name ? same : (byName().get(name) ?? indexedChild(parent, name));
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
