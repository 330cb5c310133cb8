/** Headless Chromium with VS Code's workbench in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { inRoot } from '../project.mjs';
import { findChromium } from './chromium.mjs';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
  // The same picture wherever it is taken.
  ...['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars'],
  // Nothing but this machine can be reached, whatever the workbench tries.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** Opens a page with a new, empty profile. */
export async function openBrowser() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium here: install it, or set CHROMIUM to its path.');
  const profile = mkdtempSync(path.join(os.tmpdir(), 'xtrace-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1440, height: 960 },
    args: FLAGS,
    // Crash reports and caches stay in the profile.
    env: {
      ...process.env,
      XDG_CONFIG_HOME: profile,
      XDG_CACHE_HOME: profile,
      FONTCONFIG_FILE: pinnedFonts(profile),
    },
  });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close().catch(() => undefined);
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * The fonts of a package, and no others: text is as wide on every machine.
 * @param {string} folder
 */
function pinnedFonts(folder) {
  const file = path.join(folder, 'fonts.conf');
  const generic = (/** @type {string} */ name, /** @type {string} */ font) =>
    `<alias binding="same"><family>${name}</family><prefer><family>${font}</family></prefer></alias>`;
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${inRoot('node_modules/dejavu-fonts-ttf/ttf')}</dir><cachedir>${folder}/fonts</cachedir>
<selectfont><rejectfont><glob>*/DejaVuSerif*</glob></rejectfont><rejectfont><glob>*/DejaVuMath*</glob></rejectfont></selectfont>
${generic('monospace', 'DejaVu Sans Mono')}${generic('sans-serif', 'DejaVu Sans')}${generic('system-ui', 'DejaVu Sans')}
</fontconfig>`,
  );
  return file;
}

/**
 * Resolves when the workbench has restored its layout. The server must have been started for automation.
 * @param {import('playwright-core').Page} page
 */
export async function workbenchReady(page) {
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  await page.waitForFunction('window.driver', undefined, { timeout: 60_000 });
  await page.evaluate('window.driver.whenWorkbenchRestored()');
}
