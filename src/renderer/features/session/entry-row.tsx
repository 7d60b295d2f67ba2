import {
  Ban,
  CircleCheck,
  CircleX,
  Clock,
  FilePen,
  FileText,
  Globe,
  ListTodo,
  MessageCircleQuestion,
  MessageSquare,
  Search,
  Split,
  Terminal,
  Text,
  Wrench,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { memo } from 'react';
import type { JSX, ReactNode } from 'react';
import {
  endText,
  limitText,
  refusedText,
  retryText,
} from '#shared/core/agent-output/session/entry-text.ts';
import { wholeText } from '#shared/core/agent-output/session/kept-text.ts';
import { withoutReport } from '#shared/core/agent-output/session/report-line.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { SessionEntry, ToolAction } from '#shared/model/session-entry.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { formatExactTime } from '#renderer/lib/format.ts';
import { toneText } from '#renderer/ui/signs/state.ts';
import type { Tone } from '#renderer/ui/signs/state.ts';
import { Markdown } from '#renderer/ui/text/markdown.tsx';
import type { EntryRowProps } from './entry-row-props.ts';
import { ToolRow } from './tool-row.tsx';

/** One event of a session: a sign for its kind, and what it says. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps): JSX.Element {
  const { entry, isCompact = false } = props;
  const { icon: Icon, tone, word } = looks(entry);
  return (
    <div
      className={classNames(
        'flex min-w-0 gap-2',
        isCompact ? 'px-2 py-0.5 text-12' : 'px-4 py-1 text-13',
        entry.isNested && 'pl-8',
      )}
    >
      <span
        className={classNames('flex h-5 shrink-0 items-center', toneText[tone])}
        title={
          entry.at === null ? word : `${word}, ${formatExactTime(new Date(entry.at).toISOString())}`
        }
      >
        <Icon aria-hidden className="icon-sm" />
        <span className="sr-only">{word}</span>
      </span>
      <div className="min-w-0 flex-1">
        <EntryBody {...props} />
      </div>
    </div>
  );
});

function EntryBody(props: EntryRowProps): ReactNode {
  const { entry, onOpenLink } = props;
  switch (entry.kind) {
    case 'text':
      return <Words entry={entry} onOpenLink={onOpenLink} />;
    case 'tool':
      return <ToolRow {...props} entry={entry} />;
    case 'question':
      return <Plain text={entry.text} tone="waiting" />;
    case 'retry':
      return <Plain text={retryText(entry)} tone="waiting" />;
    case 'refused':
      return <Plain text={refusedText(entry)} tone="blocked" />;
    case 'limit':
      return <Plain text={limitText(entry)} tone="waiting" />;
    case 'failure':
      return <Plain text={entry.message} tone="blocked" />;
    case 'end':
      return <p className="tabular text-muted">{endText(entry)}</p>;
    case 'other':
      return (
        <pre dir="auto" className="font-mono text-12 wrap-anywhere whitespace-pre-wrap text-muted">
          {wholeText(entry.text)}
        </pre>
      );
    default:
      return assertNever(entry, 'entry of a session');
  }
}

function Words({
  entry,
  onOpenLink,
}: {
  readonly entry: Extract<SessionEntry, { kind: 'text' }>;
  readonly onOpenLink: (address: string) => void;
}): JSX.Element {
  const { words, report } = withoutReport(wholeText(entry.text));
  return (
    <div className={classNames(entry.voice === 'thought' && 'text-muted')}>
      {words !== '' && <Markdown text={words} onOpenLink={onOpenLink} />}
      {report !== null && (
        <p dir="auto" className="pt-1 text-12 text-muted">
          Reports: {report}
        </p>
      )}
    </div>
  );
}

function Plain({ text, tone }: { readonly text: string; readonly tone: Tone }): JSX.Element {
  return (
    <p dir="auto" className={classNames('wrap-anywhere whitespace-pre-wrap', toneText[tone])}>
      {text}
    </p>
  );
}

const actionIcons: Readonly<Record<ToolAction, LucideIcon>> = {
  run: Terminal,
  read: FileText,
  edit: FilePen,
  search: Search,
  fetch: Globe,
  plan: ListTodo,
  delegate: Split,
  other: Wrench,
};

interface Looks {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly word: string;
}

function looks(entry: SessionEntry): Looks {
  switch (entry.kind) {
    case 'text':
      return entry.voice === 'agent'
        ? { icon: MessageSquare, tone: 'neutral', word: 'Said' }
        : { icon: MessageSquare, tone: 'neutral', word: 'Thought' };
    case 'tool': {
      const tone = entry.state === 'failed' || entry.state === 'refused' ? 'blocked' : 'neutral';
      return { icon: actionIcons[entry.action], tone, word: 'Did' };
    }
    case 'question':
      return { icon: MessageCircleQuestion, tone: 'waiting', word: 'Asked' };
    case 'retry':
    case 'limit':
      return { icon: Clock, tone: 'waiting', word: 'Waited' };
    case 'refused':
      return { icon: Ban, tone: 'blocked', word: 'Refused' };
    case 'failure':
      return { icon: CircleX, tone: 'blocked', word: 'Went wrong' };
    case 'end':
      return entry.isSuccess
        ? { icon: CircleCheck, tone: 'neutral', word: 'Ended' }
        : { icon: CircleX, tone: 'blocked', word: 'Ended' };
    case 'other':
      return { icon: Text, tone: 'neutral', word: 'Printed' };
    default:
      return assertNever(entry, 'entry of a session');
  }
}
