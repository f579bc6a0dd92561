import type { Locator } from 'playwright-core';
import { browserPath, openBrowser, type TestBrowser } from '../support/browser.js';
import { type HttpClient, login, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { ingest, type Job, type Ticket, untilFinished } from './steps/jobs.js';

interface Page {
  readonly items: readonly unknown[];
}

const CONTENT = '2026-01-02T03:04:05Z INFO the first line\n2026-01-02T03:04:06Z ERROR the second line\n';

(browserPath === undefined ? describe.skip : describe)('Swagger UI in a browser', () => {
  let stack: Stack;
  let user: HttpClient;
  let token: string;
  let browser: TestBrowser;

  beforeAll(async () => {
    stack = await startStack();
    token = (await login(stack.apiUrl, 'user')).access_token;
    user = stack.http.withToken(token);
    browser = await openBrowser();
    await authorise();
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  async function authorise(): Promise<void> {
    const { page } = browser;
    await page.goto(`${stack.apiUrl}/docs`);
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const form = page.locator('.auth-container', { hasText: 'The access token of a login.' });
    await form.locator('input').fill(token);
    await form.getByRole('button', { name: 'Apply credentials' }).click();
    await page.getByRole('button', { name: 'Close' }).first().click();
  }

  const operation = (tag: string, id: string): Locator => browser.page.locator(`#operations-${tag}-${id}`);

  /** Opens an operation, lets the caller fill it in, and sends it. @returns the answer, as it is shown */
  async function execute<Answer>(
    tag: string,
    id: string,
    fillIn: (opened: Locator) => Promise<void>,
  ): Promise<Answer> {
    const opened = operation(tag, id);
    await opened.locator('.opblock-summary-control').click();
    await fillIn(opened);
    await opened.getByRole('button', { name: 'Execute' }).click();
    const shown = opened.locator('.live-responses-table .response-col_description pre').first();
    await shown.waitFor();
    return JSON.parse(await shown.innerText()) as Answer;
  }

  it('takes a file and shows its job COMPLETED', async () => {
    const ticket = await execute<Ticket>('ingest', 'initUpload', (opened) =>
      opened
        .locator('textarea.body-param__text')
        .fill(JSON.stringify({ filename: 'seen.log', size: Buffer.byteLength(CONTENT) })),
    );
    expect((await putFile(ticket.presigned_url, CONTENT)).status).toBe(200);
    const queued = await execute('ingest', 'completeUpload', (opened) =>
      opened.locator('textarea.body-param__text').fill(JSON.stringify({ job_id: ticket.job_id })),
    );
    expect(queued).toEqual({ message: 'Job queued successfully', job_id: ticket.job_id, status: 'QUEUED' });
    await untilFinished(user, ticket.job_id);
    const job = await execute<Job>('jobs', 'getJob', (opened) =>
      opened.locator('tr[data-param-name="job_id"] input').fill(ticket.job_id),
    );
    expect(job).toMatchObject({ job_id: ticket.job_id, status: 'COMPLETED', statistics: { records: 2 } });

    await operation('jobs', 'getJob').locator('.live-responses-table').scrollIntoViewIfNeeded();
    await browser.screenshot('swagger-ui');
    expect(browser.faults).toEqual([]);
  }, 90_000);

  it('searches by fields as they are typed, and for everything where nothing is typed', async () => {
    const { job_id: jobId } = await ingest(user, CONTENT);
    const search = (fields?: string): Promise<Page> =>
      execute<Page>('logs', 'listRecords', async (opened) => {
        await opened.locator('tr[data-param-name="job_id"] input').fill(jobId);
        if (fields !== undefined) await opened.locator('tr[data-param-name="field"] textarea').fill(fields);
      });
    expect((await search()).items).toHaveLength(2);
    const opened = operation('logs', 'listRecords');
    await opened.getByRole('button', { name: 'Clear' }).click();
    await opened.locator('.opblock-summary-control').click();
    const { items } = await search('{"severity_text": "ERROR"}');
    expect(items).toEqual([expect.objectContaining({ severity_text: 'ERROR' })]);
    expect(browser.faults).toEqual([]);
  }, 90_000);
});
