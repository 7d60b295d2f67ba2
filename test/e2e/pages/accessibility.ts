import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds wrong on the page as it is now, one line for each element. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      // What divides two landmarks lies in neither.
      .filter(({ html }) => id !== 'region' || !html.includes('role="separator"'))
      .map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary ?? ''}`),
  );
}
