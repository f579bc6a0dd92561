import { accessSync, constants, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const RESULTS = resolve('test-results');
/** Root, as in a container, is not allowed Chromium's sandbox; the pages are ours. */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** Chromium on this machine; undefined where there is none, and tests that need it are skipped. */
export const browserPath = findBrowser();

export interface TestBrowser {
  readonly page: Page;
  /** What went wrong in the page: exceptions, and everything it wrote as an error. */
  readonly faults: readonly string[];
  /** Keeps a picture of the page in `test-results`, for whoever looks at the run. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens Chromium with a page, on a profile of its own. */
export async function openBrowser(): Promise<TestBrowser> {
  if (browserPath === undefined) throw new Error('There is no Chromium.');
  const profile = await mkdtemp(join(tmpdir(), 'ingest-test-browser-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath,
    args: ARGUMENTS,
    env: { ...process.env, TMPDIR: profile, HOME: profile },
    viewport: { width: 1280, height: 1600 },
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return {
    page,
    faults,
    screenshot: async (name) => {
      mkdirSync(RESULTS, { recursive: true });
      await page.screenshot({ path: join(RESULTS, `${name}.png`) });
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env['TEST_CHROMIUM'] ?? '', ...places].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}
