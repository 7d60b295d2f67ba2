import type { Page } from '@playwright/test';

/** What an expression comes to in the page; errors by their name. It runs as the page's own code. */
export async function inPage(page: Page, expression: string): Promise<unknown> {
  return page.evaluate(`new Promise((resolve) => setTimeout(() => {
    Promise.resolve().then(() => (${expression})).then(resolve, (error) => resolve(error.name));
  }, 0))`);
}
