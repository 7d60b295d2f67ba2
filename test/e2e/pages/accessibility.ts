import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds wrong on the page as it is now, one line for each element. */
export async function violationsOf(
  page: Page,
  {
    only,
    ignored = [],
  }: { readonly only?: readonly string[]; readonly ignored?: readonly string[] },
): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  if (only === undefined) axe.disableRules([...ignored]);
  else axe.withRules([...only]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => id !== 'region' || !isBetweenLandmarks(html))
      .map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary ?? ''}`),
  );
}

/** What divides two landmarks lies in neither. */
function isBetweenLandmarks(html: string): boolean {
  return html.includes('role="separator"');
}
