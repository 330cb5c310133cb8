/**
 * Variables as the protocol wants them: references to what can be opened, pages, and marks on what the last step
 * changed. References live until the next stop. Marks compare with the stop before, whichever way time went between.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { UserError } from '../protocol/user-error';
import type { StateView } from '../state/state-view';
import type { Symbols } from './general';
import { type Assignment, childNamed, type Item, indexedChild } from './item';
import { editedText, markedValue } from './mark';
import { type FrameContext, SCOPES, type ScopeRow } from './scopes';
import { type Radix, text } from './value';

/** An item as it is whenever it is asked for, the one of the stop before, and where in the tree it is: `Tiles/tmm0/i8`. */
interface Node {
  readonly now: () => Item | undefined;
  readonly before: () => Item | undefined;
  readonly path: string;
}

export interface Page {
  readonly filter?: 'indexed' | 'named' | undefined;
  readonly start?: number | undefined;
  readonly count?: number | undefined;
}

export class VariableTree {
  private readonly nodes: Node[] = [];
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
      const variablesReference = this.reference({ now, before, path: row.name });
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

  variables(reference: number, page: Page, radix: Radix = this.radix): DebugProtocol.Variable[] {
    const node = this.node(reference);
    const { named, indexed } = this.itemOf(node).children ?? {};
    const start = page.start ?? 0;
    const end = page.count ? start + page.count : undefined;
    const children: Item[] = [];
    if (page.filter !== 'indexed') children.push(...(named?.().slice(start, end) ?? []));
    if (page.filter !== 'named' && indexed) {
      const last = Math.min(end ?? indexed.count, indexed.count);
      for (let index = start; index < last; index++) children.push(indexed.at(index));
    }
    const before = childrenBefore(node);
    return children.map((item) => this.variable(item, node, before(item.name), radix));
  }

  /** What setting variable `name` of `reference` to `text` means. */
  assignment(reference: number, name: string, text: string): Assignment {
    const item = this.child(reference, name);
    const value = editedText(text);
    if (item.readOnly) throw new UserError('read-only', `${name} cannot be set. ${item.readOnly}`);
    if (item.assign) return item.assign(value);
    if (item.expression) return { target: item.expression, value };
    throw new UserError('read-only', `${name} cannot be set.`);
  }

  /** The variable as it is now, without a mark: the answer to having set it. */
  refreshed(reference: number, name: string): DebugProtocol.Variable {
    return this.variable(this.child(reference, name), this.node(reference), () => undefined, this.radix);
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
  adopt(item: Item, path: string): Expansion {
    return this.expansion(item, { now: () => item, before: () => undefined, path });
  }

  private scopeItem(row: ScopeRow, state: StateView, frame: FrameContext): Item | undefined {
    const items = row.items(state, frame, this.symbols);
    return items && { name: row.name, value: text(''), children: { named: () => items } };
  }

  private variable(item: Item, parent: Node, before: Node['before'], radix: Radix): DebugProtocol.Variable {
    const path = `${parent.path}/${item.name}`;
    const shown = this.radixes.get(path) ?? radix;
    return {
      name: item.name,
      value: markedValue(item, before(), shown),
      ...(item.type ? { type: item.type } : {}),
      ...(item.expression ? { evaluateName: item.expression } : {}),
      ...(item.memory ? { memoryReference: item.memory } : {}),
      ...(item.readOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}),
      ...this.expansion(item, { now: () => childOf(parent.now(), item.name), before, path }),
    };
  }

  private expansion({ children }: Item, node: Node): Expansion {
    if (!children) return { variablesReference: 0 };
    const variablesReference = this.reference(node);
    return children.indexed ? { variablesReference, indexedVariables: children.indexed.count } : { variablesReference };
  }

  private reference(node: Node): number {
    return this.nodes.push(node);
  }

  private node(reference: number): Node {
    const node = this.nodes[reference - 1];
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

type Expansion = Pick<DebugProtocol.Variable, 'variablesReference' | 'namedVariables' | 'indexedVariables'>;

function childOf(parent: Item | undefined, name: string): Item | undefined {
  return parent && childNamed(parent, name);
}

/** Finds the children of the stop before by name; named ones are made once for all of them. */
function childrenBefore(node: Node): (name: string) => () => Item | undefined {
  const parent = once(() => node.before());
  const named = once(
    () =>
      new Map(
        parent()
          ?.children?.named?.()
          .map((item) => [item.name, item]),
      ),
  );
  return (name) => once(() => named().get(name) ?? indexedChild(parent(), name));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
