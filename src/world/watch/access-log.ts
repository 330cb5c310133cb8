/** What observers have told of one moment: accesses to watched memory, to registers that no operand names, to records of the kernel. */
import type { ComponentSet } from '../../machine/architecture/component';
import type { AccessDirection, MemoryRange, RegisterObserver } from '../../machine/cpu/observer';
import type { Dependency } from './dependency';
import { RecordLog } from './record-log';
import { isInComponents, keysIn } from './register-span';

interface Directions {
  readonly read: boolean;
  readonly write: boolean;
}

const NEITHER: Directions = { read: false, write: false };

type RegisterDependency = Dependency & { readonly kind: 'span' | 'register' };

type Entry = { readonly cpu: number; readonly direction: AccessDirection } & (
  | { readonly kind: 'register'; readonly key: string }
  | { readonly kind: 'components'; readonly set: ComponentSet }
);

export class AccessLog {
  readonly records = new RecordLog();
  private readonly memory: { readonly range: MemoryRange; readonly direction: AccessDirection }[] = [];
  private readonly registers: Entry[] = [];

  clear(): void {
    if (this.memory.length > 0) this.memory.length = 0;
    if (this.registers.length > 0) this.registers.length = 0;
  }

  noteMemory(range: MemoryRange, direction: AccessDirection): void {
    this.memory.push({ range, direction });
  }

  observerOf(cpu: number): RegisterObserver {
    return {
      register: (key, direction) => void this.registers.push({ kind: 'register', cpu, key, direction }),
      components: (set, direction) => void this.registers.push({ kind: 'components', cpu, set, direction }),
    };
  }

  toMemory(range: MemoryRange): Directions {
    return this.memory.length === 0 ? NEITHER : directions(this.memory.filter((entry) => entry.range === range));
  }

  toRegister(dependency: RegisterDependency): Directions {
    if (this.registers.length === 0) return NEITHER;
    return directions(this.registers.filter((entry) => entry.cpu === dependency.cpu && concerns(entry, dependency)));
  }
}

function directions(entries: readonly { readonly direction: AccessDirection }[]): Directions {
  return {
    read: entries.some(({ direction }) => direction === 'read'),
    write: entries.some(({ direction }) => direction === 'write'),
  };
}

function concerns(entry: Entry, dependency: RegisterDependency): boolean {
  if (entry.kind === 'register') return dependency.kind === 'register' && dependency.key === entry.key;
  if (dependency.kind === 'span') return isInComponents(dependency.span, entry.set);
  return keysIn(entry.set).includes(dependency.key);
}
