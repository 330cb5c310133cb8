/** The size of a file beside a trace, from any host. */
import type { AdapterHost } from '../protocol/host';

/** Bytes. Rejects for whatever `readBytes` would not read. */
export async function sizeFrom(host: AdapterHost, path: string, folder: string): Promise<number> {
  return host.sizeOf ? host.sizeOf(path, folder) : (await host.readBytes(path, folder)).length;
}
