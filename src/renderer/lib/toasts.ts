import { createElement, Fragment } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { toast } from 'sonner';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { pageAction } from './page-action.ts';

export interface ToastOptions {
  readonly kind?: 'neutral' | 'success' | 'failure';
  /** A second line. */
  readonly detail?: string;
  /** Code of the failure that is shown, for whoever reports or looks it up. */
  readonly code?: string;
  /** One thing to do about it, such as Undo. */
  readonly action?: { readonly label: string; run(): void };
  /** Toasts of one key replace each other; those of one's own actions, which have none, do so too. */
  readonly key?: string;
  /** How long it stays, in ms; failures stay until they are dismissed when this is missing. */
  readonly forMs?: number;
}

type CodeView = ComponentType<{ readonly code: string }>;
let codeView: CodeView | null = null;

/** Sets how toasts show the code of a failure: the look is the design system's. */
export function showCodesWith(view: CodeView): void {
  codeView = view;
}

/** The toast of the last action; it makes room for the next, so that they do not pile up. */
let lastActionToast: string | number | null = null;

/** Says one sentence in a toast. */
export function showToast(text: string, options: ToastOptions = {}): void {
  const { kind = 'neutral', detail, code, action, key, forMs } = options;
  const show = { neutral: toast, success: toast.success, failure: toast.error }[kind];
  const duration = forMs ?? (kind === 'failure' ? Infinity : undefined);
  const isOfAction = key === undefined && kind !== 'failure';
  if (isOfAction && lastActionToast !== null) toast.dismiss(lastActionToast);
  const id = show(text, {
    ...(detail === undefined ? {} : { description: describe(detail, code) }),
    ...(action === undefined
      ? {}
      : { action: { label: action.label, onClick: () => action.run() } }),
    ...(key === undefined ? {} : { id: key }),
    ...(duration === undefined ? {} : { duration }),
  });
  if (isOfAction) lastActionToast = id;
}

function describe(detail: string, code: string | undefined): ReactNode {
  if (code === undefined || codeView === null) return detail;
  return createElement(Fragment, null, detail, ' ', createElement(codeView, { code }));
}

/** Shows a failure: what happened, and what to do about it. The same failure is not shown twice at once. */
export function showFailure(problem: WireFailure): void {
  const { place } = problem;
  const position =
    place === undefined
      ? ''
      : ` (${[place.file, place.line].filter((one) => one !== undefined).join(':')})`;
  showToast(`${problem.message}${position}`, {
    kind: 'failure',
    detail: pageAction(problem),
    code: problem.code,
    key: `${problem.code}:${problem.message}`,
    forMs: 12_000,
  });
}
