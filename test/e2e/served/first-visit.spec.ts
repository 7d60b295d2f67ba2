import { column, expectColumn } from '../pages/board.ts';
import { statusBar } from '../pages/frame.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: the desktop's pages have no socket that a story could hold back. */
story('says nothing of tasks and their work before they are read', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }]);
  const held: (() => void)[] = [];
  let isHeld = true;
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage((message) => {
      const isPull = String(message).includes('documents/pull');
      if (isPull && isHeld) held.push(() => host.send(message));
      else host.send(message);
    });
  });
  await enter();
  const skeleton = page.getByRole('group', { name: 'Board, being read' });
  await expect(skeleton).toBeVisible();
  await expect(skeleton).toContainText('Blocked');
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await expect(statusBar(page)).toContainText('main @');
  const before = (await skeleton.innerText()) + (await statusBar(page).innerText());
  expect(before).not.toMatch(/Nothing is blocked|all work is in git|nothing is running/);
  expect(await skeleton.innerText()).not.toMatch(/\d/);
  const place = await skeleton.getByText('Ready', { exact: true }).boundingBox();

  isHeld = false;
  for (const send of held) send();
  await expectColumn(page, 'Ready', ['e.1']);
  await expect(column(page, 'Blocked')).toContainText('Nothing is blocked.');
  await expect(statusBar(page)).toContainText('all work is in git');
  await expect(skeleton).toBeHidden();
  const heading = column(page, 'Ready').getByRole('heading', { name: 'Ready' });
  expect(await heading.boundingBox()).toMatchObject({ x: place?.x });
});
