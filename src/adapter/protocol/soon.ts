/** A turn of the event loop, with what Node and browsers have. */

type Soon = (work: () => void) => void;

/** Node has `setImmediate`. In a page, timers wait some milliseconds; a message on an own channel does not wait. */
export function soonHere(): Soon {
  const { setImmediate } = globalThis as { readonly setImmediate?: Soon };
  return setImmediate ? (work) => setImmediate(work) : soonByMessages();
}

function soonByMessages(): Soon {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  // In the words of a page, which Node's types do not have.
  Object.assign(port1, { onmessage: () => waiting.shift()?.() });
  return (work) => {
    waiting.push(work);
    port2.postMessage(null);
  };
}
