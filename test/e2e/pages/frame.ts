import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { inPage } from './in-page.ts';

/** Views that the rail leads to. */
export type ViewTitle = 'Board' | 'Runs' | 'Graph' | 'Inbox' | 'Settings';

/** Goes to another view with the rail. */
export async function goToView(page: Page, title: ViewTitle): Promise<void> {
  const views = page.getByRole('navigation', { name: 'Views' });
  await views.getByRole('link', { name: title }).click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

/** The bar at the bottom. */
export function statusBar(page: Page): Locator {
  return page.getByRole('contentinfo', { name: 'Status' });
}

/** The toasts that are shown. */
export function toasts(page: Page): Locator {
  return page.getByRole('region', { name: /^Notifications alt/ });
}

/** Opens the palette with its key and runs the command with this title. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'All commands' });
  await palette.getByRole('combobox').fill(title);
  await palette.getByRole('option', { name: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Sizes that the window is useful in: the smallest one, and a usual one at a zoom of 200 %. */
const narrow = [
  { width: 960, height: 600 },
  { width: 720, height: 450 },
];

/** Pairs of controls of the top bar of which one lies on the other, texts that lie on a control that is not theirs, those outside of the window, a filter that is too short. */
const barProblems = `(() => {
  const controls = 'header :is(button, h1, [role=radio], [role=combobox], [role=searchbox])';
  const name = (one) => one.getAttribute('aria-label') ?? one.textContent;
  // The button that clears the filter belongs into its field.
  const shown = [...document.querySelectorAll(controls)]
    .filter((one) => one.checkVisibility() && name(one) !== 'Clear the search')
    .map((one) => ({ one, box: one.getBoundingClientRect() }));
  // What can be seen of each text: nothing of one that is only read aloud, and no more than what cuts it lets through.
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector('header'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const parent = node.parentElement;
    if (node.data.trim() === '' || !parent.checkVisibility() || parent.closest('.sr-only, kbd')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let { left, right, top, bottom } = range.getBoundingClientRect();
    for (let one = parent; one !== null && one.tagName !== 'HEADER'; one = one.parentElement) {
      if (getComputedStyle(one).overflowX === 'visible') continue;
      const cut = one.getBoundingClientRect();
      left = Math.max(left, cut.left);
      right = Math.min(right, cut.right);
    }
    if (right - left > 1) texts.push({ node, box: { left, right, top, bottom } });
  }
  const meets = (a, b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const covered = texts.flatMap(({ node, box }, index) => [
    ...shown
      .filter(({ one, box: other }) => !one.contains(node) && meets(box, other))
      .map(({ one }) => 'the text ' + node.data + ' lies on ' + name(one)),
    ...texts
      .slice(index + 1)
      .filter(({ box: other }) => meets(box, other))
      .map(({ node: other }) => 'the text ' + node.data + ' lies on the text ' + other.data),
    ...(box.right > innerWidth + 1 ? ['the text ' + node.data + ' is outside'] : []),
  ]);
  return covered.concat(shown.flatMap(({ one, box }, index) => [
    ...shown
      .slice(index + 1)
      .filter(({ one: other, box: { left, right, top, bottom } }) =>
        !one.contains(other) &&
        box.left < right && left < box.right && box.top < bottom && top < box.bottom)
      .map(({ one: other }) => name(one) + ' lies on ' + name(other)),
    ...(box.right > innerWidth || box.left < 0 ? [name(one) + ' is outside'] : []),
    ...(one.getAttribute('role') === 'searchbox' && box.width < 160 ? ['short filter'] : []),
  ]));
})()`;

/** Checks that the top bar has room for all that is in it in small windows too. */
export async function expectBarFits(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const size of narrow) {
    await page.setViewportSize(size);
    await expect.poll(async () => inPage(page, barProblems), `${size.width} px wide`).toEqual([]);
  }
  if (before !== null) await page.setViewportSize(before);
}
