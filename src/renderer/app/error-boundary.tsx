import { Component } from 'react';
import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/failure-note.tsx';

interface ErrorBoundaryProps {
  /** What stopped, in the message: "The board". */
  readonly what: string;
  /** Another key tries again by itself: another view, another task. */
  readonly resetKey: string;
  /** A way out beside trying again. */
  readonly wayBack?: { readonly label: string; readonly go: () => void };
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly message: string | null;
  readonly resetKey: string;
}

/** Keeps a bug in one part from taking the window down. React knows such boundaries only as classes. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { message: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  static getDerivedStateFromProps(
    { resetKey }: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): Partial<ErrorBoundaryState> | null {
    return resetKey === state.resetKey ? null : { message: null, resetKey };
  }

  override render(): ReactNode {
    const { what, wayBack, children } = this.props;
    const { message } = this.state;
    if (message === null) return children;
    return (
      <ErrorState
        failure={{
          code: 'view-failed',
          message: `${what} stopped because of a bug: ${message}`,
          action: 'Try again. If it happens again, reload the page and report what you did.',
        }}
        safe="Your tasks, runs and commits are not touched by this."
        actions={
          <>
            <Button variant="primary" onClick={() => this.setState({ message: null })}>
              Try again
            </Button>
            {wayBack !== undefined && <Button onClick={wayBack.go}>{wayBack.label}</Button>}
          </>
        }
      />
    );
  }
}
