import { toast } from 'sonner';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { pageAction } from './page-action.ts';

export interface TellOptions {
  readonly kind?: 'neutral' | 'success' | 'failure';
  /** A second line. */
  readonly detail?: string;
  /** One thing to do about it, such as Undo. */
  readonly action?: { readonly label: string; run(): void };
  /** Toasts of one key replace each other; those of one's own deeds, which have none, do so too. */
  readonly key?: string;
  /** How long it stays, in ms; failures stay until they are dismissed when this is not given. */
  readonly forMs?: number;
}

/** The toast of the last deed; it makes room for the next, so that they do not pile up. */
let lastDeed: string | number | null = null;

/** Says one sentence in a toast. */
export function tell(text: string, options: TellOptions = {}): void {
  const { kind = 'neutral', detail, action, key, forMs } = options;
  const show = { neutral: toast, success: toast.success, failure: toast.error }[kind];
  const duration = forMs ?? (kind === 'failure' ? Infinity : undefined);
  const isDeed = key === undefined && kind !== 'failure';
  if (isDeed && lastDeed !== null) toast.dismiss(lastDeed);
  const id = show(text, {
    ...(detail === undefined ? {} : { description: detail }),
    ...(action === undefined
      ? {}
      : { action: { label: action.label, onClick: () => action.run() } }),
    ...(key === undefined ? {} : { id: key }),
    ...(duration === undefined ? {} : { duration }),
  });
  if (isDeed) lastDeed = id;
}

/** Tells a failure: what happened, and what to do about it. The same failure is not told twice at once. */
export function tellFailure(problem: WireFailure): void {
  const { place } = problem;
  const position =
    place === undefined
      ? ''
      : ` (${[place.file, place.line].filter((one) => one !== undefined).join(':')})`;
  tell(`${problem.message}${position}`, {
    kind: 'failure',
    detail: pageAction(problem),
    key: `${problem.code}:${problem.message}`,
    forMs: 12_000,
  });
}
