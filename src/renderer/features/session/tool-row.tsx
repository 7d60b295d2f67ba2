import { ChevronDown, ChevronRight } from 'lucide-react';
import type { JSX, ReactNode } from 'react';
import { lasted } from '#shared/core/agent-output/session/activity.ts';
import { fileText, toolStateText } from '#shared/core/agent-output/session/entry-text.ts';
import { wholeText } from '#shared/core/agent-output/session/kept-text.ts';
import type { EntryFile, SessionEntry } from '#shared/model/session-entry.ts';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import type { EntryRowProps } from './entry-row-props.ts';

type ToolEntry = Extract<SessionEntry, { kind: 'tool' }>;

/** Lines of the output of what failed that are shown folded. */
const shownLines = 4;
/** What took less is not worth a word, in ms. */
const shortestMs = 1_000;

/** What a tool did: its name and what it worked on, how it went, what it changed; its output unfolds. */
export function ToolRow({
  entry,
  isOpen,
  isLive,
  isCompact = false,
  onToggle,
  onShowDiff,
}: EntryRowProps & { readonly entry: ToolEntry }): JSX.Element {
  const output = wholeText(entry.output).trimEnd();
  const isPlan = entry.action === 'plan';
  const [file, ...others] = entry.files;
  // What an edit has to say is the file and its lines.
  const own = file?.path === entry.subject && others.length === 0 ? file : null;
  const hasMore =
    !isCompact && !isPlan && own === null && (output !== '' || /\n|.{60}/.test(entry.subject));
  return (
    <div className="min-w-0">
      <div className="flex min-h-5 min-w-0 items-center gap-2">
        {own === null ? (
          <Head entry={entry} isOpen={isOpen} onToggle={hasMore ? onToggle : null} />
        ) : (
          <span className="flex min-w-0 flex-1 items-center gap-2">
            <span className="shrink-0 font-medium text-text">{entry.name}</span>
            <FileButton file={own} onShowDiff={onShowDiff} />
          </span>
        )}
        <ToolState entry={entry} isLive={isLive} />
      </div>
      {isPlan && <pre className="font-sans wrap-anywhere whitespace-pre-wrap">{entry.subject}</pre>}
      {own === null && entry.files.length > 0 && (
        <Files files={entry.files} onShowDiff={onShowDiff} />
      )}
      {hasMore && isOpen && (
        <div className="flex flex-col gap-1 py-1">
          {/\n|.{60}/.test(entry.subject) && (
            <CodeText text={entry.subject} isBlock copyLabel="Copy what it did" />
          )}
          {output !== '' && <CodeText text={output} isBlock copyLabel="Copy the output" />}
        </div>
      )}
      {(entry.state === 'failed' || entry.state === 'refused') && !isOpen && output !== '' && (
        <pre className="overflow-hidden font-mono text-12 text-ellipsis text-muted">
          {lastLines(output)}
        </pre>
      )}
    </div>
  );
}

function Head({
  entry,
  isOpen,
  onToggle,
}: {
  readonly entry: ToolEntry;
  readonly isOpen: boolean;
  readonly onToggle: (() => void) | null;
}): JSX.Element {
  const subject = entry.action === 'plan' ? '' : (entry.subject.split('\n')[0] ?? '');
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const words = (
    <>
      <span className="shrink-0 font-medium text-text">{entry.name}</span>
      <span dir="auto" className="min-w-0 truncate font-mono text-12 text-muted">
        {subject}
      </span>
    </>
  );
  if (onToggle === null) {
    return (
      <span className="flex min-w-0 flex-1 items-center gap-2" title={entry.subject}>
        {words}
      </span>
    );
  }
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      title={entry.subject}
      onClick={onToggle}
      className="flex min-w-0 flex-1 items-center gap-2 rounded-sm text-left focus-inset hover:bg-hover"
    >
      {words}
      <Chevron aria-hidden className="icon-sm shrink-0 text-faint" />
    </button>
  );
}

function ToolState({
  entry,
  isLive,
}: {
  readonly entry: ToolEntry;
  readonly isLive: boolean;
}): ReactNode {
  if (entry.state === 'running') {
    return isLive ? (
      <StateDot state="running" label="runs" isMoving />
    ) : (
      <StateDot state="idle" label="did not end" />
    );
  }
  const words = toolStateText(entry);
  return (
    <span className="flex shrink-0 items-center gap-2 text-12">
      {words !== '' && <StateDot state="blocked" label={words} />}
      {entry.tookMs !== null && entry.tookMs >= shortestMs && (
        <span className="tabular text-faint">{lasted(entry.tookMs)}</span>
      )}
    </span>
  );
}

function Files({
  files,
  onShowDiff,
}: {
  readonly files: readonly EntryFile[];
  readonly onShowDiff: (() => void) | null;
}): JSX.Element {
  return (
    <ul className="flex flex-col items-start">
      {files.map((file) => (
        <li key={file.path} className="max-w-full min-w-0 text-12">
          <FileButton file={file} onShowDiff={onShowDiff} />
        </li>
      ))}
    </ul>
  );
}

function FileButton({
  file,
  onShowDiff,
}: {
  readonly file: EntryFile;
  readonly onShowDiff: (() => void) | null;
}): JSX.Element {
  if (onShowDiff === null) return <FileWords file={file} />;
  return (
    <button
      type="button"
      aria-label={`Show the diff: ${fileText(file)}`}
      onClick={onShowDiff}
      className="flex max-w-full min-w-0 rounded-sm text-12 focus-inset hover:bg-hover"
    >
      <FileWords file={file} />
    </button>
  );
}

function FileWords({ file }: { readonly file: EntryFile }): JSX.Element {
  const { path, kind, added, removed } = file;
  const isCounted = (added ?? 0) > 0 || (removed ?? 0) > 0;
  return (
    <span className="flex min-w-0 gap-2 tabular">
      <span className="min-w-0 truncate font-mono" title={path}>
        {path}
      </span>
      {added !== null && added > 0 && <span className="shrink-0 text-verified">+{added}</span>}
      {removed !== null && removed > 0 && <span className="shrink-0 text-blocked">−{removed}</span>}
      {!isCounted && (
        <span className="shrink-0 text-muted">{kind === 'edited' ? 'changed' : kind}</span>
      )}
    </span>
  );
}

function lastLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-shownLines).join('\n');
}
