/** What the page has packed with gzip and base64, which a browser takes apart without a library. */
export async function unpack(id: string): Promise<string> {
  return new TextDecoder().decode(await unpackBytes(id));
}

export async function unpackBytes(id: string): Promise<Uint8Array> {
  const packed = document.getElementById(id)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
