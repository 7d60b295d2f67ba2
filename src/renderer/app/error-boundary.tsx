import { Component } from 'react';
import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import type { ShownFailure } from '#renderer/ui/signs/failure-note.tsx';
import { NotFetchedError } from './lazy-view.tsx';

interface ErrorBoundaryProps {
  /** What stopped, in the message: "The board". */
  readonly what: string;
  /** Another key tries again by itself: another view, another task. */
  readonly resetKey: string;
  /** Whether the host is there: when it is back, what could not be fetched is fetched again by itself. */
  readonly isHostThere?: boolean;
  /** A way out beside trying again. */
  readonly wayBack?: { readonly label: string; readonly go: () => void };
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  /** What was thrown; a box, as that may be anything. */
  readonly caught: { readonly error: unknown } | null;
  readonly resetKey: string;
  readonly isHostThere: boolean;
}

/** Keeps a bug in one part from taking the window down. React knows such boundaries only as classes. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = {
    caught: null,
    resetKey: this.props.resetKey,
    isHostThere: this.props.isHostThere ?? true,
  };

  static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
    return { caught: { error } };
  }

  static getDerivedStateFromProps(
    { resetKey, isHostThere = true }: ErrorBoundaryProps,
    { caught, ...before }: ErrorBoundaryState,
  ): Partial<ErrorBoundaryState> | null {
    const isBack = isHostThere && !before.isHostThere;
    const isOver = isBack && caught?.error instanceof NotFetchedError;
    if (resetKey !== before.resetKey || isOver) return { caught: null, resetKey, isHostThere };
    return isHostThere === before.isHostThere ? null : { isHostThere };
  }

  override componentDidCatch(error: unknown): void {
    // The failure is on the screen: whichever way the view is shown next, it fetches its code again.
    if (error instanceof NotFetchedError) error.forget();
  }

  override render(): ReactNode {
    const { what, wayBack, children } = this.props;
    const { caught } = this.state;
    if (caught === null) return children;
    const isFetching = caught.error instanceof NotFetchedError;
    return (
      <ErrorState
        failure={isFetching ? notFetched(what) : stopped(what, caught.error)}
        safe="Your tasks, runs and commits are not touched by this."
        actions={
          <>
            <Button variant="primary" onClick={() => this.setState({ caught: null })}>
              Try again
            </Button>
            {isFetching && (
              <Button onClick={() => globalThis.location.reload()}>Reload the page</Button>
            )}
            {wayBack !== undefined && <Button onClick={wayBack.go}>{wayBack.label}</Button>}
          </>
        }
      />
    );
  }
}

function notFetched(what: string): ShownFailure {
  return {
    code: 'view-not-fetched',
    message: `${what} could not be fetched.`,
    action:
      'It is fetched when Switchyard answers again. After an update of Switchyard the page has to be reloaded.',
  };
}

function stopped(what: string, error: unknown): ShownFailure {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'view-failed',
    message: `${what} stopped because of a bug: ${message}`,
    action: 'Try again. If it happens again, reload the page and report what you did.',
  };
}
