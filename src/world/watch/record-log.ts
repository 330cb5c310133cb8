/**
 * Writes to fields of the kernel's records in one moment, with another value or the same. A watched property is an accessor
 * meanwhile. An array counts as written where its elements are others behind the moment.
 */
import type { RecordField } from './record-fields';

interface Watched {
  isWritten: boolean;
  /** The moment begins; the moment is over; nobody watches any more. */
  readonly begin: () => void;
  readonly end: () => void;
  readonly release: () => void;
}

export class RecordLog {
  private watched: ReadonlyMap<object, ReadonlyMap<RecordField['key'], Watched>> = new Map();
  private all: readonly Watched[] = [];

  /** Watches these fields from now on, and no others. */
  watch(fields: readonly RecordField[]): void {
    for (const watched of this.all) watched.release();
    const records = new Map<object, Map<RecordField['key'], Watched>>();
    for (const { record, key } of fields) {
      const keys = records.get(record) ?? new Map<RecordField['key'], Watched>();
      records.set(record, keys);
      if (!keys.has(key)) keys.set(key, key === undefined ? watchArray(record) : watchProperty(record, key));
    }
    this.watched = records;
    this.all = [...records.values()].flatMap((keys) => [...keys.values()]);
  }

  begin(): void {
    for (const watched of this.all) {
      watched.isWritten = false;
      watched.begin();
    }
  }

  end(): void {
    for (const { end } of this.all) end();
  }

  hasWritten({ record, key }: RecordField): boolean {
    return this.watched.get(record)?.get(key)?.isWritten === true;
  }
}

function watchProperty(record: object, key: string): Watched {
  const own = Object.getOwnPropertyDescriptor(record, key);
  let value: unknown = own?.value;
  const release = () => void Object.defineProperty(record, key, { ...own, value });
  const watched: Watched = { isWritten: false, begin: NOTHING, end: NOTHING, release };
  const set = (given: unknown) => {
    watched.isWritten = true;
    value = given;
  };
  Object.defineProperty(record, key, { configurable: true, enumerable: true, get: () => value, set });
  return watched;
}

function watchArray(record: object): Watched {
  const elements = Array.isArray(record) ? record : [];
  let before: readonly unknown[] = [];
  const watched: Watched = {
    isWritten: false,
    begin: () => {
      before = [...elements];
    },
    end: () => {
      watched.isWritten =
        elements.length !== before.length || before.some((element, index) => element !== elements[index]);
    },
    release: NOTHING,
  };
  return watched;
}

const NOTHING = () => {};
