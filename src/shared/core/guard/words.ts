import { assertNever } from '#shared/lib/assert-never.ts';
import type { ForeignChange, ForeignItem, WorkThen } from '#shared/model/foreign-change.ts';

/** Items that a sentence names; more of them are counted. */
const mostNamed = 3;
const shownHash = 10;

/** What changed and who ran then, in one line. It says what was seen, and blames nobody. */
export function changeText({ items, ran }: Pick<ForeignChange, 'items' | 'ran'>): string {
  const named = items.slice(0, mostNamed).map(itemText);
  const more = items.length - named.length;
  const list = more > 0 ? `${named.join('; ')}; and ${more} more` : named.join('; ');
  return `Your repository changed: ${list}. ${ranText(ran)}`;
}

/** Who ran when something changed. */
export function ranText(ran: readonly WorkThen[]): string {
  if (ran.length === 0) return 'Nothing of Switchyard ran then: maybe it was you.';
  const names = ran.slice(0, mostNamed).map(workText);
  const more = ran.length - names.length;
  return `Then ran: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}. Maybe it was you.`;
}

/** A piece of our work, such as `the agent of auth.1 (attempt 2)`. */
export function workText({ taskId, number, what }: WorkThen): string {
  switch (what) {
    case 'agent':
      return `the agent of ${taskId} (attempt ${number})`;
    case 'checks':
      return `the checks of ${taskId} (attempt ${number})`;
    case 'setup':
      return `the setup of ${taskId} (attempt ${number})`;
    default:
      return assertNever(what, 'work');
  }
}

/** What changed of one thing, such as `tag v1 is gone (it was at 1a2b3c4d5e)`. */
export function itemText(item: ForeignItem): string {
  switch (item.kind) {
    case 'ref':
      return refText(item);
    case 'head':
      return headText(item);
    case 'stash':
      return item.change === 'lost'
        ? `the stash has lost "${item.title}"`
        : `the stash has got "${item.title}"`;
    case 'file':
      return fileText(item);
    default:
      return assertNever(item, 'foreign item');
  }
}

function refText({ ref, from, to, isForward }: Extract<ForeignItem, { kind: 'ref' }>): string {
  const name = refName(ref);
  if (to === null) return `${name} is gone (it was at ${short(from)})`;
  if (from === null) return `${name} is new (at ${short(to)})`;
  const how = isForward ? 'grew' : 'moved';
  return `${name} ${how} from ${short(from)} to ${short(to)}`;
}

function headText({ folder, from, to }: Extract<ForeignItem, { kind: 'head' }>): string {
  if (from === null) return `there is a new checkout, ${folder}`;
  if (to === null) return `the checkout ${folder} is gone`;
  return `the checkout ${folder} shows ${shown(to)} in place of ${shown(from)}`;
}

function fileText({ area, path, from, to, lines }: Extract<ForeignItem, { kind: 'file' }>): string {
  const what = {
    config: 'the configuration',
    hook: 'the hook',
    info: 'the file',
    tools: 'your settings in',
    own: 'what Switchyard remembers of your agreements,',
  }[area];
  const how = from === null ? 'is new' : to === null ? 'is gone' : 'changed';
  const settings = area === 'config' ? settingNames(lines) : [];
  return `${what} ${path} ${how}${settings.length === 0 ? '' : ` (${settings.join(', ')})`}`;
}

function settingNames(lines: Extract<ForeignItem, { kind: 'file' }>['lines']): readonly string[] {
  const names = new Set(lines.map(({ text }) => text.split('=')[0]?.trim() ?? ''));
  return [...names].filter((name) => name !== '').slice(0, mostNamed);
}

/** `branch main`, `tag v1`, or the full name of another ref. */
export function refName(ref: string): string {
  if (ref.startsWith('refs/heads/')) return `branch ${ref.slice('refs/heads/'.length)}`;
  if (ref.startsWith('refs/tags/')) return `tag ${ref.slice('refs/tags/'.length)}`;
  return ref;
}

function shown(head: string): string {
  return head.startsWith('ref: ') ? refName(head.slice('ref: '.length)) : short(head);
}

function short(object: string | null): string {
  return object?.slice(0, shownHash) ?? 'nothing';
}
