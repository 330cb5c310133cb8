/** Whether two pieces of memory of one length hold the same: a word at a time, since nearly always they do. */
export function haveSameWords(first: Int32Array, second: Int32Array): boolean {
  for (let index = 0; index < first.length; index++) if (first[index] !== second[index]) return false;
  return true;
}
