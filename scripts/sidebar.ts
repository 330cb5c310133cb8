/** Writes the views of the sidebar into package.json, and their texts into package.nls.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Manifest, withSidebar, withSidebarTexts } from './sidebar-manifest';

function rewrite<T>(name: string, change: (content: T) => T): void {
  const file = path.join(__dirname, '..', name);
  writeFileSync(file, `${JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as T), undefined, 2)}\n`);
}

rewrite<Manifest>('package.json', withSidebar);
rewrite<Readonly<Record<string, string>>>('package.nls.json', withSidebarTexts);
