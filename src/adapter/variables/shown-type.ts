/** What is shown as the type of a variable: see `typesFor`. */
import type { Client } from '../protocol/client';
import { type Item, typeOf } from './item';

/** Undefined for a client that shows no types, and where the value says it. */
export type TypeText = (item: Item) => string | undefined;

/**
 * Types are for clients that announce that they show them, and most print them beside the value. VS Code keeps them for a hover,
 * which is where it shows the documentation of a variable.
 */
export function typesFor({ showsTypes, isVsCode }: Client): TypeText {
  if (!showsTypes) return () => undefined;
  return isVsCode ? (item) => item.documentation ?? typeOf(item) : typeOf;
}
