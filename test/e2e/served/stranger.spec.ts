import type { Page } from '@playwright/test';
import { card, expectColumn } from '../pages/board.ts';
import { expectAccessible } from '../pages/accessibility.ts';
import { goToView, statusBar } from '../pages/frame.ts';
import { inPage } from '../pages/in-page.ts';
import { cachesOf, untilKept, untilKeptWhole } from '../pages/kept-page.ts';
import { squatOn } from '../pages/squatter.ts';
import type { Squatter, SquatterWay } from '../pages/squatter.ts';
import { openTask } from '../pages/task-panel.ts';
import { startServe } from '../served-app.ts';
import { expect, servedStory as story } from '../story.ts';

// Only with serve: somebody else can listen on the port of a host that is gone.

/** What a page says first: nothing in it is of use to anybody. */
const helloPattern = /^\{"version":1,"nonce":"[\w-]{43}","kind":"enter","session":"[\w-]{22}"\}$/;

function strangerBanner(page: Page) {
  return page.getByText('This is not your host: something else answers at this address.');
}

/** All that it was told are empty requests and first words, without cookies and without anything of the person's. */
function expectNothingTold(squatter: Squatter): void {
  const { records } = squatter;
  for (const record of records) {
    expect(record).not.toMatch(/cookie|authorization|New title|Old title|"code":"|"signature"/i);
    expect(record).toMatch(
      /^(HEAD \/ |GET \/favicon\.ico |UPGRADE \/(rpc|terminal)|\{"version":1)/,
    );
    if (record.startsWith('{')) expect(record).toMatch(helloPattern);
  }
}

async function editTitle(page: Page, id: string, title: string): Promise<void> {
  const panel = await openTask(page, id);
  await panel.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Tab');
  await expect(card(page, id)).toContainText(title);
}

const liar: SquatterWay = {
  kind: 'say',
  words: () => [
    JSON.stringify({
      kind: 'challenge',
      hostKey: 'B'.repeat(87),
      nonce: 'n'.repeat(43),
      standing: 'known',
      signature: 's'.repeat(86),
      code: null,
    }),
    '{"kind":"welcome","worker":{"address":"/service-worker.js?evil","integrity":""}}',
  ],
};
const mute: SquatterWay = { kind: 'say', words: () => [] };
const gabbler: SquatterWay = {
  kind: 'say',
  words: () => ['{"i":"1"}'.repeat(9_000), 'x', 'y', 'z'],
};
const mirror: SquatterWay = { kind: 'say', words: (heard) => [heard] };

for (const [name, way] of [
  ['is a web server', { kind: 'refuse' }],
  ['lies', liar],
  ['sends back what it hears', mirror],
  ['talks without end', gabbler],
  ['takes the socket and says nothing', mute],
] as const) {
  story(
    `an open page tells somebody on its port who ${name} from its host, and keeps its edits for that`,
    async ({ app, page, served, enter }) => {
      app.addTasks([{ id: 'e.1' }, { id: 'e.2', title: 'Old title' }]);
      await enter();
      await expectColumn(page, 'Ready', ['e.1', 'e.2']);
      await untilKeptWhole(page);
      await served.kill();
      const squatter = await squatOn(served.port, way);
      try {
        await expect(strangerBanner(page)).toBeVisible({ timeout: 30_000 });
        await expect(page.getByText('Host is away')).toBeHidden();
        await expect(statusBar(page)).toContainText('not your host');
        await editTitle(page, 'e.2', 'New title');
        await expect(strangerBanner(page)).toContainText('1 edit waiting');
        await expectColumn(page, 'Ready', ['e.1', 'e.2']);
        expect(squatter.records.length).toBeGreaterThan(0);
        expectNothingTold(squatter);
      } finally {
        await squatter.close();
      }
      await served.start();
      await expect(strangerBanner(page)).toBeHidden({ timeout: 30_000 });
      await expect.poll(() => app.cli('show', 'e.2')).toContain('New title');
      await expect(statusBar(page)).toContainText('main @');
    },
  );
}

story(
  'a page that is loaded when somebody else answers says so before it shows anything, and is the one that was kept',
  async ({ app, page, context, served, foreign, enter }) => {
    app.addTasks([{ id: 'e.1', title: 'Old title' }]);
    const origin = `http://127.0.0.1:${served.port}`;
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    await untilKeptWhole(page);
    const kept = await cachesOf(page);
    await served.kill();
    const squatter = await squatOn(served.port, liar);
    try {
      await page.reload();
      await expect(page.getByRole('heading', { name: 'This is not your host' })).toBeVisible();
      await expect(card(page, 'e.1')).toHaveCount(0);
      await expectAccessible(page, 'stranger');
      // Nor is any other page of theirs shown under this address, whoever leads there.
      const tab = await context.newPage();
      await tab.goto(`${origin}/elsewhere`);
      await expect(tab.getByText('There is no such page.')).toBeVisible();
      await tab.goto(`${foreign.origin}/`);
      await tab.setContent(
        `<iframe src="${origin}/framed"></iframe><form method="post" action="${origin}/posted"><button>Send</button></form>`,
      );
      await tab.getByRole('button').click();
      await expect(tab.getByText('There is no such page.')).toBeVisible();
      await tab.close();

      await page.getByRole('button', { name: 'Show what this browser keeps' }).click();
      await expectColumn(page, 'Ready', ['e.1']);
      await expect(strangerBanner(page)).toBeVisible();
      await editTitle(page, 'e.1', 'New title');
      // The browser asks for the worker again by itself shortly after a page was loaded.
      await page.waitForTimeout(4_000);
      expectNothingTold(squatter);
      expect(await cachesOf(page)).toEqual(kept);
      const worker = await inPage(page, 'navigator.serviceWorker.controller?.scriptURL');
      expect(worker).toMatch(/service-worker\.js\?[\da-f]{32}$/);
    } finally {
      await squatter.close();
    }
    await served.start();
    await expect(strangerBanner(page)).toBeHidden({ timeout: 30_000 });
    await expect.poll(() => app.cli('show', 'e.1')).toContain('New title');
    await page.reload();
    await expect(card(page, 'e.1')).toContainText('New title');
  },
);

story(
  'an address with a key that is opened when somebody else answers gives them no key',
  async ({ page, served, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    await untilKept(page);
    await served.kill();
    const squatter = await squatOn(served.port, liar);
    const key = 'k'.repeat(43);
    try {
      // In a tab of its own: with nothing but another hash, a page is not loaded anew.
      const tab = await page.context().newPage();
      await tab.goto(`http://127.0.0.1:${served.port}/#key=${key}`);
      await expect(tab.getByRole('heading', { name: 'This is not your host' })).toBeVisible();
      expect(tab.url()).not.toContain('key');
      expect(squatter.records.join('\n')).not.toContain(key);
      expect(squatter.records.join('\n')).not.toContain('"code":"');
      expect(squatter.sockets()).toBeGreaterThan(0);
    } finally {
      await squatter.close();
    }
  },
);

story(
  'somebody on the port who passes all on to the host on its new port gets nowhere',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1', title: 'Old title' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    await untilKeptWhole(page);
    await served.kill();
    const elsewhere = await startServe(app);
    expect(elsewhere.port).not.toBe(served.port);
    const squatter = await squatOn(served.port, { kind: 'relay', port: elsewhere.port });
    try {
      await expect(strangerBanner(page)).toBeVisible({ timeout: 30_000 });
      await editTitle(page, 'e.1', 'New title');
      await page.waitForTimeout(2_000);
      const { records } = squatter;
      expect(records.some((record) => record.startsWith('HOST {"kind":"challenge"'))).toBe(true);
      expect(records.filter((record) => record.includes('"kind":"proof"'))).toEqual([]);
      expect(records.join('\n')).not.toContain('title');
      expect(app.cli('show', 'e.1')).toContain('Old title');
    } finally {
      await squatter.close();
      await elsewhere.stop();
    }
  },
);

story(
  'a host with another data folder is another one: it is asked before this browser takes it for its own',
  async ({ app, page, served, enter }) => {
    await enter();
    await goToView(page, 'Board');
    await served.kill();
    const environment = { ...app.environment, SWITCHYARD_HOME: app.sign('other-data') };
    const other = await startServe({ ...app, environment }, {}, served.port);
    try {
      await page.goto(other.url);
      const heading = page.getByRole('heading', { name: 'Another Switchyard answers here' });
      await expect(heading).toBeVisible();
      await expectAccessible(page, 'another host');
      await page.getByRole('button', { name: 'It is mine' }).click();
      await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    } finally {
      await other.stop();
    }
  },
);
