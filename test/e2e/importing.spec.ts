import { expect, story } from './story.ts';

story(
  'a JSON file is shown before it is imported; what was left out and what cannot be run is told apart, and all of it is taken back',
  async ({ app, page, enter }) => {
    await enter();
    await page.getByRole('button', { name: 'Import your backlog' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import epics and tasks' });
    await dialog.getByRole('radio', { name: 'JSON file' }).click();
    const field = dialog.getByLabel('JSON file, as the export writes it');
    const choose = (name: string, text: string): Promise<void> =>
      field.setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

    await choose('notes.json', 'not json');
    await expect(dialog.getByRole('alert')).toContainText('notes.json:1');
    await expect(dialog).toContainText('notes.json');
    await expect(dialog.getByRole('status')).toBeHidden();

    const tasks = [
      { id: 'n.1', epic: 'n', title: 'First' },
      { id: 'n.2', epic: 'n', title: 'Second', dependencies: ['nowhere'] },
      { id: 'n.3', epic: 'n', title: 'Third', colour: 'blue' },
    ];
    const items = { switchyard: 1, epics: [{ id: 'n', title: 'New' }], tasks };
    await choose('plan.json', JSON.stringify(items));
    await expect(dialog).toContainText('plan.json');
    await expect(dialog.getByRole('status')).toContainText('2 tasks: 2 new. New epic: n.');
    const listed = dialog.getByRole('list', { name: 'Tasks to be imported' }).getByRole('listitem');
    await expect(listed).toHaveText([/n\.1.*First.*new/, /n\.2.*Second.*new/]);
    await dialog.getByRole('button', { name: 'Import 2 tasks' }).click();
    await expect(dialog.getByRole('status')).toHaveText('2 tasks added, 0 updated, 0 unchanged.');
    const leftOut = dialog.getByRole('list', { name: 'Left out' }).getByRole('listitem');
    await expect(leftOut).toHaveCount(1);
    await expect(leftOut).toContainText('"colour"');
    const notices = dialog
      .getByRole('list', { name: 'Taken over, but cannot be run yet' })
      .getByRole('listitem');
    await expect(notices).toHaveCount(1);
    await expect(notices).toContainText('Task n.2 depends on nowhere');

    // All of it is taken out again, and the same file can be imported once more.
    await dialog.getByRole('button', { name: 'Undo the import' }).click();
    await expect(dialog.getByRole('button', { name: 'Import 2 tasks' })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('A task says what one agent should do.')).toBeVisible();
    expect(app.cli('list')).not.toContain('n.1');
  },
);
