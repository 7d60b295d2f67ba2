import { formatLocation, startLocation } from './location.ts';

/**
 * A link that leads to a task: of this page where it has an address that a browser opens, else one that
 * opens the desktop window.
 */
export function taskLink(
  page: Pick<Location, 'protocol' | 'origin' | 'pathname'>,
  workspaceId: string,
  taskId: string,
): string {
  if (!/^https?:$/.test(page.protocol))
    return `switchyard://workspace/${workspaceId}/task/${taskId}`;
  const place = formatLocation({ ...startLocation, workspaceId, taskId });
  return `${page.origin}${page.pathname}#${place}`;
}
