import { column, expectColumn, idOn, runAllOpen } from './pages/board.ts';
import { editDescription, openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'an epic and its tasks are written in the app, and then run',
  async ({ app, page, enter }) => {
    await enter();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New epic' }).click();
    const epic = page.getByRole('dialog', { name: 'New epic' });
    await epic.getByRole('button', { name: 'Create the epic' }).click();
    await expect(epic.getByText('Say in a few words what it is.')).toBeVisible();
    await epic.getByRole('textbox', { name: 'Title' }).fill('Sign in');
    await epic.getByRole('textbox', { name: 'Description' }).fill('People have accounts.');
    await epic.getByRole('button', { name: 'Create the epic' }).click();

    const dialog = page.getByRole('dialog', { name: 'New task' });
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('Store passwords');
    await dialog.getByRole('textbox', { name: 'Acceptance criteria' }).fill('Salted\nHashed');
    await dialog.getByRole('button', { name: 'Checks and script' }).click();
    await dialog
      .getByRole('textbox', { name: 'Script', exact: true })
      .fill('echo salt > passwords.txt');
    await dialog.getByRole('button', { name: 'Create the task' }).click();
    await expect(dialog).toBeHidden();
    const first = column(page, 'Ready').getByRole('option', { name: /Store passwords/ });
    await expect(first).toContainText('0/2');
    const id = await idOn(first);
    const epicId = id.replace(/\.\d+$/, '');

    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New task' }).click();
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('Sign-in form');
    await dialog.getByRole('combobox', { name: 'Waits for' }).fill('Store');
    await page.getByRole('option', { name: `${id} Store passwords` }).click();
    await dialog.getByRole('button', { name: 'Create the task' }).click();
    await expectColumn(page, 'Backlog', [`${epicId}.2`]);

    const panel = await openTask(page, `${epicId}.2`);
    await panel.getByRole('textbox', { name: 'Title' }).fill('Form to sign in');
    await panel
      .getByRole('textbox', { name: 'Script', exact: true })
      .fill('cat passwords.txt > form.txt');
    await panel.getByRole('textbox', { name: 'New criterion' }).fill('It asks for a password');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('heading', { name: 'Form to sign in' })).toBeVisible();
    await expect(column(page, 'Backlog')).toContainText('0/1');

    await runAllOpen(page);
    await expectColumn(page, 'Done', [id, `${epicId}.2`]);
    expect(app.git('show', `epic/${epicId}:form.txt`)).toBe('salt');
    const commits = app.git('log', '--reverse', '--format=%s', `main..epic/${epicId}`);
    expect(commits).toBe(`${id}: Store passwords\n${epicId}.2: Form to sign in`);
  },
);

story(
  'a dependency that would make a cycle is refused at once, with its reason',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', dependencies: ['e.1'] }]);
    await enter();
    const panel = await openTask(page, 'e.1');
    await panel.getByRole('combobox', { name: 'Wait for another task' }).fill('e.2');
    await page.getByRole('option', { name: 'e.2 Do e.2' }).click();
    await expect(page.getByText(/e\.1.*e\.2.*e\.1/).first()).toBeVisible();
    await expectColumn(page, 'Ready', ['e.1']);
  },
);

story(
  'a text that is being written outlives a reload, and is saved when it is left',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    const panel = await openTask(page, 'e.1');
    const description = panel.getByRole('textbox', { name: 'Description' });
    const criterion = panel.getByRole('textbox', { name: 'New criterion' });
    await criterion.fill('It says when it is d');
    await description.fill('Half a sen');
    await page.reload();
    await expect(criterion).toHaveValue('It says when it is d');
    await expect(description).toHaveValue('Half a sen');
    await expect(panel.getByText('Not saved yet')).toBeVisible();
    await description.press('End');
    await description.pressSequentially('tence.');
    await page.keyboard.press('Tab');
    await expect(panel.getByText('Not saved yet')).toBeHidden();
    await expect.poll(() => app.cli('show', 'e.1')).toContain('Half a sentence.');
    await criterion.press('End');
    await criterion.pressSequentially('one');
    await criterion.press('Enter');
    await expect.poll(() => app.cli('show', 'e.1')).toContain('It says when it is done');
    await expect(criterion).toHaveValue('');

    // One of great length has a height of its own, and outlives a reload that comes at once.
    const long = 'Taken back in the end. '.repeat(3_000);
    await expect(panel.getByRole('region', { name: 'Description' })).toContainText('Half a');
    await editDescription(panel);
    await description.fill(long);
    await page.reload();
    await expect(description).toHaveValue(long);
    expect(await description.evaluate((field) => field.clientHeight)).toBeLessThanOrEqual(450);
    await description.press('Escape');
    await expect.poll(() => app.cli('show', 'e.1')).toContain('Taken back in the end.');
    await description.fill('Half a sentence.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await page.reload();
    await openTask(page, 'e.1');
    await expect(panel.getByRole('region', { name: 'Description' })).toContainText(
      'Half a sentence.',
    );
  },
);

story(
  'what is written into a new task is kept when its dialog is closed, and an epic is edited',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'f.1', epic: 'f' }]);
    await enter();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New task' }).click();
    const dialog = page.getByRole('dialog', { name: 'New task' });
    const epics = dialog.getByRole('combobox', { name: 'Epic', exact: true });
    await expect(epics).toContainText(/The epic|Epic f/);
    const first = (await epics.innerText()).includes('The epic') ? 'Epic f' : 'The epic';
    await epics.click();
    await page.getByRole('option', { name: first }).click();
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('Half a title');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.reload();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New task' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue(
      'Half a title',
    );
    await expect(epics).toContainText(first);
    await dialog.getByRole('button', { name: 'Start over' }).click();
    await expect(epics).not.toContainText(first);
    await expect(dialog.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('');
    await page.keyboard.press('Escape');

    await page.getByRole('radio', { name: 'Epics' }).click();
    await page.getByRole('button', { name: 'Edit The epic' }).click();
    const epic = page.getByRole('dialog', { name: 'Edit epic e' });
    await epic.getByRole('textbox', { name: 'Title' }).fill('Sign in');
    await epic.getByRole('button', { name: 'Save the epic' }).click();
    await expect(page.getByRole('region', { name: 'Sign in' })).toBeVisible();
    await expect.poll(() => app.cli('list')).toContain('Sign in');
  },
);
