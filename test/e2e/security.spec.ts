import { card, drag, expectColumn } from './pages/board.ts';
import { inPage } from './pages/in-page.ts';
import { openTask, taskPanel, terminal } from './pages/task-panel.ts';
import { startWatched } from './pages/watched-agent.ts';
import { expect, story } from './story.ts';

story(
  'the page has nothing of Node, makes no code from text and runs no script but its own',
  async ({ page, enter }) => {
    await enter();
    for (const name of ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer']) {
      expect(await inPage(page, `typeof globalThis.${name}`)).toBe('undefined');
    }
    expect(await inPage(page, `eval('1 + 1')`)).toBe('EvalError');
    expect(await inPage(page, `new Function('return 1')()`)).toBe('EvalError');

    const inline = `Object.assign(document.createElement('script'), { textContent: 'ran = 1' })`;
    await inPage(page, `document.body.append(${inline})`);
    await inPage(
      page,
      `document.body.insertAdjacentHTML('beforeend', '<p onclick="ran = 2">x</p>')`,
    );
    await inPage(page, `document.body.lastElementChild.click()`);
    expect(await inPage(page, `typeof ran`)).toBe('undefined');
  },
);

story(
  'the page loads nothing from another site and sends nothing there',
  async ({ page, foreign, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    const here = page.url();
    const { origin } = foreign;
    expect(await inPage(page, `fetch('${origin}/fetch', { mode: 'no-cors' })`)).toBe('TypeError');
    await inPage(page, `navigator.sendBeacon('${origin}/beacon', 'x')`);
    await inPage(page, `Object.assign(new Image(), { src: '${origin}/image' }).src`);
    for (const [tag, key] of [
      ['script', 'src'],
      ['iframe', 'src'],
      ['link', 'href'],
    ]) {
      const made = `Object.assign(document.createElement('${tag}'), { rel: 'stylesheet', ${key}: '${origin}/${tag}' })`;
      await inPage(page, `document.body.append(${made})`);
    }
    const form = `Object.assign(document.createElement('form'), { action: '${origin}/form', method: 'post' })`;
    await inPage(page, `new WebSocket('${origin.replace('http', 'ws')}/socket') && 0`);
    await inPage(page, `document.body.appendChild(${form}).submit()`);
    expect(await inPage(page, `document.querySelector('h1').textContent`)).toBe('Board');
    expect(page.url()).toBe(here);
    expect(foreign.requests).toEqual([]);
  },
);

story(
  'output of an agent can only be looked at: no title, no link by itself',
  async ({ app, page, shown, foreign, enter }) => {
    const link = String.raw`\033]8;;${foreign.origin}/link\033\\Harmless words\033]8;;\033\\`;
    const panel = await startWatched(app, page, enter, [
      String.raw`printf '\033]0;Hacked title\007\033]2;Hacked title\007'`,
      String.raw`printf '${link}\n\033]8;;javascript:ran=1\033\\Other words\033]8;;\033\\\n'`,
      app.until('looked'),
      'echo a > a.txt',
    ]);
    app.makeSign('watched');
    await expect(terminal(panel)).toContainText('Harmless words');
    expect(await page.title()).not.toContain('Hacked');

    const asked = await shown.declineLink(async () => {
      // By force: the words of a terminal lie below what takes its clicks.
      for (const words of ['Other words', 'Harmless words']) {
        await terminal(panel).getByText(words).hover({ force: true });
        await terminal(panel).getByText(words).click({ force: true });
      }
    });
    expect(asked).toContain(`${foreign.origin}/link`);
    expect(await inPage(page, 'typeof ran')).toBe('undefined');
    expect(foreign.requests).toEqual([]);
    expect(page.context().pages()).toHaveLength(1);
    app.makeSign('looked');
    await expectColumn(page, 'Done', ['e.1']);
  },
);

story.describe('text of an agent', () => {
  story.use({ appOptions: { config: { agents: { default: 'claude' } } } });

  story(
    'is shown as text: its HTML is no element, its links lead nowhere',
    async ({ app, page, foreign, enter }) => {
      const summary = `<img src=x onerror=ran=1> <script>ran=2</script> [one](javascript:ran=3) [two](${foreign.origin}/two) ![three](${foreign.origin}/three.png)`;
      const report = JSON.stringify({ s: 's', t: 1, m: [], c: ['a.txt'], sum: summary });
      const title = '<b onclick=ran=4>Bold</b> title';
      const description = `WRITE a.txt: x\nREPORT ${report}`;
      app.addTasks([{ id: 'e.1', title, description }]);
      await enter();
      await expect(card(page, 'e.1')).toContainText(title);
      await drag(page, 'e.1', 'In progress');
      await expectColumn(page, 'Done', ['e.1']);
      await openTask(page, 'e.1');
      const shown = taskPanel(page, 'e.1').getByRole('region', { name: 'Final summary' });
      await expect(shown).toContainText('<script>ran=2</script>');
      await expect(shown).toContainText('javascript:ran=3');
      await expect(shown.getByRole('link')).toHaveCount(0);
      await expect(shown.getByRole('img')).toHaveCount(0);
      await shown.getByText('one').click();
      await shown.getByText('two').first().click();
      expect(await inPage(page, 'typeof ran')).toBe('undefined');
      expect(foreign.requests).toEqual([]);
    },
  );
});
