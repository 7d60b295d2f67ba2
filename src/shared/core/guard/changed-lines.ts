import type { ChangedLine, FileArea } from '#shared/model/foreign-change.ts';

/** Lines that are shown of one file. */
const mostLines = 40;
const longestLine = 400;

/**
 * The lines that only one of two texts of a file has, removed ones first; of settings each with its full name, as
 * `git config` names it. Order is not compared: it is shown what came and what went.
 */
export function changedLines(
  area: FileArea,
  before: string | null,
  after: string | null,
): readonly ChangedLine[] {
  const read = (text: string | null): readonly string[] =>
    text === null ? [] : area === 'config' ? settingsIn(text) : text.split('\n');
  const [old, now] = [read(before), read(after)];
  const lines = [
    ...without(old, now).map((text) => ({ kind: 'removed', text }) as const),
    ...without(now, old).map((text) => ({ kind: 'added', text }) as const),
  ].filter(({ text }) => text.trim() !== '');
  return lines
    .slice(0, mostLines)
    .map(({ kind, text }) => ({ kind, text: text.slice(0, longestLine) }));
}

/** The lines of git's configuration, `user.email = x`; what is no setting stays as it is. */
function settingsIn(text: string): readonly string[] {
  let section = '';
  const settings: string[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    const header = /^\[\s*([^\s\]"]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\](.*)$/.exec(trimmed);
    if (header !== null) {
      const [, name = '', part, rest = ''] = header;
      section = part === undefined ? name : `${name}.${part}`;
      if (rest.trim() !== '') settings.push(`${section}.${rest.trim()}`);
    } else if (trimmed !== '' && !/^[#;]/.test(trimmed)) {
      settings.push(section === '' ? trimmed : `${section}.${trimmed}`);
    }
  }
  return settings;
}

function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return some.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
