import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { CheckCheck, Coins, Split, TriangleAlert, X } from 'lucide-react';
import { memo, useEffect, useMemo, useRef } from 'react';
import type { JSX, ReactNode } from 'react';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import type { AgentRules } from '#shared/core/project-config/agent-choice.ts';
import type { TaskLimit } from '#shared/core/runs/run-queue.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import type { AttemptClock, TaskLook, TaskState, WorkLife } from '#renderer/features/work/index.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { formatElapsed, plural } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { TitleText } from '#renderer/ui/text/title-text.tsx';
import { ShortId } from '#renderer/ui/text/short-id.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { toneText } from '#renderer/ui/signs/state.ts';
import type { AttemptSummary } from '#renderer/features/board/model/attempt-summaries.ts';
import { cardFace } from '#renderer/features/board/model/card-face.ts';
import type { CardFace } from '#renderer/features/board/model/card-face.ts';
import type { Density } from '#renderer/features/board/board-slice.ts';
import { priorityWords } from '#renderer/features/board/model/priority-words.ts';
import { generatePreview } from '#renderer/features/board/drag/drag-preview.ts';

export interface CardProps {
  readonly card: BoardCard;
  readonly summary: AttemptSummary | undefined;
  readonly life: WorkLife;
  readonly isQueued: boolean;
  readonly limit: TaskLimit | null;
  /** What a label for an agent leads to; null before the host has said it. */
  readonly agents: AgentRules | null;
  readonly isSelected: boolean;
  /** Whether the panel beside the board shows its task. */
  readonly isOpen: boolean;
  /** Whether the keys are about this card. */
  readonly isActive: boolean;
  /** Shown as it will be, until the host answers. */
  readonly isPending: boolean;
  /** Whether there is a line for what its agent does or why it is blocked. */
  readonly isTall: boolean;
  readonly density: Density;
  /** Title of its epic. */
  readonly epic: string;
  /** Place in its list, from 1, and the length of that list: most of it is not in the page. */
  readonly position: number;
  readonly setSize: number;
}

/** What wants the person has a strong colour; nothing else has. */
const edges: Readonly<Partial<Record<TaskState, string>>> = {
  waiting: 'border-waiting-border before:bg-waiting-solid',
  review: 'border-waiting-border before:bg-waiting-solid',
  blocked: 'border-blocked-border before:bg-blocked-solid',
};

/**
 * One task on the board. It is drawn again only when what it shows has changed; clicks and keys are
 * handled by the board as a whole.
 */
export const Card = memo(function Card(props: CardProps): JSX.Element {
  const { card, summary, life, isQueued, limit, agents } = props;
  const { isSelected, isOpen, isActive, isPending, isTall, density, epic } = props;
  const element = useRef<HTMLDivElement>(null);
  const face = useMemo(
    () => cardFace(card, { summary, life, isQueued, limit, agents }),
    [card, summary, life, isQueued, limit, agents],
  );
  const { id } = face;
  useEffect(() => {
    const node = element.current;
    if (node === null) return undefined;
    return draggable({
      element: node,
      getInitialData: () => ({ taskId: id }),
      onGenerateDragPreview: generatePreview,
    });
  }, [id]);
  return (
    <div
      ref={element}
      role="option"
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
      aria-busy={isPending || undefined}
      tabIndex={isActive ? 0 : -1}
      data-task-id={id}
      data-focus-id={`card ${id}`}
      className={classNames(
        'relative flex h-full cursor-default flex-col gap-1 overflow-hidden rounded-md border focus-inset bg-surface px-2 py-2 shadow-card contain-strict select-none',
        'before:absolute before:inset-y-0 before:left-0 before:w-1 hover:bg-raised',
        edges[face.state] ?? 'border-border hover:border-border-strong',
        isSelected && 'bg-selected! border-accent-border!',
        isOpen && 'border-accent! bg-selected! inset-ring-accent not-focus-visible:inset-ring',
        isPending && 'opacity-70',
      )}
    >
      <TopRow face={face} />
      <p
        dir="auto"
        className={classNames(
          'shrink-0 text-13 break-words text-text',
          density === 'compact' ? 'line-clamp-1 h-5' : 'line-clamp-2 h-10',
        )}
      >
        <TitleText title={face.title} />
      </p>
      {density === 'full' && <Tags epic={epic} labels={face.labels} />}
      <Facts face={face} />
      {isTall && <BottomLine face={face} />}
    </div>
  );
});

function TopRow({ face }: { readonly face: CardFace }): JSX.Element {
  const { id, clock } = face;
  const { state, word, isMoving, detail } = face.look;
  return (
    <div className="flex h-4 shrink-0 items-center gap-2 text-12 text-faint">
      <ShortId id={id} className="font-mono" />
      <Priority priority={face.priority} />
      <span className="flex-1" />
      {/* Where there is no room for both, the id stays. */}
      {clock !== null && (
        <span className="min-w-0 shrink-9999 overflow-hidden">
          <Clock clock={clock} />
        </span>
      )}
      <span className="flex shrink-0">
        <StateDot state={state} label={word} isMoving={isMoving} detail={detail} isWordHidden />
      </span>
    </div>
  );
}

/** The usual priority says nothing. */
function Priority({ priority }: { readonly priority: number }): JSX.Element | null {
  if (priority === 2) return null;
  const isUrgent = priority < 2;
  return (
    <span
      title={`Priority ${priority}: ${priorityWords[priority] ?? ''}`}
      className={classNames('shrink-0', isUrgent ? 'font-semibold text-text' : 'text-faint')}
    >
      P{priority}
    </span>
  );
}

/** Its epic and its labels; what does not fit is in the tooltip. */
function Tags({
  epic,
  labels,
}: {
  readonly epic: string;
  readonly labels: readonly string[];
}): JSX.Element {
  return (
    <p
      title={[epic, ...labels].join(' · ')}
      className="flex h-4 shrink-0 items-center gap-1 overflow-hidden text-12 whitespace-nowrap text-faint"
    >
      <span dir="auto" className="min-w-0 truncate">
        {epic}
      </span>
      {labels.map((label) => (
        <span key={label} className="min-w-0 truncate rounded-sm bg-idle-subtle px-1 text-idle">
          {label}
        </span>
      ))}
    </p>
  );
}

function Clock({ clock }: { readonly clock: AttemptClock }): JSX.Element {
  if (clock.kind === 'since') return <RunningClock startMs={clock.startMs} />;
  return (
    <span className="tabular">
      <span className="sr-only">took </span>
      {formatElapsed(clock.ms)}
    </span>
  );
}

/** Only cards whose agent works listen to the one clock of the page. */
function RunningClock({ startMs }: { readonly startMs: number }): JSX.Element {
  const elapsed = formatElapsed(useNow(1000) - startMs);
  // Not read out: the name of the card would be another one with each second.
  return (
    <span aria-hidden className="text-muted tabular">
      {elapsed}
    </span>
  );
}

function Facts({ face }: { readonly face: CardFace }): JSX.Element {
  const { criteria, agent, phase, attempt, debugAttempts, waitsFor, stuckOn, tokens, marks } = face;
  if (face.state === 'limited' || face.state === 'by_hand') return <Remark look={face.look} />;
  return (
    <div className="flex h-4 shrink-0 items-center gap-2 overflow-hidden text-12 whitespace-nowrap text-muted">
      {marks.length > 0 && (
        <Fact title={marks.join('\n')} word={`Marked: ${marks.join('. ')}.`}>
          <TriangleAlert aria-hidden className="icon-sm text-waiting" />
        </Fact>
      )}
      {criteria !== null && (
        <Fact title={`Acceptance criteria met: ${criteria}`} word="criteria met">
          <CheckCheck aria-hidden className="icon-sm text-faint" />
          <span className="tabular">{criteria}</span>
        </Fact>
      )}
      {agent !== null && <span className="truncate">{agent}</span>}
      {phase !== null && <span className="font-medium">{phase}</span>}
      {attempt !== null && (
        <Fact title={`Attempt ${attempt}`} word="attempt">
          #{attempt}
        </Fact>
      )}
      {debugAttempts > 0 && (
        <Fact title="Debug attempts" word="debug attempts">
          dbg {debugAttempts}
        </Fact>
      )}
      {stuckOn.length > 0 && <StuckFact waitsFor={waitsFor} stuckOn={stuckOn} />}
      {waitsFor.length > 0 && stuckOn.length === 0 && (
        <Fact title={`Waits for ${waitsFor.join(', ')}`} word="waits for">
          <Split aria-hidden className="icon-sm text-faint" />
          <span className="tabular">{waitsFor.length}</span>
        </Fact>
      )}
      <span className="flex-1" />
      {face.talksAs !== null && <WorkSoFar attemptId={face.talksAs} />}
      {tokens !== null && (
        <Fact title={`${tokens} tokens in all attempts`} word="tokens">
          <Coins aria-hidden className="icon-sm text-faint" />
          <span className="tabular">{tokens}</span>
        </Fact>
      )}
    </div>
  );
}

/** What its agent has changed so far; like its last line, drawn again alone. */
function WorkSoFar({ attemptId }: { readonly attemptId: string }): JSX.Element | null {
  const work = useWorkspaceStatus()?.work[attemptId];
  if (work === undefined || work.files === 0) return null;
  const { files, additions, deletions } = work;
  const where = `in ${plural(files, 'file')}`;
  return (
    <span
      title={`Work so far: ${additions} lines added, ${deletions} taken out, ${where}`}
      className="inline-flex shrink-0 items-center gap-1 tabular"
    >
      <span className="text-verified">+{additions}</span>
      <span className="text-blocked">−{deletions}</span>
      <span className="sr-only">{where}</span>
    </span>
  );
}

/** What it waits for that nothing closes by itself, by name: it never starts like this. */
function StuckFact({ waitsFor, stuckOn }: Pick<CardFace, 'waitsFor' | 'stuckOn'>): JSX.Element {
  const [first = ''] = stuckOn;
  const more = waitsFor.length - 1;
  return (
    <span
      title={`Cannot start: ${stuckOn.join(', ')} ${stuckOn.length === 1 ? 'is' : 'are'} blocked or missing`}
      className="inline-flex min-w-0 items-center gap-1 font-medium text-blocked"
    >
      <span className="shrink-0">waits for</span>
      <ShortId id={first} />
      <X aria-hidden className="icon-sm shrink-0" />
      <span className="sr-only">which is blocked or missing</span>
      {more > 0 && <span className="tabular shrink-0">+{more}</span>}
    </span>
  );
}

/** Until when the task has to wait, or that nothing was checked: what is more than all else there is to say. */
function Remark({ look: { word, detail } }: { readonly look: TaskLook }): JSX.Element {
  return (
    // The sign above reads it out.
    <p aria-hidden title={detail ?? undefined} className="h-4 shrink-0 truncate text-12 text-muted">
      {word}
    </p>
  );
}

/** A number of the card; `word` says to those who do not see the icon what it counts. */
function Fact({
  title,
  word,
  children,
}: {
  readonly title: string;
  readonly word: string;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <span title={title} className="inline-flex shrink-0 items-center gap-1">
      <span className="sr-only">{word}</span>
      {children}
    </span>
  );
}

function BottomLine({ face }: { readonly face: CardFace }): JSX.Element {
  const { talksAs, remark, fullRemark, state } = face;
  if (talksAs !== null) return <LastLine attemptId={talksAs} fallback={remark} />;
  const tone = edges[state] === undefined ? 'text-faint' : toneText[face.look.state];
  return (
    <p
      dir="auto"
      title={fullRemark}
      className={classNames(
        'shrink-0 text-12',
        state === 'blocked' ? 'line-clamp-2 h-8 leading-4 break-words' : 'h-4 truncate',
        tone,
      )}
    >
      {remark}
    </p>
  );
}

/** What the agent printed last; the only part of the board that is drawn again for each such line. */
function LastLine({
  attemptId,
  fallback,
}: {
  readonly attemptId: string;
  readonly fallback: string;
}): JSX.Element {
  const line = useWorkspaceStatus()?.lastLines[attemptId] ?? '';
  const [, words = line, time = ''] = /^(.+) · (\d[^·]*|until [^·]*)$/.exec(line) ?? [];
  return (
    <p className="flex h-4 shrink-0 gap-1 font-mono text-12 text-faint">
      <span className="min-w-0 truncate">{words === '' ? fallback : words}</span>
      {time !== '' && <span className="tabular shrink-0">· {time}</span>}
    </p>
  );
}
