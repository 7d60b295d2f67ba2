import { Check, Circle, X } from 'lucide-react';
import type { JSX, ReactNode } from 'react';

/** How a part of the setup stands: `open` is neither right nor wrong yet. */
export type SetupState = 'ready' | 'wrong' | 'open';

const looks = {
  ready: { Icon: Check, tone: 'text-verified', word: 'Ready' },
  wrong: { Icon: X, tone: 'text-blocked', word: 'To be mended' },
  open: { Icon: Circle, tone: 'text-faint', word: 'Not known yet' },
} as const;

/** One part of the setup: how it stands, what it is, and what changes it right there. */
export function SetupRow({
  state,
  label,
  children,
}: {
  readonly state: SetupState;
  readonly label: string;
  readonly children: ReactNode;
}): JSX.Element {
  const { Icon, tone, word } = looks[state];
  return (
    <li
      aria-label={`${label}: ${word}`}
      className="grid grid-cols-[1rem_6rem_minmax(0,1fr)] items-start gap-x-2 px-3 py-2 text-left text-13"
    >
      <span className={`grid h-7 place-items-center ${tone}`}>
        <Icon aria-hidden className="icon-md" />
      </span>
      <span className="flex h-7 items-center font-medium">{label}</span>
      <div className="flex min-w-0 flex-col gap-1">{children}</div>
    </li>
  );
}

/** A sentence in a row, level with its label. */
export function SetupWords({ children }: { readonly children: ReactNode }): JSX.Element {
  return <p className="flex min-h-7 items-center break-words">{children}</p>;
}
